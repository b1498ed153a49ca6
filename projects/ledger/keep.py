"""Storing the film before anybody is told that it is ready; then its pictures.

film.mp4 is checked and on the disk before the row says so: .part, fsync, rename, row. Fetching is free, so every
failure here is simply tried again; the clip is never ordered a second time.
"""

import hashlib
import logging
import uuid
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from projects.ledger.holds import WISH_AGAIN_S, disk_is_full
from projects.ledger.makers import NoKey, maker_of
from projects.ledger.move import FREE, change, move, note, quietly, soon
from projects.models import Generation, Hold, State
from studio.engines.base import Busy, Engine, EngineError, ResultGone
from studio.media import MediaError, probe, stills
from studio.wire import Report, Stage

log = logging.getLogger(__name__)
LEASE_S = 60  # renewed while bytes arrive
MOST_CRASHES = 3
MOST_PICTURE_TRIES = 6


def keep(generation_id) -> None:
    """Store a ready clip, or cut the pictures of a stored one; safe to call at any time."""
    generation = Generation.objects.select_related("prompt").get(pk=generation_id)
    if generation.state == State.COMPLETED and not generation.pictures_at:
        return cut_pictures(generation)
    if generation.state == State.READY and (lease := claim(generation)):
        store(generation, lease)


def claim(generation: Generation) -> str:
    """Our lease, or "" when somebody else is at it. A clip that killed three workers is set aside."""
    if generation.crashes >= MOST_CRASHES:
        words = "Storing this clip stopped the worker three times."
        move(
            generation.pk,
            State.READY,
            State.RESULT_LOST,
            words=words,
            error_code="cannot_store",
            error_words=words,
        )
        return ""
    lease = f"{settings.INSTANCE}.{uuid.uuid4().hex[:12]}"
    free = Generation.objects.filter(pk=generation.pk, state=State.READY).exclude(
        lease_until__gt=timezone.now()
    )
    taken = free.update(
        lease_owner=lease, lease_until=soon(LEASE_S), due_at=soon(LEASE_S + 1), crashes=generation.crashes + 1
    )
    return lease if taken else ""


def store(generation: Generation, lease: str) -> None:
    if disk_is_full():
        return hold_for_disk(generation, "The disk of this studio is almost full.")
    try:
        engine = fetch(generation, lease)
        facts = probe.verify(generation.film)
    except ResultGone as error:
        return ask_for_new_address(generation, lease, error)
    except Busy as error:
        return hold_for_disk(generation, error.words)
    except (EngineError, NoKey, OSError) as error:
        return try_later(generation, str(error))
    except MediaError as error:
        generation.film.unlink(missing_ok=True)
        return try_later(generation, str(error))
    complete(generation, lease, facts)
    engine.forget(generation.provider_id)
    cut_pictures(Generation.objects.get(pk=generation.pk))


def fetch(generation: Generation, lease: str) -> Engine:
    """Have the film on the disk; the engine that gave it. A film that is there already, whole, is not fetched again."""
    attempt = generation.attempts.select_related("account").get(state="accepted")
    engine = maker_of(attempt.account)
    if not is_whole(generation.film):
        generation.film.unlink(missing_ok=True)
        generation.folder.mkdir(parents=True, exist_ok=True)
        report = Report(
            attempt.provider_id, Stage.COMPLETED, result_url=generation.result_url, dialect=attempt.dialect
        )
        engine.fetch(report, generation.film, progress=Renewal(generation.pk, lease))
    return engine


def is_whole(film: Path) -> bool:
    """A crash may have come between the rename and the row."""
    try:
        return film.exists() and bool(probe.verify(film))
    except MediaError:
        return False


class Renewal:
    """Called with the share that has arrived: keeps the lease alive, at most every few seconds."""

    def __init__(self, generation_id, lease: str):
        self.generation_id, self.lease, self.renew_at = generation_id, lease, timezone.now()

    def __call__(self, share: float) -> None:
        if timezone.now() < self.renew_at:
            return
        self.renew_at = soon(LEASE_S / 6)
        rows = Generation.objects.filter(pk=self.generation_id, state=State.READY, lease_owner=self.lease)
        rows.update(lease_until=soon(LEASE_S), due_at=soon(LEASE_S + 1))


def complete(generation: Generation, lease: str, facts: probe.Facts) -> None:
    move(
        generation.pk, State.READY, State.COMPLETED, lease=lease,
        sha256=sha256_of(generation.film), size=generation.film.stat().st_size,
        width_px=facts.width_px, height_px=facts.height_px, frames=facts.frames,
        fps_num=facts.fps.numerator, fps_den=facts.fps.denominator,
        result_url="", error_code="", error_words="", crashes=0, due_at=soon(15),
    )  # fmt: skip


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def cut_pictures(generation: Generation) -> None:
    """Poster, filmstrip, first and last frame; tried again by the watcher when it fails."""
    if generation.state != State.COMPLETED:
        return
    try:
        stills.make(generation.film, generation.folder)
    except (MediaError, OSError) as error:
        log.warning("No pictures yet for clip %s: %s", generation.number, error)
        give_up = generation.tries >= MOST_PICTURE_TRIES
        due_at = None if give_up else soon(30 * 2**generation.tries)
        quietly(generation.pk, (State.COMPLETED,), tries=generation.tries + 1, due_at=due_at)
        return
    change(generation.pk, (State.COMPLETED,), pictures_at=timezone.now(), due_at=None)


def ask_for_new_address(generation: Generation, lease: str, error: ResultGone) -> None:
    """The address died: the provider is asked for a fresh one, patiently. The clip is never ordered again."""
    tries, due_at = generation.tries + 1, soon(min(2 ** (generation.tries + 1), 3600))
    move(
        generation.pk, State.READY, State.SUBMITTED, lease=lease, words=error.words,
        result_url="", stage="generating", tries=tries, due_at=due_at, crashes=0,
    )  # fmt: skip


def hold_for_disk(generation: Generation, words: str) -> None:
    if not generation.hold:
        note(generation.pk, "held", now=Hold.DISK, words=words)
    due_at = soon(WISH_AGAIN_S[Hold.DISK])
    change(generation.pk, (State.READY,), hold=Hold.DISK, hold_words=words, due_at=due_at, crashes=0, **FREE)


def try_later(generation: Generation, words: str) -> None:
    log.info("Clip %s is fetched again later: %s", generation.number, words)
    pause = min(5 * 2**generation.tries, 600)
    quietly(
        generation.pk, (State.READY,), tries=generation.tries + 1, due_at=soon(pause),
        error_words=words, crashes=0, **FREE,
    )  # fmt: skip
