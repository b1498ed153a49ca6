"""The quick ways of drawing a frame show the same picture as the slow ones."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from studio.preview import lens, scenes, words
from studio.preview.hands import together
from studio.preview.planes import joined, layer, views

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
    assert psnr(lens._enlarged(plane, factor), lens._warped(plane, factor)) > 50


@pytest.mark.parametrize("at", [(20, 10), (20.5, 10), (20.25, 10), (20.3, 10.7), (-3.0, 2.0), (40.0, 30.5)])
def test_a_piece_is_what_lies_there(plane, at):
    shape = (150, 270)
    middle = (at[0] + (shape[1] - 1) / 2, at[1] + (shape[0] - 1) / 2)
    slow = cv2.getRectSubPix(plane, shape[::-1], middle)
    assert np.abs(lens._piece(plane, at, shape).astype(int) - slow).max() <= 1


@pytest.mark.parametrize(
    "prompt", ["a lighthouse at sea, push in", "misty pines, pan left", "a storm at sea, pull out"]
)
def test_trimming_plates_changes_nothing_that_is_seen(prompt, monkeypatch):
    def shot():
        stage = scenes.build(words.read(prompt), (prompt, 1), width=WIDE, height=TALL, count=120, loop=False)
        yuv = np.empty((TALL * 3 // 2, WIDE), np.uint8)
        stage.frame(70, yuv)
        return yuv

    trimmed = shot()
    monkeypatch.setattr("studio.preview.stage.Stage.trim", lambda stage: None)
    assert psnr(trimmed, shot()) > 50


def test_what_a_plate_hides_is_as_good_as_not_drawn():
    def shot(*, whole):
        stage = scenes.build(
            words.read("misty pines, pan left"), ("x",), width=WIDE, height=TALL, count=120, loop=False
        )
        if whole:
            stage.layers = [replace(plate, solid=None) for plate in stage.layers]
        yuv = np.empty((TALL * 3 // 2, WIDE), np.uint8)
        stage.frame(100, yuv)
        return yuv

    assert psnr(shot(whole=False), shot(whole=True)) > 50


def test_two_plates_in_one_look_like_both():
    chance = np.random.default_rng(1)
    far, near = (
        layer(chance.random((TALL, WIDE, 3), np.float32), chance.random((TALL, WIDE), np.float32), 0.2)
        for _ in range(2)
    )
    one, two = (np.full((TALL * 3 // 2, WIDE), 90, np.uint8) for _ in range(2))
    for yuv, plates in ((one, [joined(far, near)]), (two, [far, near])):
        planes = views(yuv, WIDE, TALL)
        for plate in plates:
            lens.lay(planes.y, plate.y, plate.away, (0, 0))
    assert np.abs(one.astype(int) - two).max() <= 2


def test_plates_painted_side_by_side_come_in_their_order():
    assert together(*(lambda n=n: n for n in range(20))) == list(range(20))


def test_a_painter_who_stumbles_is_heard():
    with pytest.raises(ZeroDivisionError):
        together(lambda: 1, lambda: 1 / 0)
