"""Faults of the video's URL, and of the provider's log."""

import time

from tests.fake_provider.http import Answer, Request, iso, json_answer
from tests.fake_provider.twists import HTML, Fault, Twist, says, send_as


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
_EXPIRED = b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"


def cdn_faults() -> list[Fault]:
    twists: dict[str, Twist] = {
        **{str(status): _page(status, _EXPIRED, "application/xml") for status in (403, 404, 410, 500)},
        "cut": send_as("cut"),
        "cut_unsized": send_as("cut_unsized"),
        "html_200": _page(200, HTML, "text/html"),
        "m3u8": _page(200, _PLAYLIST, "video/mp4"),
        "wrong_type": _film_as("text/plain"),
        "redirect_loopback": _page(302, b"", "text/plain", Location="http://127.0.0.1:1/film.mp4"),
        "redirect_metadata": _page(
            302, b"", "text/plain", Location="http://169.254.169.254/latest/meta-data/"
        ),
        "reset": send_as("reset"),
        "drip": send_as("drip"),
    }
    return [Fault(f"cdn_{name}", "cdn", _film_only(twist)) for name, twist in twists.items()]


def _late(answer: Answer, request: Request, world) -> Answer | None:
    if answer.status >= 400:
        return None
    data, seen = answer.data, iso(time.time() - world.settings.log_delay - world.settings.late_s)
    rows = [row for row in data["data"] if row["created"] <= seen]
    return None if len(rows) == len(data["data"]) else json_answer({**data, "data": rows})


def logs_faults() -> list[Fault]:
    twists: dict[str, Twist] = {
        "late": _late,
        "500": says(500, "Internal server error"),
        "429": says(429, "Too many requests"),
    }
    return [Fault(f"logs_{name}", "logs", twist) for name, twist in twists.items()]
