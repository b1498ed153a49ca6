"""KeyframeSlot: one end of a new clip and the frame chosen for it."""

import re
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import urlsplit
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.core.signed_urls import open_result
from projects.ledger.requests import RequestedKeyframe
from projects.library import images
from projects.library.keyframe_choice import FrameGone, KeyframeChoice
from projects.models import Edge, End, Generation, Image, Project, State
from projects.models.states import MOVING

LABELS = {End.FRAME0: gettext_lazy("First frame"), End.FRAME1: gettext_lazy("Last frame")}
RATIO = re.compile(r"([1-9]\d?):([1-9]\d?)")
USABLE = (State.COMPLETED, *MOVING)  # a request waits for its source, which may still be in progress
EDGES_OF_FILES = {"first.png": Edge.FIRST, "poster.webp": Edge.FIRST, "last.png": Edge.LAST}


@dataclass(frozen=True)
class KeyframeSlot:
    """One end of a new clip: with a clip's first or last frame, an image, or empty."""

    project: Project
    end: End
    generation: Generation | None = None
    edge: Edge | None = None
    image: Image | None = None

    @property
    def choice(self) -> KeyframeChoice:
        if self.generation:
            return KeyframeChoice(clip=self.generation.pk, edge=self.edge)
        return KeyframeChoice.of_image(self.image) if self.image else KeyframeChoice()

    @property
    def label(self) -> str:
        """Return "First frame" or "Last frame"."""
        return str(LABELS[self.end])

    @property
    def description(self) -> str:
        """Return "End of clip 3", or the picture's name."""
        if self.generation:
            text = _("Start of clip %d") if self.edge == Edge.FIRST else _("End of clip %d")
            return text % self.generation.number
        if self.image:
            return _("%s, cropped") % self.image.name if self.image.original_id else self.image.name
        return ""

    @property
    def picture_url(self) -> str:
        """Return the URL of the chosen frame, or "" if it doesn't exist yet."""
        slug = self.project.slug
        if self.image:
            return reverse("image-file", args=[slug, self.image.pk, "thumb.webp"])
        if self.generation and self.generation.pictures_at:
            return reverse("clip-file", args=[slug, self.generation.pk, f"{self.edge}.png"])
        return ""

    @property
    def keyframe(self) -> RequestedKeyframe | None:
        """Return the keyframe to request, or None if the slot is empty."""
        if not self.choice:
            return None
        return RequestedKeyframe(self.end, source=self.generation, edge=self.edge or "", image=self.image)


def fill_slot(project: Project, end: str, choice: KeyframeChoice) -> KeyframeSlot:
    """Return the slot with this choice. Raise FrameGone, also if its picture isn't stored yet."""
    if end not in End.values or choice.frame is not None or choice.box:
        raise FrameGone
    if choice.clip:
        return KeyframeSlot(project, End(end), find_source(project, choice.clip), choice.edge)
    if choice.image:
        return KeyframeSlot(project, End(end), image=find_image(project, choice.image))
    return KeyframeSlot(project, End(end))


def make_picture(project: Project, choice: KeyframeChoice, *, ratio: str = "") -> KeyframeChoice:
    """Store the frame or part that `choice` names, and return the choice of the stored picture.

    Crop a picture of another aspect ratio than `ratio` ("16:9"); providers would squeeze it.
    Raise FrameGone or PictureError.
    """
    if choice.clip and choice.frame is not None:
        return choose_frame(find_source(project, choice.clip), choice.frame, ratio=ratio)
    if choice.image and choice.box:
        return KeyframeChoice.of_image(images.crop(find_image(project, choice.image), choice.box))
    if choice.image and ratio:
        return KeyframeChoice.of_image(crop_to_fit(find_image(project, choice.image), ratio))
    return choice


def choose_frame(generation: Generation, n: int, *, ratio: str = "") -> KeyframeChoice:
    """Return the choice of frame `n`. Name the first and last as edges of the clip: a provider may know it.

    Raise FrameGone or PictureError.
    """
    if generation.state != State.COMPLETED or generation.frames is None or n >= generation.frames:
        raise FrameGone
    if n in (0, generation.frames - 1):
        return KeyframeChoice.of_edge(generation, Edge.LAST if n else Edge.FIRST)
    return KeyframeChoice.of_image(crop_to_fit(images.store_frame(generation, n), ratio))


def crop_to_fit(image: Image, ratio: str) -> Image:
    """Return the middle of the image with this aspect ratio. Keep a part that a person chose."""
    box = images.find_middle(image, parse_ratio(ratio)) if ratio and not image.original_id else None
    return images.crop(image, box) if box else image


def parse_ratio(text: str) -> Fraction:
    """Return the fraction of "16:9". Raise FrameGone."""
    match = RATIO.fullmatch(text)
    if not match:
        raise FrameGone
    return Fraction(int(match[1]), int(match[2]))


def find_source(project: Project, id: UUID) -> Generation:
    """Return the project's clip with this ID if it can be a source. Raise FrameGone."""
    rows = project.generations.not_deleted().select_related("prompt")
    generation = rows.filter(id=id, state__in=USABLE).first()
    if generation is None:
        raise FrameGone
    return generation


def find_image(project: Project, id: UUID) -> Image:
    image = project.images.filter(id=id).first()
    if image is None:
        raise FrameGone
    return image


def choice_at(url: str, project: Project) -> KeyframeChoice:
    """Return the choice for one of our own signed URLs, or an empty choice for other URLs.

    So a client can use our pictures as keyframes without a request over the network.
    """
    path = urlsplit(url).path.split("/")
    if len(path) != 4 or path[1] != "results":
        return KeyframeChoice()
    try:
        row, name = open_result(path[2]), path[3]
    except Http404:
        return KeyframeChoice()
    if row.project_id != project.pk:
        return KeyframeChoice()
    if isinstance(row, Image):
        return KeyframeChoice.of_image(row)
    edge = EDGES_OF_FILES.get(name)
    return KeyframeChoice.of_edge(row, edge) if edge else KeyframeChoice()
