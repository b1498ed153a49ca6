"""Check that the fast ways of drawing a frame show the same picture as the slow ones."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from studio.preview import lens, prompts, scenes
from studio.preview.parallel import run_parallel
from studio.preview.planes import make_layer, merge_layers, split_planes

WIDE, TALL = 320, 180


@pytest.fixture(scope="module")
def plane():
    rough = np.random.default_rng(5).uniform(0, 255, (TALL, WIDE)).astype(np.float32)
    return cv2.GaussianBlur(rough, (0, 0), 3).clip(0, 255).astype(np.uint8)


def psnr(a, b):
    off = (np.asarray(a, float) - np.asarray(b, float)) ** 2
    return 10 * np.log10(255**2 / max(off.mean(), 1e-9))


@pytest.mark.parametrize("factor", [1.01, 1.05, 1.1, 1.153, 1.24])
def test_enlarging_keeps_every_pixel_in_its_place(plane, factor):
    assert psnr(lens._enlarge(plane, factor), lens._warp(plane, factor)) > 50


@pytest.mark.parametrize("at", [(20, 10), (20.5, 10), (20.25, 10), (20.3, 10.7), (-3.0, 2.0), (40.0, 30.5)])
def test_a_crop_equals_the_exact_one(plane, at):
    shape = (150, 270)
    middle = (at[0] + (shape[1] - 1) / 2, at[1] + (shape[0] - 1) / 2)
    slow = cv2.getRectSubPix(plane, shape[::-1], middle)
    assert np.abs(lens._crop_at(plane, at, shape).astype(int) - slow).max() <= 1


@pytest.mark.parametrize(
    "prompt", ["a lighthouse at sea, push in", "misty pines, pan left", "a storm at sea, pull out"]
)
def test_trimming_plates_changes_nothing_visible(prompt, monkeypatch):
    def draw():
        stage = scenes.build_stage(
            prompts.read_prompt(prompt), (prompt, 1), width=WIDE, height=TALL, count=120, loop=False
        )
        yuv = np.empty((TALL * 3 // 2, WIDE), np.uint8)
        stage.draw_frame(70, yuv)
        return yuv

    trimmed = draw()
    monkeypatch.setattr("studio.preview.stage.Stage.trim", lambda stage: None)
    assert psnr(trimmed, draw()) > 50


def test_skipping_hidden_rows_changes_nothing_visible():
    def draw(*, whole):
        stage = scenes.build_stage(
            prompts.read_prompt("misty pines, pan left"),
            ("x",),
            width=WIDE,
            height=TALL,
            count=120,
            loop=False,
        )
        if whole:
            stage.layers = [replace(plate, solid=None) for plate in stage.layers]
        yuv = np.empty((TALL * 3 // 2, WIDE), np.uint8)
        stage.draw_frame(100, yuv)
        return yuv

    assert psnr(draw(whole=False), draw(whole=True)) > 50


def test_merged_plates_look_like_both():
    rng = np.random.default_rng(1)
    far, near = (
        make_layer(rng.random((TALL, WIDE, 3), np.float32), rng.random((TALL, WIDE), np.float32), 0.2)
        for _ in range(2)
    )
    one, two = (np.full((TALL * 3 // 2, WIDE), 90, np.uint8) for _ in range(2))
    for yuv, plates in ((one, [merge_layers(far, near)]), (two, [far, near])):
        planes = split_planes(yuv, WIDE, TALL)
        for plate in plates:
            lens.composite_at(planes.y, plate.y, plate.inverse, (0, 0))
    assert np.abs(one.astype(int) - two).max() <= 2


def test_parallel_results_keep_their_order():
    assert run_parallel(*(lambda n=n: n for n in range(20))) == list(range(20))


def test_an_error_in_a_parallel_call_is_raised():
    with pytest.raises(ZeroDivisionError):
        run_parallel(lambda: 1, lambda: 1 / 0)
