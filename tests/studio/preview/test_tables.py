"""Check what is shown on a table, what is poured, cut and falls there, and what is seen close."""

import cv2
import numpy as np
import pytest

from studio.preview import dishes, pouring, render, tabletops
from studio.preview.staging import read_staging
from studio.wire import Order
from tests.studio.preview.test_puppets import find_puppets

SIZE = (320, 180)


def make_picture(prompt, *, size=SIZE, loop=False):
    order = Order(prompt, "preview", resolution="360p", duration_s=5, slate=False, seed=1, loop=loop)
    return render.Picture(order, {}, width=size[0], height=size[1], count=120)


def draw(prompt, n=60, size=SIZE):
    yuv = np.empty((size[1] * 3 // 2, size[0]), np.uint8)
    make_picture(prompt, size=size).draw_frame(n, yuv)
    return cv2.cvtColor(yuv, cv2.COLOR_YUV2RGB_I420).astype(float)


@pytest.mark.parametrize(
    ("prompt", "surface"),
    [
        ("a watch on a marble table", "marble"),
        ("a perfume bottle on black marble", "marble"),
        ("a sandwich on a picnic blanket", "cloth"),
        ("a cup of coffee", "wood"),
        ("a vase on a wooden table", "wood"),
        ("a smartphone in a dark studio", "polished"),
        ("a steak on a slate board", "stone"),
    ],
)
def test_a_table_is_made_of_what_is_said(prompt, surface):
    stage = make_picture(prompt).scene
    assert (stage.sketch.scene, stage.surface) == ("table", surface)


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (240, 240), (420, 180)])
@pytest.mark.parametrize("surface", ["wooden", "marble", "slate", "checked", "glossy"])
def test_a_table_is_drawn_in_every_ratio(surface, size):
    frame = draw(f"an apple on a {surface} table", size=size)
    assert frame[-size[1] // 5 :].std() > 2


def test_surfaces_do_not_look_alike():
    tops = {
        name: draw(f"a red apple on a {name} table")[-30:].mean((0, 1))
        for name in ("marble", "wooden", "black")
    }
    for one, other in (("marble", "wooden"), ("wooden", "black"), ("marble", "black")):
        assert np.abs(tops[one] - tops[other]).max() > 18
    assert tops["wooden"][0] > 1.3 * tops["wooden"][2]


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("milk is poured into a glass", ["filled glass"]),
        ("water pours into a glass", ["filled glass"]),
        ("red wine pours into a glass", ["red wine"]),
        ("coffee pours into a cup", ["cup"]),
        ("a knife slices a tomato", ["tomato", "cutting knife"]),
        ("a tomato, sliced by a chef with a knife", ["tomato", "chef"]),
    ],
)
def test_a_vessel_is_filled_and_a_knife_is_over_what_it_cuts(prompt, names):
    subjects = dishes.serve(read_staging(prompt), prompt).subjects
    assert [one.word for one in subjects][: len(names)] == names


@pytest.mark.parametrize("liquid", ["milk", "coffee", "honey"])
def test_a_narrow_stream_falls_into_the_cup_and_no_further(liquid):
    picture = make_picture(f"{liquid} is poured into a cup")
    poured, still = (np.empty((SIZE[1] * 3 // 2, SIZE[0]), np.uint8) for _ in range(2))
    picture.draw_frame(60, poured)
    cup = next(one for one in picture.scene.layers if hasattr(one, "place"))
    picture.scene.layers = [one for one in picture.scene.layers if not isinstance(one, pouring.Stream)]
    picture.draw_frame(60, still)
    changed = cv2.absdiff(poured, still)[: SIZE[1]] > 12
    rows, columns = np.nonzero(changed)
    assert rows.min() < 4
    assert np.ptp(columns) < 0.08 * SIZE[0]
    assert abs(columns.mean() / SIZE[0] - cup.place.column) < 0.05
    assert rows.max() < cup.place.row * SIZE[1] - 0.2 * cup.place.height


def test_many_things_keep_falling():
    scene = make_picture("gold coins falling in slow motion").scene
    puppets = [one for one in scene.layers if hasattr(one, "mover")]
    assert len(puppets) == dishes.RAINING
    rows = np.array([[one.find_pose(scene.make_moment(n)).row for n in range(0, 120, 5)] for one in puppets])
    assert ((np.diff(rows) > 0).mean(1) > 0.8).all()
    assert (np.ptp(rows, axis=1) > SIZE[1]).all()


@pytest.mark.parametrize(
    "prompt", ["an hourglass in the desert", "a ladybug in a meadow", "a bottle on the beach"]
)
def test_what_is_small_outdoors_is_seen_close_before_soft_land(prompt):
    near, far = make_picture(prompt).scene, make_picture(f"wide shot of {prompt}").scene
    assert near.is_near
    assert not far.is_near
    heights = [
        next(one for one in scene.layers if hasattr(one, "mover")).place.height for scene in (near, far)
    ]
    assert heights[0] > 1.3 * heights[1]


def test_a_surface_is_known_for_each_painter():
    assert set(tabletops.PAINT) < set(tabletops.SURFACES)


@pytest.mark.parametrize("pair", ["A croissant and an espresso", "A baguette and a cup", "A pen and a mug"])
def test_what_is_long_is_not_large_on_a_table(pair):
    places = [puppet.place for puppet in find_puppets(make_picture(f"{pair} on a table"))]
    long, other = sorted(places, key=lambda place: -place.form.aspect)
    assert long.width <= 1.3 * max(other.width, other.height)
