"""Check what is read from prompts."""

import pytest

from studio.preview import prompts
from studio.preview.camera import compute_view
from tests.studio.preview.sheet import read_prompts


@pytest.mark.parametrize(
    ("prompt", "scene", "time", "weather", "moves"),
    [
        ("A lighthouse beam over a teal sea at dawn", "sea", "dawn", (), ()),
        ("Neon cyberpunk city in the rain at night, orbit", "city", "neon", ("rain",), ("orbit",)),
        ("night city in the rain", "city", "night", ("rain",), ()),
        ("misty pines at sunrise, slow push in", "forest", "dawn", ("fog",), ("push",)),
        ("snowy alps, camera pans left", "mountain", "winter", (), ("left",)),
        ("a cabin on a snowy night in the hills", "meadow", "night", ("snow",), ()),
        ("desert dunes at golden hour, static tripod shot", "desert", "golden", (), ("static",)),
        ("a thunderstorm at sea", "sea", "storm", ("rain", "lightning"), ()),
        ("fireflies over a meadow at dusk, tilt up", "meadow", "dusk", ("fireflies",), ("up",)),
        ("a frozen lake under the aurora", "lake", "night", ("aurora",), ()),
        ("stars over the mountains, zoom out", "mountain", "night", (), ("pull",)),
        ("ringed planet in deep space", "space", "space", (), ()),
        (
            "cherry blossom petals over a village at noon, pan right",
            "orchard",
            "day",
            ("petals",),
            ("right",),
        ),
        ("a winter night in the woods", "forest", "night", (), ()),
        ("crane down and push in on the dunes", "desert", None, (), ("down", "push")),
    ],
)
def test_a_prompt_names_scene_time_weather_and_move(prompt, scene, time, weather, moves):
    sketch = prompts.read_prompt(prompt)
    assert (sketch.scene, sketch.weather, sketch.moves) == (scene, weather, moves)
    assert sketch.time == time or not sketch.timed


@pytest.mark.parametrize(
    "prompt",
    [
        "a face in candle light",
        "portrait of an old man",
        "depth of field",
        "a scoop of ice cream",
        "a dog",
        "close-up of a watch",
        "dancing",
        "",
    ],
)
def test_without_a_landscape_word_the_scene_is_abstract(prompt):
    assert prompts.read_prompt(prompt).scene == prompts.ABSTRACT


def test_a_color_word_tints_the_noun_after_it():
    tints = prompts.read_prompt("teal sea under a purple sky, golden light").tints
    assert set(tints) == {"water", "sky"}
    assert prompts.read_prompt("red desert").tints == {"land": "#c8352c"}
    assert prompts.read_prompt("everything in crimson").tints == {"all": "#a8172d"}


@pytest.mark.parametrize(
    "prompt",
    [
        "a red sports car in a city at night",
        "a woman in a white dress by the sea",
        "a lavender dress and a red rose",
        "a red and white bus",
        "an orange on a table",
        "a man in black on a hill",
    ],
)
def test_the_color_of_a_thing_is_not_the_light_around_it(prompt):
    assert not prompts.read_prompt(prompt).tints


def test_the_gold_of_a_thing_is_no_time_of_day():
    assert not prompts.read_prompt("a golden crown").timed
    assert prompts.read_prompt("a crown in golden light").time == "golden"
    assert prompts.read_prompt("a lavender dress").scene == prompts.ABSTRACT


def test_slow_and_fast_change_the_pace():
    assert (
        prompts.read_prompt("slow pan").pace
        < prompts.read_prompt("pan").pace
        < prompts.read_prompt("fast pan").pace
    )


def test_the_first_of_two_opposite_moves_wins():
    assert prompts.find_moves("pan left then pan right") == ("left",)
    assert prompts.find_moves("zoom in and zoom out") == ("push",)


def test_the_seed_chooses_what_the_prompt_leaves_open():
    assert prompts.read_prompt("hills", 1) == prompts.read_prompt("hills", 1)
    assert len({prompts.read_prompt("hills", seed).time for seed in range(20)}) > 2


def test_light_that_is_not_named_is_seldom_purple():
    unsaid = [
        one for n, prompt in enumerate(read_prompts()) if not (one := prompts.read_prompt(prompt, n)).timed
    ]
    purple = [one for one in unsaid if one.time in ("sunset", "dawn", "dusk")]
    assert len(unsaid) > 60
    assert len(purple) < len(unsaid) / 6


@pytest.mark.parametrize(
    ("prompt", "times"),
    [
        ("a camel in the desert", {"day", "golden"}),
        ("people in an office", {"day", "morning", "overcast"}),
        ("a ghost in an old house", {"night"}),
        ("a foggy moor", {"overcast", "morning"}),
    ],
)
def test_the_time_of_day_suits_the_prompt(prompt, times):
    assert {prompts.read_prompt(prompt, seed).time for seed in range(9)} <= times


def measure_travel(move, pace=1.0):
    start, end = (compute_view((move,) if move else (), pace, part, loop=False) for part in (0, 1))
    return end.right - start.right, end.down - start.down, end.zoom - start.zoom


def test_the_camera_follows_the_named_move():
    assert measure_travel("right")[0] > 0.5 > -0.5 > measure_travel("left")[0]
    assert measure_travel("down")[1] > 0.5 > -0.5 > measure_travel("up")[1]
    assert measure_travel("push")[2] > 0.1
    assert measure_travel("pull")[2] < -0.1
    assert measure_travel("static") == (0, 0, 0)
    assert measure_travel("") != (0, 0, 0)
    assert abs(measure_travel("right", 0.6)[0]) < abs(measure_travel("right", 1.5)[0])


@pytest.mark.parametrize("move", ["left", "right", "up", "down", "push", "pull", "orbit", "drift"])
def test_a_looping_camera_returns_to_its_start(move):
    start, end = (compute_view((move,), 1.0, part, loop=True) for part in (0, 1))
    assert (start.right, start.down, start.zoom) == pytest.approx((end.right, end.down, end.zoom))


@pytest.mark.parametrize(
    ("prompt", "scene"),
    [
        ("A boat drifts past a lighthouse on the sea", "sea"),
        ("Clouds fly past a mountain", "mountain"),
        ("Children run past a meadow", "meadow"),
    ],
)
def test_two_words_make_no_third_one(prompt, scene):
    """ "Past a" is no "pasta", which could not be drawn."""
    assert prompts.read_prompt(prompt).scene == scene
