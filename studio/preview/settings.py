"""Find a setting for subjects whose prompt names no place, and a camera that suits them."""

from dataclasses import replace

from studio.preview import forms
from studio.preview.prompts import ABSTRACT, Sketch
from studio.preview.staging import Staging, Subject

SMALL_M = 0.6  # what is smaller stands on a table
PLACES = {
    "animal": "meadow",
    "dinosaur": "meadow",
    "building": "meadow",
    "vehicle": "desert",
    "nature": "mountain",
    "fish": "sea",
    "spacecraft": "space",
    "plant": "meadow",
}


def find_setting(sketch: Sketch, staging: Staging) -> Sketch:
    """Return the sketch with a place for the subjects, and with the camera that tracks them."""
    if not staging.subjects:
        return sketch
    if sketch.scene == ABSTRACT:
        scene = _find_scene(staging)
        sketch = replace(sketch, scene=scene, time="space" if scene == "space" else sketch.time)
        if scene == "table" and not sketch.moves:
            sketch = replace(sketch, moves=("push",), pace=min(0.6, sketch.pace))
    return replace(sketch, moves=_follow(sketch, staging)) if staging.tracks else sketch


def _find_scene(staging: Staging) -> str:
    main = max(staging.subjects, key=lambda subject: subject.noun.height_m)
    if forms.find_view(main, staging.shot) != "body" or staging.shot in forms.CLOSE:
        return "table"
    if forms.is_airborne(main):
        return "mountain" if main.noun.height_m > 1 else "meadow"
    if main.noun.category == "vehicle" and forms.is_afloat(main):
        return "sea"
    if main.noun.height_m < SMALL_M and main.noun.category not in forms.ALIVE:
        return "table"
    return PLACES.get(main.noun.category, "table")


def _follow(sketch: Sketch, staging: Staging) -> tuple[str, ...]:
    """Return the moves of a camera that goes with the first subject that moves."""
    heading = next((_guess_heading(subject) for subject in staging.subjects if subject.action), 0)
    if not heading:
        return sketch.moves
    return (
        *(move for move in sketch.moves if move not in ("left", "right")),
        "right" if heading > 0 else "left",
    )


def _guess_heading(subject: Subject) -> int:
    return subject.heading or (1 if forms.looks_right(next(iter(subject.noun.shapes.values()))) else -1)
