"""What is understood from a prompt."""

import pytest

from studio.preview import words
from studio.preview.camera import view


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
        ("cherry blossom petals over a village at noon, pan right", "meadow", "day", ("petals",), ("right",)),
        ("a winter night in the woods", "forest", "night", (), ()),
        ("crane down and push in on the dunes", "desert", None, (), ("down", "push")),
    ],
)
def test_words_become_scene_time_weather_and_move(prompt, scene, time, weather, moves):
    sketch = words.read(prompt)
    assert (sketch.scene, sketch.weather, sketch.moves) == (scene, weather, moves)
    assert sketch.time == time or not sketch.timed


@pytest.mark.parametrize(
    "prompt",
    [
        "a face in candle light",
        "robot factory",
        "kitchen",
        "portrait of an old man",
        "depth of field",
        "a scoop of ice cream",
        "a dog",
        "close-up of a watch",
        "dancing",
        "",
        "深い森",
    ],
)
def test_no_landscape_word_means_no_landscape(prompt):
    assert words.read(prompt).scene == words.ABSTRACT


def test_colour_words_go_to_what_they_stand_before():
    tints = words.read("teal sea under a purple sky, golden light").tints
    assert set(tints) == {"water", "sky"}
    assert words.read("red desert").tints == {"land": "#c8352c"}
    assert words.read("everything in crimson").tints == {"all": "#a8172d"}


def test_slow_and_fast_are_heard():
    assert words.read("slow pan").pace < words.read("pan").pace < words.read("fast pan").pace


def test_opposite_moves_do_not_cancel_out():
    assert words.moves("pan left then pan right") == ("left",)
    assert words.moves("zoom in and zoom out") == ("push",)


def test_what_is_left_open_is_chosen_by_the_seed_and_stays():
    assert words.read("hills", 1) == words.read("hills", 1)
    assert len({words.read("hills", seed).time for seed in range(20)}) > 2


def travel(move, pace=1.0):
    start, end = (view((move,) if move else (), pace, part, loop=False) for part in (0, 1))
    return end.right - start.right, end.down - start.down, end.zoom - start.zoom


def test_the_camera_goes_where_it_is_told():
    assert travel("right")[0] > 0.5 > -0.5 > travel("left")[0]
    assert travel("down")[1] > 0.5 > -0.5 > travel("up")[1]
    assert travel("push")[2] > 0.1
    assert travel("pull")[2] < -0.1
    assert travel("static") == (0, 0, 0)
    assert travel("") != (0, 0, 0)
    assert abs(travel("right", 0.6)[0]) < abs(travel("right", 1.5)[0])


@pytest.mark.parametrize("move", ["left", "right", "up", "down", "push", "pull", "orbit", "drift"])
def test_a_looping_camera_comes_back(move):
    start, end = (view((move,), 1.0, part, loop=True) for part in (0, 1))
    assert (start.right, start.down, start.zoom) == pytest.approx((end.right, end.down, end.zoom))
