"""Well: one end of a clip that is being wished for, and the frame chosen for it, if any.

In forms and addresses a choice is "clip:<id>:first", "clip:<id>:last", "image:<id>", or empty.
"""

import re
from dataclasses import dataclass

from django.urls import reverse

from projects.ledger.wish import Ending
from projects.models import Edge, End, Generation, Image, Project, State
from projects.models.generation import MOVING

LABELS = {End.FRAME0: "First frame", End.FRAME1: "Last frame"}
HEX = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
CLIP = re.compile(rf"clip:({HEX}):(first|last)")
IMAGE = re.compile(rf"image:({HEX})")
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
        return self.image.name if self.image else ""

    @property
    def picture_url(self) -> str:
        """The chosen frame to look at; "" where it does not exist yet."""
        slug = self.project.slug
        if self.image:
            return reverse("image-file", args=[slug, self.image.pk, "thumb.webp"])
        if self.generation and self.generation.pictures_at:
            return reverse("clip-file", args=[slug, self.generation.pk, f"{self.edge}.png"])
        return ""

    def ending(self) -> Ending | None:
        """What the ledger is told of it; None where nothing was chosen."""
        if not self.choice:
            return None
        return Ending(self.end, source=self.generation, edge=self.edge, image=self.image)


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
