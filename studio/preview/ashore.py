"""Read who does no sport now whose name says one: a surfer who walks, a skier who sits in the snow."""

import re
from dataclasses import dataclass

from studio.preview.holding import Held


@dataclass(frozen=True)
class Gear:
    """carried: of who is on their way. beside: of who rests. Both as deeds are called."""

    carried: str = "ashore"
    beside: str = "ashore"


SURFBOARD = Gear("carry:surfboard", "beside:surfboard")
SNOWBOARD = Gear("carry:snowboard", "beside:snowboard")
SKIS = Gear("carry:skis", "beside:skis")
SKATEBOARD = Gear("carry:skateboard")
KAYAK = Gear("carry:kayak")
BICYCLE = Gear("push:bicycle", "push:bicycle")
# By what somebody is called.
GEAR = {
    "surfer": SURFBOARD,
    "snowboarder": SNOWBOARD,
    "skier": SKIS,
    "skateboarder": SKATEBOARD,
    "skater": SKATEBOARD,
    "kayaker": KAYAK,
    "canoeist": KAYAK,
    "cyclist": BICYCLE,
    "biker": BICYCLE,
    **dict.fromkeys(("rower", "swimmer", "figure skater", "ice skater", "climber"), Gear()),
    **dict.fromkeys(("rock climber", "mountain climber", "motorcyclist"), Gear()),
    **dict.fromkeys(("boxer", "kickboxer"), Gear(beside="stool")),
}
ON_THE_WAY = re.compile(
    r"(?: [a-z]+ly)?(?: and)? (?:carr|walk|stroll|wander|hold|stand|wait|look|gaz|star(?:e|es|ing)\b|watch"
    r"|arriv|leav|smil|laugh|talk|chat|search|admir|return|pos(?:e|es|ing)\b|approach|hik|enter|appear)[a-z]*"
)
AT_REST = re.compile(
    r"(?: [a-z]+ly)?(?: and)? (?:sit|sat|rest|relax|lie|lying|wax|repair|fix|clean|eat|drink|read|think"
    r"|meditat|sleep|prepar|put|tak(?:e|es|ing) off"
    r"|tie|tying|tap|wrap|stretch|kneel|camp|chill|lac(?:e|es|ing)\b)[a-z]*"
)
SITS = re.compile(r".*\b(?:sit|sat|rest|relax|wax|eat|drink|read|think|meditat|tie|tying|lac)")
AFLOAT = re.compile(
    r".*\b(?:on|in|aboard) (?:(?:his|her|their|the|a|an|its) )?(?:\w+ )?"
    r"(?:boats?|rowboat|kayak|canoe|board|wave)\b"
)


def find_gear(name: str, after: str) -> tuple[Held, str] | None:
    """Return the gear of somebody whose sport rests, and what they do. name: as the prompt calls them. after:
    the words behind that."""
    rests, goes = AT_REST.match(after), ON_THE_WAY.match(after)
    if name not in GEAR or not (rests or goes) or AFLOAT.match(after):
        return None
    if rests:
        return Held(GEAR[name].beside, "", ""), "sit" if SITS.match(rests[0]) else "stand"
    return Held(GEAR[name].carried, "", ""), ""


def is_ashore(held: tuple[Held, ...]) -> bool:
    """Return whether what somebody has says that they stand or sit on the land."""
    return any(one.name.partition(":")[0] in KINDS for one in held)


KINDS = ("carry", "beside", "push", "mend", "ashore")
