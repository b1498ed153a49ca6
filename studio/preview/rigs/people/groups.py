"""Two or more people in one figure: couples and families."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from studio.preview.rigs.parts import Part
from studio.preview.rigs.people.figure import draw_figure
from studio.preview.rigs.people.furnished import draw_feast
from studio.preview.rigs.people.roles import find_look

# By name: who, at which x, how tall, and whether they look to the left.
LEAST_SEATED = 0.86  # how tall children are at a table, on higher chairs
Member = tuple[str, float, float, bool]
MEMBERS: dict[str, tuple[Member, ...]] = {
    "pair": (("man", -0.15, 1.0, False), ("woman", 0.14, 0.94, True)),
    "crowd": (
        ("man", -0.62, 0.90, False),
        ("woman", 0.58, 0.86, True),
        ("woman", -0.36, 0.90, False),
        ("person", 0.30, 0.96, True),
        ("businessman", -0.12, 1.0, False),
        ("woman", 0.08, 0.93, False),
    ),
    "family": (
        ("man", -0.42, 1.0, False),
        ("girl", -0.10, 0.66, False),
        ("boy", 0.16, 0.60, True),
        ("woman", 0.42, 0.94, True),
    ),
}
TALL = {"woman": 0.94, "bride": 0.94, "child": 0.66}


def draw_group(group: str, pose: str, phase: float) -> list[Part]:
    """Return the parts of all members. group: a name of MEMBERS, or "pair:man+woman"."""
    members = _list_members(group)
    if pose == "desk":
        return _draw_at_table(members, phase)
    return [part for member in members for part in _draw_member(member, pose, phase)]


def list_names(group: str) -> list[str]:
    """Return the roles of all members."""
    return [name for name, *_ in _list_members(group)]


def _draw_at_table(members: Sequence[Member], phase: float) -> list[Part]:
    """Return them behind a table with plates."""
    seated = [(name, x, max(tall, LEAST_SEATED), left) for name, x, tall, left in members]
    behind = [part for member in seated for part in _draw_member(member, "desk", phase)]
    reach = max(abs(x) for _, x, _, _ in members) + 0.26
    return [*behind, *draw_feast(-reach, reach, phase)]


def _list_members(group: str) -> tuple[Member, ...]:
    name, _, who = group.partition(":")
    if not who:
        return MEMBERS[name]
    one, other = who.replace("_", " ").split("+")
    return (one, -0.15, TALL.get(one, 1.0), False), (other, 0.15, TALL.get(other, 1.0), True)


def _draw_member(member: Member, pose: str, phase: float) -> Iterator[Part]:
    name, x, tall, looks_left = member
    look = find_look(name, round(20 * abs(x)))
    assert look is not None
    if pose == "sit" and not looks_left:  # one bench for both
        look = replace(look, things=(*look.things, "bench"))
    pose, looks_left = ("waltz", looks_left) if pose == "dance" else (pose, looks_left and pose != "walk")
    for part in draw_figure(look, pose, (phase + 0.1 * x) % 1.0 if pose == "walk" else phase):
        points = np.asarray(part.points) * (-tall if looks_left else tall, tall)
        yield Part(points + np.array((x, 0)), part.tone, part.color, part.is_hole)
