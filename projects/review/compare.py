"""Compare up to four videos of a project frame by frame: versions under review, or takes.

Each has a short key for the URL: "r2" is review number 2, "c14" is clip number 14.
"""

from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.models import Generation, Project, Review
from projects.timeline.shots import fps_of
from studio.media.rates import convert

MAX_CHOICES = 200


@dataclass(frozen=True)
class Video:
    """One side: a version with its page, or a generation."""

    key: str
    name: str
    url: str
    frames: int
    fps: Fraction
    page_url: str = ""
    generation: Generation | None = None

    @property
    def prompt_id(self) -> int | None:
        """Return whose take it is; None for a version."""
        return self.generation.prompt_id if self.generation else None


@dataclass(frozen=True)
class Side:
    """A place in the row: its name in the URL and on the page, and the video that is chosen for it."""

    name: str
    label: str
    video: Video | None
    is_optional: bool


def group_choices(choices: list[Video], left: Video | None) -> list[tuple[str, list[Video]]]:
    """Return [(title, videos)]: the takes of the left one's prompt, then versions, then all other clips."""
    shot = left.prompt_id if left else None
    groups: dict[str, list[Video]] = {_("Takes of this shot"): [], _("Versions"): [], _("Clips"): []}
    takes, versions, clips = groups.values()
    for video in choices:
        is_take = shot is not None and video.prompt_id == shot
        (takes if is_take else versions if video.prompt_id is None else clips).append(video)
    return [(title, videos) for title, videos in groups.items() if videos]


def list_choices(project: Project) -> list[Video]:
    """Return everything that can be compared: versions, latest first, then clips, latest first."""
    reviews = project.reviews.exclude(frames=None).order_by("-number")[:MAX_CHOICES]
    generations = project.generations.not_deleted().filter(state="completed")
    generations = generations.order_by("-number").select_related("prompt")
    return [
        *(of_review(project, review) for review in reviews),
        *(of_generation(project, generation) for generation in generations[:MAX_CHOICES]),
    ]


def count_frames(videos: list[Video]) -> int:
    """Return the length of the longest one in frames of the first one, which the page counts in."""
    return max((max(1, convert(video.frames, video.fps, videos[0].fps)) for video in videos), default=1)


def find(project: Project, key: str) -> Video | None:
    kind, number = key[:1], key[1:]
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    if kind == "r":
        review = project.reviews.filter(number=int(number)).exclude(frames=None).first()
        return of_review(project, review) if review else None
    ready = project.generations.not_deleted().filter(state="completed").select_related("prompt")
    generation = ready.filter(number=int(number)).first()
    return of_generation(project, generation) if generation and kind == "c" else None


def of_review(project: Project, review: Review) -> Video:
    return Video(
        key=f"r{review.number}",
        name=review.name,
        url=reverse("review-film", args=[project.slug, review.number]),
        frames=review.frames or 1,
        fps=review.fps,
        page_url=reverse("review", args=[project.slug, review.number]),
    )


def of_generation(project: Project, generation: Generation) -> Video:
    return Video(
        key=f"c{generation.number}",
        name=f"Clip {generation.number}, take {generation.take}: {generation.prompt.text[:40]}",
        url=reverse("clip-file", args=[project.slug, generation.pk, "film.mp4"]),
        frames=generation.frames or 1,
        fps=fps_of(generation),
        generation=generation,
    )
