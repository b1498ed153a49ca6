"""Find how tall subjects are in the frame: each by itself, by the shot, and beside the others."""

from studio.preview import dishes, forms, habitats
from studio.preview.rooms import ROOMS
from studio.preview.stage import Stage
from studio.preview.subject import Subject

# Height of the tallest subject in the frame, by the size of the shot.
SHARES = {"aerial": 0.15, "wide": 0.30, "": 0.46, "medium": 0.62, "close-up": 0.84, "extreme close-up": 1.2}
BUSTS = {"close-up": 0.86, "extreme close-up": 1.25}  # of the frame's height; all other shots are medium
BUST, WHOLE = 0.70, 1.7  # and of one who is seen down to the hips, of a bust
TOWERING = 0.60  # of the frame: houses, trees and mountains
LEAST_ALIVE = 0.17
SMALLEST = 0.075  # of the frame; a smaller subject would not be recognized
LITTLE_M = 0.7  # frogs and squirrels, which are no giants in a landscape
OVERHEAD = 0.65  # of their usual size, for those who fly over a house
BEHIND_M = 6.0  # from this height on, a thing stands behind smaller ones, as a house behind a dog
LOW = 0.8  # of their usual size, of benches and the like in a street
FRONT = 0.85  # of their usual size, for those in front of it
LEAPING = 0.16  # of the frame, of a small fish that leaps
ALOFT = 0.30  # of the frame, of somebody with wings
VINE = 0.72  # of the frame's height, with who swings on it
HUNG = 0.46  # of the frame's height, of what hangs from above
BED = 0.2  # height of many flowers beside something large
MOST_ON_TABLE = 0.9  # of its height, so that a ring is seen whole in a macro shot
RAIN = 0.17  # of the frame's height, of one of many things that fall
INSECT_M = 0.2
NEAR = 0.32  # of the frame's height, of a bee that is seen close
LONG_M, LENGTHY = 0.2, 1.2  # a croissant, a pen, a knife; and how long it is, by what is beside it
LIKENESS = 0.8  # below 1, small subjects are larger beside large ones than they really are
LIKENESS_ON_TABLE = 0.5
LIKENESS_IN_SPACE = 0.1  # an astronaut is seen beside a station
ON_BACKDROP, MOST_ON_BACKDROP_M = 1.35, 2.5  # of their usual size, of people where nothing else is seen
NEARER = 0.4  # below LIKENESS, because those in front are nearer


def measure(stage: Stage, shot: str, subjects: list[Subject]) -> list[float]:
    """Return the heights of the subjects in pixels, before they are fitted into the frame."""
    grounded = [subject for subject in subjects if forms.find_ground(stage, subject, shot) != "air"]
    behind = [subject for subject in grounded if is_behind(subject, grounded)]
    heights = []
    for subject in subjects:
        row = behind if subject in behind else [one for one in grounded if one not in behind]
        tallest = max((one.noun.height_m for one in row), default=0)
        front = FRONT if behind and subject in grounded and subject not in behind else 1.0
        height = _measure_one(stage, shot, subject, tallest) * front
        heights.append(min(height, _find_most(stage, shot, subject, behind)) if front < 1 else height)
    return [
        _shorten(stage, shot, pair, list(zip(subjects, heights, strict=True)))
        for pair in zip(subjects, heights, strict=True)
    ]


def _shorten(stage: Stage, shot: str, one: tuple[Subject, float], all_: list[tuple[Subject, float]]) -> float:
    """Return the height of what lies on a table, no larger for being long than what is beside it."""
    subject, height = one
    if forms.find_ground(stage, subject, shot) != "table" or subject.noun.height_m > LONG_M:
        return height
    aspect = forms.find_form(subject, shot).aspect
    others = [
        tall * max(1.0, forms.find_form(other, shot).aspect) for other, tall in all_ if other is not subject
    ]
    return min(height, LENGTHY * max(others) / aspect) if others else height


def is_behind(subject: Subject, subjects: list[Subject]) -> bool:
    """Return whether it is so tall that it stands behind one of the others."""
    smaller = any(one.noun.height_m < BEHIND_M for one in subjects)
    return smaller and subject.noun.height_m >= BEHIND_M


def _find_most(stage: Stage, shot: str, subject: Subject, behind: list[Subject]) -> float:
    """Return the height that it may have in front of what towers, so that it doesn't look like a giant."""
    tallest = max(one.noun.height_m for one in behind)
    part = _find_share(shot, tallest) * (subject.noun.height_m / tallest) ** NEARER
    return max(part, LEAST_ALIVE if subject.noun.category in forms.ALIVE else SMALLEST) * stage.height


def _measure_one(stage: Stage, shot: str, subject: Subject, tallest: float) -> float:
    on, share = forms.find_ground(stage, subject, shot), _find_share(shot, tallest)
    if on == "edge":
        is_whole = forms.find_view(subject, shot) == "body"
        return BUSTS.get(shot, BUST) * stage.height * (WHOLE if is_whole else 1)
    if habitats.is_hung(subject) and on == "air":
        return (VINE if subject.noun.name in habitats.ON_VINES else HUNG) * stage.height
    likeness = {"table": LIKENESS_ON_TABLE, "space": LIKENESS_IN_SPACE}.get(on, LIKENESS)
    if on == "air":
        alone = 1.0 if tallest else 1.5 if subject.count == 1 else 0.9
        alone *= OVERHEAD if tallest >= BEHIND_M else 1.0
        least = ALOFT if subject.noun.category in ("person", "creature") else 0.0
        part = min(0.42, 0.13 * subject.noun.height_m**0.27) * alone * min(1.6, share / SHARES[""])
        part = RAIN if dishes.rains(subject) else part
        part = max(part, least, NEAR if stage.is_near and subject.count == 1 and tallest < INSECT_M else 0)
    else:
        part = share * (subject.noun.height_m / tallest) ** likeness * _compare_with_room(stage, tallest)
        part = (
            min(part, LEAPING)
            if on == "water" and subject.action == "jump" and subject.noun.height_m < LITTLE_M
            else part
        )
        part *= LOW if stage.sketch.scene == "street" and subject.noun.category == "furniture" else 1.0
    is_whole = on == "table" or subject.noun.category not in forms.ALIVE
    return min(MOST_ON_TABLE if is_whole else 9.0, max(_find_least(subject), part)) * stage.height


def _find_least(subject: Subject) -> float:
    """Return the least height in the frame."""
    if is_bed(subject):
        return BED
    return LEAST_ALIVE if subject.noun.category == "person" else SMALLEST


def is_bed(subject: Subject) -> bool:
    """Return whether it is a field of flowers."""
    return subject.noun.category == "plant" and subject.noun.height_m < 2 and subject.count > 4


def _find_share(shot: str, tallest: float) -> float:
    """Return the height of the tallest in the frame. What towers over us is larger."""
    towering = min(1.0, max(0.0, (tallest - 8) / 22))
    return max(SHARES[shot], min(TOWERING, SHARES[shot] * (1 + 0.65 * towering)))


def _compare_with_room(stage: Stage, tallest: float) -> float:
    """Return how much smaller the subjects are where the furniture or the street shows their size."""
    if stage.sketch.scene == "backdrop" and not stage.is_near:
        return ON_BACKDROP if tallest < MOST_ON_BACKDROP_M else 1.0
    if stage.has_counter or stage.is_near or stage.sketch.scene in ("table", "underwater", "space"):
        return 1.0
    if stage.sketch.scene not in ("street", *ROOMS):
        return float(min(1.0, tallest / LITTLE_M) ** 0.35)
    return float(min(1.0, tallest / 1.7) ** 0.45)
