"""Publish a version for review: save the cut, render its film, extract the frames of notes."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from projects.core import renders
from projects.models import Cut, Generation, Person, Project, RenderState, Review, Timeline
from projects.review import unfinished
from projects.review.notes import raise_revision
from projects.timeline import edits
from projects.timeline.saved_shots import SavedShot, as_json, from_json
from projects.timeline.shot import PlacedShot
from projects.timeline.shots import shots_of, shots_of_cut
from studio.media import MediaError, frames, probe, stills
from studio.media.rates import place
from studio.media.stitch import Segment, Shape, stitch

log = logging.getLogger(__name__)
PICTURE_PX = 480


# -- publishing --------------------------------------------------------------------------------------------


class NotReady(edits.CannotEdit):
    """Some shots aren't ready."""

    def __init__(self, shots: list[PlacedShot]):
        super().__init__(_("Some shots aren't ready yet."))
        self.shots = shots


def publish_timeline(timeline: Timeline, by: Person | None, *, wait: bool = False) -> Review:
    """Save the timeline as a cut and publish it. Return the existing review if nothing changed.

    wait: publish it also if some shots aren't ready; its film is joined when they are. Otherwise raise
    NotReady, unless a review waits for this timeline already. Raise edits.CannotEdit if there are no shots.
    """
    with transaction.atomic():
        locked = Timeline.objects.select_for_update().get(pk=timeline.pk)
        shots = shots_of(timeline)
        if not shots:
            raise edits.CannotEdit(_("There is nothing to share yet. Add the first shot."))
        if review := unfinished.find_waiting(timeline):
            unfinished.advance(review)
            return review
        if not wait and not unfinished.are_ready(shots):
            raise NotReady(shots)
        return publish_cut(timeline.project, save_cut(locked, shots, by), by)


def save_cut(timeline: Timeline, shots: list[PlacedShot], by: Person | None) -> Cut:
    """Return the timeline's latest cut, or a new one if something changed since."""
    latest: Cut | None = timeline.cuts.first()
    if latest is not None and latest.shots == as_json(shots):
        return latest
    number = (latest.number if latest else 0) + 1
    return timeline.cuts.create(number=number, name=f"Cut {number}", shots=as_json(shots), created_by=by)


def publish_cut(project: Project, cut: Cut, by: Person | None) -> Review:
    name = f"{cut.timeline.name}: {cut.name}"
    return publish_once(project, by, shots_of_cut(cut, project), name=name, fps=project.fps, cut=cut)


def publish_take(generation: Generation, by: Person | None) -> Review:
    """Publish a single completed take, at its own frame rate: none of its frames is left out or repeated."""
    shot = edits.Shot(generation=generation)
    facts = generation.film_facts
    placed = PlacedShot(shot, 1, 0, facts.frames, facts.frames)
    name = f"Clip {generation.number}, take {generation.take}"
    return publish_once(generation.project, by, [placed], name=name, fps=facts.fps, generation=generation)


@transaction.atomic
def publish_once(
    project: Project, by: Person | None, shots: Sequence[PlacedShot], *, name: str, fps: Fraction, **subject
) -> Review:
    """Return the review of a cut or a take; if its film failed, render it again.

    It keeps the frame rate `fps` when the project gets another one, because its notes count in it.
    Raise edits.CannotEdit if a clip was deleted.
    """
    edits.require_not_deleted(project, [shot.generation.pk for shot in shots])  # locks the project
    if existing := Review.objects.filter(**subject).first():
        if not existing.is_waiting and existing.render.state == RenderState.FAILED:
            renders.request(review=existing)
            raise_revision(existing)
        return existing
    last = project.reviews.values_list("number", flat=True).first() or 0
    subject |= {"fps_num": fps.numerator, "fps_den": fps.denominator}
    review = project.reviews.create(
        number=last + 1, name=name[:120], shots=as_json(shots), created_by=by, **subject
    )
    if unfinished.are_ready(shots):
        renders.request(review=review)
    return review


# -- its film ----------------------------------------------------------------------------------------------


def build(review: Review) -> None:
    """Render the film of a review, unless another worker is at it."""
    renders.run(
        review.render,
        review.video,
        lambda folder, lease: join(review, folder / review.video.name, lease),
        store=lambda facts: store_facts(review, facts),
        report_failure=lambda: raise_revision(review),
    )


def request_missing_film(review: Review) -> None:
    """Request the film if its last shot has become ready, or once more if its file was deleted."""
    unfinished.advance(review)
    if review.frames and review.render.state == RenderState.READY and not review.video.exists():
        renders.request(review=review)


def join(review: Review, target: Path, lease: renders.RenderLease) -> probe.Facts:
    used = segments_of(review)
    first = used[0][1].film_facts
    shape = Shape(first.width_px, first.height_px, review.fps if review.fps_num else review.project.fps)
    stitch(
        [segment for *_rest, segment in used], target, shape=shape, progress=lease.report, stop=lease.is_lost
    )
    return probe.read_facts(target)


def store_facts(review: Review, facts: probe.Facts) -> None:
    """Store the film's facts and where each shot begins in it."""
    Review.objects.filter(pk=review.pk).update(
        frames=facts.frames,
        fps_num=facts.fps.numerator,
        fps_den=facts.fps.denominator,
        width_px=facts.width_px,
        height_px=facts.height_px,
        shots=locate_shots(review, facts.fps),
    )
    raise_revision(review)
    if review.cut:  # pages of older versions show that there is a newer one
        older = Review.objects.filter(cut__timeline=review.cut.timeline_id, number__lt=review.number)
        older.update(revision=F("revision") + 1)


def locate_shots(review: Review, fps: Fraction) -> list[dict]:
    """Return the JSON of the review's shots, with their positions in a film at this rate."""
    used = segments_of(review)
    spans = place(((shot.start, shot.end, row.film_facts.fps) for shot, row, _ in used), fps)
    return [
        replace(shot, at=span.at, frames=span.frames).to_json()
        for (shot, *_), span in zip(used, spans, strict=True)
    ]


def segments_of(review: Review) -> list[tuple[SavedShot, Generation, Segment]]:
    shots = from_json(review.shots)
    rows = Generation.objects.in_bulk({shot.generation_id for shot in shots})
    used = [(shot, rows[shot.generation_id]) for shot in shots]
    return [(shot, row, Segment(row.video, shot.start, shot.end)) for shot, row in used]


def frame_picture(review: Review, n: int) -> Path:
    """Return the path of a small picture of frame `n`, extracted at the first request.

    If the film can't be read, there is no file at that path.
    """
    target = review.video.with_name("frames") / f"{n}.webp"
    if not target.exists():
        try:
            picture = frames.read_nth(review.video, n)
            picture.thumbnail((PICTURE_PX, PICTURE_PX))
            target.parent.mkdir(parents=True, exist_ok=True)
            stills.save_image(picture, target, quality=80)
        except MediaError:
            log.warning("Could not cut frame %s of review %s.", n, review.pk)
    return target
