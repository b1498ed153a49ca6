"""Define what to make, independently of providers."""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

UUID_PATTERN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class GenerationFrame:
    """A keyframe that is a generation of the same provider, by the provider's ID.

    As frame0, the new clip continues from that clip's last frame. As frame1, it leads into its first frame.
    """

    provider_id: str

    @property
    def short(self) -> Self:
        """Return the frame with the UUID that its ID begins with ("UUID:model"), or itself without one."""
        head, colon, _model = self.provider_id.partition(":")
        return replace(self, provider_id=head) if colon and UUID_PATTERN.fullmatch(head) else self


@dataclass(frozen=True)
class ImageFrame:
    """A keyframe that is an image: `path` on this machine, and a `url` for the provider (or "")."""

    path: Path
    url: str = ""


Frame = GenerationFrame | ImageFrame


@dataclass(frozen=True)
class Order:
    """One clip to make. `None` means that the model has no such setting: send nothing.

    duration_s: whole seconds. resolution: the short side, "540p", "720p", "1080p" or "4k".
    aspect_ratio: "16:9" and so on. Only the Preview engine uses seed and slate:
    seed makes takes differ, slate writes the prompt on the picture.
    """

    prompt: str
    model: str
    aspect_ratio: str | None = "16:9"
    resolution: str | None = None
    duration_s: int | None = None
    loop: bool = False
    frame0: Frame | None = None
    frame1: Frame | None = None
    seed: int = 0
    slate: bool = True

    @property
    def with_short_ids(self) -> Self:
        """Return the order whose keyframes have the shortest IDs that may name the same clips."""
        return replace(self, frame0=shorten(self.frame0), frame1=shorten(self.frame1))


def shorten(frame: Frame | None) -> Frame | None:
    return frame.short if isinstance(frame, GenerationFrame) else frame
