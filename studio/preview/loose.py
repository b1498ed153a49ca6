"""Leave out small things that nobody holds: beside somebody outdoors they would lie about on the ground."""

import re
from dataclasses import replace

from studio.preview import forms
from studio.preview.credible import GROUNDED, PROPS, SMALL_M
from studio.preview.prompts import Sketch
from studio.preview.rooms import ROOMS
from studio.preview.staging import Staging
from studio.preview.subject import Subject

# What a place itself shows.
SHOWN = dict.fromkeys(("street", "city"), "skyscraper|office building|apartment building|wall")
SHOWN["harbor"] = "pier|dock|quay"
# Places with a top to put things on, or where things float.
TABLED = (*ROOMS, "table", "backdrop", "space", "underwater", "sky", "clouds")


def drop(staging: Staging, sketch: Sketch) -> Staging:
    """Return the staging without props that somebody is named with and nobody has; they are left out.

    A thing that is named before everybody is what the shot is about, and stays.
    """
    if sketch.scene in SHOWN and len(staging.subjects) > 1:
        rest = tuple(one for one in staging.subjects if not re.search(SHOWN[sketch.scene], one.noun.name))
        staging = replace(staging, subjects=rest or staging.subjects)
    if sketch.scene in TABLED or staging.shot in forms.CLOSE:
        return staging
    people = [n for n, one in enumerate(staging.subjects) if one.noun.category == "person"]
    if not people:
        return staging
    loose = [one for one in staging.subjects[people[0] :] if _is_loose(one)]
    rest = tuple(one for one in staging.subjects if one not in loose)
    words = [one.word or one.noun.name for one in loose]
    return replace(staging, subjects=rest, left_out=tuple(dict.fromkeys([*staging.left_out, *words])))


def _is_loose(subject: Subject) -> bool:
    """Return whether it is a small thing that neither moves nor is on anything."""
    noun = subject.noun
    is_prop = noun.category in PROPS and noun.height_m < SMALL_M
    return is_prop and not (
        subject.action or subject.base or re.search(GROUNDED, f"{subject.word} {noun.name}")
    )
