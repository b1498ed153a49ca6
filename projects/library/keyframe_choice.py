"""Well: one end of a clip that is being wished for, and the frame chosen for it, if any.

In forms and addresses a choice is "clip:<id>:first", "clip:<id>:last", "image:<id>", or empty. Two more are
wishes for a picture that may not exist yet; `settled` makes it: "frame:<clip id>:<n>" is frame n, from 0, and
"crop:<image id>:<left>:<top>:<width>:<height>" a part of a picture, in its pixels.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse

from projects.ledger.requests import RequestedKeyframe
from projects.library import images
from projects.models import Edge, End, Generation, Image, Project, State
from projects.models.generation import MOVING

LABELS = {End.FRAME0: "First frame", End.FRAME1: "Last frame"}
HEX = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
CLIP = re.compile(rf"clip:({HEX}):(first|last)")
SHAPE = re.compile(r"([1-9]\d?):([1-9]\d?)")
IMAGE = re.compile(rf"image:({HEX})")
FRAME = re.compile(rf"frame:({HEX}):(\d{{1,7}})")
CROP = re.compile(rf"crop:({HEX}):(\d{{1,5}}):(\d{{1,5}}):(\d{{1,5}}):(\d{{1,5}})")
GROWABLE = (State.COMPLETED, *MOVING)  # a wish waits for its source, so the source may still be on its way


class WrongChoice(ValueError):
    """No such frame in this project, as far as the person may know; its text is a sentence for them."""

    def __init__(self):
        super().__init__("A chosen frame is not there any more. Choose another one.")


@dataclass(frozen=True)
class Well:
    project: Project
    end: End
    generation: Generation | None = None
    edge: Edge | str = ""
    image: Image | None = None

    @property
    def choice(self) -> str:
        if self.generation:
            return f"clip:{self.generation.pk}:{self.edge}"
        return f"image:{self.image.pk}" if self.image else ""

    @property
    def label(self) -> str:
        """ "First frame" or "Last frame": which end of the new clip this is."""
        return LABELS[self.end]

    @property
    def words(self) -> str:
        """ "End of clip 3", or the picture's name."""
        if self.generation:
            return f"{'Start' if self.edge == Edge.FIRST else 'End'} of clip {self.generation.number}"
        if self.image:
            return f"{self.image.name}{', cropped' if self.image.whole_id else ''}"
        return ""

    @property
    def picture_url(self) -> str:
        """The chosen frame to look at; "" where it does not exist yet."""
        slug = self.project.slug
        if self.image:
            return reverse("image-file", args=[slug, self.image.pk, "thumb.webp"])
        if self.generation and self.generation.pictures_at:
            return reverse("clip-file", args=[slug, self.generation.pk, f"{self.edge}.png"])
        return ""

    def ending(self) -> RequestedKeyframe | None:
        """What the ledger is told of it; None where nothing was chosen."""
        if not self.choice:
            return None
        return RequestedKeyframe(self.end, source=self.generation, edge=self.edge, image=self.image)


def read(project: Project, end: str, choice: str) -> Well:
    """The well for a choice as it stands in a form. Raises WrongChoice."""
    if end not in End.values:
        raise WrongChoice
    end = End(end)
    if choice in ("", "none"):
        return Well(project, end)
    if found := CLIP.fullmatch(choice):
        id, edge = found.groups()
        return Well(project, end, generation=clip_of(project, id), edge=Edge(edge))
    if found := IMAGE.fullmatch(choice):
        return Well(project, end, image=image_of(project, found[1]))
    raise WrongChoice


def settled(project: Project, choice: str, *, shape: str = "") -> str:
    """The choice with the picture made that it wishes for; a picture of another shape than "16:9" or the like
    loses its edges, for it would be squeezed otherwise. Raises WrongChoice, PictureError."""
    if found := FRAME.fullmatch(choice):
        return frame_choice(clip_of(project, found[1]), int(found[2]), shape)
    if found := CROP.fullmatch(choice):
        id, *box = found.groups()
        return f"image:{images.cropped(image_of(project, id), [int(side) for side in box]).pk}"
    if (found := IMAGE.fullmatch(choice)) and shape:
        return f"image:{fitting(image_of(project, found[1]), shape).pk}"
    return choice


def frame_choice(clip: Generation, n: int, shape: str = "") -> str:
    """The ends stay ends of the clip, which a provider may know by its id."""
    if clip.state != State.COMPLETED or clip.frames is None or n >= clip.frames:
        raise WrongChoice
    if n in (0, clip.frames - 1):
        return f"clip:{clip.pk}:{Edge.LAST if n else Edge.FIRST}"
    return f"image:{fitting(images.of_frame(clip, n), shape).pk}"


def fitting(image: Image, shape: str) -> Image:
    box = images.middle(image, ratio(shape)) if shape and not image.whole_id else None
    return images.cropped(image, box) if box else image


def ratio(shape: str) -> Fraction:
    """Of "16:9". Raises WrongChoice."""
    found = SHAPE.fullmatch(shape)
    if not found:
        raise WrongChoice
    return Fraction(int(found[1]), int(found[2]))


def clip_of(project: Project, id: str) -> Generation:
    clip = project.generations.select_related("prompt").filter(id=id, state__in=GROWABLE).first()
    if clip is None:
        raise WrongChoice
    return clip


def image_of(project: Project, id: str) -> Image:
    image = project.images.filter(id=id).first()
    if image is None:
        raise WrongChoice
    return image
