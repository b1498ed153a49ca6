"""The contract of every engine, and what can go wrong, as a tree.

    EngineError
      Refused      They said no to this order. Nothing charged. Do not repeat it as it is.
      Busy         Not now: rate, credits, key or disk (`hold`). Nothing charged. Repeat after `wait_s`.
      Unreachable  It never left this machine. Nothing charged. Safe to repeat.
      Unsure       Sent, and no usable answer came. It may be charged: a machine never repeats it.

The caller asks the class, never the text.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from studio.engines import prices
from studio.wire import LogRow, Order, Report


class EngineError(Exception):
    """What went wrong, as a sentence for the person, and a short `code` for the ledger."""

    def __init__(self, words: str, *, code: str = "", status: int | None = None):
        super().__init__(words)
        self.words, self.code, self.status = words, code or type(self).__name__.lower(), status


class Refused(EngineError):
    """code: "bad_request", "moderation", "endpoint_gone", "keyframe_unreachable", "keyframe_refused"."""


class Busy(EngineError):
    """hold: "rate", "credits", "key", "disk" or "outage". wait_s: None if they did not say."""

    def __init__(
        self, words: str, *, hold: str, wait_s: float | None = None, code: str = "", status: int | None = None
    ):
        super().__init__(words, code=code or hold, status=status)
        self.hold, self.wait_s = hold, wait_s


class Unreachable(EngineError):
    """Surely not sent: the connection itself failed."""


class Unsure(EngineError):
    """inference_id: the provider's id for it, where a header told it though the body was broken; else ""."""

    def __init__(
        self,
        words: str,
        *,
        inference_id: str = "",
        dialect: str = "",
        code: str = "",
        status: int | None = None,
    ):
        super().__init__(words, code=code or "no_answer", status=status)
        self.inference_id, self.dialect = inference_id, dialect


class ResultGone(EngineError):
    """The result's address answers 403, 404 or 410, or has expired: ask for a fresh one, never for a clip."""


class ResultBroken(EngineError):
    """What came is not the whole film (short, not an MP4, not decodable). Fetching again is free."""


@dataclass(frozen=True)
class Model:
    """What one model takes. Empty tuples mean that the model has no such setting.

    resolutions: in rising order. keyframe_images, keyframe_generations: whether frame0 and frame1 may be a
    picture or a generation of the same provider. aspect_with_keyframe: False where the ratio is ignored as
    soon as a keyframe is given. loop_with_end: False where loop is ignored with an end frame.
    note: one short sentence for the model chip ("Retired by the provider", …). expected_s: a first guess of
    the time to make a clip, used only until this studio has clips of its own to learn from; None: no guess.
    """

    id: str
    label: str
    aspect_ratios: tuple[str, ...]
    resolutions: tuple[str, ...] = ()
    default_resolution: str = ""
    durations_s: tuple[int, ...] = ()
    default_duration_s: int | None = None
    loop: bool = True
    keyframe_images: bool = True
    keyframe_generations: bool = True
    aspect_with_keyframe: bool = True
    loop_with_end: bool = False
    prompt_limit: int = 2048
    retired: bool = False
    note: str = ""
    expected_s: float | None = None


@dataclass(frozen=True)
class Ticket:
    """One generation to ask about: the provider's id, and how it was ordered."""

    provider_id: str
    model: str = ""
    dialect: str = ""


@dataclass(frozen=True)
class Price:
    """A model's prices as the provider states them; `raw` is its own JSON, kept so that it can be shown.

    `usd(settings)` gives the price of one clip, or None when the rule does not cover these settings.
    """

    model: str
    raw: Mapping[str, Any] = field(default_factory=dict)

    def usd(self, *, resolution: str | None, duration_s: int | None, loop: bool = False) -> Decimal | None:
        return prices.quote_usd(
            self.raw, resolution=resolution, duration_s=duration_s, loop=loop, model=self.model
        )


class Engine(ABC):
    """A maker of clips. One instance speaks for one key; `account` names that key without telling it.

    Every method may raise `EngineError`s. None of them knows a user, a project or a table.
    """

    name: str
    label: str
    local = False  # True: costs nothing and needs no key
    correlates = True  # False: cannot look up a create by our own request id

    @property
    def host(self) -> str:
        """The host it connects to, in lower case; "" if it has none of its own."""
        return ""

    @property
    @abstractmethod
    def account(self) -> str:
        """A short fingerprint of the key in use ("" for an engine without one)."""

    @abstractmethod
    def models(self) -> Mapping[str, Model]:
        """What this engine offers: id to Model, the default first."""

    @abstractmethod
    def submit(self, order: Order, client_request_id: str) -> Report:
        """Order one clip; the one call that may cost money. Exactly one POST, never repeated inside.

        Raises Refused, Busy, Unreachable (nothing charged) or Unsure (may be charged).
        """

    @abstractmethod
    def ask(self, tickets: Iterable[Ticket]) -> dict[str, Report | EngineError]:
        """Fetch many: what is known of each, by provider id, in as few calls as the provider allows.

        An id that the provider does not know (yet) is left out. What failed for one id stands as its value.
        Raises Busy or Unreachable when the provider as a whole could not be asked.
        """

    @abstractmethod
    def fetch(self, report: Report, target: Path, *, progress: Callable[[float], None] | None = None) -> None:
        """Store the finished film as the file `target` (which must not exist); durable when this returns.

        Raises ResultGone (ask for a new address), ResultBroken or Unreachable (fetch again), Busy("disk").
        """

    def find(self, since: datetime, until: datetime, *, model: str = "") -> list[LogRow]:
        """The provider's log of our own creates between two moments, newest first; [] where it keeps none."""
        return []

    def balance_usd(self) -> Decimal | None:
        """What is left on the key, or None where nobody tells. Raises Busy("key") for a bad key."""
        return None

    def price(self, model: str) -> Price | None:
        """The provider's price for a model, or None when it cannot be had. Never a guess, never zero."""
        return None

    def work(self, provider_id: str) -> bool:
        """Make the clip on this machine, where the engine does that (Preview); True when it did the work."""
        return False

    def waiting(self) -> list[str]:
        """Ids of clips to be made on this machine that nobody is making just now, the oldest first."""
        return []

    def forget(self, provider_id: str) -> None:  # noqa: B027  (most keep no copy)
        """Its film is stored: a copy kept on this machine may go (what keyframes need stays)."""
