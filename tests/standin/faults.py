"""Everything that can go wrong on the wire, each by its name; by plan, or by seeded chance.

A fault has a place (create, poll, cdn or logs). On create it says whether the order was accepted: "…_refused",
"…_gone", "…_before_accept", the 4xx and refuse_connection never are, everything else is. A plan's fault that
could not show itself (an error for a generation that has failed anyway, say) waits for the next call.

refuse_connection: RST while the body is still unread. (For a closed port see `outage`.)
reset_, close_, hang_, drip_after_accept, half_headers: accepted, and then that instead of an answer.
broken_json, no_id, wrong_type, html_200, empty_200: accepted, answered 200 with that; x-inference-id tells the id,
unless the name ends in "_no_header". client_id_not_echoed: the header does not come back; client_id_lost: it is
not in the log either. generation_fails, generation_stuck: accepted as usual, and so it ends, or never does.
401_flip, 403_credits: this answer and all others for that key, for `flip_s` seconds.
poll_error_first: one `error`, once per generation, before the truth again.
"""

import gzip
import json
import random
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from typing import Any

from tests.standin.errors import error
from tests.standin.http import Answer, Request, json_answer
from tests.standin.settings import Settings

Twist = Callable[[Answer, Request, Any], Answer | None]  # the Any is the World; None: nothing to twist here

HTML = b"<!doctype html><title>Just a moment...</title><h1>Checking your browser</h1>"
MODERATION = "Prompt was rejected by moderation: <script>alert('moderated')</script> contains forbidden words"


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong. logged: a refusal that still makes a failed row in the provider's log."""

    name: str
    place: str
    twist: Twist
    accepts: bool = True
    unread: bool = False
    logged: bool = False
    fate: str = ""


class Faults:
    """Decides who meets which fault: the plan first, then chance."""

    def __init__(self, settings: Settings, seed: int):
        self.settings, self.chance = settings, random.Random(f"{seed} faults")
        self.plans: dict[str, deque[str]] = {}
        self.erred: set[str] = set()

    def plan(self, names: list[str | None], at: str) -> None:
        unknown = [name for name in names if name not in (None, "ok") and name not in FAULTS.get(at, {})]
        if unknown:
            raise ValueError(f"no such fault at {at}: {', '.join(map(str, unknown))}")
        self.plans.setdefault(at, deque()).extend(name or "ok" for name in names)

    def draw(self, place: str) -> Fault | None:
        """The fault that the next call at this place meets."""
        if plan := self.plans.get(place):
            return FAULTS[place].get(plan.popleft())
        if self.chance.random() >= self.settings.rates.get(place, 0):
            return None
        names = [name for name in FAULTS.get(place, {}) if self._may_happen(name)]
        return FAULTS[place][self.chance.choice(names)] if names else None

    def give_back(self, fault: Fault) -> None:
        """It could not show itself: a planned one waits for the next call."""
        if fault.place in self.plans:
            self.plans[fault.place].appendleft(fault.name)

    def _may_happen(self, name: str) -> bool:
        if self.settings.only:
            return name in self.settings.only
        return name not in self.settings.without and name not in ONLY_WHEN_NAMED


def names(place: str) -> list[str]:
    """The names of all faults at a place."""
    return list(FAULTS[place])


# Twists for every place


def sent(manner: str) -> Twist:
    return lambda answer, request, world: Answer(
        answer.status, answer.body, answer.headers, manner, answer.generation_id
    )


def says(status: int, words: str, **headers: str) -> Twist:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda answer, request, world: error(request, status, words, headers=named)


def _huge_body(answer: Answer, request: Request, world) -> Answer | None:
    if answer.status >= 400 or not isinstance(answer.data, dict):
        return None
    return json_answer({**answer.data, "padding": "x" * (world.settings.huge_mb << 20)})


def _gzip_bomb(answer: Answer, request: Request, world) -> Answer:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    return Answer(200, bomb(world.settings.bomb_mb), headers)


@lru_cache(maxsize=2)
def bomb(megabytes: int) -> bytes:
    """A small gzip that opens into `megabytes` of JSON."""
    return gzip.compress(b'{"status":"' + b"A" * (megabytes << 20) + b'"}', compresslevel=6)


def _huge_header(answer: Answer, request: Request, world) -> Answer:
    return Answer(200, answer.body, {**answer.headers, "X-Filler": "f" * (world.settings.header_mb << 20)})


# Create


def _gateway(status: int) -> Twist:
    page = f"<html><body><h1>{status}</h1>the gateway has no answer</body></html>".encode()
    return lambda answer, request, world: Answer(status, page, {"Content-Type": "text/html"})


def _instead(
    body: bytes | Callable[[Answer], bytes], *, header: bool, kind: str = "application/json"
) -> Twist:
    """200 with another body, with or without the header that tells the id."""

    def twist(answer: Answer, request: Request, world) -> Answer:
        headers = {"Content-Type": kind}
        if header and "x-inference-id" in answer.headers:
            headers["x-inference-id"] = answer.headers["x-inference-id"]
        return Answer(
            200, body(answer) if callable(body) else body, headers, generation_id=answer.generation_id
        )

    return twist


def _without_id(answer: Answer) -> bytes:
    return json.dumps({name: value for name, value in answer.data.items() if name != "id"}).encode()


def _half(answer: Answer) -> bytes:
    return answer.body[: len(answer.body) // 2]


_BODIES: dict[str, tuple[Any, str]] = {
    "broken_json": (_half, "application/json"),
    "no_id": (_without_id, "application/json"),
    "wrong_type": (b'["queued", 17, null]', "application/json"),
    "html_200": (HTML, "text/html"),
    "empty_200": (b"", "application/json"),
}


def _too_many(retry_after: Callable[[Any], str] | None) -> Twist:
    def twist(answer: Answer, request: Request, world) -> Answer:
        headers = {"Retry-After": retry_after(world)} if retry_after else {}
        return error(request, 429, "Too many requests", headers=headers)

    return twist


def _flip(attribute: str, status: int, words: str) -> Twist:
    def twist(answer: Answer, request: Request, world) -> Answer:
        getattr(world, attribute)[request.key] = time.monotonic() + world.settings.flip_s
        return error(request, status, words)

    return twist


def _not_echoed(answer: Answer, request: Request, world) -> Answer:
    kept = {name: value for name, value in answer.headers.items() if name.lower() != "x-client-request-id"}
    return Answer(answer.status, answer.body, kept, generation_id=answer.generation_id)


def _create_faults() -> list[Fault]:
    def accepted(name: str, twist: Twist, **more: Any) -> Fault:
        return Fault(name, "create", twist, **more)

    def not_accepted(name: str, twist: Twist, **more: Any) -> Fault:
        return Fault(name, "create", twist, accepts=False, **more)

    broken = "Internal server error"
    return [
        not_accepted("refuse_connection", sent("reset"), unread=True),
        not_accepted("reset_before_accept", sent("reset")),
        not_accepted("close_before_accept", sent("close")),
        accepted("reset_after_accept", sent("reset")),
        accepted("close_after_accept", sent("close")),
        accepted("half_headers", sent("half_headers")),
        accepted("hang_after_accept", sent("hang")),
        accepted("drip_after_accept", sent("drip")),
        accepted("500_accepted", says(500, broken)),
        *(accepted(f"{status}_accepted", _gateway(status)) for status in (502, 503, 504)),
        not_accepted("500_refused", says(500, broken), logged=True),
        *(not_accepted(f"{status}_refused", _gateway(status), logged=True) for status in (502, 503, 504)),
        *(accepted(name, _instead(body, header=True, kind=kind)) for name, (body, kind) in _BODIES.items()),
        *(
            accepted(f"{name}_no_header", _instead(body, header=False, kind=kind))
            for name, (body, kind) in _BODIES.items()
        ),
        accepted("client_id_not_echoed", _not_echoed),
        accepted("client_id_lost", _not_echoed),
        accepted("generation_fails", sent("whole"), fate="failed"),
        accepted("generation_stuck", sent("whole"), fate="stuck"),
        not_accepted("429_seconds", _too_many(lambda world: str(world.settings.retry_after))),
        not_accepted("429_date", _too_many(lambda world: formatdate(time.time() + 2, usegmt=True))),
        not_accepted("429_negative", _too_many(lambda world: "-5")),
        not_accepted("429_huge", _too_many(lambda world: "1000000000")),
        not_accepted("429_absent", _too_many(None)),
        not_accepted("401_flip", _flip("shut_until", 401, "Invalid API key or the key has been revoked")),
        not_accepted("403_credits", _flip("broke_until", 403, "You've run out of credits"), logged=True),
        not_accepted("400_moderation", says(400, MODERATION), logged=True),
        *(
            not_accepted(f"{status}_gone", says(status, "This model is no longer here"))
            for status in (404, 405, 410)
        ),
    ]


# Poll


def _each(change: Callable[[dict[str, Any], Any], dict[str, Any] | None]) -> Twist:
    """Change every generation in the answer, whatever shape it has; None when none could be changed."""

    def twist(answer: Answer, request: Request, world) -> Answer | None:
        if answer.status >= 400:
            return None
        data = answer.data
        rows = (
            data
            if isinstance(data, list)
            else next((data[n] for n in ("generations", "data") if n in data), [data])
        )
        changed = [change(row, world) for row in rows]
        if not any(changed):
            return None
        for row, other in zip(rows, changed, strict=True):
            if other is not None:
                row.update(other)
        return json_answer(data, answer.status, headers=answer.headers, generation_id=answer.generation_id)

    return twist


def _word(word: str) -> Twist:
    return _each(lambda row, world: {_name(row): word})


def _name(row: dict[str, Any]) -> str:
    return "status" if "status" in row else "state"


def _backwards(row: dict[str, Any], world) -> dict[str, Any] | None:
    return None if row[_name(row)] == "queued" else {_name(row): "queued", **_no_assets(row)}


def _no_assets(row: dict[str, Any]) -> dict[str, Any]:
    return {"video": None} if "video" in row else {"assets": None}


def _no_url(row: dict[str, Any], world) -> dict[str, Any] | None:
    return _no_assets(row) if row[_name(row)] == "completed" else None


def _error_first(row: dict[str, Any], world) -> dict[str, Any] | None:
    if row["id"] in world.faults.erred or row[_name(row)] in ("error", "failed"):
        return None
    world.faults.erred.add(row["id"])
    if "status" in row:
        return {
            "status": "error",
            "video": None,
            "error": {"name": "internal_error", "message": "Temporary failure"},
        }
    return {"state": "failed", "assets": None, "failure_reason": "Temporary failure"}


def _poll_faults() -> list[Fault]:
    twists: dict[str, Twist] = {
        "404": says(404, "Generation not found"),
        "backwards": _each(_backwards),
        **{
            f"word_{word}": _word(word)
            for word in ("dreaming", "streaming", "waiting", "active", "succeeded")
        },
        "no_url": _each(_no_url),
        "error_first": _each(_error_first),
        "500": says(500, "Internal server error"),
        "502": _gateway(502),
        "503": _gateway(503),
        "429": says(429, "Too many requests"),
        "broken_json": _instead(_half, header=True),
        "html_200": _instead(HTML, header=True, kind="text/html"),
        "reset": sent("reset"),
        "hang": sent("hang"),
        "huge_body": _huge_body,
        "gzip_bomb": _gzip_bomb,
        "drip": sent("drip"),
        "huge_header": _huge_header,
    }
    return [Fault(f"poll_{name}", "poll", twist) for name, twist in twists.items()]


# CDN


def _film_only(twist: Twist) -> Twist:
    return lambda answer, request, world: (
        twist(answer, request, world) if answer.status in (200, 206) else None
    )


def _page(status: int, body: bytes, kind: str, **headers: str) -> Twist:
    return lambda answer, request, world: Answer(status, body, {"Content-Type": kind, **headers})


def _film_as(kind: str) -> Twist:
    return lambda answer, request, world: Answer(
        answer.status, answer.body, {**answer.headers, "Content-Type": kind}
    )


_PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
_GONE = b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"


def _cdn_faults() -> list[Fault]:
    twists: dict[str, Twist] = {
        **{str(status): _page(status, _GONE, "application/xml") for status in (403, 404, 410, 500)},
        "cut": sent("cut"),
        "cut_unsized": sent("cut_unsized"),
        "html_200": _page(200, HTML, "text/html"),
        "m3u8": _page(200, _PLAYLIST, "video/mp4"),
        "wrong_type": _film_as("text/plain"),
        "redirect_loopback": _page(302, b"", "text/plain", Location="http://127.0.0.1:1/film.mp4"),
        "redirect_metadata": _page(
            302, b"", "text/plain", Location="http://169.254.169.254/latest/meta-data/"
        ),
        "reset": sent("reset"),
        "drip": sent("drip"),
    }
    return [Fault(f"cdn_{name}", "cdn", _film_only(twist)) for name, twist in twists.items()]


# Logs


def _late(answer: Answer, request: Request, world) -> Answer | None:
    from tests.standin.world import iso  # here: world.py needs this file

    if answer.status >= 400:
        return None
    data, seen = answer.data, iso(time.time() - world.settings.log_delay - world.settings.late_s)
    rows = [row for row in data["data"] if row["created"] <= seen]
    return None if len(rows) == len(data["data"]) else json_answer({**data, "data": rows})


def _logs_faults() -> list[Fault]:
    twists: dict[str, Twist] = {
        "late": _late,
        "500": says(500, "Internal server error"),
        "429": says(429, "Too many requests"),
    }
    return [Fault(f"logs_{name}", "logs", twist) for name, twist in twists.items()]


_ALL = (_create_faults(), _poll_faults(), _cdn_faults(), _logs_faults())
FAULTS: dict[str, dict[str, Fault]] = {
    group[0].place: {fault.name: fault for fault in group} for group in _ALL
}
ONLY_WHEN_NAMED = {"429_huge", "generation_stuck", "client_id_lost"}  # nothing ends by itself after these
