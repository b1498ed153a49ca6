"""Store a finished video before anyone sees it as ready, then prepare it (working_film.py).

A download keeps a temporary name until it is checked. Only the holder of the lease moves it into place, and
the row changes in the same transaction: fsync, rename, commit. A crash in between leaves a whole video, which
isn't downloaded again. Downloads are free, so every failure here is simply retried; nothing is ever ordered
twice.
"""

import contextlib
import hashlib
import logging
import time
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from projects.ledger import attempts, working_film
from projects.ledger.engines import NoKey, engine_for_account
from projects.ledger.holds import RETRY_S, is_disk_full
from projects.ledger.transitions import (
    NO_LEASE,
    bump_revision,
    change_state,
    due_in,
    pace,
    record_event,
)
from projects.models import Generation, Hold, State
from studio.engines.base import Busy, Engine, EngineError, ResultGone
from studio.media import MediaError, probe, sync_folder
from studio.wire import Report, Stage

log = logging.getLogger(__name__)
LEASE_S = 60  # renewed while bytes arrive
MOST_CRASHES = 3
NEW_ADDRESS_S = 24 * 3600  # how long to ask the provider for an address that works
LOST_S = 30 * 24 * 3600


class LeaseLost(Exception):
    """Another process is storing this clip now: this one was away for too long."""


def store_result(generation_id: uuid.UUID) -> None:
    """Store a ready clip, or prepare a stored one; safe to call at any time."""
    generation = Generation.objects.select_related("prompt").get(pk=generation_id)
    if generation.needs_preparation:
        return working_film.prepare(generation)
    if generation.state == State.READY and (lease := claim(generation)):
        try:
            store(generation, lease)
        except LeaseLost:
            log.warning("Another process is storing clip %s now.", generation.number)
    return None


def claim(generation: Generation) -> str:
    """Return our lease, or "" while another worker has it. A clip that killed three workers is set aside."""
    if generation.lease_until and generation.lease_until > timezone.now():
        return ""
    if generation.crashes >= MOST_CRASHES:
        message = "Storing this clip crashed the worker three times."
        mark_result_lost(generation, generation.lease_owner, "cannot_store", message)
        return ""
    lease = f"{settings.INSTANCE}.{uuid.uuid4().hex[:12]}"
    free = Generation.objects.filter(
        pk=generation.pk, state=State.READY, lease_owner=generation.lease_owner
    ).exclude(lease_until__gt=timezone.now())
    taken = free.update(lease_owner=lease, crashes=generation.crashes + 1, **lease_times())
    return lease if taken else ""


def lease_times() -> dict[str, datetime]:
    """Return the fields that renew a lease; the row is due right after it ends."""
    return {"lease_until": due_in(LEASE_S), "due_at": due_in(LEASE_S + 1)}


def store(generation: Generation, lease: str) -> None:
    if is_disk_full():
        return hold_for_disk(generation, lease, "The studio's disk is almost full.")
    try:
        engine = fetch_video(generation, lease)
    except ResultGone as error:
        return request_new_url(generation, lease, error)
    except Busy as error:
        return hold_for_disk(generation, lease, error.message)
    except (EngineError, NoKey, OSError, MediaError) as error:
        return retry_later(generation, lease, str(error))
    engine.forget(generation.provider_id)
    working_film.release_waiting_for(generation)
    return working_film.prepare(Generation.objects.get(pk=generation.pk))


def fetch_video(generation: Generation, lease: str) -> Engine:
    """Download and record the video, and return its engine. A whole video on disk isn't downloaded again."""
    attempt = generation.attempts.select_related("account").get(state="accepted")
    engine = engine_for_account(attempt.account)
    if generation.video.exists():  # a crash may have come between the rename and the row
        with contextlib.suppress(MediaError):
            complete(generation, lease, generation.video)
            return engine
    arrived = generation.folder / f"{lease.rpartition('.')[2]}.arrived"
    working_film.delete_strays(generation)
    try:
        report = Report(
            attempt.accepted_id, Stage.COMPLETED, result_url=generation.result_url, dialect=attempt.dialect
        )
        engine.fetch(report, arrived, progress=LeaseRenewal(generation.pk, lease))
        complete(generation, lease, arrived)
    finally:
        arrived.unlink(missing_ok=True)
    return engine


class LeaseRenewal:
    """Keep the lease alive while bytes arrive, every few seconds. Raise LeaseLost."""

    def __init__(self, generation_id: uuid.UUID, lease: str) -> None:
        self.generation_id, self.lease, self.renew_at = generation_id, lease, 0.0

    def __call__(self, share: float) -> None:
        if time.monotonic() < self.renew_at:
            return
        self.renew_at = time.monotonic() + pace(LEASE_S / 6).total_seconds()
        rows = Generation.objects.filter(pk=self.generation_id, state=State.READY, lease_owner=self.lease)
        if not rows.update(**lease_times()):
            raise LeaseLost


def complete(generation: Generation, lease: str, video: Path) -> None:
    """Move the checked video into place and update the row. Raise MediaError or LeaseLost."""
    facts, sha256, size = probe.verify(video), sha256_of(video), video.stat().st_size
    with transaction.atomic():
        if attempts.lock_generation(generation.pk).lease_owner != lease:
            raise LeaseLost
        if video != generation.video:
            video.replace(generation.video)
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
            tries=0,
            progress=None,
            due_at=due_in(15),
        )


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def request_new_url(generation: Generation, lease: str, error: ResultGone) -> None:
    """Ask the provider for a new address, patiently. Nothing is ordered again."""
    if is_waiting_longer(generation, NEW_ADDRESS_S):
        message = "For a day, the provider gave no address that the video could be downloaded from."
        mark_result_lost(generation, lease, "no_address", message)
        return
    pause = min(2 ** (min(generation.tries, 12) + 1), 3600)
    change_state(
        generation.pk,
        State.READY,
        State.SUBMITTED,
        lease=lease,
        message=error.message,
        result_url="",
        stage="generating",
        tries=generation.tries + 1,
        due_at=due_in(pause),
        crashes=0,
    )


def hold_for_disk(generation: Generation, lease: str, message: str) -> None:
    due_at = due_in(RETRY_S[Hold.DISK])
    if generation.hold == Hold.DISK:
        release_lease(generation, lease, due_at=due_at)
        return
    with transaction.atomic():
        if release_lease(generation, lease, hold=Hold.DISK, hold_message=message[:300], due_at=due_at):
            record_event(generation.pk, "held", now=Hold.DISK, message=message)
            bump_revision(generation.pk)


def retry_later(generation: Generation, lease: str, message: str) -> None:
    if is_waiting_longer(generation, LOST_S):
        return mark_result_lost(
            generation, lease, "cannot_fetch", "For 30 days, the video couldn't be downloaded."
        )
    log.info("Clip %s will be downloaded later: %s", generation.number, message)
    pause = min(5 * 2 ** min(generation.tries, 12), 600)
    release_lease(generation, lease, tries=generation.tries + 1, due_at=due_in(pause), error_message=message)
    return None


def release_lease(generation: Generation, lease: str, **fields: Any) -> bool:
    """Give our lease back: this try ended without a crash."""
    rows = Generation.objects.filter(pk=generation.pk, state=State.READY, lease_owner=lease)
    return bool(rows.update(crashes=0, **NO_LEASE, **fields))


def mark_result_lost(generation: Generation, lease: str, code: str, message: str) -> None:
    """Give up the download of a paid clip; the person can try again."""
    change_state(
        generation.pk,
        State.READY,
        State.RESULT_LOST,
        lease=lease,
        message=message,
        error_code=code,
        error_message=message,
    )


def is_waiting_longer(generation: Generation, seconds: float) -> bool:
    ready_at = generation.ready_at
    return ready_at is not None and timezone.now() > ready_at + timedelta(seconds=seconds)
