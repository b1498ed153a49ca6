"""Two films of a project to be looked at in step: versions under review, or takes.

Each has a short name for the address: "r2" is the second review, "c14" the clip with the number 14.
"""

from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse

from projects.models import Generation, Project, Review
from projects.timeline.shots import fps_of

MOST = 200


@dataclass(frozen=True)
class Film:
    key: str
    name: str
    address: str
    frames: int
    fps: Fraction


def choices(project: Project) -> list[Film]:
    """Everything that can be compared: versions first, newest first; then takes of prompts with several."""
    reviews = project.reviews.exclude(frames=None).order_by("-number")[:MOST]
    clips = project.generations.filter(state="completed").order_by("-number").select_related("prompt")
    return [*(of_review(project, one) for one in reviews), *(of_clip(project, one) for one in clips[:MOST])]


def find(project: Project, key: str) -> Film | None:
    kind, number = key[:1], key[1:]
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    if kind == "r":
        review = project.reviews.filter(number=int(number)).exclude(frames=None).first()
        return of_review(project, review) if review else None
    clip = project.generations.filter(number=int(number), state="completed").select_related("prompt").first()
    return of_clip(project, clip) if clip and kind == "c" else None


def of_review(project: Project, review: Review) -> Film:
    address = reverse("review-film", args=[project.slug, review.number])
    return Film(f"r{review.number}", review.name, address, review.frames or 1, review.fps)


def of_clip(project: Project, clip: Generation) -> Film:
    address = reverse("clip-file", args=[project.slug, clip.pk, "film.mp4"])
    name = f"Clip {clip.number}, take {clip.take}: {clip.prompt.text[:40]}"
    return Film(f"c{clip.number}", name, address, clip.frames or 1, fps_of(clip))
