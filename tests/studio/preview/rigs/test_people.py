"""People: every role in every pose is whole, stands on the ground and walks without sliding."""

import numpy as np
import pytest

from studio.preview import nouns
from studio.preview.rigs.finding import find_rig
from studio.preview.rigs.people import find_person, make_rig, portraits, roles
from studio.preview.rigs.people.bones import set_up
from studio.preview.rigs.people.figure import draw_figure
from studio.preview.rigs.people.looks import BUILDS
from studio.preview.rigs.people.outlines import load
from studio.preview.rigs.people.poses import POSES
from studio.preview.rigs.people.steps import STRIDES
from studio.preview.rigs.people.things import THINGS
from studio.preview.staging import read_staging
from studio.preview.subject import Subject

pytestmark = pytest.mark.slow

FIRST_NAMES = sorted({role for _, role in roles.load_roles().values()})
MOST_PARTS = 300
SEATED = ("ride", "roll")  # only the wheels turn
STANDING = (
    "stand",
    "walk",
    "run",
    "hobble",
    "wave",
    "talk",
    "work",
    "stride",
    "box",
    "guard",
    "sing",
    "dance",
)


def find(prompt, view="body"):
    (subject,) = read_staging(prompt).subjects
    rig = find_person(subject, view)
    assert rig is not None
    return rig


def find_person_nouns():
    return [noun for noun in nouns.load() if noun.category == "person"]


@pytest.mark.parametrize("name", FIRST_NAMES)
def test_every_role_is_whole_at_each_size(name):
    rig = make_rig(name, "body", roles.find_look(name).pose or "stand")
    assert len(rig.pose(0.3)) < MOST_PARTS
    for height in (40, 130, 320):
        alpha = rig.draw(height, 1, 3 % rig.pictures).alpha
        assert alpha.shape[0] == height
        assert alpha.mean() > 0.03
        assert height < 100 or max(alpha[0].max(), alpha[:, 0].max(), alpha[:, -1].max()) < 0.9


@pytest.mark.parametrize("pose", POSES)
def test_every_pose_stays_in_its_box_and_on_its_ground(pose):
    rig = make_rig("man", "body", pose)
    lows = []
    for n in range(rig.pictures):
        alpha = rig.draw(200, 1, n).alpha
        assert max(alpha[0].max(), alpha[:, 0].max(), alpha[:, -1].max()) < 0.9
        lows.append(np.nonzero(alpha.max(1) > 0.5)[0].max())
    if pose in STANDING:
        assert max(lows) >= 196
    assert (
        rig.pictures == 1
        or pose in SEATED
        or not np.array_equal(rig.draw(200, 1, 0).alpha, rig.draw(200, 1, 4).alpha)
    )


@pytest.mark.parametrize("pose", ["walk", "run", "hobble"])
def test_a_foot_on_the_ground_stays_where_it_is(pose):
    build = BUILDS["man"]
    phases = np.linspace(0.08, 0.22, 6)
    feet = [set_up(build, POSES[pose](build, phase)).legs[1][2][0] for phase in phases]
    advanced = np.array(feet) + phases * STRIDES[pose]
    assert np.ptp(advanced) < 0.03
    assert np.ptp(feet) > 0.05


@pytest.mark.parametrize("view", ["body", "bust"])
def test_every_person_of_the_atlas_has_a_rig(view):
    without = [one.name for one in find_person_nouns() if find_rig(Subject(one), view) is None]
    assert not without


def test_no_person_of_the_atlas_looks_like_anybody():
    assert [one.name for one in find_person_nouns() if roles.find_look(one.name) is None] == []


def test_copies_of_a_person_differ():
    rig = find("five people in a street")
    pictures = [rig.vary(n).draw(120, 1) for n in range(4)]
    colors = {one.colors[one.alpha > 0.9].mean(0).round(3).tobytes() for one in pictures}
    assert len(colors) == 4


def test_a_coat_has_the_color_that_the_prompt_names():
    red, plain = (find(f"a man in a {color}coat").draw(200, 1).colors for color in ("red ", ""))
    reddest = [(one[..., 0] - one[..., 1:].max(-1)).max() for one in (red, plain)]
    assert reddest[0] > reddest[1] + 0.2


def test_women_have_a_role_by_its_name_alone():
    man, woman = (make_rig(name, "body", "stand") for name in ("scientist", "woman scientist"))
    assert roles.find_look("woman scientist").build == "woman"
    assert not np.array_equal(man.draw(200, 1).alpha, woman.draw(200, 1).alpha)


def test_two_friends_are_two_and_a_couple_is_one_figure_of_two():
    friends, couple, man = (find(prompt) for prompt in ("two friends", "a couple", "a man"))
    assert len(friends.pose(0)) < 1.5 * len(man.pose(0)) < len(couple.pose(0))


def test_who_goes_away_shows_the_back():
    away, nearer = (find(f"a woman walks {way}") for way in ("away into the distance", "toward us"))
    faces = [
        sum(part.color == roles.find_look("woman").colors["skin"] for part in one.pose(0))
        for one in (away, nearer)
    ]
    assert faces[0] < faces[1]


def test_who_walks_is_carried_by_a_stride():
    assert find("a man walks through a meadow").stride == pytest.approx(STRIDES["walk"], rel=0.1)
    assert find("a man stands in a meadow").stride == 0


def test_every_thing_has_an_outline():
    assert [name for name in THINGS if ("thing", name) not in load()] == []


def test_a_portrait_fills_its_picture_below():
    alpha = find("portrait of a woman", "bust").draw(300, 1).alpha
    assert alpha[-1].mean() > 0.3
    assert alpha[0].max() == 0


def test_a_close_head_shows_both_eyes_and_a_collar_below_the_chin():
    look = roles.find_look("man")
    bust, whole = portraits.draw_bust(look), draw_figure(look, "stand", 0.0)
    eyes = [part for part in bust if part.color == "#3a2a24"]
    assert len({round(float(np.mean(np.asarray(part.points)[:, 0])), 2) for part in eyes}) == 2
    shirts = [
        [part for part in parts if part.color == look.get("under", "#d9d3c7")] for parts in (bust, whole)
    ]
    assert len(shirts[0]) > len(shirts[1])
    chin = min(float(np.asarray(part.points)[:, 1].min()) for part in eyes) - 0.4 * BUILDS[look.build].head
    assert all(float(np.asarray(part.points)[:, 1].max()) < chin for part in shirts[0])


def test_a_toddler_is_smaller_than_a_child_and_that_smaller_than_a_man():
    heights = [nouns.load_names()[name].height_m for name in ("toddler", "child", "man")]
    assert heights == sorted(set(heights))
