"""The bodies and responses of the studio's own API."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AliasChoices, Field

from projects.api.bodies import LumaClip, Strict
from projects.timeline.forms import LAST_FRAME

RenderWord = Literal["waiting", "making", "ready", "failed", "cancelled"]


class ProjectOut(Schema):
    slug: str
    name: str
    aspect_ratio: str
    fps: float = Field(description="The frame rate of its timelines and films, such as 24 or 23.976")
    created_at: datetime


class ImageOut(Schema):
    id: UUID
    name: str
    width_px: int
    height_px: int
    created_at: datetime
    url: str = Field(description="A signed URL, also for keyframes; valid for a day")


class ImportOut(Schema):
    id: UUID = Field(description="Also the ID of the clip, once it is ready")
    name: str
    state: RenderWord = Field(validation_alias="render.state")
    message: str = Field(validation_alias="render.message", description="Why it was refused")


class ShotOut(Schema):
    id: UUID
    generation_id: UUID
    start_frame: int
    end_frame: int
    playable: bool


class TimelineOut(Schema):
    number: int
    name: str
    revision: int
    created_at: datetime


class TimelineWithShots(TimelineOut):
    shots: list[ShotOut]


Position = Annotated[
    int | None, Field(None, ge=1, le=100_000, description="The number that the shot gets; default: the last")
]
StartFrame = Annotated[int | None, Field(None, ge=0, le=LAST_FRAME)]
EndFrame = Annotated[
    int | None, Field(None, ge=1, le=LAST_FRAME, description="The first frame that isn't shown")
]


class ShotBody(Strict):
    """A clip, or an image that stands still for some seconds. after: the ID of the shot before it."""

    generation_id: UUID | None = None
    image_id: UUID | None = None
    seconds: float = Field(3, ge=0.5, le=60, description="How long an image stands")
    after: UUID | None = None
    position: Position
    start_frame: StartFrame
    end_frame: EndFrame


class ShotChange(Strict):
    """Only what is given changes. end_frame: null for the clip's last frame."""

    generation_id: UUID | None = None
    position: Position
    start_frame: StartFrame
    end_frame: EndFrame


class ExportBody(Strict):
    format: Literal["mp4", "bundle"] = "mp4"
    size_name: Literal["source", "720p", "1080p", "4k"] = "source"
    labeled: bool = Field(
        False,
        validation_alias=AliasChoices("labeled", "labelled"),
        description="Show “Made with AI” in the picture",
    )


class ExportOut(Schema):
    id: UUID
    name: str
    format: str
    state: RenderWord
    progress: float
    message: str = Field(validation_alias="render.message")
    bytes: int | None
    frames: int | None
    created_at: datetime


class ProjectPage(Schema):
    items: list[ProjectOut]
    next: str | None


class StagedOut(Schema):
    noun: str
    count: int
    action: str = Field(description="run, fly, sleep and so on; empty if it does nothing")


class StudioClip(LumaClip):
    """A clip in Luma's format, and what Preview drew of its prompt; null for clips of other engines."""

    staged: list[StagedOut] | None = Field(None, description="What Preview drew")
    not_staged: list[str] | None = Field(None, description="Things in the prompt that Preview didn't draw")


class GenerationPage(Schema):
    items: list[StudioClip]
    next: str | None


class ImagePage(Schema):
    items: list[ImageOut]
    next: str | None


class TimelinePage(Schema):
    items: list[TimelineOut]
    next: str | None
