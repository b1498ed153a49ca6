"""Who does something is drawn with what they do it with, where hand, mouth or foot are."""

import numpy as np
import pytest

from studio.preview import acts
from studio.preview.holding import Held
from studio.preview.nouns import load_names
from studio.preview.rigs.people import deeds, find_person, gear, make_rig, partners, roles
from studio.preview.rigs.people.figure import find_bones
from studio.preview.rigs.people.looks import BUILDS
from studio.preview.rigs.people.poses import POSES
from studio.preview.rigs.people.rides import RIDES
from studio.preview.rigs.people.things import THINGS
from studio.preview.rigs.people.utensils import hand_of
from studio.preview.staging import read_staging
from studio.preview.subject import Subject

pytestmark = pytest.mark.slow

MOST_PARTS = 700
PARTNERS = dict.fromkeys(partners.PAIRS, "woman/woman") | {"shoulders": "child/child"}
PARTNERS |= dict.fromkeys(("lift", "piggyback", "toss", "wheeled"), "girl/girl")
PARTNERS |= dict.fromkeys(("leash", "pet"), "dog/dog") | {"armful": "cat/cat"}
KINDS = sorted({*deeds.DRAWN, *PARTNERS})


def make(name, role="man"):
    deed = Held(f"{name}:{PARTNERS[name]}" if name in PARTNERS else name, "", "")
    return make_rig(role, "body", deeds.choose_pose(deed, ""), held=(deed,))


def find_figure(role, pose, phase=0.0):
    look = roles.find_look(role)
    return find_bones(look, pose, POSES[pose](BUILDS[look.build], phase))


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("role", ["woman", "boy"])
def test_every_deed_is_whole_at_each_size(name, role):
    rig = make(name, role)
    assert len(rig.pose(0.3)) < MOST_PARTS
    for height in (40, 200):
        for n in (0, rig.pictures // 2):
            alpha = rig.draw(height, 1, n).alpha
            assert alpha.shape[0] == height
            assert alpha.mean() > 0.03
            assert height < 100 or max(alpha[0].max(), alpha[:, 0].max(), alpha[:, -1].max()) < 0.9


def test_every_row_of_the_table_has_something_that_is_drawn():
    known = {*deeds.POSE_OF, *deeds.ARMS, *partners.PAIRS, *THINGS, *RIDES}
    assert [rule.name for rule in acts.load() if rule.name.partition(":")[0] not in known] == []
    named = {rule.name for rule in acts.load() if ":" in rule.name}
    assert named <= set(deeds.DRAWN)


@pytest.mark.parametrize("name", ["kite", "bubbles", "leash", "watering", "rabbithat"])
def test_what_somebody_holds_begins_at_the_hand(name):
    pose = deeds.choose_pose(Held(name, "", ""), "")
    far, near = deeds.ARMS.get(name, (None, None))
    look = roles.find_look("man")
    stance = POSES[pose](BUILDS["man"], 0.0)
    stance = deeds.replace(stance, arms=(far or stance.arms[0], near or stance.arms[1]))
    hand = np.array(hand_of(find_bones(look, pose, stance)))
    plain = {np.asarray(part.points).tobytes() for part in deeds.draw_figure(look, pose, 0.0, stance)}
    own = [part for part in make(name).pose(0.0) if np.asarray(part.points).tobytes() not in plain]
    nearest = min(np.hypot(*(np.asarray(part.points) - hand).T).min() for part in own)
    assert nearest < 0.06


def test_bubbles_rise_from_the_mouth_and_come_back_to_the_beginning():
    bones = find_figure("girl", "blow")
    _, first = gear.GEAR["bubbles"](bones, 0.0, "")
    _, last = gear.GEAR["bubbles"](bones, 1.0 - 1e-9, "")
    rings = [
        sorted(float(np.mean(part.points[:, 0])) for part in parts if part.opacity < 1)
        for parts in (first, last)
    ]
    assert np.allclose(rings[0][1:], rings[1][:-1], atol=1e-3)
    assert rings[0][0] > bones.head[0]


@pytest.mark.parametrize("kind", ["hug", "shake", "kneel", "spar", "table"])
def test_two_look_at_each_other(kind):
    look = roles.find_look("man")
    deed = Held(f"{kind}:woman/woman", "", "")
    parts = partners.draw_pair(deed, look, 0.0)
    coats = [one.colors[one.top] for one in (look, partners.dress(deed))]
    xs = [np.concatenate([part.points for part in parts if part.color == coat])[:, 0] for coat in coats]
    assert xs[0].mean() < xs[1].mean()


def test_a_knight_on_one_knee_is_lower_than_the_queen():
    rig = make_rig("knight", "body", "kneel", held=(Held("kneel:queen/queen", "", ""),))
    alpha = rig.draw(200, 1).alpha
    left, right = (np.nonzero(half.max(1) > 0.5)[0].min() for half in np.array_split(alpha, 3, axis=1)[::2])
    assert left > right + 10


def test_a_dog_walks_ahead_of_who_leads_it():
    (subject,) = read_staging("a woman walks her dog in a park").subjects
    first, later = (partners.draw_beast(subject.held[0], phase, "walk").parts for phase in (0.0, 0.4))
    assert not np.allclose(
        np.concatenate([p.points for p in first]), np.concatenate([p.points for p in later])
    )


def test_what_stays_as_it_is_has_one_picture():
    assert [make(name).pictures > 1 for name in ("kneel", "window", "bubbles", "chess")] == [
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("kind", "low", "high"), [("lift", 0.5, 1.0), ("shoulders", 1.05, 1.5), ("toss", 1.2, 1.9)]
)
def test_a_child_is_where_its_parent_has_it(kind, low, high):
    parts = make(kind).pose(0.0)
    own = {np.asarray(part.points).tobytes() for part in make_rig("man", "body", "stand").pose(0.0)}
    tops = [
        float(np.asarray(part.points)[:, 1].max())
        for part in parts
        if np.asarray(part.points).tobytes() not in own
    ]
    assert low < max(tops) < high


def test_a_planted_flag_is_in_the_hand_and_in_the_ground_at_human_scale():
    rig = make("flagpole")
    points = np.concatenate([np.asarray(part.points) for part in rig.pose(0.0)])
    assert points[:, 1].min() < 0.05
    assert 1.2 < points[:, 1].max() < 1.8


@pytest.mark.parametrize("things", [(), ("chair",), ("stool",)])
def test_nobody_sits_on_air(things):
    held = tuple(Held(name, "", name) for name in things)
    rig = find_person(Subject(load_names()["woman"], action="sit", held=held), "body")
    assert rig is not None
    assert (rig.size < 0.65) is not bool(things)
