"""Teams: carriages, carts and sleighs with the animals that pull them, and with their driver."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np

from studio.preview.rigs import Rig
from studio.preview.rigs.animals import gaits, quadruped, quadrupeds
from studio.preview.rigs.animals.boxes import measure
from studio.preview.rigs.parts import Pair, Part, make_limb
from studio.preview.rigs.people.bones import Limb
from studio.preview.rigs.people.figure import draw_figure
from studio.preview.rigs.people.looks import BUILDS
from studio.preview.rigs.people.poses import POSES
from studio.preview.rigs.people.roles import find_look
from studio.preview.rigs.things import finding
from studio.preview.subject import Subject

PICTURES = 12
PERSON_M, LEATHER = 1.75, "#2c211b"
GAP_M, ROW_M, ASIDE = 0.35, 0.25, (-0.22, 0.05)  # before a team, between its rows, and to the farther animal
ABREAST = 2


@dataclass(frozen=True)
class Vehicle:
    """Lengths in meters. seat: where the driver's hips are, as parts of its width and its height, or the feet
    of one who stands. turns: of the wheels in a round of the gait, by whole spokes."""

    tall: float
    seat: tuple[float, float]
    turns: float = 0.3
    stands: bool = False
    hitch: float = 0.9


VEHICLES = {
    "carriage": Vehicle(2.4, (0.72, 0.74)),
    "wagon": Vehicle(2.6, (0.88, 0.52)),
    "cart": Vehicle(1.9, (0.80, 0.57)),
    "sleigh": Vehicle(1.5, (0.42, 0.72), hitch=0.6),
    "dog sled": Vehicle(1.1, (0.03, 0.1), stands=True, hitch=0.3),
}
WITHERS_M = {"horse": 1.55, "ox": 1.4, "cow": 1.4, "bull": 1.4, "buffalo": 1.5, "reindeer": 1.3, "camel": 1.9}
WITHERS_M |= {"husky": 0.68, "dog": 0.65, "wolf": 0.75, "donkey": 1.15, "pony": 1.15, "goat": 0.8, "elk": 1.6}
USUAL_M = 1.3


def find_team(subject: Subject, view: str) -> Rig | None:
    """Return the rig of what is pulled, or None if it is nothing that animals pull."""
    if not subject.team or view != "body" or subject.noun.name not in VEHICLES:
        return None
    return make_rig(subject.noun.name, subject.team, subject.driver, subject.action, color=subject.hue)


@lru_cache(maxsize=64)
def make_rig(name: str, team: tuple[str, ...], driver: str, action: str, *, color: str = "") -> Rig:
    species = [quadrupeds.find_species(one) or "horse" for one in team]
    lead = species[0]
    gait = quadrupeds.choose_action(lead, action if action in ("walk", "run") else "stand", "")
    played, withers = gaits.ACTIONS[gait], WITHERS_M.get(lead, USUAL_M)

    def pose(phase: float) -> list[Part]:
        return list(
            _draw(VEHICLES[name], name, phase, species=species, gait=gait, driver=driver, color=color)
        )

    left, _, right, top = measure(pose, PICTURES)
    middle = (left + right) / 2

    def place(phase: float) -> list[Part]:
        return [replace(part, points=(np.asarray(part.points) - (middle, 0)) / top) for part in pose(phase)]

    half = (right - left) / 2 / top + 0.01
    stride = played.stride * withers / top
    rig = Rig(place, (-half, 0.0, half, 1.01), PICTURES, stride, played.rate, is_dyed=True)
    return replace(rig, size=top / VEHICLES[name].tall * 0.8)


def _draw(
    vehicle: Vehicle, name: str, phase: float, *, species: list[str], gait: str, driver: str, color: str
) -> Iterator[Part]:
    """Yield the parts in meters, with the middle of the vehicle at 0."""
    machine = finding.make_rig(name, moves=gait != "stand", color=color)
    half = machine.box[2] * vehicle.tall
    seat = ((2 * vehicle.seat[0] - 1) * half, vehicle.seat[1] * vehicle.tall)
    rider = list(_draw_driver(driver, seat, stands=vehicle.stands, phase=phase))
    animals = list(_line_up(species, gait, phase, start=half + GAP_M))
    hand = (seat[0] + 0.42, seat[1] + (0.95 if vehicle.stands else 0.3))
    yield from _enlarge(rider, 1.0, (0.0, 0.0))
    for parts, poll, chest in animals:
        yield from _tie((half - 0.06, vehicle.hitch * 0.8), chest, 0.05)
        yield from parts
        if not vehicle.stands:
            yield from _tie(hand, poll, 0.018)
    own = machine.color
    for part in machine.pose(phase * vehicle.turns):
        colored = replace(part, color=part.color or own)
        yield replace(colored, points=np.asarray(part.points) * vehicle.tall)


def _draw_driver(role: str, seat: Pair, *, stands: bool, phase: float) -> Iterator[Part]:
    look = find_look(role) or find_look("farmer")
    if look is None:
        return
    build = BUILDS[look.build]
    look = replace(look, things=tuple(one for one in look.things if one in ("longbeard", "beard", "scarf")))
    arms = (Limb(0.55, 0.75), Limb(0.45, 0.9))
    stance = replace(POSES["stand" if stands else "sit"](build, phase), arms=arms, yaw=0.15)
    hips = build.hip if not stands else 0.0
    figure = draw_figure(look, "stand" if stands else "sit", phase, stance)
    low = 0.0 if stands else 0.5 * hips + 0.04
    yield from _enlarge(figure, PERSON_M, (seat[0], seat[1] - low * PERSON_M))


def _enlarge(parts: list[Part], size: float, at: Pair) -> Iterator[Part]:
    for part in parts:
        yield replace(part, points=np.asarray(part.points) * size + np.asarray(at))


def _line_up(
    species: list[str], gait: str, phase: float, *, start: float
) -> Iterator[tuple[list[Part], np.ndarray, np.ndarray]]:
    """Yield the parts of each animal, the farther of two abreast first, with its poll and its chest."""
    front = start
    for row in range(0, len(species), ABREAST):
        few = species[row : row + ABREAST]
        ends = [_measure(one, gait) for one in few]
        at = front + max(-left for left, _ in ends)
        for n in reversed(range(len(few))):
            shift = np.array([at, 0.0]) + np.array(ASIDE) * n
            yield _draw_animal(few[n], gait, (phase + 0.5 * n + 0.2 * row) % 1.0, shift)
        front = at + max(right for _, right in ends) * 0.86 + ROW_M


@cache
def _measure(name: str, gait: str) -> tuple[float, float]:
    """Return how far an animal reaches behind and before its middle."""
    left, _, right, _ = quadrupeds.make_rig(name, _fit(name, gait)).box
    size = WITHERS_M.get(name, USUAL_M)
    return left * size, right * size


def _fit(name: str, gait: str) -> str:
    return gait if gait in ("walk", "stand") else quadrupeds.choose_action(name, "run", "")


def _draw_animal(
    name: str, gait: str, phase: float, at: np.ndarray
) -> tuple[list[Part], np.ndarray, np.ndarray]:
    species, size = quadrupeds.SPECIES[name], WITHERS_M.get(name, USUAL_M)
    stance = gaits.ACTIONS[_fit(name, gait)].find_stance(phase)
    frame = quadruped.Frame(species.build, stance)
    collar = make_limb([frame.find_surface(0.69, -0.03), frame.find_surface(0.66, 1.0)], [0.055, 0.055])
    girth = make_limb([frame.find_surface(0.5, -0.03), frame.find_surface(0.5, 1.02)], [0.03, 0.03])
    straps = [replace(part, color=LEATHER, tone=0.1) for part in (*collar, *girth)]
    parts = list(_enlarge([*quadruped.draw(species, stance), *straps], size, at))
    chest = frame.find_surface(0.64, 0.62) * size + at
    return parts, frame.poll * size + at, chest


def _tie(start: Pair, end: Pair, wide: float) -> Iterator[Part]:
    for part in make_limb([start, end], [wide, wide]):
        yield replace(part, color=LEATHER, tone=0.25)
