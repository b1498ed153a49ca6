"""What people hold, wear and ride is drawn with them, and counts as staged."""

import numpy as np
import pytest

from studio.preview import holding, reporting
from studio.preview.nouns import load_names
from studio.preview.rigs.people import find_person
from studio.preview.rigs.people.looks import TOPS
from studio.preview.rigs.people.outlines import load
from studio.preview.rigs.people.riders import MOUNTS
from studio.preview.rigs.people.rides import RIDES
from studio.preview.rigs.people.things import THINGS
from studio.preview.staging import read_staging
from studio.wire import Order

RED, WHITE = "#c8352c", "#e9e9e6"


@pytest.mark.parametrize(
    ("prompt", "held"),
    [
        ("people under umbrellas in the rain", [("umbrella", "")]),
        ("a girl with a red balloon in the street", [("balloon", RED)]),
        ("a man with a guitar", [("guitar", "")]),
        ("a woman in a white dress holding a lantern", [("dress", WHITE), ("lantern", "")]),
        ("an old man with a cane and a suitcase", [("cane", ""), ("suitcase", "")]),
        ("a cowboy rides a horse through the desert", [("horse", "")]),
        ("a man plays the piano in a bar", [("piano", "")]),
        ("a nurse holding a baby", [("baby", "")]),
        ("a fisherman in a boat", [("rowboat", "")]),
        ("a woman in the kitchen with a lamp", []),
        ("a woman sits on a sofa reading a book", [("sofa", ""), ("book", "")]),
        ("a fox with a guitar", []),
    ],
)
def test_what_somebody_has_is_theirs(prompt, held):
    (subject, *_) = read_staging(prompt).subjects
    assert [(one.name, one.hue) for one in subject.held] == held


@pytest.mark.parametrize(
    "prompt", ["a boy with a dog", "a man beside a guitar", "a woman beside a bench with a book"]
)
def test_what_is_beside_somebody_is_staged_by_itself(prompt):
    assert len(read_staging(prompt).subjects) > 1


def test_what_is_done_after_a_thing_is_done_by_who_holds_it():
    (subject,) = read_staging("a child with a balloon runs left to right").subjects
    assert (subject.noun.name, subject.action, subject.heading) == ("child", "run", 1)


def test_a_face_is_its_owner_and_a_carried_baby_no_one_else():
    read = [
        [one.noun.name for one in read_staging(p).subjects]
        for p in ("a woman's face", "a man holding a baby")
    ]
    assert read == [["woman"], ["man"]]


def test_held_things_are_reported_as_staged():
    drawn = reporting.describe(Order("a girl in a red coat with an umbrella", "preview"), has_keyframes=False)
    assert {"girl", "coat", "umbrella"} <= {one["noun"] for one in drawn["staged"]}
    assert drawn["not_staged"] == []


@pytest.mark.parametrize("way", holding.NAMES)
def test_all_that_can_be_held_is_drawn(way):
    hats = {name for kind, name in load() if kind in ("hat", "beard")}
    drawn = {*THINGS, *TOPS, *RIDES, *hats, *MOUNTS, "cape", "cloak", "apron"}
    assert set(holding.NAMES[way].values()) <= drawn


def test_an_umbrella_is_drawn_above_the_head():
    rigs = [find_person(read_staging(p).subjects[0], "body") for p in ("a man", "a man with an umbrella")]
    assert rigs[1].size > 1.15 * rigs[0].size
    wide = [(rig.draw(300, 1).alpha > 0.5).sum(1).max() for rig in rigs]
    assert wide[1] > 1.5 * wide[0]


def test_a_balloon_has_its_own_color_and_the_coat_another():
    (subject,) = read_staging("a man with a red balloon").subjects
    colors = find_person(subject, "body").draw(300, 1).colors
    is_red = (colors[..., 0] > 0.6) & (colors[..., 1:].max(-1) < 0.35)
    assert is_red[:150].sum() > 200
    assert is_red[150:].sum() == 0
    assert load_names()["balloon"].name in holding.NAMES["hand"]
    assert np.isfinite(colors).all()
