"""Animals as rigs: they walk, run, fly and swim part by part."""

from studio.preview import habitats
from studio.preview.rigs import Rig
from studio.preview.rigs.animals import aquarium, aviary, quadrupeds
from studio.preview.subject import Subject

HOWLING = "howling wolf"  # a noun that says what it does


def find_animal(subject: Subject, view: str) -> Rig | None:
    """Return the rig of an animal that does what the subject does."""
    names = subject.word, subject.noun.name
    if bird := aviary.find_bird(*names):
        return _find_bird(bird, subject, view)
    if (swimmer := aquarium.find_swimmer(*names)) and view == "body":
        return aquarium.make_swimming(swimmer, subject.action)
    name = quadrupeds.find_species(*names)
    if not name:
        return None
    if view == "bust":
        return quadrupeds.make_bust(name)
    action = "sing" if subject.word == HOWLING else subject.action
    return quadrupeds.make_rig(name, quadrupeds.choose_action(name, action, subject.verb))


def _find_bird(name: str, subject: Subject, view: str) -> Rig | None:
    if view == "bust":
        return aviary.make_bust(name)
    if habitats.is_airborne(subject):
        return aviary.make_flying(name)
    return aviary.make_standing(name, subject.action)
