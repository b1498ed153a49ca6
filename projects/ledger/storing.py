"""Storing the film before anybody is told that it is ready; then its pictures.

What arrives lies under a name of its own until it is checked. Only who still holds the lease gives it its
place, and the row says so in the same transaction: fsync, rename, commit. A crash in between leaves a whole
film, which is not fetched again. Fetching is free, so every failure here is simply tried again; the clip is
never ordered a second time.
"""

import contextlib
import hashlib
import logging
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from projects.ledger import attempts
from projects.ledger.engines import NoKey, engine_for_account
from projects.ledger.holds import RETRY_S, is_disk_full, release_generations
from projects.ledger.transitions import (
    NO_LEASE,
    bump_revision,
    change_state,
    due_in,
    record_event,
    update_fields,
)
from projects.models import Generation, Hold, State
from studio.engines.base import Busy, Engine, EngineError, ResultGone
from studio.media import MediaError, probe, stills, sync_folder
from studio.wire import Report, Stage

log = logging.getLogger(__name__)
LEASE_S = 60  # renewed while bytes arrive
MOST_CRASHES = 3
MOST_PICTURE_TRIES = 6
NEW_ADDRESS_S = 24 * 3600  # so long a provider is asked for an address that works
LOST_S = 30 * 24 * 3600
STRAYS = ("*.part", "*.arrived")


class LeaseLost(Exception):
    """Somebody else is storing this clip now: this process was away for too long."""


def store_result(generation_id: uuid.UUID) -> None:
    """Store a ready clip, or cut the pictures of a stored one; safe to call at any time."""
    generation = Generation.objects.select_related("prompt").get(pk=generation_id)
    if generation.state == State.COMPLETED and not generation.pictures_at:
        return make_stills(generation)
    if generation.state == State.READY and (lease := claim(generation)):
        try:
            store(generation, lease)
        except LeaseLost:
            log.warning("Clip %s is being stored by somebody else now.", generation.number)
    return None


def claim(generation: Generation) -> str:
    """Our lease, or "" when somebody else is at it. A clip that killed three workers is set aside."""
    if generation.lease_until and generation.lease_until > timezone.now():
        return ""
    if generation.crashes >= MOST_CRASHES:
        words = "Storing this clip stopped the worker three times."
        mark_result_lost(generation, generation.lease_owner, "cannot_store", words)
        return ""
    lease = f"{settings.INSTANCE}.{uuid.uuid4().hex[:12]}"
    free = Generation.objects.filter(
        pk=generation.pk, state=State.READY, lease_owner=generation.lease_owner
    ).exclude(lease_until__gt=timezone.now())
    taken = free.update(
        lease_owner=lease,
        lease_until=due_in(LEASE_S),
        due_at=due_in(LEASE_S + 1),
        crashes=generation.crashes + 1,
    )
    return lease if taken else ""


def store(generation: Generation, lease: str) -> None:
    if is_disk_full():
        return hold_for_disk(generation, lease, "The disk of this studio is almost full.")
    try:
        engine = fetch_film(generation, lease)
    except ResultGone as error:
        return request_new_url(generation, lease, error)
    except Busy as error:
        return hold_for_disk(generation, lease, error.message)
    except (EngineError, NoKey, OSError, MediaError) as error:
        return retry_later(generation, lease, str(error))
    engine.forget(generation.provider_id)
    release_waiting_for(generation)
    return make_stills(Generation.objects.get(pk=generation.pk))


def fetch_film(generation: Generation, lease: str) -> Engine:
    """Store the film and let the row say so; the engine that gave it. A whole film there is not fetched."""
    attempt = generation.attempts.select_related("account").get(state="accepted")
    engine = engine_for_account(attempt.account)
    if generation.film.exists():  # a crash may have come between the rename and the row
        with contextlib.suppress(MediaError):
            complete(generation, lease, generation.film)
            return engine
    arrived = generation.folder / f"{lease.rpartition('.')[2]}.arrived"
    delete_strays(generation.folder)
    try:
        report = Report(
            attempt.accepted_id, Stage.COMPLETED, result_url=generation.result_url, dialect=attempt.dialect
        )
        engine.fetch(report, arrived, progress=LeaseRenewal(generation.pk, lease))
        complete(generation, lease, arrived)
    finally:
        arrived.unlink(missing_ok=True)
    return engine


def delete_strays(folder: Path) -> None:
    """An empty place to fetch to: what killed workers left behind goes."""
    folder.mkdir(parents=True, exist_ok=True)
    for stray in (path for pattern in STRAYS for path in folder.glob(pattern)):
        stray.unlink(missing_ok=True)


class LeaseRenewal:
    """Called with the share that has arrived: keeps the lease alive, every few seconds. Raises LeaseLost."""

    def __init__(self, generation_id: uuid.UUID, lease: str) -> None:
        self.generation_id, self.lease, self.renew_at = generation_id, lease, timezone.now()

    def __call__(self, share: float) -> None:
        if timezone.now() < self.renew_at:
            return
        self.renew_at = due_in(LEASE_S / 6)
        rows = Generation.objects.filter(pk=self.generation_id, state=State.READY, lease_owner=self.lease)
        if not rows.update(lease_until=due_in(LEASE_S), due_at=due_in(LEASE_S + 1)):
            raise LeaseLost


def complete(generation: Generation, lease: str, film: Path) -> None:
    """Give the checked film its place and let the row say so. Raises MediaError, LeaseLost."""
    facts, sha256, size = probe.verify(film), sha256_of(film), film.stat().st_size
    with transaction.atomic():
        if attempts.lock_generation(generation.pk).lease_owner != lease:
            raise LeaseLost
        if film != generation.film:
            film.replace(generation.film)
            sync_folder(generation.folder)
        change_state(
            generation.pk,
            State.READY,
            State.COMPLETED,
            lease=lease,
            sha256=sha256,
            size=size,
            width_px=facts.width_px,
            height_px=facts.height_px,
            frames=facts.frames,
            fps_num=facts.fps.numerator,
            fps_den=facts.fps.denominator,
            result_url="",
            error_code="",
            error_message="",
            crashes=0,
            due_at=due_in(15),
        )


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make_stills(generation: Generation) -> None:
    """Poster, filmstrip, first and last frame. A try is counted before it begins: it may kill the worker."""
    tries, enough = generation.tries, generation.tries >= MOST_PICTURE_TRIES
    rows = Generation.objects.filter(pk=generation.pk, state=State.COMPLETED, pictures_at=None, tries=tries)
    ours = rows.update(tries=tries + (not enough), due_at=None if enough else due_in(30 * 2**tries))
    if enough or not ours:
        return
    try:
        stills.make_stills(generation.film, generation.folder)
    except (MediaError, OSError) as error:
        log.warning("No pictures yet for clip %s: %s", generation.number, error)
    else:
        update_fields(generation.pk, (State.COMPLETED,), pictures_at=timezone.now(), due_at=None)
        release_waiting_for(generation)


def release_waiting_for(generation: Generation) -> None:
    """Wishes that begin or end with a frame of this clip."""
    release_generations(Generation.objects.filter(hold=Hold.SOURCE, keyframes__source=generation))


def request_new_url(generation: Generation, lease: str, error: ResultGone) -> None:
    """The address died: the provider is asked for a fresh one, patiently. The clip is never ordered again."""
    if is_waiting_longer(generation, NEW_ADDRESS_S):
        words = "For a day the provider gave no address under which the film could be fetched."
        return mark_result_lost(generation, lease, "no_address", words)
    pause = min(2 ** (min(generation.tries, 12) + 1), 3600)
    change_state(
        generation.pk,
        State.READY,
        State.SUBMITTED,
        lease=lease,
        words=error.message,
        result_url="",
        stage="generating",
        tries=generation.tries + 1,
        due_at=due_in(pause),
        crashes=0,
    )
    return None


def hold_for_disk(generation: Generation, lease: str, words: str) -> None:
    due_at = due_in(RETRY_S[Hold.DISK])
    if generation.hold == Hold.DISK:
        release_lease(generation, lease, due_at=due_at)
        return
    with transaction.atomic():
        if release_lease(generation, lease, hold=Hold.DISK, hold_message=words[:300], due_at=due_at):
            record_event(generation.pk, "held", now=Hold.DISK, words=words)
            bump_revision(generation.pk)


def retry_later(generation: Generation, lease: str, words: str) -> None:
    if is_waiting_longer(generation, LOST_S):
        return mark_result_lost(
            generation, lease, "cannot_fetch", "For thirty days the film could not be fetched."
        )
    log.info("Clip %s is fetched again later: %s", generation.number, words)
    pause = min(5 * 2 ** min(generation.tries, 12), 600)
    release_lease(generation, lease, tries=generation.tries + 1, due_at=due_in(pause), error_message=words)
    return None


def release_lease(generation: Generation, lease: str, **fields: Any) -> bool:
    """Give our lease back: this try came to an end of its own, it did not crash."""
    rows = Generation.objects.filter(pk=generation.pk, state=State.READY, lease_owner=lease)
    return bool(rows.update(crashes=0, **NO_LEASE, **fields))


def mark_result_lost(generation: Generation, lease: str, code: str, words: str) -> None:
    """Paid, and not to be had: a person may have it asked for once more."""
    change_state(
        generation.pk,
        State.READY,
        State.RESULT_LOST,
        lease=lease,
        words=words,
        error_code=code,
        error_message=words,
    )


def is_waiting_longer(generation: Generation, seconds: float) -> bool:
    ready_at = generation.ready_at
    return ready_at is not None and timezone.now() > ready_at + timedelta(seconds=seconds)
