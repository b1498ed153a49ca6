"""Put what is shown on a plinth, if the prompt says that it is on one."""

import re
from dataclasses import replace

from studio.preview import forms
from studio.preview.marks import Place
from studio.preview.nouns import Noun
from studio.preview.stage import Stage
from studio.preview.subject import Subject

SAID = re.compile(
    r"\b(?:on|upon|onto|atop|above) (?:an?|the|its|top of an?) (?:[\w-]+ ){0,3}?(?:pedestal|plinth|podium"
    r"|turn ?table|(?:rotating|display|revolving|round|circular) (?:stand|platform|stage))\b(?! with)"
)
HIGH, LOW = (Subject(Noun(name, "object", 0.9, {})) for name in ("plinth", "low plinth"))
GROUNDS = ("table", "land")
WIDER, TOP = 1.12, 0.82  # than what it bears; and the part of its height on which that stands
WIDE = 0.5  # of the frame's height: what is wider is on a low one
LEAST_SPAN = 0.5  # of the height of what it bears, so that a bottle's looks safe


def raise_up(stage: Stage, places: list[Place]) -> list[Place]:
    """Return the places with a plinth below the first of them."""
    if not places or places[-1].on not in GROUNDS or places[-1].raised:
        return places
    if not SAID.search(str(stage.key[0]).lower()):
        return places
    first = next(one for one in places if one.on == places[-1].on)
    wide = WIDER * max(first.width, LEAST_SPAN * first.height)
    subject = LOW if wide > WIDE * stage.height else HIGH
    form = forms.find_form(subject, "")
    height = max(8, round(wide / form.aspect))
    plinth = replace(first, subject=subject, n=0, height=height, form=form, is_laden=True)
    raised = [replace(one, raised=TOP * height) if one is first else one for one in places]
    return [plinth, *raised]
