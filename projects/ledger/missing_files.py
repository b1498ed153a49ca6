"""Fetch the video of a finished clip again, after somebody deleted its file. Nothing is ordered or paid."""

import logging
import uuid

from django.db import transaction

from projects.ledger import working_film
from projects.ledger.engines import NoKey, engine_for_account
from projects.ledger.orders import build_order
from projects.ledger.transitions import bump_revision, record_event
from projects.models import Attempt, Generation, State
from studio.engines.base import Engine, EngineError, Ticket
from studio.media import MediaError, probe, sync_folder
from studio.wire import Report

log = logging.getLogger(__name__)
IMPORTED = "This clip was imported, so it can't be fetched again. Import its file once more."
GONE = "The provider no longer has this video. Make a new take to get one like it."


def fetch_missing(generation_id: uuid.UUID) -> None:
    """Put the video of a completed clip back if its file is missing; safe to call at any time."""
    generation = Generation.objects.select_related("prompt").get(pk=generation_id)
    if generation.state != State.COMPLETED or generation.purged_at or generation.video.exists():
        return
    if generation.is_imported and not generation.original.exists():
        return report(generation, "missing", IMPORTED)
    try:
        if not generation.original.exists():
            fetch(generation)
        working_film.prepare_again(generation)
    except (EngineError, NoKey, OSError, MediaError) as error:
        log.warning("Couldn't fetch clip %s again: %s", generation.number, error)
        report(generation, "missing", GONE)
    else:
        report(generation, "fetched", "Its file was missing, and was fetched again.")
    return None


def fetch(generation: Generation) -> None:
    attempt = generation.attempts.select_related("account").get(state="accepted")
    engine = engine_for_account(attempt.account)
    id = draw_again(generation, engine, attempt) if engine.local else attempt.accepted_id
    answer = engine.ask([Ticket(id, attempt.model, attempt.dialect)]).get(id)
    if not isinstance(answer, Report) or not answer.result_url:
        raise answer if isinstance(answer, EngineError) else EngineError("It isn't there any more.")
    generation.folder.mkdir(parents=True, exist_ok=True)
    arrived = generation.folder / f"{uuid.uuid4().hex}.arrived"
    try:
        engine.fetch(answer, arrived, progress=lambda share: None)
        known = generation.original_facts.get("frames", generation.frames)
        if probe.verify(arrived).frames != known:
            raise MediaError("This is another video.")
        arrived.replace(generation.video)
        sync_folder(generation.folder)
    finally:
        arrived.unlink(missing_ok=True)
    if engine.local:
        engine.forget(id)


def draw_again(generation: Generation, engine: Engine, attempt: Attempt) -> str:
    """Draw it once more from the same prompt, seed and frames; return the ID of the drawing."""
    order = build_order(generation, engine, attempt.account)
    made = engine.submit(order, f"{attempt.client_request_id}.{uuid.uuid4().hex[:8]}")
    engine.work(made.provider_id)
    return made.provider_id


def report(generation: Generation, kind: str, message: str) -> None:
    with transaction.atomic():
        record_event(generation.pk, kind, message=message)
        bump_revision(generation.pk)
