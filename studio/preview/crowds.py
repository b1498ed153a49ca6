"""Fill a place that is said to be crowded with people, and a road with traffic, behind who is named."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from studio.preview import courses, footing, forms, grammar, nouns
from studio.preview.gaits import Mover
from studio.preview.marks import Place
from studio.preview.rigs import Rig
from studio.preview.rooms import ROOMS
from studio.preview.stage import Stage
from studio.preview.subject import Subject

CROWDED = re.compile(
    r"\b(?:crowded|overcrowded|bustling|packed|jam-?packed|teeming|rush hour|hectic|busy(?! (?:\w+ )?(?:man"
    r"|woman|bees?|m[ou]m|mother|father|dad|chef|nurse|doctor|day|schedule|beaver))"
    r"|(?<=\ba )full(?= (?:\w+ )?(?:restaurant|classroom|bar|cafe|beach|gym|train|store|market|hall|church))"
    r"|full of (?:\w+ )?(?:people|tourists|guests|customers|students|visitors))\b"
)
ANYBODY = "woman man woman man girl man boy woman man woman man"
# Who is in a place, by its words. The first that matches wins; others are anybody.
WHO = {
    r"beach": "bathing_woman bather child beach_umbrella bathing_woman bather child bathing_woman"
    " beach_umbrella bather bathing_woman beach_umbrella bather",
    r"kitchen|bakery": "chef chef waiter chef",
    r"office|control room": "businessman businesswoman man businesswoman businessman",
    r"class ?room|library|school": "student student teacher student student girl",
    r"restaurant|cafe|bar|tea room": "woman waiter man woman man waitress woman",
    r"hospital|operating": "nurse doctor nurse surgeon woman",
    r"station|airport|terminal|lobby|subway": "businessman woman tourist hiker girl businesswoman man",
    r"factory|workshop|construction": "worker factory_worker worker worker",
    r"laboratory|lab": "scientist scientist doctor scientist",
    r"market|supermarket|store|mall|shop": "shopper woman man shopper old_woman boy woman man",
    r"nightclub|club": "dancer man_dancing woman man_dancing dancer man",
}
UNPEOPLED = (
    "church",
    "pool",
    "bedroom",
    "bathroom",
    "table",
    "backdrop",
    "abstract",
    "stadium",
    "space",
    "moon",
    "mars",
    "underwater",
    "sky",
    "clouds",
    "aerial",
    "city",
    "sea",
    "lake",
    "forest",
)
STANDING = ("beach_umbrella",)
VEHICLES = "car van taxi suv car bus pickup_truck car"
CANVAS = ("#c4412f", "#2f6fb0", "#e0a83a", "#3f8f7a")
PAINTS = ("#b23a36", "#d8d4cc", "#3a5c9a", "#4a4e56", "#7a8a6a", "#e0b040", "#8fa0ac", "#26282e")
EYES_M, HIGH_EYES_M = 1.6, 2.6  # heights of the camera, and at a beach or over a road
HIGHWAY_EYES_M = 1.9
SPAN = (0.03, 0.97)  # of the frame's width
PICTURES = 6  # of a step
PACE, CREEP = 0.55, 0.03  # of their height and of the frame's width, in a second


@dataclass(frozen=True)
class Ground:
    """The rows of the farthest and the nearest feet, of the frame's height, and the height of the eyes."""

    far: float
    near: float
    eyes_m: float = EYES_M


# In rooms with something in front, or with much behind.
ROOMY = {
    "classroom": Ground(0.93, 0.97),
    "kitchen": Ground(0.83, 0.92),
    "airport terminal": Ground(0.76, 0.92),
    **dict.fromkeys(("theater", "cinema"), Ground(1.16, 1.26)),
}


def gather(stage: Stage, places: list[Place]) -> list[Mover]:
    """Return the strangers and the vehicles of a crowd, the farthest first. places: of who is named."""
    scene, text = stage.sketch.scene, str(stage.key[0]).lower()
    if any(one.on in ("edge", "table", "air") and one.subject.noun.category in forms.ALIVE for one in places):
        return []
    if stage.sketch.is_crossed and grammar.TRAFFIC.search(text):
        return list(_queue(stage, places))
    if scene in UNPEOPLED or not CROWDED.search(text):
        return []
    return sorted(_stand_around(stage), key=lambda one: one.place.row)


def _stand_around(stage: Stage) -> Iterator[Mover]:
    scene, rng = stage.sketch.scene, stage.make_rng("crowd")
    text = f"{stage.sketch.named} {scene} {stage.key[0]}".lower()
    who = next((names for words, names in WHO.items() if re.search(words, text)), ANYBODY).split()
    ground, horizon = _find_ground(stage), (stage.horizon - stage.down) / stage.height
    steps = rng.permutation(len(who)) / max(1, len(who) - 1)
    for n, name in enumerate(who):
        row = ground.far + (ground.near - ground.far) * float(steps[n])
        at = (n + 0.5 + float(rng.uniform(-0.3, 0.3))) / len(who)
        heading, walks = int(rng.choice([-1, 1])), scene not in ROOMS and n % 3 < 2 and not stage.loop
        action = "walk" if walks and name not in STANDING else ""
        subject = _cast(name, action, heading, CANVAS[n % len(CANVAS)] if name in STANDING else "")
        form = forms.find_form(subject, "").vary(n)
        form = replace(form, pictures=min(PICTURES, form.pictures)) if isinstance(form, Rig) else form
        high = (row - horizon) * subject.noun.height_m / ground.eyes_m * form.size * stage.height
        column = SPAN[0] + (SPAN[1] - SPAN[0]) * at
        height = max(8, round(min(high, 0.5 * stage.height)))
        depth = footing.find_depth(stage, column, row)
        place = Place(subject, n, column, row, height, "land", form, depth=depth)
        yield _move(stage, place, PACE * height * bool(action))


def _cast(name: str, action: str, heading: int, hue: str = "") -> Subject:
    """Return somebody, or something, that nobody has named."""
    word = name.replace("_", " ")
    known = nouns.load_names()
    noun = known.get(word) or known[word.split()[-1] if word.split()[-1] in known else "man"]
    return Subject(noun, 1, "", action, heading, hue=hue, word=word)


def _find_ground(stage: Stage) -> Ground:
    scene, horizon = stage.sketch.scene, (stage.horizon - stage.down) / stage.height
    if stage.track:
        return Ground(0.90, 0.955)
    if scene == "beach":
        return Ground(0.82, 0.90, HIGH_EYES_M)
    if stage.line is not None:
        row = float(stage.line.mean() - stage.down) / stage.height
        return Ground(row + 0.005, row + 0.06, HIGH_EYES_M)
    if scene == "street" and stage.sketch.is_crossed:
        return Ground(0.715, 0.745, 1.1)
    if scene in ROOMS:
        return ROOMY.get(scene, Ground(0.87, 0.95))
    return Ground(horizon + 0.10, horizon + 0.24)


def _move(stage: Stage, place: Place, pace: float) -> Mover:
    """Return the mover of somebody who goes as many pixels in a second."""
    mover = courses.make_mover(stage, place, [place], tracks=True)
    distance = pace * stage.count / 24 * (not stage.loop)
    return replace(mover, travel=(distance, -distance / 2))


def _queue(stage: Stage, places: list[Place]) -> Iterator[Mover]:
    """Yield the vehicles of the farther lane, and those before and behind the named one in the nearer."""
    named = [one for one in places if one.subject.noun.category == "vehicle" and one.on == "land"]
    far = footing.find_lane(stage)
    near = max([one.row for one in named], default=far + 0.09)
    meter = (named[0].height / named[0].subject.noun.height_m) if named else 0.0
    yield from _line_up(stage, min(far, near - 0.04) - 0.02, -1)
    yield from _line_up(stage, near, 1, named=named, meter=meter)


def _line_up(
    stage: Stage, row: float, heading: int, *, named: Sequence[Place] = (), meter: float = 0.0
) -> Iterator[Mover]:
    """Yield a row of vehicles, bumper to bumper, from edge to edge, with gaps for the named ones."""
    rng, horizon = stage.make_rng("traffic", heading), (stage.horizon - stage.down) / stage.height
    meter = meter or (row - horizon) * stage.height / HIGHWAY_EYES_M
    taken = [(one.column * stage.width - one.width / 2, one.width) for one in named]
    names, left, n = VEHICLES.split(), -float(rng.uniform(0.1, 0.3)) * stage.width, int(rng.integers(8))
    while left < stage.width:
        subject = _cast(names[n % len(names)], "", heading, PAINTS[(3 * n + heading) % len(PAINTS)])
        form = forms.find_form(subject, "")
        height = max(8, round(meter * subject.noun.height_m))
        wide = height * form.aspect
        blocked = next((at + w for at, w in taken if at - wide < left < at + w), None)
        if blocked is None:
            column = (left + wide / 2) / stage.width
            depth = footing.find_depth(stage, min(1.0, max(0.0, column)), row)
            place = Place(subject, n, column, row, height, "land", form, depth=depth)
            yield _move(stage, place, CREEP * stage.width)
        left = blocked if blocked is not None else left + wide
        left += 0.035 * stage.width
        n += 1
