"""Make a stored film usable: examine it once, conform it if it isn't plain, then make its stills.

film.mp4 is what everything works on. If the stored film isn't plain, it is kept as original.mp4, and a
working film takes its place. A kill at any point leaves both files whole; the next try begins again with the
original.
"""

import contextlib
import logging
import os
import shutil
import time
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.dispatch import Signal
from django.utils import timezone

from projects.ledger.holds import is_disk_full, release_generations
from projects.ledger.transitions import bump_revision, due_in, update_fields
from projects.models import Generation, Hold, Project, State
from studio.media import MediaError, conform, probe, stills, sync_folder, truth, write_durably
from studio.media.segments import Stopped
from studio.media.truth import Truth

log = logging.getLogger(__name__)
film_conformed = Signal()  # generation; find_frame: returns the new number of one of its stored frames
MOST_TRIES = 6
LEASE_S, REPORT_S = 60, 2
SHORTEST_LEASE = timedelta(seconds=10)
AT_ONCE = 100  # films of earlier versions that are enqueued together
DAMAGED = "frames"  # the reason for a film that looks plain and can't be decoded whole
UNREADABLE = "unreadable"
STRAYS = ("*.part", "*.arrived")


def prepare(generation: Generation) -> None:
    """Examine a completed clip's film and make its stills; safe to call at any time.

    A try counts when it starts: it may kill the worker.
    """
    if not claim(generation):
        return
    delete_strays(generation)
    lease = Lease(generation.pk, generation.tries + 1)
    try:
        film = truth.read_truth(generation.original)
        reasons = truth.find_reasons(film) or find_damage(generation, lease)
        if reasons:
            conform_film(generation, film, reasons, lease)
            stills.make_stills(generation.video, generation.folder, lease.renew)
    except Stopped:
        log.warning("Another worker prepares clip %s now.", generation.number)
    except MediaError as error:
        mark_unreadable(generation, str(error))
    except OSError as error:
        log.warning("Clip %s will be prepared later: %s", generation.number, error)
    else:
        finish(generation)


def claim(generation: Generation) -> bool:
    """Count a try and return True, unless somebody is at it, it was tried enough or its file is missing."""
    rows = Generation.objects.filter(
        pk=generation.pk, state=State.COMPLETED, tries=generation.tries, purged_at=None
    )
    if generation.tries and generation.due_at and generation.due_at > timezone.now():
        return False
    if not generation.original.is_file():
        rows.update(due_at=None, examined_at=timezone.now())
        return False
    if is_disk_full():
        rows.update(due_at=due_in(LEASE_S))
        return False
    if generation.tries >= MOST_TRIES:
        mark_unreadable(generation, "Every try to read it failed.")
        return False
    due_at = end_of_lease(max(LEASE_S, 30 * 2**generation.tries))
    return bool(rows.update(tries=generation.tries + 1, due_at=due_at, progress=None))


def end_of_lease(seconds: float = LEASE_S) -> datetime:
    """Return when another worker may begin, in some seconds even at a fast PACE: the work isn't faster."""
    return max(due_in(seconds), timezone.now() + SHORTEST_LEASE)


def find_damage(generation: Generation, lease: "Lease") -> Sequence[str]:
    """Make the stills of a film that looks plain. Return a reason if not every frame can be decoded."""
    if generation.pictures_at:
        return ()
    try:
        stills.make_stills(generation.video, generation.folder, lease.renew)
    except MediaError as error:
        log.warning("Clip %s isn't as plain as it looks: %s", generation.number, error)
        return (DAMAGED,)
    return ()


def conform_film(generation: Generation, film: Truth, reasons: Sequence[str], lease: "Lease") -> None:
    """Put a working film in the place of the stored one, which is kept. Raise MediaError or Stopped."""
    keep_original(generation)
    conform.conform(generation.original, generation.video, film, progress=lease.report)
    facts = probe.read_facts(generation.video)
    if not generation.original_facts:
        find_frame = conform.find_new_frames(generation.original, film)
        film_conformed.send(Generation, generation=generation, find_frame=find_frame)
    update_fields(
        generation.pk,
        (State.COMPLETED,),
        width_px=facts.width_px,
        height_px=facts.height_px,
        frames=facts.frames,
        fps_num=facts.fps.numerator,
        fps_den=facts.fps.denominator,
        original_facts={"reasons": list(reasons), **truth.to_json(film)},
        conformed_size=generation.video.stat().st_size,
    )


def keep_original(generation: Generation) -> None:
    """Give the stored film its second name, before a working film takes the first one."""
    kept = generation.folder / generation.ORIGINAL
    if kept.exists():
        return
    try:
        os.link(generation.video, kept)
    except OSError:  # a file system without hard links
        write_durably(kept, lambda part: shutil.copyfile(generation.video, part))
    sync_folder(generation.folder)


class Lease:
    """Keep a long try from being begun again elsewhere, and show its progress."""

    def __init__(self, generation_id: uuid.UUID, tries: int):
        self.rows = Generation.objects.filter(
            pk=generation_id, state=State.COMPLETED, tries=tries, purged_at=None
        )
        self.generation_id, self.renew_at = generation_id, 0.0

    def report(self, share: float) -> None:
        """Renew the lease and show the progress. Raise Stopped if the lease was lost."""
        if time.monotonic() < self.renew_at:
            return
        if not self.renew(progress=share):
            raise Stopped
        bump_revision(self.generation_id)

    def renew(self, **fields: float) -> bool:
        """Keep the lease for some more time, at most every few seconds. Return False if it was lost."""
        if time.monotonic() < self.renew_at:
            return True
        self.renew_at = time.monotonic() + REPORT_S
        return bool(self.rows.update(due_at=end_of_lease(), **fields))


def finish(generation: Generation) -> None:
    now = timezone.now()
    update_fields(
        generation.pk,
        (State.COMPLETED,),
        pictures_at=now,
        examined_at=now,
        due_at=None,
        progress=None,
        tries=0,
    )
    generation.refresh_from_db(fields=["fps_num", "fps_den"])
    if generation.fps:
        Project.choose_frame_rate(generation.project_id, generation.fps)
    release_waiting_for(generation)


def mark_unreadable(generation: Generation, message: str) -> None:
    """Say on the card, once, that this film can't be used. The stored file stays."""
    log.warning("Clip %s can't be used: %s", generation.number, message)
    update_fields(
        generation.pk,
        (State.COMPLETED,),
        error_code=UNREADABLE,
        error_message=message,
        examined_at=timezone.now(),
        due_at=None,
        progress=None,
    )
    release_waiting_for(generation)


def prepare_again(generation: Generation) -> None:
    """Examine a film that was stored anew, from the first try."""
    update_fields(
        generation.pk,
        (State.COMPLETED,),
        pictures_at=None,
        examined_at=None,
        due_at=timezone.now(),
        tries=0,
        error_code="",
        error_message="",
    )
    prepare(Generation.objects.get(pk=generation.pk))


def enqueue_unexamined() -> None:
    """Make due some of the films that earlier versions stored."""
    rows = Generation.objects.filter(state=State.COMPLETED, examined_at=None, due_at=None, purged_at=None)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    rows.filter(pk__in=ids).update(due_at=timezone.now(), tries=0)


def delete_strays(generation: Generation) -> None:
    """Create the folder and delete what killed workers left behind."""
    generation.folder.mkdir(parents=True, exist_ok=True)
    for stray in (path for pattern in STRAYS for path in generation.folder.glob(pattern)):
        with contextlib.suppress(OSError):
            stray.unlink(missing_ok=True)


def release_waiting_for(generation: Generation) -> None:
    """Release the generations that wait for a frame of this one."""
    release_generations(Generation.objects.filter(hold=Hold.SOURCE, keyframes__source=generation))
