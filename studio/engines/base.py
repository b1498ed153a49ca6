"""Define what every engine does, and what can go wrong.

    EngineError
      Refused      The provider rejected this request. Nothing was charged. Don't repeat it unchanged.
      Busy         Not now: rate, credits, key or disk (`hold`). Nothing was charged. Retry after `wait_s`.
      Unreachable  The request never left this machine. Nothing was charged. Safe to retry.
      Unsure       Sent, but no usable answer came. It may be charged: never retry automatically.

Callers check the class, never the text.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from studio.engines import prices
from studio.wire import LogRow, Order, Report


class EngineError(Exception):
    """An error with a message for people and a short `code` for the ledger.

    quote: the provider's own words, if it gave any.
    """

    def __init__(self, message: str, *, code: str = "", status: int | None = None, quote: str = ""):
        super().__init__(message)
        self.message, self.code, self.status = message, code or type(self).__name__.lower(), status
        self.quote = quote


class Refused(EngineError):
    """code: "bad_request", "moderation", "endpoint_gone", "keyframe_unreachable", "keyframe_refused"."""


class Busy(EngineError):
    """hold: "rate", "credits", "key", "disk" or "outage". wait_s: None if the provider didn't say."""

    def __init__(
        self,
        message: str,
        *,
        hold: str,
        wait_s: float | None = None,
        code: str = "",
        status: int | None = None,
    ):
        super().__init__(message, code=code or hold, status=status)
        self.hold, self.wait_s = hold, wait_s


class Unreachable(EngineError):
    """Nothing was sent: the connection failed."""


class Unsure(EngineError):
    """inference_id: the provider's ID from a header, even if the body was unreadable; otherwise ""."""

    def __init__(
        self,
        message: str,
        *,
        inference_id: str = "",
        dialect: str = "",
        code: str = "",
        status: int | None = None,
    ):
        super().__init__(message, code=code or "no_answer", status=status)
        self.inference_id, self.dialect = inference_id, dialect


class ResultGone(EngineError):
    """The result's URL has expired or answers 403, 404 or 410. Poll for a new URL; never create again."""


class ResultBroken(EngineError):
    """The download is incomplete, not an MP4 or not decodable. Downloading again is free."""


@dataclass(frozen=True)
class Model:
    """The settings that a model accepts. An empty tuple means that it has no such setting.

    resolutions: in ascending order. text_only_s: lengths that are made from text alone, without a keyframe
    and without loop. keyframe_images, keyframe_generations: whether frame0 and frame1 may be an image or a
    generation of the same provider. aspect_with_keyframe: False if a keyframe overrides the ratio.
    loop_with_end: what becomes of a loop that has an end frame. needs_prompt: False if a keyframe is enough.
    note: a short remark for the list of models ("Retired by the provider"). expected_s: a first estimate of
    the time for a clip, used until this studio has its own measurements; None for no estimate.
    """

    id: str
    label: str
    aspect_ratios: tuple[str, ...]
    resolutions: tuple[str, ...] = ()
    default_resolution: str = ""
    durations_s: tuple[int, ...] = ()
    default_duration_s: int | None = None
    text_only_s: tuple[int, ...] = ()
    loop: bool = True
    keyframe_images: bool = True
    keyframe_generations: bool = True
    aspect_with_keyframe: bool = True
    loop_with_end: Literal["ignored", "refused"] = "ignored"
    prompt_limit: int = 2048
    needs_prompt: bool = True
    retired: bool = False
    note: str = ""
    expected_s: float | None = None


@dataclass(frozen=True)
class Ticket:
    """One generation to poll: the provider's ID and how it was requested."""

    provider_id: str
    model: str = ""
    dialect: str = ""


@dataclass(frozen=True)
class Price:
    """A model's prices as the provider states them. `raw` is its JSON, kept so that it can be shown.

    `usd(settings)` returns the price of one clip, or None if the rule doesn't cover these settings.
    """

    model: str
    raw: Mapping[str, Any] = field(default_factory=dict)

    def usd(self, *, resolution: str | None, duration_s: int | None, loop: bool = False) -> Decimal | None:
        return prices.quote_usd(
            self.raw, resolution=resolution, duration_s=duration_s, loop=loop, model=self.model
        )


class Engine(ABC):
    """Make clips with one key. `account` identifies the key without revealing it.

    Every method may raise EngineErrors. Engines know no users, projects or tables.
    """

    name: str
    label: str
    local = False  # True: costs nothing and needs no key
    correlates = True  # False: cannot look up a create by our own request id

    @property
    def host(self) -> str:
        """Return the host it connects to, in lower case, or "" if it has none."""
        return ""

    @property
    @abstractmethod
    def account(self) -> str:
        """Return a short fingerprint of the key, or "" for an engine without one."""

    @abstractmethod
    def models(self) -> Mapping[str, Model]:
        """Return the models by ID, the default one first."""

    def find_model(self, id: str) -> Model | None:
        """Return a model by its ID, also one that nobody is offered."""
        return self.models().get(id)

    @abstractmethod
    def submit(self, order: Order, client_request_id: str) -> Report:
        """Request one clip. This is the only call that may cost money: exactly one POST, never repeated.

        Raise Refused, Busy or Unreachable (nothing was charged), or Unsure (it may be charged).
        """

    @abstractmethod
    def ask(self, tickets: Iterable[Ticket]) -> dict[str, Report | EngineError]:
        """Return reports by provider ID, in as few calls as the provider allows.

        An ID that the provider doesn't know (yet) is left out. If one ID fails, its value is the error.
        Raise Busy or Unreachable if the provider as a whole can't be polled.
        """

    @abstractmethod
    def fetch(self, report: Report, target: Path, *, progress: Callable[[float], None] | None = None) -> None:
        """Download the finished video to `target`, which must not exist. It is durable on return.

        Raise ResultGone (poll for a new URL), ResultBroken or Unreachable (download again), or Busy("disk").
        """

    def find(self, since: datetime, until: datetime, *, model: str = "") -> list[LogRow]:
        """Return the provider's log of our creates in a time window, newest first, or [] if it has no log."""
        return []

    def balance_usd(self) -> Decimal | None:
        """Return the balance of the key, or None if unknown. Raise Busy("key") for a bad key."""
        return None

    def find_key_problem(self) -> Busy | None:
        """Return why the key can't order videos, if the provider says so. Free of charge."""
        return None

    def prices(self, models: Iterable[str]) -> dict[str, Price]:
        """Return the provider's prices by model, in one call. A model without a price is left out."""
        return {}

    def work(self, provider_id: str) -> bool:
        """Draw the clip on this machine (Preview only). Return True if it did the work."""
        return False

    def waiting(self) -> list[str]:
        """Return the IDs of clips to draw on this machine that nothing is drawing now, oldest first."""
        return []

    def forget(self, provider_id: str) -> None:  # noqa: B027  (most keep no copy)
        """Delete the local copy of a stored video, except what keyframes need."""
