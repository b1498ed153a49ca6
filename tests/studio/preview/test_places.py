"""Check which place a prompt gets, and that every place can be drawn in every frame and light."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from studio.preview import aerial, furnishing, prompts, render, scenes, settings, subjects
from studio.preview.abstract import AbstractScene
from studio.preview.rooms import ROOMS
from studio.preview.staging import read_staging
from studio.wire import Order

pytestmark = pytest.mark.slow
OLD = {"mountain", "desert", "meadow", "forest", "sea", "lake", "city", "sky", "space"}
NEW = sorted(scenes.PAINTERS.keys() - OLD)


def find_place(prompt):
    return settings.find_setting(prompts.read_prompt(prompt), read_staging(prompt)).scene


def draw(prompt, scene, time, size=(320, 180), n=60):
    """Return a frame in RGB of an empty place."""
    sketch = replace(prompts.read_prompt(prompt), scene=scene, time=time)
    stage = scenes.build_stage(sketch, (prompt, 1), width=size[0], height=size[1], count=120, loop=False)
    yuv = np.empty((size[1] * 3 // 2, size[0]), np.uint8)
    stage.draw_frame(n, yuv)
    return cv2.cvtColor(yuv, cv2.COLOR_YUV2RGB_I420)


@pytest.mark.parametrize(
    ("prompt", "scene"),
    [
        ("a cozy living room at night, rain on the window", "living room"),
        ("a chef in a restaurant kitchen overlooking the sea", "kitchen"),
        ("a woman at the window of a train", "train"),
        ("a train crosses the desert", "desert"),
        ("a church on a hill in a meadow", "meadow"),
        ("candles inside an old church", "church"),
        ("a dancer on stage", "theater"),
        ("two cars on a city street at night", "street"),
        ("a city skyline at night", "city"),
        ("a coral reef with a sea turtle", "underwater"),
        ("a beach with palms", "beach"),
        ("a yellow taxi at night in the city", "street"),
        ("a balloon over the city", "city"),
        ("a man on a rooftop over the city", "rooftop"),
        ("a rocket launch at night", "launch pad"),
        ("an astronaut walks on the moon", "moon"),
        ("a rover on Mars", "mars"),
        ("a red car on a desert road", "desert road"),
        ("a truck drives down the highway", "road"),
        ("a farmer in a wheat field", "farm"),
        ("a tiger in the rainforest", "jungle"),
        ("autumn leaves in a forest", "autumn wood"),
        ("children play in the park", "park"),
        ("fishing boats in the harbor", "harbor"),
        ("a soccer player in a stadium", "stadium"),
        ("a plane on the runway", "runway"),
        ("a museum at night", "museum"),
        ("a sailboat on a calm lake", "lake"),
        ("a perfume bottle on a table", "table"),
        ("a robot in a factory", "garage"),
        ("a long hospital corridor", "corridor"),
    ],
)
def test_a_named_place_is_drawn(prompt, scene):
    assert find_place(prompt) == scene


@pytest.mark.parametrize(
    ("prompt", "scene"),
    [
        ("a dog", "meadow"),
        ("a shark", "underwater"),
        ("a sailboat", "sea"),
        ("a race car", "road"),
        ("a tram", "street"),
        ("an elephant", "savanna"),
        ("three penguins", "ice"),
        ("an airplane", "sky"),
        ("a birthday cake", "table"),
        ("an astronaut", "space"),
        ("close-up portrait of an old man", "backdrop"),
        ("a ballet dancer", "theater"),
        ("", prompts.ABSTRACT),
        ("liquid gold and blue ink", prompts.ABSTRACT),
    ],
)
def test_a_subject_without_a_place_stands_where_it_belongs(prompt, scene):
    assert find_place(prompt) == scene


def test_a_subject_without_a_place_is_not_drawn_as_light():
    order = Order("a dog", "preview", resolution="360p", duration_s=5)
    assert not isinstance(render.Picture(order, {}, width=640, height=360, count=120).scene, AbstractScene)


def test_what_the_place_shows_is_not_staged_twice():
    prompt = "a cat and a wine bottle on a table"
    staging, sketch = read_staging(prompt), prompts.read_prompt(prompt)
    shown = [subject.noun.name for subject in furnishing.leave_out_furniture(staging, sketch).subjects]
    assert "table" not in shown
    assert "cat" in shown


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (240, 240)])
@pytest.mark.parametrize("scene", NEW)
def test_every_place_is_legible_in_every_frame(scene, size):
    picture = draw("", scene, "day", size)
    assert picture.std() > 14
    assert picture.mean() > 25


WITH_WINDOW = [name for name, (room, *_) in ROOMS.items() if room.window and not room.hour]


@pytest.mark.parametrize("scene", WITH_WINDOW)
def test_a_room_with_a_window_follows_the_time_of_day(scene):
    day, night = draw("", scene, "day"), draw("", scene, "night")
    assert day.mean() > 1.15 * night.mean()
    top = day[: len(day) // 2].astype(int)
    assert ((top[..., 2] > top[..., 0] + 15) & (top[..., 2] > 120)).mean() > 0.004  # the sky behind it


@pytest.mark.parametrize("scene", ["office", "bar"])
def test_rain_stays_outside(scene):
    """Compare the floor, where no window is."""
    dry, wet = (draw(words, scene, "day")[-50:] for words in ("", "rain, snowfall"))
    assert np.abs(dry.astype(int) - wet).mean() < 8


def test_rain_is_seen_through_the_window():
    frames = [draw("rain, snowfall", "office", "day", n=n)[60:110, 90:230].astype(int) for n in (60, 62)]
    still = [draw("", "office", "day", n=n)[60:110, 90:230].astype(int) for n in (60, 62)]
    assert np.abs(frames[0] - frames[1]).mean() > 2 * np.abs(still[0] - still[1]).mean()


def test_water_is_blue_green_and_never_brown():
    for time in ("day", "sunset", "golden", "night"):
        red, green, blue = draw("", "underwater", time).reshape(-1, 3).mean(0)
        assert red < 0.8 * min(green, blue)


@pytest.mark.parametrize("scene", ["street", "meadow"])
def test_snow_lies_on_the_ground(scene):
    bare, white = (draw(words, scene, "day")[-60:].mean() for words in ("", "in winter, snow"))
    assert white > 1.25 * bare


def test_windows_of_a_street_are_lit_by_night():
    picture = draw("", "street", "night").astype(int)
    warm = (picture[..., 0] > 150) & (picture[..., 0] > picture[..., 2] + 40)
    assert warm.mean() > 0.01


def test_a_rainbow_is_a_bow_in_the_sky_and_nothing_of_paper():
    sketch = prompts.read_prompt("green hills at noon")
    frames = []
    for has_bow in (True, False):
        stage = scenes.build_stage(sketch, ("hills", 1), width=320, height=180, count=120, loop=False)
        if has_bow:
            subjects.add_subjects(stage, ["rainbow"])
        yuv = np.empty((270, 320), np.uint8)
        stage.draw_frame(60, yuv)
        frames.append(cv2.cvtColor(yuv, cv2.COLOR_YUV2RGB_I420).astype(int))
    changed = np.abs(frames[0] - frames[1]).max(-1) > 10
    rows, columns = np.nonzero(changed)
    assert 0.2 < np.ptp(rows) / 180 < 0.7 and np.ptp(columns) / 320 > 0.4
    below = changed[rows.min() + round(0.5 * np.ptp(rows)) :, round(columns.mean())]
    assert not below.any()


@pytest.mark.parametrize(
    ("prompt", "name"), [("a rainbow over the sea", "rainbow"), ("a desert with a rainbow", "rainbow")]
)
def test_a_rainbow_is_drawn_by_hand(prompt, name):
    staging = read_staging(prompt)
    sketch = settings.find_setting(prompts.read_prompt(prompt), staging)
    by_hand, puppets = subjects.sort_out(sketch, staging)
    assert name in by_hand and name not in [one.noun.name for one in puppets]


def test_stalls_stand_on_a_market():
    market, street = (draw(words, "street", "day").astype(int) for words in ("a market", "a street"))
    low = np.s_[70:140, 40:280]
    colorful = [(one[low].max(-1) - one[low].min(-1) > 70).mean() for one in (market, street)]
    assert colorful[0] > 1.5 * colorful[1]


def test_signs_of_neon_shine_over_a_neon_street():
    lit, plain = (draw("a street", "street", time)[:100].astype(int) for time in ("neon", "night"))
    bright = [((one.max(-1) > 190) & (one.max(-1) - one.min(-1) > 60)).mean() for one in (lit, plain)]
    assert bright[0] > bright[1]


def test_hills_have_no_columns_from_top_to_bottom():
    """What a slice smears down is the same in many rows, and differs from column to column."""
    hill = draw("a fox in the snow", "meadow", "winter", (640, 360))[205:222].mean(-1)
    fine = hill - cv2.blur(hill, (9, 1))
    assert np.abs(fine.mean(0)).mean() < 0.75 * np.abs(fine).mean()


@pytest.mark.parametrize("kind", aerial.DRAWERS)
def test_land_from_above_is_a_map(kind):
    sketch = replace(prompts.read_prompt("land"), scene="aerial", above=kind, time="day")
    stage = scenes.build_stage(sketch, ("map", 1), width=320, height=180, count=48, loop=False)
    yuv = np.empty((270, 320), np.uint8)
    stage.draw_frame(24, yuv)
    top, foot = yuv[:40].std(), yuv[140:180].std()
    assert top > 2 and foot > 3  # there is no sky


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [
        ("aerial view of a river delta", "delta"),
        ("drone shot over a forest road", "wood road"),
        ("the city from above", "city"),
        ("a tropical island from above", "islands"),
        ("aerial view of a whale in the sea", ""),
        ("a river in a valley", ""),
    ],
)
def test_only_land_is_seen_as_a_map(prompt, kind):
    sketch = settings.find_setting(prompts.read_prompt(prompt), read_staging(prompt))
    assert (sketch.above if sketch.scene == "aerial" else "") == kind


@pytest.mark.parametrize("prompt", ["a car on a road", "horses in a meadow", "a ship on the sea"])
def test_from_above_the_ground_fills_the_frame(prompt):
    horizons = []
    for shot in ("aerial view of ", ""):
        sketch, staging = prompts.read_prompt(shot + prompt), read_staging(shot + prompt)
        size = {"width": 320, "height": 180}
        stage = scenes.build_stage(sketch, ("above", 1), staging, **size, count=120, loop=False)
        horizons.append(stage.horizon)
    assert horizons[0] < 0.7 * horizons[1]


@pytest.mark.parametrize(
    ("prompt", "is_crossed"),
    [
        ("a yellow taxi in a city street", True),
        ("a truck on a highway", True),
        ("a motorcycle races through the desert", True),
        ("a car drives toward the camera on a road", False),
        ("a woman walks down a street", False),
        ("a plane over the city", False),
    ],
)
def test_what_has_wheels_is_seen_on_a_road_from_side_to_side(prompt, is_crossed):
    sketch = settings.find_setting(prompts.read_prompt(prompt), read_staging(prompt))
    assert sketch.is_crossed == is_crossed


@pytest.mark.parametrize("scene", ["street", "road", "desert road"])
def test_a_road_from_side_to_side_has_its_curb_on_a_level(scene):
    """The rows of a road that crosses are alike from left to right; those of one to the horizon are not."""
    spreads = []
    for crosses in (True, False):
        sketch = replace(prompts.read_prompt("noon"), scene=scene, time="day", is_crossed=crosses)
        stage = scenes.build_stage(sketch, ("road", 1), width=320, height=180, count=120, loop=False)
        yuv = np.empty((270, 320), np.uint8)
        stage.draw_frame(60, yuv)
        low = cv2.GaussianBlur(yuv[130:176].astype(float), (0, 0), 3)
        spreads.append(low.std(1).mean())
    assert spreads[0] < 0.7 * spreads[1]


def test_a_gondola_in_a_street_makes_it_a_canal():
    assert find_place("a narrow street in Venice with a gondola") == "harbor"


def test_lanterns_hang_over_a_street():
    prompt = "Chinatown at night, red lanterns"
    red, plain = (draw(one, "street", "night").astype(int) for one in (prompt, "a town at night"))
    excess = (red[..., 0] - red[..., 2]).clip(60) - (plain[..., 0] - plain[..., 2]).clip(60)
    assert excess[:90].sum() > 20 * max(1, excess[130:].sum())
    assert not furnishing.leave_out_furniture(read_staging(prompt), prompts.read_prompt(prompt)).subjects


def test_an_old_street_has_cobbles_and_no_lane():
    streets = []
    for is_old in (True, False):
        sketch = replace(prompts.read_prompt("noon"), scene="street", time="day", is_old=is_old)
        stage = scenes.build_stage(sketch, ("old", 1), width=640, height=360, count=120, loop=False)
        yuv = np.empty((540, 640), np.uint8)
        stage.draw_frame(60, yuv)
        streets.append(yuv[270:350, 240:400].astype(float))
    old, new = ((street - cv2.blur(street, (31, 1))).mean(0) for street in streets)
    assert np.abs(old).max() < 0.5 * np.abs(new).max()  # the lane is in the middle from near to far
    rough, smooth = (np.abs(street - cv2.blur(street, (5, 5)))[:, :60].mean() for street in streets)
    assert rough > 1.5 * smooth
