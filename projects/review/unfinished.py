"""Reviews that were shared before all shots were ready.

Such a review has no render yet. It follows its timeline, so that a retry or another take comes through, and
shows the shots one by one. Once all are ready, it keeps them as its version and requests its film.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from projects.core import renders
from projects.models import Cut, Generation, Review, Timeline
from projects.models.states import ENDED
from projects.review.notes import raise_revision
from projects.timeline.saved_shots import as_json
from projects.timeline.shot import PlacedShot
from projects.timeline.shots import shots_of, shots_of_cut
from studio.media import MediaError, frames, stills

log = logging.getLogger(__name__)
PICTURE_PX = 960
SHOWN_AFTER_JOIN = timedelta(minutes=5)  # an open page still plays the shots until its next poll


def are_ready(shots: Sequence[PlacedShot]) -> bool:
    return bool(shots) and all(shot.generation.is_playable for shot in shots)


def find_waiting(timeline: Timeline) -> Review | None:
    """Return the review that waits for the shots of this timeline."""
    return waiting().filter(cut__timeline=timeline).first()


def waiting() -> QuerySet[Review]:
    rows = Review.objects.filter(render=None, frames=None, cut__isnull=False)
    return rows.select_related("project", "cut__timeline")


def advance_all() -> None:
    """Request the films of all reviews whose last shot has become ready."""
    for review in waiting():
        advance(review)


def advance(review: Review) -> None:
    """Keep the shots of a waiting review and request its film, if all are ready."""
    if review.cut is None or not review.is_waiting or not are_ready(load_shots(review)):
        return
    with transaction.atomic():
        Timeline.objects.select_for_update().get(pk=review.cut.timeline_id)
        shots = load_shots(review)
        if not waiting().filter(pk=review.pk).exists() or not are_ready(shots):
            return
        Cut.objects.filter(pk=review.cut.pk).update(shots=as_json(shots))
        Review.objects.filter(pk=review.pk).update(shots=as_json(shots))
        renders.request(review=review)
        raise_revision(review)


def load_shots(review: Review) -> list[PlacedShot]:
    """Return the timeline's shots while the review waits for them, then its own."""
    if review.cut is None:
        return []
    timeline = review.cut.timeline
    timeline.project = review.project
    return shots_of(timeline) if review.is_waiting else shots_of_cut(review.cut, review.project)


# -- what a page shows of it -------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShotProgress:
    """One shot on the page of a review without a film."""

    number: int
    generation: Generation
    start: int
    is_whole: bool

    @property
    def state(self) -> str:
        """Return "ready", "failed", "generating" or "waiting"."""
        if self.generation.is_playable:
            return "ready"
        if self.generation.state in ENDED and not self.generation.is_preparing:
            return "failed"
        return "generating" if self.percent is not None else "waiting"

    @property
    def percent(self) -> int | None:
        progress = self.generation.progress
        return None if progress is None else min(99, int(progress * 100))

    @property
    def has_video(self) -> bool:
        """Return True if its video shows nothing but this version's frames."""
        return self.state == "ready" and self.is_whole

    @property
    def version(self) -> str:
        """Return what changes with its picture and its video."""
        return f"{self.generation.pk.hex[:12]}-{self.start}"


@dataclass(frozen=True)
class Progress:
    """shots: all. joined: how much of the film is joined, in percent; None before. message: why it failed."""

    shots: list[ShotProgress]
    joined: int | None
    message: str

    @property
    def ready_count(self) -> int:
        return len(self.with_state("ready"))

    @property
    def failed(self) -> list[ShotProgress]:
        return self.with_state("failed")

    def with_state(self, state: str) -> list[ShotProgress]:
        return [shot for shot in self.shots if shot.state == state]

    @property
    def key(self) -> str:
        """Return what a page sends with its poll: which parts it has, and what they say."""
        parts = [shot.version for shot in self.shots] + [str(self.joined is None), self.message]
        said = [f"{shot.state}{shot.percent}" for shot in self.shots] + [str(self.joined)]
        return f"{digest(parts)}.{digest(said)}"

    def has_same_parts(self, key: str) -> bool:
        return self.key.partition(".")[0] == key.partition(".")[0]


def digest(texts: Sequence[str]) -> str:
    return sha256("|".join(texts).encode()).hexdigest()[:12]


def measure(review: Review) -> Progress:
    render = None if review.is_waiting else review.render
    shots = measure_shots(load_shots(review))
    if render is None:
        return Progress(shots, None, "")
    return Progress(shots, int(render.progress * 100), render.message)


def measure_shots(shots: Sequence[PlacedShot]) -> list[ShotProgress]:
    return [ShotProgress(shot.number, shot.generation, shot.start, is_whole(shot)) for shot in shots]


def is_whole(shot: PlacedShot) -> bool:
    """Return True if it shows all of its video, at most without the frame that it shares with the next."""
    return shot.start == 0 and shot.end + 1 >= shot.video_frames


def find_shot(review: Review, number: int) -> ShotProgress | None:
    """Return the ready shot with this number, while a page without the film may still be open."""
    if review.is_ready and not was_just_joined(review):
        return None
    shots = measure_shots(load_shots(review))
    return next((shot for shot in shots if shot.number == number and shot.state == "ready"), None)


def was_just_joined(review: Review) -> bool:
    ended_at = review.render.ended_at
    return ended_at is not None and timezone.now() - ended_at < SHOWN_AFTER_JOIN


def shot_picture(review: Review, shot: ShotProgress) -> Path:
    """Return the path of a picture of the shot's first frame, extracted at the first request."""
    target = review.video.with_name("shots") / f"{shot.version}.webp"
    if not target.exists():
        try:
            picture = frames.read_nth(shot.generation.video, shot.start)
            picture.thumbnail((PICTURE_PX, PICTURE_PX))
            target.parent.mkdir(parents=True, exist_ok=True)
            stills.save_image(picture, target, quality=80)
        except MediaError:
            log.warning("Could not cut a frame of shot %s of review %s.", shot.number, review.pk)
    return target
