"""What each dialect accepts for each model, and the errors of any other body."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fake_provider.http import Refusal

RATIOS = ("1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21")
SIZES = ("540p", "720p", "1080p", "4k")

Check = Callable[[Any], str]  # what was expected, or "" if the value is fine


@dataclass(frozen=True)
class Order:
    """An order as understood: always with an aspect ratio, a size and a length, given or not."""

    model: str
    prompt: str
    aspect_ratio: str
    resolution: str
    seconds: int
    frames: dict[str, dict[str, str]]
    callback_url: str = ""


def choice(*values: Any) -> Check:
    def check(value: Any) -> str:
        fits = any(value == allowed and type(value) is type(allowed) for allowed in values)
        return "" if fits else " | ".join(repr(v) for v in values)

    return check


def flag(value: Any) -> str:
    return "" if isinstance(value, bool) else "boolean"


def text(limit: int) -> Check:
    def check(value: Any) -> str:
        fits = isinstance(value, str) and 1 <= len(value) <= limit
        return "" if fits else f"string of 1 to {limit} characters"

    return check


def address(value: Any) -> str:
    fits = isinstance(value, str) and value.startswith(("http://", "https://")) and len(value) > 10
    return "" if fits else "URL"


def concepts(value: Any) -> str:
    fits = isinstance(value, list) and all(
        isinstance(c, dict) and isinstance(c.get("key"), str) for c in value
    )
    return "" if fits else "array of { key: string }"


def keyframes(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, dict) or set(value) - {"frame0", "frame1"}:
        return "{ frame0?, frame1? }"
    return next((fault for frame in value.values() if frame is not None and (fault := _frame(frame))), "")


def _frame(frame: Any) -> str:
    if not isinstance(frame, dict):
        return "{ type, url | id }"
    if frame.get("type") == "image":
        return (
            ""
            if set(frame) == {"type", "url"} and not address(frame["url"])
            else "{ type: 'image', url: URL }"
        )
    if frame.get("type") == "generation":
        fits = set(frame) == {"type", "id"} and isinstance(frame["id"], str)
        return "" if fits else "{ type: 'generation', id: string }"
    return "type: 'image' | 'generation'"


_ALWAYS = {"prompt": text(2048), "aspect_ratio": choice(*RATIOS), "loop": flag}
_WITH_FRAMES = {**_ALWAYS, "keyframes": keyframes}
_RAY_2 = {**_WITH_FRAMES, "resolution": choice(*SIZES), "duration": choice(5, 9)}

CURRENT: dict[str, dict[str, Check]] = {
    "luma/ray-1-6": _WITH_FRAMES,
    "luma/ray-2": _RAY_2,
    "luma/ray-flash-2": _RAY_2,
    "luma/ray-3.2": {
        **_ALWAYS,
        "prompt": text(6000),
        "aspect_ratio": choice(*RATIOS[:-1]),
        "type": choice("video", "video_edit", "video_reframe"),
        "resolution": choice("360p", "540p", "720p", "1080p"),
        "duration": choice(5, 10),
        "hdr": flag,
        "exr_export": flag,
        "image_url": address,
        "last_image_url": address,
        "video_url": address,
    },
}
_LUMA_WORDS = {
    **_WITH_FRAMES,
    "resolution": choice(*SIZES),
    "duration": choice("5s", "9s"),
    "callback_url": address,
    "concepts": concepts,
}
ORIGINAL: dict[str, dict[str, Check]] = dict.fromkeys(("ray-1-6", "ray-2"), _LUMA_WORDS)
LUMA: dict[str, dict[str, Check]] = dict.fromkeys(("ray-1-6", "ray-2", "ray-flash-2"), _LUMA_WORDS)

_USUAL_SIZE = {"luma/ray-3.2": "720p", "luma/ray-1-6": "720p"}


def read_current_order(body: dict[str, Any]) -> Order:
    """Return the order in a body of the current dialect, or raise a Refusal that says what is wrong."""
    model = _model(body, CURRENT, "")
    _check(body, {"model": choice(*CURRENT), **CURRENT[model]}, ("model", "prompt"))
    if model == "luma/ray-3.2":
        _check_ray_3_2(body)
    return _order(model, body)


def read_original_order(body: dict[str, Any]) -> Order:
    """Return the order of the original Luma paths, where aspect_ratio is required and the model is not."""
    model = _model(body, ORIGINAL, "ray-1-6")
    _check(body, {"model": choice(*ORIGINAL), **ORIGINAL[model]}, ("prompt", "aspect_ratio"))
    return _order(f"luma/{model}", body)


def read_luma_order(body: dict[str, Any]) -> Order:
    """Return the order of Luma's own API, which also accepts the kind of generation."""
    model = _model(body, LUMA, "")
    checks = {"model": choice(*LUMA), "generation_type": choice("video"), **LUMA[model]}
    _check(body, checks, ("model",) if body.get("keyframes") else ("model", "prompt"))
    return _order(f"luma/{model}", body)


def _model(body: Any, models: dict[str, dict[str, Check]], usual: str) -> str:
    if not isinstance(body, dict):
        raise _invalid([("", "object", type(body).__name__)])
    model = body.get("model", usual)
    if model not in models:
        raise _invalid([("model", " | ".join(models), repr(model))])
    return model


def _check(body: dict[str, Any], checks: dict[str, Check], required: tuple[str, ...]) -> None:
    faults = [(name, "value", "undefined") for name in required if name not in body]
    faults += [(name, "no such key", repr(body[name])) for name in body if name not in checks]
    known = ((name, value) for name, value in body.items() if name in checks)
    faults += [
        (name, expected, repr(value)[:80]) for name, value in known if (expected := checks[name](value))
    ]
    if faults:
        raise _invalid(faults)


def _check_ray_3_2(body: dict[str, Any]) -> None:
    """Refuse what it doesn't take together: 10 s is text only, a loop is SDR and ends on no image."""
    faults = []
    if body.get("duration") == 10 and any(map(body.get, ("image_url", "last_image_url", "loop"))):
        faults.append(("duration", "5", "10"))
    if body.get("loop") and (body.get("last_image_url") or body.get("hdr")):
        faults.append(("loop", "no last_image_url and no hdr", "true"))
    if body.get("hdr") and (
        body.get("duration", 5) != 5 or body.get("resolution", "720p") not in ("720p", "1080p")
    ):
        faults.append(("hdr", "duration 5 and resolution 720p or 1080p", "true"))
    if body.get("exr_export") and not body.get("hdr"):
        faults.append(("exr_export", "hdr", "undefined"))
    if body.get("type", "video") != "video" and "video_url" not in body:
        faults.append(("video_url", "URL", "undefined"))
    if faults:
        raise _invalid(faults)


def _invalid(faults: list[tuple[str, str, str]]) -> Refusal:
    hints = [
        {"path": path, "expected": expected, "received": received} for path, expected, received in faults
    ]
    return Refusal(400, "Body validation error", errors=hints)


def _order(model: str, body: dict[str, Any]) -> Order:
    return Order(
        model=model,
        prompt=body.get("prompt", ""),
        aspect_ratio=body.get("aspect_ratio", "16:9"),
        resolution=body.get("resolution", _USUAL_SIZE.get(model, "1080p")),
        seconds=int(str(body.get("duration", 5)).rstrip("s")),
        frames=_frames(body),
        callback_url=body.get("callback_url", ""),
    )


def _frames(body: dict[str, Any]) -> dict[str, dict[str, str]]:
    frames = {end: frame for end, frame in (body.get("keyframes") or {}).items() if frame}
    for end, name in (("frame0", "image_url"), ("frame1", "last_image_url")):
        if name in body:
            frames[end] = {"type": "image", "url": body[name]}
    return frames
