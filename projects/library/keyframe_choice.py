"""KeyframeChoice: the frame for one end of a new clip, as forms and URLs name it."""

import re
from dataclasses import dataclass
from typing import Self, TypeAlias
from uuid import UUID

from django.utils.translation import gettext as _

from projects.models import Edge, Generation, Image, Keyframe

HEX = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
EDGE = re.compile(rf"clip:({HEX}):(first|last)")
FRAME = re.compile(rf"frame:({HEX}):(0|[1-9]\d{{0,6}})")
IMAGE = re.compile(rf"image:({HEX})")
SIDE = r"(0|[1-9]\d{0,4})"
CROP = re.compile(rf"crop:({HEX}):{SIDE}:{SIDE}:{SIDE}:{SIDE}")

Box: TypeAlias = tuple[int, int, int, int]  # left, top, width, height in pixels


class FrameGone(ValueError):
    """The frame isn't in this project, or no longer. The message is shown to people."""

    def __init__(self) -> None:
        super().__init__(_("That frame is no longer available. Choose another one."))


@dataclass(frozen=True)
class KeyframeChoice:
    """One frame, or none if nothing is set.

    clip and edge: a clip's first or last frame. clip and frame: any frame of it, from 0. image: a picture.
    image and box: a part of a picture.

    As text: "clip:<id>:first", "clip:<id>:last", "frame:<clip id>:<n>", "image:<id>",
    "crop:<image id>:<left>:<top>:<width>:<height>" or "".
    """

    clip: UUID | None = None
    edge: Edge | None = None
    frame: int | None = None
    image: UUID | None = None
    box: Box | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the choice for its text form ("" and "none": no frame). Raise FrameGone."""
        if text in ("", "none"):
            return cls()
        if match := EDGE.fullmatch(text):
            return cls(clip=UUID(match[1]), edge=Edge(match[2]))
        if match := FRAME.fullmatch(text):
            return cls(clip=UUID(match[1]), frame=int(match[2]))
        if match := IMAGE.fullmatch(text):
            return cls(image=UUID(match[1]))
        if match := CROP.fullmatch(text):
            left, top, width, height = map(int, match.groups()[1:])
            return cls(image=UUID(match[1]), box=(left, top, width, height))
        raise FrameGone

    @classmethod
    def of_edge(cls, generation: Generation, edge: Edge) -> Self:
        return cls(clip=generation.pk, edge=edge)

    @classmethod
    def of_image(cls, image: Image) -> Self:
        return cls(image=image.pk)

    @classmethod
    def of_keyframe(cls, keyframe: Keyframe) -> Self:
        """Return the choice that a stored keyframe came from."""
        if keyframe.source_id:
            return cls(clip=keyframe.source_id, edge=Edge(keyframe.edge))
        return cls(image=keyframe.image_id)

    def __bool__(self) -> bool:
        return bool(self.clip or self.image)

    def __str__(self) -> str:
        if self.clip:
            return f"clip:{self.clip}:{self.edge}" if self.edge else f"frame:{self.clip}:{self.frame}"
        if self.image and self.box:
            return ":".join(["crop", str(self.image), *map(str, self.box)])
        return f"image:{self.image}" if self.image else ""
