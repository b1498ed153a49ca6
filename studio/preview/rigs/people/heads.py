"""The heads of people: face, hair and hats. Units: the head's height; its middle is at 0, it looks right."""

import math
from collections.abc import Iterator

from studio.preview.rigs.parts import Part
from studio.preview.rigs.people.bones import Point
from studio.preview.rigs.people.looks import Look
from studio.preview.rigs.people.outlines import Placer, load

# These cover the hair.
COVERING: tuple[str, ...] = (
    "hood",
    "veil",
    "spacehelmet",
    "knighthelmet",
    "ninjahood",
    "divehood",
    "headscarf",
    "racehelmet",
)
COVERING += ("wolfhead", "alienhead", "bullhead", "orchead", "mummyhead", "frankhead", "yetihead", "mechhead")
COVERING += ("robothead", "skull", "keffiyeh", "pharaoh", "spartan", "turban", "swimcap")
BEARDS = ("beard", "longbeard", "mustache", "stubble")
HAIRLESS = ("bald", "balding")
SIDES = {"long": -0.95, "bob": -0.38, "pigtails": -0.60, "curly": -0.25, "afro": -0.2, "wild": -0.7}
PROFILE_ONLY = frozenset(("eyepatch", "facemask"))  # are drawn from the side
ON_FACE = ("wrinkles", "freckles", "smile", "tears", "earrings", "glasses", "sunglasses")  # of a close head
FACE_FREE = ("turban",)  # of what covers the hair
YOUNG, ROUNDER = ("boy", "girl", "toddler"), 0.16  # how much wider the faces of children are
FACING = 0.9  # of the sine of the yaw, from which a head is seen from the front or from behind


def draw_head(
    look: Look, middle: Point, size: float, tilt: float, *, yaw: float = 0.0, is_close: bool = False
) -> Iterator[Part]:
    """Yield what is seen in front of the trunk. tilt: clockwise, in radians. is_close: with planes of light
    on the face."""
    squeeze = 1.0 - 0.06 * abs(math.sin(yaw)) + ROUNDER * (is_close and look.build in YOUNG)
    place = Placer(look, middle, size, tilt=tilt, squeeze=squeeze)
    if is_close and is_turned(look):
        yield from _draw_near(look, place)
    elif abs(math.sin(yaw)) > FACING:
        yield from _draw_facing(look, place, is_back=yaw < 0)
    else:
        yield from place.draw("face", "profile")
        if is_close:
            yield from place.draw("detail", "profile")
        for name in BEARDS:
            if name in look.things:
                yield from place.draw("beard", name)
        if look.hat not in COVERING:
            yield from place.draw("hair", look.hair)
    yield from place.draw("hat", look.hat)


def is_turned(look: Look) -> bool:
    """Return whether a close head is turned to the viewer by half: not under a helmet, or with a mask."""
    hides = look.hat in COVERING and look.hat not in FACE_FREE
    return not hides and not set(look.things) & PROFILE_ONLY


def _draw_near(look: Look, place: Placer) -> Iterator[Part]:
    yield from place.draw("near", "face")
    for name in BEARDS:
        if name in look.things:
            yield from place.draw("nearbeard", name)
    for name in ON_FACE:
        if name in look.things and name != "earrings":  # which hang over the hair
            yield from place.draw("nearthing", name)
    if look.hair != "bald" and look.hat not in COVERING:
        name = look.hair if ("nearhair", look.hair) in load() else "short"
        yield from place.draw("nearhair", name)
    if "earrings" in look.things:
        yield from place.draw("nearthing", "earrings")


def draw_hair_behind(
    look: Look, middle: Point, size: float, tilt: float, *, yaw: float = 0.0, is_close: bool = False
) -> Iterator[Part]:
    """Yield the hair that falls behind the shoulders."""
    kind = "nearbehind" if is_close and is_turned(look) else "behind"
    if look.hat not in COVERING and abs(math.sin(yaw)) <= FACING:
        yield from Placer(look, middle, size, tilt=0.4 * tilt).draw(kind, look.hair)


def _draw_facing(look: Look, place: Placer, *, is_back: bool) -> Iterator[Part]:
    """Yield a head from the front or from behind: no face but the shadow of its brow."""
    has_hair = look.hair not in HAIRLESS and look.hat not in COVERING
    if has_hair:
        low = SIDES.get(look.hair, -0.12)
        wide = 0.52 if low < -0.5 else 0.42
        right = ((0.30, 0.48), (wide - 0.03, 0.15), (wide, low * 0.6), (wide - 0.08, low))
        outline = ((0.0, 0.56), *right, (0.0, low + 0.12), *((-x, y) for x, y in right[::-1]))
        yield place.smooth(outline, 0.36 if is_back else 0.22, "hair")
    if is_back:
        if not has_hair:
            yield place.smooth(load()["face", "oval"][0].points, 0.4, "skin")
        return
    yield from place.draw("face", "oval")
    if set(look.things) & set(BEARDS):
        yield from place.draw("face", "chin")
    if has_hair:
        yield from place.draw("face", "fringe")
