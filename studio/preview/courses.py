"""Plan the ways of puppets: who crosses the frame, who goes a little, who stays, and where they look."""

from studio.preview import forms, habitats
from studio.preview.gaits import HOVERING, Mover
from studio.preview.marks import Place
from studio.preview.stage import Stage

# How much of the frame's width one crosses in a second. The quick cross it from margin to margin in the clip.
SLOW = {"walk": 0.066, "slide": 0.05, "swim": 0.056, "sail": 0.05, "fly": 0.085, "land": 0.07}
QUICK = ("run", "drive", "fly")
ARRIVAL = 0.74  # of the frame's width: how far a train comes in before it stops
ENTRY = 0.40  # the part of the clip after which those who pass are at their place
MARGIN, LEAST_WAY = 0.02, 0.25  # of the frame's width: beside those who cross it, and how far they move


def make_mover(stage: Stage, place: Place, places: list[Place], *, tracks: bool) -> Mover:
    """Return the mover of one of the places."""
    heading = _find_heading(stage, place)
    phase = float(stage.make_rng("puppet", place.subject.noun.name, place.n).random())
    travel = (0.0, 0.0) if tracks else _plan_travel(stage, place, heading)
    if not tracks and _is_quick(place) and not place.subject.passes:
        others = [one for one in places if _is_quick(one) and _find_heading(stage, one) == heading]
        travel = _cross(stage, others, heading)
    return Mover(stage, place, heading, phase, travel)


def _find_heading(stage: Stage, place: Place) -> int:
    """Return where it looks: a face that is seen close looks into the light."""
    if place.on != "edge" or place.subject.heading:
        is_varied = place.subject.meets or habitats.is_scattered(place.subject)
        turns = place.n % 2 if is_varied else place.n % 4 == 3 and _idles(place)
        return forms.find_heading(place.subject, place.form, place.n) * (-1 if turns else 1)
    return 1 if (stage.sun[0] - stage.right) / stage.width >= place.column else -1


def _idles(place: Place) -> bool:
    """Return whether it is one of a herd that stays: not all look the same way."""
    subject = place.subject
    return subject.count > 2 and subject.noun.category == "animal" and not subject.action


def _plan_travel(stage: Stage, place: Place, heading: int) -> tuple[float, float]:
    """Return the distance of the clip and the offset at its beginning, in pixels along the heading."""
    action, seconds = place.subject.action, stage.count / 24
    if _stays(place):
        return 0.0, 0.0
    if place.arrives:
        return ARRIVAL * stage.width, -ARRIVAL * stage.width
    if _is_quick(place) or place.subject.passes:
        rest = (stage.width if heading > 0 else 0) - place.column * stage.width
        distance = (abs(rest) + 0.6 * place.width + 0.1 * stage.width) / (1 - ENTRY)
        return distance, -ENTRY * distance
    if place.on == "space" and place.subject.noun.category in forms.ALIVE:
        action = ""  # nobody walks or swims away in space
    if place.subject.verb.startswith("hover"):
        action = ""
    speed = SLOW.get(action, 0.012 if place.on in (*forms.FLOATING, "water") else 0.0)
    distance = min(0.55, speed * seconds) * stage.width
    return distance, -0.5 * distance


def _stays(place: Place) -> bool:
    return place.on in ("edge", "table") or bool(place.subject.depth) or place.raised > 0 or place.is_laden


def _is_quick(place: Place) -> bool:
    """Return whether it crosses the frame. Wings are worth seeing to the end."""
    action, beats = place.subject.action, place.subject.action == "fly" and place.form.pictures > 1
    hovers = HOVERING & set(place.subject.noun.name.split())
    return action in QUICK and not beats and not hovers and not _stays(place) and not place.arrives


def _cross(stage: Stage, places: list[Place], heading: int) -> tuple[float, float]:
    """Return the way of those who cross the frame together, seen from beginning to end."""
    spans = [(place.column * stage.width, place.width / 2) for place in places]
    left, right = min(at - half for at, half in spans), max(at + half for at, half in spans)
    free = stage.width * (1 - 2 * MARGIN) - (right - left)
    distance = max(free, LEAST_WAY * stage.width)
    start = heading * (stage.width - left - right) / 2 - distance / 2
    return distance, start
