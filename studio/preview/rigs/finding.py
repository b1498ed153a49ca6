"""Find the rig for a subject."""

from collections.abc import Callable

from studio.preview.rigs import Rig, joined
from studio.preview.rigs.animals import find_animal
from studio.preview.rigs.people import find_person
from studio.preview.rigs.teams import find_team
from studio.preview.rigs.things.finding import find_thing
from studio.preview.subject import Subject

# Each returns a rig if it knows the subject. view: "body", or "bust" for head and shoulders. A robot
# that has something in its hands is drawn like a person.
FINDERS: tuple[Callable[[Subject, str], Rig | None], ...] = (find_team, find_animal, find_thing, find_person)


def find_rig(subject: Subject, view: str) -> Rig | None:
    finders = FINDERS[::-1] if subject.noun.category == "creature" and subject.held else FINDERS
    rig = next((rig for find in finders if (rig := find(subject, view))), None)
    return joined.join(rig, subject, find_rig) if rig and view == "body" else rig
