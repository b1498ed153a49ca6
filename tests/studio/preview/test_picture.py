"""Check what the Preview draws: exact keyframes, seamless loops, the same video twice."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.engines.preview import RATIOS, Preview
from studio.media import frames, probe
from studio.preview import prompts, render, scenes, subjects
from studio.preview.abstract import AbstractScene
from studio.preview.keyframes import Plate, Transition, cover_crop
from studio.preview.planes import to_planes
from studio.preview.slate import make_mark
from studio.wire import GenerationFrame, ImageFrame, Order

from .conftest import SMALL

pytestmark = pytest.mark.slow


def draw_video(preview, order):
    report = preview.submit(order, repr(order))
    assert preview.work(report.provider_id)
    job = preview._store.find(report.provider_id)
    assert job.failure is None
    return job.video


def psnr(a, b):
    off = (np.asarray(a, float) - np.asarray(b, float)) ** 2
    return 10 * np.log10(255**2 / max(off.mean(), 1e-9))


def draw_frames(order, *numbers):
    """Return frames of an order before they are encoded."""
    width, height = render.compute_size(order.aspect_ratio, order.resolution)
    count = order.duration_s * render.FPS
    picture = render.Picture(order, {}, width=width, height=height, count=count)
    results = []
    for n in numbers:
        yuv = np.empty((height * 3 // 2, width), np.uint8)
        picture.draw_frame(n % count, yuv)
        results.append(yuv.astype(int))
    return results


@pytest.mark.parametrize(
    ("subject", "scene"), [(name, scene) for name, scenes in subjects.PLACES.items() for scene in scenes]
)
def test_every_subject_can_be_drawn_where_it_belongs(subject, scene):
    sketch = replace(prompts.read_prompt("a sea", 0), scene=scene, subjects=(subject,))
    with_it, without = (
        scenes.build_stage(one, ("seed",), width=320, height=180, count=120, loop=False)
        for one in (sketch, replace(sketch, subjects=()))
    )
    frames = [np.empty((270, 320), np.uint8) for _ in range(2)]
    for stage, yuv in zip((with_it, without), frames, strict=True):
        stage.draw_frame(60, yuv)
    assert (frames[0] != frames[1]).any()


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("resolution", ["360p", "540p", "720p"])
def test_every_ratio_and_resolution_has_the_right_size(ratio, resolution):
    width, height = render.compute_size(ratio, resolution)
    assert (width % 2, height % 2, min(width, height)) == (0, 0, int(resolution[:-1]))
    across, down = map(int, ratio.split(":"))
    assert width / height == pytest.approx(across / down, abs=0.01)


@pytest.mark.parametrize("ratio", RATIOS)
def test_every_ratio_is_drawn_at_its_size(preview, ratio):
    facts = probe.verify(draw_video(preview, Order("a kitchen", **SMALL, aspect_ratio=ratio)))
    assert (facts.width_px, facts.height_px) == render.compute_size(ratio, "360p")


@pytest.mark.parametrize(("seconds", "count"), [(5, 120), (9, 216), (10, 240)])
def test_a_duration_becomes_an_exact_number_of_frames(preview, seconds, count):
    facts = probe.verify(draw_video(preview, Order("a kitchen", **{**SMALL, "duration_s": seconds})))
    assert (facts.frames, facts.fps, facts.seconds) == (count, 24, seconds)


@pytest.mark.parametrize("resolution", ["540p", "720p", "1080p", "4k"])
def test_every_resolution_can_be_drawn(resolution):
    (yuv,) = draw_frames(Order("night city in the rain", "preview", resolution=resolution, duration_s=5), 60)
    width, height = render.compute_size("16:9", resolution)
    assert yuv.shape == (height * 3 // 2, width)
    assert yuv[:height].std() > 10


def test_two_processes_draw_the_same_bytes(tmp_path, photo):
    code = (
        "import sys; from pathlib import Path; from studio.wire import Order;"
        "from studio.preview import render;"
        "render.draw(Order('misty pines, snow, push in', 'preview', resolution='360p', duration_s=5, seed=3),"
        "{'frame1': Path(sys.argv[2])} if len(sys.argv) > 2 else {}, Path(sys.argv[1]), lambda part: None)"
    )
    for arguments in ([], [str(photo)]):
        both = [
            subprocess.Popen([sys.executable, "-c", code, str(tmp_path / name), *arguments]) for name in "ab"
        ]
        assert [process.wait() for process in both] == [0, 0]
        assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_another_seed_draws_another_take(preview):
    order = Order("desert dunes at dusk", **SMALL)
    (one,), (two,) = draw_frames(order, 60), draw_frames(replace(order, seed=2), 60)
    assert np.abs(one - two).mean() > 4


@pytest.mark.parametrize(
    "prompt",
    [
        "snowfall over a lake at dusk, push in",
        "neon city in the rain at night, pan left",
        "a lighthouse over a stormy sea",
        "a face in candle light",
        "mist over mountains, birds, aurora at night",
        "cherry petals over a meadow, orbit",
        "ringed planet in space",
    ],
)
def test_a_loop_closes_without_a_jump(prompt):
    order = Order(prompt, **SMALL, loop=True)
    before, last, first, after = draw_frames(order, -2, -1, 0, 1)
    seam = np.abs(last - first).mean()
    beside = max(np.abs(before - last).mean(), np.abs(first - after).mean())
    assert seam <= 1.15 * beside


@pytest.mark.parametrize("prompt", ["liquid gold and blue", "asdf qwer", ""])
def test_a_prompt_that_names_nothing_is_drawn_as_light(prompt):
    order = Order(prompt, **SMALL, slate=False)
    picture = render.Picture(order, {}, width=640, height=360, count=120)
    assert isinstance(picture.scene, AbstractScene)
    (yuv,) = draw_frames(order, 60)
    assert yuv[:360].std() > 12
    assert yuv[360:].std() > 3


def test_the_first_frame_is_the_keyframe(preview, photo):
    shown = frames.read_first(draw_video(preview, Order("snow at night", **SMALL, frame0=ImageFrame(photo))))
    assert psnr(shown, cover_crop(Image.open(photo), 640, 360)) >= 35


def test_the_last_frame_is_the_keyframe(preview, photo):
    shown = frames.read_last(draw_video(preview, Order("rain", **SMALL, frame1=ImageFrame(photo))))
    assert psnr(shown, cover_crop(Image.open(photo), 640, 360)) >= 35


def test_a_clip_moves_between_two_keyframes(preview, photo, tmp_path):
    other = tmp_path / "other.png"
    Image.open(photo).rotate(180).save(other)
    path = draw_video(preview, Order("fog", **SMALL, frame0=ImageFrame(photo), frame1=ImageFrame(other)))
    ends = [cover_crop(Image.open(p), 640, 360) for p in (photo, other)]
    assert psnr(frames.read_first(path), ends[0]) >= 35
    assert psnr(frames.read_last(path), ends[1]) >= 35
    middle = frames.read_nth(path, 60)
    assert max(psnr(middle, end) for end in ends) < 30


@pytest.mark.parametrize("end", ["frame0", "frame1"])
def test_a_clip_continues_another_clip_exactly(preview, order, end):
    report = preview.submit(order, "one")
    preview.work(report.provider_id)
    earlier = preview._store.find(report.provider_id).video
    after = draw_video(preview, replace(order, prompt="rain", **{end: GenerationFrame(report.provider_id)}))
    if end == "frame0":
        assert psnr(frames.read_first(after), frames.read_last(earlier)) >= 35
    else:
        assert psnr(frames.read_last(after), frames.read_first(earlier)) >= 35


def test_the_mark_of_a_keyframe_is_recognized_and_removed(preview, order):
    report = preview.submit(replace(order, slate=False), "one")
    preview.work(report.provider_id)
    image = preview._store.find(report.provider_id).read_end_frame("last")
    path = Path(preview._store.folder / "k.png")
    image.save(path)
    picture = render.Picture(
        replace(order, prompt="push in"), {"frame0": path}, width=640, height=360, count=120
    )
    assert isinstance(picture.transition, Transition)
    assert picture.transition.first.marked
    assert not picture.mark.is_visible_on(picture.transition.first.clean)


@pytest.mark.parametrize(("aspect_ratio", "resolution"), [("16:9", "720p"), ("16:9", "540p")])
def test_a_clip_of_another_size_loses_the_mark_of_its_keyframe(preview, order, aspect_ratio, resolution):
    report = preview.submit(replace(order, slate=False), "one")
    preview.work(report.provider_id)
    image = preview._store.find(report.provider_id).read_end_frame("last")
    width, height = render.compute_size(aspect_ratio, resolution)
    plate = Plate(image, width, height, make_mark(width, height))
    marked = to_planes(np.asarray(cover_crop(image, width, height), np.float32) / 255)
    changed = np.abs(plate.clean.y.astype(int) - marked.y) > 12
    rows, columns = np.nonzero(changed)
    assert len(rows) > 20 and rows.min() > 0.9 * height and columns.min() > 0.5 * width
    assert all(np.array_equal(*pair) for pair in zip(plate.shown, marked, strict=True))


def test_a_keyframe_without_a_mark_is_recognized_as_such(preview, photo, order):
    picture = render.Picture(order, {"frame0": photo}, width=640, height=360, count=120)
    assert not picture.transition.first.marked


def test_without_the_slate_the_mark_stays():
    order = Order("misty mountains at dawn", **SMALL)
    (with_slate,), (without,) = draw_frames(order, 20), draw_frames(replace(order, slate=False), 20)
    changed = np.argwhere(np.abs(with_slate[:360] - without[:360]) > 20)
    assert len(changed) > 100
    assert changed[:, 0].min() > 300
    assert changed[:, 1].max() < 500
    picture = render.Picture(replace(order, slate=False), {}, width=640, height=360, count=120)
    yuv = np.empty((540, 640), np.uint8)
    picture.draw_frame(60, yuv)
    assert picture.mark.is_visible_on(render.split_planes(yuv, 640, 360))


@pytest.mark.parametrize("resolution", ["360p", "1080p"])
def test_the_slate_is_gone_after_two_seconds(resolution):
    order = Order("misty mountains at dawn", "preview", resolution=resolution, duration_s=5)
    (with_slate,), (without,) = draw_frames(order, 48), draw_frames(replace(order, slate=False), 48)
    assert np.array_equal(with_slate, without)


def test_engines_share_only_the_folder(tmp_path, order):
    folder = tmp_path / "shared"
    report = Preview(folder).submit(order, "one")
    assert Preview(folder).work(report.provider_id)
    assert Preview(folder).ask([]) == {}
