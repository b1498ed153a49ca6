"""Publish a version for review: keep the cut, join its film, cut the frames that notes are pinned to."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from django.db import transaction
from django.db.models import F

from projects.core import renders
from projects.models import Cut, Generation, Project, RenderState, Review, Timeline
from projects.timeline import edits
from projects.timeline.saved_shots import SavedShot, as_json, from_json
from projects.timeline.shot import PlacedShot
from projects.timeline.shots import shots_of, shots_of_cut
from studio.media import MediaError, frames, probe, stills
from studio.media.pieces import count_frames
from studio.media.stitch import Piece, Shape, stitch

log = logging.getLogger(__name__)
PICTURE_PX = 480


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
    return put_up(project, by, shots_of_cut(cut, project), name=name, cut=cut)


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
        if made.render.state == RenderState.FAILED:
            renders.request(review=made)
            raise_revision(made)
        return made
    last = project.reviews.values_list("number", flat=True).first() or 0
    review = project.reviews.create(
        number=last + 1, name=name[:120], shots=as_json(shots), created_by=by, **what
    )
    renders.request(review=review)
    return review


def build(review: Review) -> None:
    """Render the film of a review, unless another worker is at it."""
    renders.run(
        review.render,
        review.film,
        lambda folder, lease: join(review, folder / review.film.name, lease),
        store=lambda facts: store_facts(review, facts),
        report_failure=lambda: raise_revision(review),
    )


def join(review: Review, target: Path, lease: renders.RenderLease) -> probe.Facts:
    pieces = [piece for _, _, piece in pieces_of(review)]
    stitch(pieces, target, progress=lease.report, stop=lease.is_lost)
    return probe.read_facts(target)


def store_facts(review: Review, facts: probe.Facts) -> None:
    """Store the film's facts and where each shot begins in it."""
    shape, at, joined = Shape(facts.width_px, facts.height_px, facts.fps), 0, []
    for shot, generation, piece in pieces_of(review):
        frames = count_frames(piece, generation.film_facts.fps, shape)
        joined.append(replace(shot, at=at, frames=frames).to_json())
        at += frames
    Review.objects.filter(pk=review.pk).update(
        frames=facts.frames,
        fps_num=facts.fps.numerator,
        fps_den=facts.fps.denominator,
        width_px=facts.width_px,
        height_px=facts.height_px,
        shots=joined,
    )
    raise_revision(review)
    if review.cut:  # pages of older versions say that there is a newer one
        older = Review.objects.filter(cut__timeline=review.cut.timeline_id, number__lt=review.number)
        older.update(revision=F("revision") + 1)


def raise_revision(review: Review) -> None:
    """Let open pages of this review refresh."""
    Review.objects.filter(pk=review.pk).update(revision=F("revision") + 1)


def pieces_of(review: Review) -> list[tuple[SavedShot, Generation, Piece]]:
    shots = from_json(review.shots)
    rows = Generation.objects.in_bulk({shot.generation_id for shot in shots})
    used = [(shot, rows[shot.generation_id]) for shot in shots]
    return [(shot, row, Piece(row.film, shot.start, shot.end)) for shot, row in used]


def frame_picture(review: Review, n: int) -> Path:
    """Where a frame of the review's film is as a small picture, cut when it is first wanted; where the film
    cannot be read the path leads nowhere."""
    target = review.film.with_name("frames") / f"{n}.webp"
    if not target.exists():
        try:
            picture = frames.read_nth(review.film, n)
            picture.thumbnail((PICTURE_PX, PICTURE_PX))
            target.parent.mkdir(parents=True, exist_ok=True)
            stills.save_image(picture, target, quality=80)
        except MediaError:
            log.warning("No picture of frame %s of review %s.", n, review.pk)
    return target
