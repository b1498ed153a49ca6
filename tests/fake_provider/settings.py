"""All settings of the fake provider. Each can be changed while it runs."""

from dataclasses import dataclass, field, fields
from typing import Any

PLACES = ("create", "poll", "cdn", "logs")


@dataclass
class Settings:
    """How the fake provider behaves. Times are seconds.

    keys: who may call. revoked: keys that answer 401 now. balance_usd: what each key starts with; set later,
    it becomes what each key has left from then on. make_s: how long a generation takes. fail_rate: share of
    accepted generations that end as failed. log_delay: how late a row of `/v2/logs` is. url_life: how long
    a result's URL is valid. wait_s: the longest long wait of the original dialect (30 in the real one).
    many: what fetch-many answers: "list", "generations", "data", or "off" (404). original: whether the
    original dialect is there. fetch_images, image_timeout_s: whether keyframe images are fetched, and how
    patiently. echo: whether X-Client-Request-Id comes back. log_client_id: whether the log shows it.
    log_failed: whether refused creates have a row in the log. max_running: running generations per key,
    then 429. logs_per_minute: calls of `/v2/logs`, then 429. ids: the documented form of new IDs: "uuid",
    "model" (a UUID, ":" and the model) or "nanoid". uuid_keyframes: whether a keyframe's ID must be a UUID.
    key_disabled, key_scopes, key_limit, key_usage: what `/v1/key` says (limit and usage: US dollars a month).

    rates: share of calls that meet a fault, by place. only, without: fault names that chance may pick from.
    flip_s: how long a key stays flipped after "401_flip" or "403_credits". retry_after: what "429_seconds"
    says. hang_s: when a hanging answer is given up. drip_s: pause between dripped bytes. bomb_mb, huge_mb,
    header_mb: sizes of the bodies and headers nobody wants. late_s: what "logs_late" hides beyond the usual
    delay.
    """

    keys: list[str] = field(default_factory=lambda: ["sk-fake-provider"])
    revoked: list[str] = field(default_factory=list)
    balance_usd: float = 1000.0
    make_s: float = 0.3
    fail_rate: float = 0.0
    log_delay: float = 1.0
    url_life: float = 3600.0
    wait_s: float = 30.0
    many: str = "list"
    original: bool = True
    fetch_images: bool = True
    image_timeout_s: float = 5.0
    echo: bool = True
    log_client_id: bool = True
    log_failed: bool = True
    max_running: int | None = None
    logs_per_minute: int = 200
    ids: str = "uuid"
    uuid_keyframes: bool = False
    key_disabled: bool = False
    key_scopes: list[str] | None = None
    key_limit: float | None = None
    key_usage: float = 0.0
    short_side: int = 180
    rates: dict[str, float] = field(default_factory=dict)
    only: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    flip_s: float = 1.0
    retry_after: int = 1
    hang_s: float = 600.0
    drip_s: float = 0.2
    bomb_mb: int = 64
    huge_mb: int = 8
    header_mb: int = 10
    late_s: float = 2.0

    def turn(self, knobs: dict[str, Any]) -> None:
        """Change these settings. `faults` sets the rate of every place at once. An unknown name is an
        error."""
        knobs = dict(knobs)
        if "faults" in knobs:
            self.rates = dict.fromkeys(PLACES, knobs.pop("faults"))
        unknown = set(knobs) - {knob.name for knob in fields(self)}
        if unknown:
            raise ValueError(f"the fake provider has no such setting: {', '.join(sorted(unknown))}")
        for name, value in knobs.items():
            setattr(self, name, {**self.rates, **value} if name == "rates" else value)
