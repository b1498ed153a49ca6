"""Fetch the video of a finished clip again, after somebody deleted its file. Nothing is ordered or paid."""

import logging
import uuid

from django.db import transaction

from projects.ledger import storing
from projects.ledger.engines import NoKey, engine_for_account
from projects.ledger.transitions import bump_revision, record_event
from projects.models import Generation, State
from studio.engines.base import EngineError, Ticket
from studio.media import MediaError, probe, sync_folder
from studio.wire import Report

log = logging.getLogger(__name__)
GONE = "The provider no longer has this video. Make a new take to get one like it."


def fetch_missing(generation_id: uuid.UUID) -> None:
    """Put the video of a completed clip back if its file is missing; safe to call at any time."""
    generation = Generation.objects.select_related("prompt").get(pk=generation_id)
    if generation.state != State.COMPLETED or generation.video.exists():
        return
    try:
        fetch(generation)
        storing.remake_stills(generation)
    except (EngineError, NoKey, OSError, MediaError) as error:
        log.warning("Couldn't fetch clip %s again: %s", generation.number, error)
        report(generation, "missing", GONE)
    else:
        report(generation, "fetched", "Its file was missing, and was fetched again.")


def fetch(generation: Generation) -> None:
    attempt = generation.attempts.select_related("account").get(state="accepted")
    engine = engine_for_account(attempt.account)
    ticket = Ticket(attempt.accepted_id, attempt.model, attempt.dialect)
    answer = engine.ask([ticket]).get(attempt.accepted_id)
    if not isinstance(answer, Report) or not answer.result_url:
        raise answer if isinstance(answer, EngineError) else EngineError("It isn't there any more.")
    generation.folder.mkdir(parents=True, exist_ok=True)
    arrived = generation.folder / f"{uuid.uuid4().hex}.arrived"
    try:
        engine.fetch(answer, arrived, progress=lambda share: None)
        if probe.verify(arrived).frames != generation.frames:
            raise MediaError("This is another video.")
        arrived.replace(generation.video)
        sync_folder(generation.folder)
    finally:
        arrived.unlink(missing_ok=True)


def report(generation: Generation, kind: str, message: str) -> None:
    with transaction.atomic():
        record_event(generation.pk, kind, message=message)
        bump_revision(generation.pk)
