"""The answers of the AI/ML API as its published schemas describe them."""

from datetime import datetime
from typing import Literal

from pydantic import AnyUrl, BaseModel, ConfigDict


class Published(BaseModel):
    """Only what the schemas say, with the exact types; they allow further keys."""

    model_config = ConfigDict(extra="ignore")


class Video(Published):
    url: AnyUrl


class Failure(Published):
    name: str
    message: str


class Usage(Published):
    credits_used: int
    usd_spent: float


class Meta(Published):
    usage: Usage | None


class Clip(Published):
    id: str
    status: Literal["queued", "generating", "completed", "error"]
    video: Video | None
    error: Failure | None
    meta: Meta | None


class Billing(Published):
    current_balance: float
    currency: Literal["USD"]


class Cost(Published):
    usd: float
    credits: int


class Tokens(Published):
    input: int
    output: int
    total: int


class LogRow(Published):
    created: datetime
    status: Literal["succeeded", "failed"]
    origin: Literal["api", "playground"]
    model: str
    cost: Cost
    tokens: Tokens
    request_id: str | None
    inference_id: str
    client_request_id: str | None


class Pagination(Published):
    limit: int
    offset: int
    total: int
    has_more: bool


class Logs(Published):
    data: list[LogRow]
    pagination: Pagination


class Info(Published):
    name: str
    developer: str


class Rate(Published):
    price: float
    per: int


class Unit(Rate):
    name: str


class Variant(Rate):
    when: dict
    unit: str


class Pricing(Published):
    kind: Literal["fixed", "variants", "variable"]
    units: list[Unit] = []
    dimensions: list[str] = []
    variants: list[Variant] = []


class Model(Published):
    id: str
    aliases: list[str] | None
    type: str
    info: Info
    tags: list[str]
    pricing: Pricing | None


class Models(Published):
    object: Literal["list"]
    data: list[Model]


class Problem(Published):
    message: str
    path: str
    requestId: str
    statusCode: int | str
    timestamp: datetime


def read(schema: type[Published], answer) -> Published:
    """Return the answer by its schema, without any conversion of types but those of JSON."""
    return schema.model_validate_json(answer.content, strict=True)
