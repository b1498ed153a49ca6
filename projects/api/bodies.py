"""What a create may say, in each dialect; pydantic reads it, and OpenAPI tells it."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

Words = Annotated[str, Field(min_length=1, max_length=4000)]
Name = Annotated[str, Field(min_length=1, max_length=60)]
Address = Annotated[str, Field(min_length=8, max_length=2000)]
Seconds = Annotated[int | str, Field(description="5, 9 or 10; or with the unit, as in 5s")]


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class Frame(Schema):
    """A picture at an address, or a clip of this film by its id."""

    type: Literal["image", "generation"]
    url: Address | None = None
    id: str | None = Field(None, max_length=200)


class Keyframes(Schema):
    """frame0: where it starts; a clip is continued. frame1: where it ends; a clip is led into."""

    frame0: Frame | None = None
    frame1: Frame | None = None


class Concept(Schema):
    key: Name


class Asked(Schema):
    """What every dialect knows."""

    prompt: Words
    aspect_ratio: str | None = Field(None, max_length=20)
    resolution: str | None = Field(None, max_length=20)
    duration: Seconds | None = None
    loop: bool | None = None
    keyframes: Keyframes | None = None
    concepts: list[Concept] | None = Field(None, max_length=8)
    callback_url: str | None = Field(None, max_length=400)


class LumaBody(Asked):
    """Luma's own: what it does not know it ignores, as Luma's server does."""

    model: Name
    generation_type: Literal["video"] = "video"


class OriginalBody(Strict, Asked):
    """The AI/ML API's original Luma paths."""

    model: Name = "ray-1-6"


class CurrentBody(Strict, Asked):
    """The AI/ML API's `/v2/video/generations`. ray-3.2 takes image_url and last_image_url for keyframes."""

    model: Name
    type: str = Field("video", max_length=20)
    image_url: Address | None = None
    last_image_url: Address | None = None
    video_url: Address | None = None
    hdr: bool | None = None
    exr_export: bool | None = None


LumaState = Literal["queued", "dreaming", "completed", "failed"]


class Answer(Schema):
    """Read loosely by every client: a clip in the dialect's own words (see the readable page)."""

    model_config = ConfigDict(extra="allow")
    id: str


class Luma(Answer):
    state: LumaState
    failure_reason: str | None = None
    created_at: str
    assets: dict[str, str | None] | None = None
    model: str
    request: dict[str, Any]
    engine: str = Field(description="Who makes it: preview, aimlapi or luma")


class Current(Answer):
    status: Literal["queued", "generating", "completed", "error"]
    video: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    meta: dict[str, Any] | None = None
    model: str
    engine: str


class LumaTrouble(Schema):
    detail: str


class AimlapiTrouble(Schema):
    message: str
    path: str
    requestId: str
    statusCode: int
    timestamp: str


LUMA_TROUBLE = dict.fromkeys((400, 401, 402, 403, 404, 409, 413, 429, 500, 501, 503), LumaTrouble)
AIMLAPI_TROUBLE = dict.fromkeys((400, 401, 403, 404, 409, 413, 429, 500, 501, 503), AimlapiTrouble)
