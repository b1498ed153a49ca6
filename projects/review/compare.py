"""Compare two videos of a project frame by frame: versions under review, or takes.

Each has a short key for the URL: "r2" is review number 2, "c14" is clip number 14.
"""

from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse

from projects.models import Generation, Project, Review
from projects.timeline.shots import fps_of
from studio.media.rates import convert

MAX_CHOICES = 200


@dataclass(frozen=True)
class Video:
    key: str
    name: str
    url: str
    frames: int
    fps: Fraction


def list_choices(project: Project) -> list[Video]:
    """Return everything that can be compared: versions, latest first, then clips, latest first."""
    reviews = project.reviews.exclude(frames=None).order_by("-number")[:MAX_CHOICES]
    generations = project.generations.filter(state="completed").order_by("-number").select_related("prompt")
    return [
        *(of_review(project, review) for review in reviews),
        *(of_generation(project, generation) for generation in generations[:MAX_CHOICES]),
    ]


def count_frames(left: Video | None, right: Video | None) -> int:
    """Return the length of the longer one in frames of the left one, which the page counts in."""
    if left is None:
        return 1
    return max(max(1, convert(video.frames, video.fps, left.fps)) for video in (left, right) if video)


def find(project: Project, key: str) -> Video | None:
    kind, number = key[:1], key[1:]
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    if kind == "r":
        review = project.reviews.filter(number=int(number)).exclude(frames=None).first()
        return of_review(project, review) if review else None
    ready = project.generations.filter(state="completed").select_related("prompt")
    generation = ready.filter(number=int(number)).first()
    return of_generation(project, generation) if generation and kind == "c" else None


def of_review(project: Project, review: Review) -> Video:
    url = reverse("review-film", args=[project.slug, review.number])
    return Video(f"r{review.number}", review.name, url, review.frames or 1, review.fps)


def of_generation(project: Project, generation: Generation) -> Video:
    url = reverse("clip-file", args=[project.slug, generation.pk, "film.mp4"])
    name = f"Clip {generation.number}, take {generation.take}: {generation.prompt.text[:40]}"
    return Video(f"c{generation.number}", name, url, generation.frames or 1, fps_of(generation))
