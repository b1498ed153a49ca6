"""Describe the Ray models, and check that an order stays within what its model takes."""

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import Any

from studio.engines.base import Model, Refused
from studio.wire import GenerationFrame, ImageFrame, Order
from studio.wire.order import Frame
from studio.wire.reading import clean_url

RATIOS = ("16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "9:21")
RESOLUTIONS = ("540p", "720p", "1080p", "4k")
DRAFTS = {"luma/ray-3.2": "360p"}  # the provider's cheap draft quality, by model


class Conflict(StrEnum):
    """Settings that a model doesn't take together; the value is the setting to change."""

    LENGTH = "duration_s"  # this length is made from text only
    LOOP = "loop"  # a loop can't end on a frame


def build_ray(model_id: str, label: str, **changes: Any) -> Model:
    """Return a Ray model: the family (docs/providers.md#models) with this one's `changes`."""
    family: dict[str, Any] = {
        "aspect_ratios": RATIOS,
        "resolutions": RESOLUTIONS,
        "default_resolution": "1080p",
        "durations_s": (5, 9),
        "default_duration_s": 5,
        "aspect_with_keyframe": False,
    }
    return Model(id=model_id, label=label, **(family | changes))


RAY_1_6: dict[str, Any] = {
    "resolutions": (),
    "default_resolution": "",
    "durations_s": (),
    "default_duration_s": None,
    "retired": True,  # at Luma and at the AI/ML API
    "note": "Retired by the provider",
}


CONFLICTS = {
    Conflict.LENGTH: "makes this length from text only: without keyframes, and not as a loop",
    Conflict.LOOP: "can't end a loop on a frame",
}


def find_conflicts(
    model: Model, *, duration_s: int | None, loop: bool, ends: Collection[str]
) -> list[Conflict]:
    """Return what the model doesn't take together. ends: the keyframes, "frame0" and "frame1"."""
    found = {
        Conflict.LENGTH: duration_s in model.text_only_s and (loop or bool(ends)),
        Conflict.LOOP: loop and "frame1" in ends and model.loop_with_end == "refused",
    }
    return [conflict for conflict, is_there in found.items() if is_there]


def check_order(order: Order, models: Mapping[str, Model]) -> Model:
    """Return the order's model. Raise Refused before anything is sent if the model doesn't take the order.

    A setting that the model doesn't have is no reason: the request leaves it out.
    """
    model = models.get(order.model)
    if model is None:
        raise _refuse("This engine has no such model.")
    _check_prompt(order, model)
    for wanted, offered in _pair_settings(order, model):
        if wanted is not None and offered and wanted not in offered:
            raise _refuse(f"{model.label} does not make {wanted}; it makes {', '.join(map(str, offered))}.")
    frames = {end: frame for end, frame in (("frame0", order.frame0), ("frame1", order.frame1)) if frame}
    for conflict in find_conflicts(model, duration_s=order.duration_s, loop=order.loop, ends=frames):
        raise _refuse(f"{model.label} {CONFLICTS[conflict]}.")
    for frame in frames.values():
        _check_frame(frame, model)
    return model


def _check_prompt(order: Order, model: Model) -> None:
    is_needed = model.needs_prompt or not (order.frame0 or order.frame1)
    if (is_needed and not order.prompt.strip()) or len(order.prompt) > model.prompt_limit:
        raise _refuse(f"A prompt needs 1 to {model.prompt_limit} characters.")


def _pair_settings(order: Order, model: Model) -> Iterator[tuple[str | int | None, tuple[str | int, ...]]]:
    yield order.aspect_ratio, model.aspect_ratios
    yield order.resolution, model.resolutions
    yield order.duration_s, model.durations_s


def _check_frame(frame: Frame, model: Model) -> None:
    if isinstance(frame, GenerationFrame) and not model.keyframe_generations:
        message = f"{model.label} accepts images as first and last frame, not generations."
        raise _refuse(message, "keyframe_refused")
    if isinstance(frame, ImageFrame) and not clean_url(frame.url):
        message = "The provider can't download this image: it has no public address."
        raise _refuse(message, "keyframe_unreachable")


def _refuse(message: str, code: str = "bad_request") -> Refused:
    return Refused(f"{message} Nothing was sent, and nothing was charged.", code=code)
