"""Find the members of a project that a text mentions with "@"."""

import re

from projects.models import Person, Project


def mentioned_in(text: str, project: Project) -> set[Person]:
    """Return the members mentioned by full name, first name, or the name in their email address."""
    if "@" not in text:
        return set()
    people = [member.person for member in project.memberships.select_related("person")]
    return {person for person in people if any(is_mentioned(name, text) for name in names_of(person))}


def names_of(person: Person) -> set[str]:
    return {str(person), str(person).split()[0], person.email.split("@")[0]}


def is_mentioned(name: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", text, re.IGNORECASE))
