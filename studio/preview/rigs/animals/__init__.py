"""Animals as rigs: they walk, run, fly and swim part by part."""

from studio.preview.rigs import Rig
from studio.preview.rigs.animals import quadrupeds
from studio.preview.staging import Subject


def find_animal(subject: Subject, view: str) -> Rig | None:
    """Return the rig of an animal that does what the subject does."""
    name = quadrupeds.find_species(subject.word, subject.noun.name)
    if not name:
        return None
    if view == "bust":
        return quadrupeds.make_bust(name)
    return quadrupeds.make_rig(name, quadrupeds.choose_action(name, subject.action, subject.word))
