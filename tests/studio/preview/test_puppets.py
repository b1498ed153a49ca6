"""Check where subjects are staged and how they move: from the staging, and measured in pixels."""

from itertools import pairwise

import numpy as np
import pytest

from studio.preview import render
from studio.preview.puppets import Puppet
from studio.preview.staging import read_staging
from studio.wire import Order

pytestmark = pytest.mark.slow
COUNT = 120


def make_picture(prompt, ratio="16:9", *, loop=False, seconds=5):
    order = Order(prompt, "preview", resolution="360p", duration_s=seconds, aspect_ratio=ratio, loop=loop)
    width, height = render.compute_size(ratio, "360p")
    return render.Picture(order, {}, width=width, height=height, count=seconds * 24)


def find_puppets(picture):
    return [layer for layer in picture.scene.layers if isinstance(layer, Puppet)]


def draw(picture, n):
    width, height = picture.size
    yuv = np.empty((height * 3 // 2, width), np.uint8)
    picture.scene.draw_frame(n, yuv)
    return yuv[:height].astype(int)


def find_change(picture, n):
    """Return where the puppets change the frame: the columns and rows of the pixels, from 0 to 1."""
    with_them = draw(picture, n)
    layers = picture.scene.layers
    picture.scene.layers = [layer for layer in layers if not isinstance(layer, Puppet)]
    without = draw(picture, n)
    picture.scene.layers = layers
    rows, columns = np.nonzero(np.abs(with_them - without) > 12)
    return columns / with_them.shape[1], rows / with_them.shape[0]


def find_columns(picture, n):
    scene = picture.scene
    return [puppet.find_pose(scene.make_moment(n)).column / scene.width for puppet in find_puppets(picture)]


def test_two_horses_that_run_to_the_right_are_farther_right_two_seconds_later():
    picture = make_picture("two horses run left to right across a meadow at dusk")
    puppets = find_puppets(picture)
    assert [puppet.place.subject.noun.name for puppet in puppets] == ["horse", "horse"]
    before, after = find_columns(picture, 12), find_columns(picture, 60)
    assert all(late - early > 0.1 for early, late in zip(before, after, strict=True))
    seen = [find_change(picture, n)[0].mean() for n in (12, 108)]
    assert seen[1] - seen[0] > 0.2


@pytest.mark.parametrize("way", ["left to right", "right to left"])
def test_what_runs_looks_where_it_goes(way):
    right = way == "left to right"
    picture = make_picture(f"a horse runs {way} across a meadow")
    (puppet,) = find_puppets(picture)
    to_the_right = puppet.place.form.draw(puppet.place.height, 1)
    assert np.array_equal(to_the_right.alpha, puppet.sprite.alpha) == right
    assert np.sign(np.diff([find_columns(picture, n)[0] for n in (0, 60)])) == (1 if right else -1)


@pytest.mark.parametrize(
    "prompt",
    ["a man runs through a meadow", "a red car drives left to right", "a dog chases a cat through a park"],
)
def test_who_runs_crosses_the_frame_and_is_seen_from_beginning_to_end(prompt):
    picture = make_picture(prompt)
    width = picture.size[0]
    columns = [find_columns(picture, n) for n in (COUNT // 10, COUNT * 9 // 10)]
    for n, puppet in enumerate(find_puppets(picture)):
        half = puppet.place.width / width / 2
        assert all(half <= column[n] <= 1 - half for column in columns)
        assert abs(columns[1][n] - columns[0][n]) > 0.2


def test_who_is_said_to_pass_leaves_the_frame():
    assert find_columns(make_picture("a man runs past the camera, left to right"), COUNT - 1)[0] > 1


def test_who_walks_crosses_a_third_of_the_frame():
    walking = make_picture("a man walks left to right through a meadow")
    way = find_columns(walking, COUNT - 1)[0] - find_columns(walking, 0)[0]
    assert 0.27 < way < 0.40


@pytest.mark.parametrize(
    ("prompt", "low", "high"),
    [
        ("an elephant in the meadow, golden hour", 0.6, 1.0),
        ("an eagle over the mountains", 0.1, 0.6),
        ("a whale in the sea", 0.5, 0.75),
        ("a deer in the forest", 0.75, 1.0),
        ("portrait of a woman", 0.93, 1.0),
        ("a chocolate cake", 0.7, 1.0),
        ("an astronaut walks on the moon", 0.6, 1.0),
    ],
)
def test_feet_are_where_the_scene_has_its_ground(prompt, low, high):
    _, rows = find_change(make_picture(prompt, seconds=5), 60)
    assert low < np.quantile(rows, 0.97) <= high


@pytest.mark.parametrize("time", ["at night", "at dusk", "at noon", "at sunset", "in the snow", "in a storm"])
@pytest.mark.parametrize("scene", ["meadow", "desert", "mountains", "city"])
def test_a_puppet_stands_out_from_what_is_behind_it(scene, time):
    picture = make_picture(f"an elephant in the {scene} {time}")
    _, rows = find_change(picture, 60)
    (puppet,) = find_puppets(picture)
    area = puppet.sprite.alpha.sum() / picture.size[0] / picture.size[1]
    assert len(rows) / (picture.size[0] * picture.size[1]) > 0.6 * area


@pytest.mark.parametrize("ratio", ["16:9", "9:16", "1:1", "21:9"])
@pytest.mark.parametrize(
    "prompt", ["five cows and a tractor in a meadow", "a train and a camel in the desert"]
)
def test_what_stands_is_all_inside_every_frame_and_covers_no_other(prompt, ratio):
    places = [puppet.place for puppet in find_puppets(make_picture(prompt, ratio))]
    width = render.compute_size(ratio, "360p")[0]
    spans = sorted((p.column - p.width / width / 2, p.column + p.width / width / 2) for p in places)
    assert spans[0][0] > 0
    assert spans[-1][1] < 1
    overlaps = [max(0, one[1] - two[0]) / (one[1] - one[0]) for one, two in pairwise(spans)]
    assert max(overlaps) < 0.45


@pytest.mark.parametrize("prompt", ["a dog and a house", "two horses beside a tree", "a knight, a castle"])
def test_what_towers_stands_behind_the_others_and_a_little_aside(prompt):
    places = [puppet.place for puppet in find_puppets(make_picture(prompt))]
    tall, *small = sorted(places, key=lambda place: -place.subject.noun.height_m)
    assert tall.height > max(place.height for place in small)
    assert all(place.row > tall.row + 0.05 or place.line is not None for place in small)
    assert all(abs(place.column - tall.column) > 0.1 for place in small)


@pytest.mark.parametrize("ratio", ["16:9", "9:16", "1:1", "21:9"])
def test_a_portrait_fills_every_frame(ratio):
    picture = make_picture("portrait of a woman", ratio)
    (puppet,) = find_puppets(picture)
    assert 0.5 < puppet.place.height / picture.size[1] < 1
    assert abs(puppet.place.column - 0.5) < 0.1


def test_subjects_keep_their_order_of_size():
    puppets = find_puppets(make_picture("a mouse, a dog, a horse and an elephant in the meadow"))
    heights = {puppet.place.subject.noun.name: puppet.place.height for puppet in puppets}
    assert heights["elephant"] > heights["horse"] > heights["dog"] >= heights["mouse"] > 0.05 * 360


def test_a_loop_of_what_crosses_is_closed():
    picture = make_picture("a horse gallops across a meadow", loop=True)
    one, two = draw(picture, 0), draw(picture, COUNT)
    assert np.abs(one - two).max() <= 1


def test_a_camera_that_follows_keeps_the_subject_in_the_frame_while_the_ground_moves():
    picture = make_picture("tracking shot of a horse that runs left to right through a meadow")
    columns = [find_columns(picture, n)[0] for n in (0, COUNT - 1)]
    assert all(0.2 < column < 0.8 for column in columns)
    views = [picture.scene.make_moment(n).view.right for n in (0, COUNT - 1)]
    assert views[1] - views[0] > 0.5


def test_what_is_drawn_by_hand_is_not_staged_again():
    assert not find_puppets(make_picture("a lighthouse by the sea at sunset"))
    names = [
        p.place.subject.noun.name
        for p in find_puppets(make_picture("three sailboats near a lighthouse, sea"))
    ]
    assert names == ["sailboat"] * 3


def test_snow_lies_on_the_ground_of_a_fox():
    picture = make_picture("a fox in the snow")
    assert [puppet.place.subject.noun.name for puppet in find_puppets(picture)] == ["fox"]
    ground = draw(picture, 60)[-60:]
    assert ground.mean() > 120


def test_a_prompt_without_a_place_stages_a_thing_on_a_table():
    picture = make_picture("a perfume bottle")
    (puppet,) = find_puppets(picture)
    assert puppet.place.on == "table"


def test_a_puppet_leaves_the_same_pixels_each_time():
    prompt = "two dogs chase a cat through a meadow"
    frames = [draw(make_picture(prompt), 70) for _ in range(2)]
    assert read_staging(prompt).subjects
    assert np.array_equal(*frames)


def test_the_reflection_of_a_boat_moves_on_the_water():
    picture = make_picture("a ship on the sea at noon")
    _, rows = find_change(picture, 60)
    horizon = (picture.scene.horizon - picture.scene.down) / picture.size[1]
    (puppet,) = find_puppets(picture)
    assert (rows > puppet.place.row + 0.03).sum() > 50
    assert puppet.place.row > horizon


@pytest.mark.parametrize(("way", "grows"), [("toward us", True), ("away into the distance", False)])
def test_what_comes_nearer_grows_and_what_goes_away_shrinks(way, grows):
    picture = make_picture(f"a car drives {way} in the desert")
    (puppet,) = find_puppets(picture)
    poses = [puppet.find_pose(picture.scene.make_moment(n)) for n in (0, COUNT - 1)]
    assert (poses[1].high > 1.3 * poses[0].high) == grows
    assert (poses[1].row > poses[0].row) == grows


@pytest.mark.parametrize("ratio", ["16:9", "9:16"])
@pytest.mark.parametrize("place", ["on the moon", "in space above the Earth", "on mars", "in a cafe"])
def test_a_thing_is_seen_in_every_kind_of_place(place, ratio):
    columns, _ = find_change(make_picture(f"a robot {place}", ratio), 60)
    assert len(columns) > 200


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("a village in the mountains", {"cottage"}),
        ("a cemetery in the moonlight", {"gravestone"}),
        ("a village street", set()),
    ],
)
def test_a_place_that_is_known_by_what_stands_there_has_it(prompt, names):
    assert {one.noun.name for one in read_staging(prompt).subjects} == names


def test_a_chandelier_hangs_and_a_pair_of_headphones_is_one_thing():
    (puppet,) = find_puppets(make_picture("a hotel corridor with a chandelier"))
    assert puppet.place.row * 360 <= puppet.place.height  # from the upper edge
    (subject,) = read_staging("a pair of headphones, product shot").subjects
    assert subject.count == 1


def test_a_train_has_a_track_below_it_from_side_to_side():
    picture = make_picture("a train crosses a meadow, noon")
    (puppet,) = find_puppets(picture)
    with_track = draw(picture, 60)
    puppet.rails = []
    changed = (np.abs(with_track - draw(picture, 60)) > 12).any(axis=0)
    assert changed.mean() > 0.9


def test_vehicles_that_chase_each_other_are_on_the_road():
    picture = make_picture("a police car chases a truck on a country road")
    rows = [puppet.place.row for puppet in find_puppets(picture)]
    assert min(rows) > 0.72
