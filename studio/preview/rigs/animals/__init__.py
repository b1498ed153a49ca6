"""Animals as rigs: they walk, run, fly and swim part by part."""

from dataclasses import replace
from functools import partial

from studio.preview import habitats
from studio.preview.rigs import Rig
from studio.preview.rigs.animals import aquarium, aviary, quadrupeds
from studio.preview.subject import Subject

KINDS, IDLE = ("t-rex", "sauropod", "triceratops"), ("", "eat", "")
HOWLING = "howling wolf"  # a noun that says what it does


def find_animal(subject: Subject, view: str) -> Rig | None:
    """Return the rig of an animal that does what the subject does."""
    if subject.noun.category == "person":
        return None
    names = subject.word, subject.noun.name
    if (bird := aviary.find_bird(*names)) and (rig := _find_bird(bird, subject, view)):
        return rig
    if (swimmer := aquarium.find_swimmer(*names)) and view == "body":
        return aquarium.make_swimming(swimmer, subject.action)
    name = quadrupeds.find_species(*names)
    if not name:
        return None
    if view == "bust":
        return quadrupeds.make_bust(name)
    action = "sing" if subject.word == HOWLING else subject.action
    rig = quadrupeds.make_rig(name, quadrupeds.choose_action(name, action, subject.verb))
    return replace(rig, copy=partial(_vary, name, subject)) if subject.count > 1 else rig


def _vary(name: str, subject: Subject, n: int) -> Rig:
    """Return the rig of copy n: one of a herd that stays grazes, walks or looks up, and dinosaurs differ."""
    is_any = "dinosaur" in (subject.word, subject.noun.name)
    name = KINDS[n % len(KINDS)] if is_any else name
    action = subject.action
    if not action and subject.count > 2 and quadrupeds.SPECIES[name].build.foot != "paw":
        action = IDLE[n % len(IDLE)]
    return quadrupeds.make_rig(name, quadrupeds.choose_action(name, action, subject.verb))


def _find_bird(name: str, subject: Subject, view: str) -> Rig | None:
    if view == "bust":
        return aviary.make_bust(name)
    if habitats.is_airborne(subject):
        return aviary.make_flying(name)
    return aviary.make_standing(name, subject.action)
