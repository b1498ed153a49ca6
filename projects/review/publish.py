"""Publish a version for review: keep the cut, join its film, cut the frames that notes are pinned to."""

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.db.models import F

from projects.core.enqueue import nudge
from projects.models import Cut, Generation, Project, Review, Timeline
from projects.timeline import edits
from projects.timeline.saved_shots import as_json, from_json
from projects.timeline.shot import PlacedShot
from projects.timeline.shots import shots_kept, shots_of
from studio.media import MediaError, frames, probe, stills
from studio.media.pieces import count
from studio.media.stitch import Piece, Shape, Stopped, stitch

log = logging.getLogger(__name__)
PICTURE_PX = 480
AT_WORK_S = 60


# -- putting up --------------------------------------------------------------------------------------------


def put_up_timeline(timeline: Timeline, by) -> Review:
    """The cut as it is now, kept under a name and put up; the same review while nothing was changed. Raises
    edits.CannotEdit."""
    with transaction.atomic():
        locked = Timeline.objects.select_for_update().get(pk=timeline.pk)
        shots = shots_of(timeline)
        if not shots or not all(shot.generation.is_playable for shot in shots):
            raise edits.CannotEdit("Every clip has to be finished before the cut can be shown.")
        latest: Cut | None = locked.cuts.first()
        if latest is None or latest.shots != as_json(shots):
            number = (latest.number if latest else 0) + 1
            latest = locked.cuts.create(
                number=number, name=f"Cut {number}", shots=as_json(shots), created_by=by
            )
        return put_up_cut(timeline.project, latest, by)


def put_up_cut(project: Project, cut: Cut, by) -> Review:
    name = f"{cut.timeline.name}: {cut.name}"
    return put_up(project, by, shots_kept(cut, project), name=name, cut=cut)


def put_up_take(generation: Generation, by) -> Review:
    """A single finished take."""
    clip = edits.Shot(generation=generation)
    clip.generation = generation
    frames = generation.film_facts.frames
    shot = PlacedShot(clip, 1, 0, frames, frames)
    name = f"Clip {generation.number}, take {generation.take}"
    return put_up(generation.project, by, [shot], name=name, generation=generation)


@transaction.atomic
def put_up(project: Project, by, shots: Sequence[PlacedShot], *, name: str, **what) -> Review:
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if made := Review.objects.filter(**what).first():
        if made.words:  # its film failed: once more
            Review.objects.filter(pk=made.pk).update(words="", revision=F("revision") + 1)
            transaction.on_commit(lambda: nudge("review", made.pk))
        return made
    last = project.reviews.values_list("number", flat=True).first() or 0
    review = project.reviews.create(
        number=last + 1, name=name[:120], shots=as_json(shots), created_by=by, **what
    )
    transaction.on_commit(lambda: nudge("review", review.pk))
    return review


def make_film(review: Review) -> None:
    """Join the film, if it is not there and nobody is at it; the frames of each shot are written down
    with it."""
    if (review.is_ready and review.film.exists()) or is_being_made(review):
        return
    shots = from_json(review.shots)
    found = Generation.objects.in_bulk({shot.generation_id for shot in shots})
    pieces = [Piece(found[shot.generation_id].film, shot.start, shot.end) for shot in shots]
    raw = review.film.with_name(f"{uuid4().hex}.part.mp4")
    raw.parent.mkdir(parents=True, exist_ok=True)
    sign = sign_of_work(review)
    sign.touch()
    try:
        stitch(pieces, raw, progress=lambda part: sign.touch())
        facts = probe.facts(raw)
        raw.replace(review.film)
    except (MediaError, Stopped, OSError) as trouble:
        log.warning("No film for review %s.", review.pk, exc_info=True)
        Review.objects.filter(pk=review.pk).update(words=str(trouble)[:200], revision=F("revision") + 1)
        return
    finally:
        raw.unlink(missing_ok=True)
        sign.unlink(missing_ok=True)
    shape, at, joined = Shape(facts.width_px, facts.height_px, facts.fps), 0, []
    for shot, piece in zip(shots, pieces, strict=True):
        frames = count(piece, found[shot.generation_id].film_facts.fps, shape)
        joined.append(replace(shot, at=at, frames=frames).to_json())
        at += frames
    Review.objects.filter(pk=review.pk).update(
        frames=facts.frames,
        fps_num=facts.fps.numerator,
        fps_den=facts.fps.denominator,
        width_px=facts.width_px,
        height_px=facts.height_px,
        shots=joined,
        words="",
        revision=F("revision") + 1,
    )
    if review.cut:  # who looks at an older version hears of this one
        line = Review.objects.filter(cut__timeline=review.cut.timeline_id, number__lt=review.number)
        line.update(revision=F("revision") + 1)


def is_being_made(review: Review) -> bool:
    """A worker touched its sign a moment ago; a killed one's grows old."""
    sign = sign_of_work(review)
    return sign.exists() and time.time() - sign.stat().st_mtime < AT_WORK_S


def sign_of_work(review: Review) -> Path:
    return review.film.with_name("making")


def frame_picture(review: Review, n: int) -> Path:
    """Where a frame of the review's film is as a small picture, cut when it is first wanted; where the film
    cannot be read the path leads nowhere."""
    target = review.film.with_name("frames") / f"{n}.webp"
    if not target.exists():
        try:
            picture = frames.nth(review.film, n)
            picture.thumbnail((PICTURE_PX, PICTURE_PX))
            target.parent.mkdir(parents=True, exist_ok=True)
            stills.save(picture, target, quality=80)
        except MediaError:
            log.warning("No picture of frame %s of review %s.", n, review.pk)
    return target


def nudge_due() -> None:
    """Reviews whose film nobody has made: a worker was lost, or the disk was full."""
    for review in Review.objects.filter(frames=None, words="")[:20]:
        if not is_being_made(review):
            nudge("review", review.pk)
