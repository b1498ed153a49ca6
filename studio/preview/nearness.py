"""Come close to what is small outdoors: it is large in the frame, and the land behind it is out of focus."""

import cv2
import numpy as np

from studio.preview import forms
from studio.preview.noise import f32, smoothstep
from studio.preview.planes import PAINTED, Layer, to_bytes
from studio.preview.rooms import ROOMS
from studio.preview.stage import Stage
from studio.preview.staging import Staging
from studio.preview.subject import Subject

ELSEWHERE = (*ROOMS, "table", "backdrop", "space", "underwater", "sky", "clouds", "city", "sea")
GOODS = ("object", "food", "tool", "music", "sport", "weapon", "plant", "body", "nature")
SMALL_M, ANIMAL_M, FLOWER_M = 0.65, 0.45, 1.8
BLUR = 0.011  # of the frame's height
SHARP_FROM, SHARP = 0.12, 0.24  # of the frame's height, below the horizon


def is_near(scene: str, staging: Staging, subjects: list[Subject]) -> bool:
    """Return whether all subjects are so small that the camera is close to them."""
    if scene in ELSEWHERE or staging.shot in ("wide", "aerial") or not subjects:
        return False
    has_animal = any(one.noun.category in forms.ALIVE for one in subjects)
    return all(_is_small(one, FLOWER_M if has_animal else SMALL_M) for one in subjects)


def _is_small(subject: Subject, tallest_m: float) -> bool:
    """Return whether it is small. tallest_m: of plants, which are no taller than the animals on them."""
    noun, is_drawn_along = subject.noun, subject.count > 4
    if noun.category in forms.ALIVE:
        return noun.category == "animal" and noun.height_m <= ANIMAL_M and not is_drawn_along
    most = tallest_m if noun.category == "plant" else SMALL_M
    return noun.category in GOODS and noun.height_m < most and not is_drawn_along


def blur(stage: Stage) -> None:
    """Put out of focus what is painted so far, but for the ground in front."""
    stage.layers = [_blur_plate(stage, one) if isinstance(one, Layer) else one for one in stage.layers]


def _blur_plate(stage: Stage, plate: Layer) -> Layer:
    sigma = BLUR * stage.height
    rows = plate.top + np.arange(plate.y.shape[0], dtype=f32)
    first, last = (stage.horizon + part * stage.height for part in (SHARP_FROM, SHARP))
    soft = 1 - smoothstep(first, last, rows)[:, None]
    names = (*PAINTED, *(("inverse", "inverse_half") if plate.inverse is not None else ()))
    for name in names:
        plane = getattr(plate, name)
        half = plane.shape[0] != plate.y.shape[0]
        part = soft[::2][: plane.shape[0]] if half else soft
        blurred = cv2.GaussianBlur(plane, (0, 0), sigma / (2 if half else 1))
        setattr(plate, name, to_bytes(plane + (blurred.astype(f32) - plane) * part.astype(f32)))
    return plate
