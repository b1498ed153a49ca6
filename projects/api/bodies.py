"""The bodies that create a clip, and the responses, in each dialect; OpenAPI describes them."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from projects.models.prompt import LONGEST

PromptText = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Name = Annotated[str, Field(min_length=1, max_length=60)]
Address = Annotated[str, Field(min_length=8, max_length=2000)]
Seconds = Annotated[int | str, Field(description="5, 9 or 10, also with the unit, as in 5s")]


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class Frame(Schema):
    """A picture by its URL, or a clip of this project by its ID."""

    type: Literal["image", "generation"]
    url: Address | None = None
    id: str | None = Field(None, max_length=200)


class Keyframes(Schema):
    """frame0: the first frame; a clip is continued. frame1: the last frame; it leads into a clip."""

    frame0: Frame | None = None
    frame1: Frame | None = None


class Concept(Schema):
    key: Name


class CreateBody(Schema):
    """The fields that every dialect has."""

    prompt: PromptText
    aspect_ratio: str | None = Field(None, max_length=20)
    resolution: str | None = Field(None, max_length=20)
    duration: Seconds | None = None
    loop: bool | None = None
    keyframes: Keyframes | None = None
    concepts: list[Concept] | None = Field(None, max_length=8)
    callback_url: str | None = Field(None, max_length=400)


class LumaBody(CreateBody):
    """A body of Luma's API. Unknown fields are ignored, as Luma's server does."""

    model: Name
    generation_type: Literal["video"] = "video"
    prompt: Annotated[str, Field(max_length=LONGEST, description="Optional with a keyframe")] = ""


class OriginalBody(Strict, CreateBody):
    """A body of the AI/ML API's original Luma paths."""

    model: Name = "ray-1-6"


class CurrentBody(Strict, CreateBody):
    """A body of `/v2/video/generations`. ray-3.2 takes image_url and last_image_url as keyframes."""

    model: Name
    type: str = Field("video", max_length=20)
    image_url: Address | None = None
    last_image_url: Address | None = None
    video_url: Address | None = None
    hdr: bool | None = None
    exr_export: bool | None = None


LumaState = Literal["queued", "dreaming", "completed", "failed"]


class ClipResponse(Schema):
    """A clip in the format of the dialect. Clients read it loosely; the page /api/ describes it."""

    model_config = ConfigDict(extra="allow")
    id: str


class LumaClip(ClipResponse):
    state: LumaState
    failure_reason: str | None = None
    created_at: str
    assets: dict[str, str | None] | None = None
    model: str
    request: dict[str, Any] | None = Field(None, description="In Luma's API only for Luma's own model names")
    engine: str = Field(description="The engine that makes it: preview, aimlapi or luma")


class CurrentClip(ClipResponse):
    status: Literal["queued", "generating", "completed", "error"]
    video: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    meta: dict[str, Any] | None = None
    model: str
    engine: str


class LumaError(Schema):
    detail: str


class AimlapiError(Schema):
    message: str
    path: str
    requestId: str
    statusCode: int
    timestamp: str


LUMA_ERRORS = dict.fromkeys((400, 401, 402, 403, 404, 409, 413, 429, 500, 501, 503), LumaError)
AIMLAPI_ERRORS = dict.fromkeys((400, 401, 403, 404, 409, 413, 429, 500, 501, 503), AimlapiError)
