"""Let the camera go with who moves."""

from studio.preview import forms
from studio.preview.prompts import Sketch
from studio.preview.staging import Staging
from studio.preview.subject import Subject


def follow(sketch: Sketch, staging: Staging) -> tuple[str, ...]:
    """Return the moves of a camera that goes with the first subject that moves."""
    heading = next((_guess_heading(subject) for subject in staging.subjects if subject.action), 0)
    if not heading:
        return sketch.moves
    return (
        *(move for move in sketch.moves if move not in ("left", "right")),
        "right" if heading > 0 else "left",
    )


def _guess_heading(subject: Subject) -> int:
    return forms.find_heading(subject, forms.find_form(subject, ""))
