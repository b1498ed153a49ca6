"""What people do with things, with animals and with each other is read from the prompt, and staged as one."""

import pytest

from studio.preview import acts, forms, grammar, prompts, reporting, settings
from studio.preview.staging import read_staging
from studio.wire import Order


def read(prompt):
    return [
        (one.word, one.count, one.action, one.held[0].name if one.held else "")
        for one in read_staging(prompt).subjects
    ]


@pytest.mark.parametrize(
    ("prompt", "staged"),
    [
        ("a boy blows bubbles on a lawn", ("boy", 1, "stand", "bubbles")),
        ("a girl flies a kite on the beach", ("girl", 1, "", "kite")),
        ("a magician pulls a rabbit out of a hat", ("magician", 1, "stand", "rabbithat:rabbit/rabbit")),
        ("a climber hangs on a cliff", ("climber", 1, "climb", "rockface")),
        ("a man runs with a kite", ("man", 1, "run", "kite")),
        ("a knight kneels before the queen", ("knight", 1, "stand", "kneel:queen/princess")),
        ("a woman walks her husky in the snow", ("woman", 1, "walk", "leash:husky/husky")),
        ("a father carries his son on his shoulders", ("father", 1, "", "shoulders:son/boy")),
        ("a father lifts his daughter onto his shoulders", ("father", 1, "", "shoulders:daughter/girl")),
        ("a grandfather carries his grandson on his back", ("grandfather", 1, "", "piggyback:grandson/boy")),
        ("a father throws his son into the air", ("father", 1, "", "toss:son/boy")),
        ("a woman holds a child in her arms", ("woman", 1, "", "lift:child/child")),
        ("a nurse pushes an old man in a wheelchair", ("nurse", 1, "", "wheeled:old man/old man")),
        ("an astronaut plants a flag on the moon", ("astronaut", 1, "stand", "flagpole")),
        ("a woman holds a protest sign", ("woman", 1, "", "placard")),
        ("a worker carries a ladder", ("worker", 1, "", "carry:ladder")),
        ("two men shake hands in an office", ("man", 1, "stand", "shake:man/man")),
        ("a man and a woman dance in the rain", ("man", 1, "stand", "waltz:woman/woman")),
        ("a couple kisses in a park", ("couple", 1, "stand", "kiss")),
        ("two friends drink coffee in a cafe", ("friends", 1, "stand", "table")),
        ("a man types on a laptop at a desk", ("man", 1, "sit", "desk:laptop")),
        ("a mother pushes a stroller through the park", ("mother", 1, "", "stroller")),
        ("a woman cooks in the kitchen", ("woman", 1, "stand", "cooking")),
    ],
)
def test_who_deals_with_something_is_one_figure_with_it(prompt, staged):
    assert read(prompt) == [staged]


@pytest.mark.parametrize(
    "prompt",
    [
        "a man and a dog",
        "a woman dances in front of an audience",
        "a dancer and a door",
        "a boy near a kite",
        "three women dance",
    ],
)
def test_who_is_only_near_is_staged_by_itself(prompt):
    assert [held for *_, held in read(prompt)] == [""] * len(read(prompt))


def test_everything_of_a_deed_is_reported_as_staged():
    drawn = reporting.describe(
        Order("a magician pulls a rabbit out of a hat", "preview"), has_keyframes=False
    )
    assert {"magician", "rabbit", "hat"} <= {one["noun"] for one in drawn["staged"]}
    assert drawn["not_staged"] == []


def test_two_who_stay_look_at_each_other_and_those_who_walk_ahead():
    assert [one.heading for one in read_staging("a king and a wizard in a hall").subjects] == [1, -1]
    assert [one.heading for one in read_staging("a king and a wizard walk in a hall").subjects] == [0, 0]


def test_what_is_fed_comes_to_the_ground():
    old, pigeons = read_staging("an old man feeds pigeons on a bench").subjects
    assert [one.name.partition(":")[0] for one in old.held] == ["seeds", "bench"]
    assert (old.action, pigeons.action, pigeons.heading) == ("sit", "stand", -1)


def test_clothes_of_the_other_one_are_theirs():
    (nurse,) = read_staging("a nurse in a white coat gives flowers to an old woman in a red dress").subjects
    assert [one.name for one in nurse.held] == ["give:old woman/old woman", "coat"]
    assert [one.name for one in nurse.held[0].few] == ["dress"]


def test_a_small_thing_that_somebody_uses_is_in_the_hand_and_one_without_a_drawing_is_told():
    (boy,) = read_staging("a boy eats an apple").subjects
    assert [one.name for one in boy.held] == ["bite:apple/apple"]
    staging = read_staging("a man lights a cigarette")
    assert ([one.word for one in staging.subjects], staging.left_out) == (["man"], ("cigarette",))
    assert len(read_staging("a man looks at an apple").subjects) == 2


def test_a_close_shot_shows_the_whole_of_who_deals_with_something():
    bubbles, face = (
        read_staging(f"close-up of a girl {does}").subjects[0]
        for does in ("blowing bubbles", "in a red coat")
    )
    assert forms.find_view(bubbles, "close-up") == "body"
    assert forms.find_view(face, "close-up") == "bust"


@pytest.mark.parametrize(
    ("prompt", "scene"),
    [
        ("a woman dances alone in the rain", "street"),
        ("a mother carries her baby through the snow", "meadow"),
    ],
)
def test_weather_is_seen_outside(prompt, scene):
    sketch = settings.find_setting(prompts.read_prompt(prompt, 1), read_staging(prompt))
    assert sketch.scene == scene


def test_every_row_says_something_that_can_be_done():
    known = {"", acts.TO_ONE, acts.EACH_OTHER, *grammar.VERBS}
    assert [rule for rule in acts.load() if rule.does not in known] == []


@pytest.mark.parametrize(
    ("prompt", "gear", "action", "scene"),
    [
        ("a surfer carries her board along the beach", "carry:surfboard", "", "beach"),
        ("a surfer sits on the sand", "beside:surfboard", "sit", "beach"),
        ("a skier carries his skis", "carry:skis", "", "meadow"),
        ("a cyclist repairs his bicycle by the road", "mend:bicycle", "stand", "street"),
        ("a cyclist rests", "push:bicycle", "sit", "street"),
        ("a boxer rests in the ring", "stool", "sit", "boxing ring"),
        ("a diver sits in a boat", "rowboat", "sit", "lake"),
        ("a surfer rides a wave", "", "drive", "sea"),
        ("a cyclist rides through the city", "", "drive", "street"),
    ],
)
def test_whose_sport_rests_is_on_the_land_with_their_gear(prompt, gear, action, scene):
    staging = read_staging(prompt)
    (subject,) = staging.subjects
    assert [one.name for one in subject.held] == ([gear] if gear else [])
    assert subject.action == action
    assert settings.find_setting(prompts.read_prompt(prompt, 1), staging).scene == scene
