"""Choose what a subject does: a verb says different things of a car, a bird and a fish."""

import re

from studio.preview import grammar
from studio.preview.nouns import Noun

FLIER_NAMES = """
bird songbird blackbird crow raven eagle dove seagull swallow hummingbird vulture parrot sparrow bat bee
butterfly dragonfly fly mosquito wasp flock airplane plane jetliner biplane bomber jet glider hang helicopter
drone balloon parachute zeppelin ufo kite satellite dragon fairy phoenix pterodactyl harpy superhero
cloud comet meteor starfighter interceptor cicada griffin wyvern tramway hawk falcon albatross condor
bluebird cable fireworks firework bubbles spaceship starship spacecraft
"""
# Words in names.
FLIERS = frozenset(FLIER_NAMES.split())
SWIMMER_NAMES = "swan duck whale dolphin orca shark seal fish turtle octopus squid jellyfish ray otter"
SWIMMERS = frozenset(SWIMMER_NAMES.split())
CIRCLING = frozenset(grammar.list_forms("circle") + grammar.list_forms("glide") + grammar.list_forms("hover"))
DIVING = frozenset(grammar.list_forms("dive") + grammar.list_forms("float") + grammar.list_forms("drift"))
LIFTING = frozenset(grammar.list_forms("lift") + grammar.list_forms("raise"))  # somebody lifts something
# What these do if nobody says what.
USUAL = {
    "runner": "run",
    "cyclist": "drive",
    "motorcyclist": "drive",
    "skier": "drive",
    "snowboarder": "drive",
}
USUAL |= {"swimmer": "swim", "skateboarder": "drive", "figure skater": "drive"}
RAILED = frozenset(("train", "tram", "locomotive", "streetcar", "trolley", "metro", "subway", "railway"))
AFOOT = frozenset((*grammar.list_forms("walk"), *grammar.list_forms("crawl"), *grammar.list_forms("waddle")))
RACING = frozenset(("race", "racing", "formula", "rally"))
ON_LEGS = ("walk", "run", "dance")


def fit(verb: str, noun: Noun) -> str:
    """Return the action that a verb says of a noun, or "" if there is no verb."""
    action, words = grammar.ACTION_OF.get(verb, ""), set(noun.name.split())
    if action == "land" and noun.category not in ("vehicle", "spacecraft"):
        action = "sit"
    if action in WHOLE_BODY or verb in ROLLING:
        action = _fit_body(verb, action, noun)
    if verb in LIFTING and noun.category != "spacecraft" and not words & FLIERS:
        return ""
    if noun.name == "swimmer":
        return "swim" if action in ("", "run", "drive", "climb") else action
    if noun.category == "animal" and verb in AFOOT:
        return "walk"
    if noun.category == "fish" or words & SWIMMERS:
        return "swim" if action in ON_LEGS or verb in CIRCLING else action
    if words & FLIERS:
        return "fly" if verb in CIRCLING | DIVING or action == "run" else action
    if noun.category == "vehicle":
        return _fit_vehicle(verb, action, noun)
    if noun.category in ("person", "animal", "creature", "dinosaur"):
        glides = verb in CIRCLING or ("ghost" in words and verb in DIVING)
        done = "walk" if glides else action
        is_uphill = done in ("climb", "run", "jump") and USUAL.get(noun.name) == "drive"
        return "drive" if is_uphill else done or USUAL.get(noun.name, "")
    return {"dance": "turn", "walk": "", "run": "", "jump": "", "climb": "", "sleep": ""}.get(action, action)


# What animals do with their whole bodies. Others do what is nearest to it.
WHOLE_BODY = {"slide": "drive", "dig": "", "pounce": "jump", "stretch": ""}
ROLLING = frozenset(grammar.list_forms("roll"))
LONG_BODIES = frozenset(("snake", "worm", "caterpillar", "snail", "lizard", "crocodile", "alligator"))


def _fit_body(verb: str, action: str, noun: Noun) -> str:
    if noun.category != "animal":
        return WHOLE_BODY.get(action, action) if noun.category == "vehicle" or action != "slide" else ""
    if verb in ROLLING:
        return "roll"
    return "walk" if action == "slide" and set(noun.name.split()) & LONG_BODIES else action


# A product that is shown turns; what it stands on does.
SHOWS = re.compile(
    r"\b(?:product (?:shot|video|film|ad|reveal|commercial|spot|rotation)|pack ?shot|turn ?table|showcase"
    r"|commercial|360(?: degrees?)?|rotating (?:platform|pedestal|podium|stage)|(?:slow"
    r"|smooth) (?:rotation|spin|turn)"
    r"|rotation|(?:turns|spins|rotates|rotating|spinning|turning) (?:slowly )?on a)\b"
)
SHOWN = ("object", "food", "tool", "sport", "music", "vehicle")


ARMED = re.compile(r"tank|war|fighter|bomber|pirate|galleon|frigate|submarine|mech|x-wing|gunship")


def _fit_vehicle(verb: str, action: str, noun: Noun) -> str:
    if grammar.AFLOAT.search(noun.name):
        if action == "rise":
            return ""
        return "sail" if action in (*ON_LEGS, "drive", "fly", "swim") else action
    if not action and set(noun.name.split()) & (RAILED | RACING):
        return "drive"
    if action == "fight" and not ARMED.search(noun.name):
        return "drive"
    return "drive" if action in (*ON_LEGS, "swim", "climb") or verb in CIRCLING else action
