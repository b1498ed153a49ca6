"""Rigs: parts become pixels, and a gait carries its figure as far as its feet step."""

import numpy as np
import pytest

from studio.preview.rigs import Rig
from studio.preview.rigs.parts import Part, draw_parts, make_ellipse, make_limb, make_smooth

BOX = (-0.5, 0.0, 0.5, 1.0)
SQUARE = [(-0.25, 0.25), (0.25, 0.25), (0.25, 0.75), (-0.25, 0.75)]


def test_a_part_is_where_it_says_with_its_own_color():
    mask = draw_parts([Part(SQUARE, tone=0.5, color="#ff0000")], BOX, 200)
    assert mask.alpha.shape == (200, 200)
    assert mask.alpha.mean() == pytest.approx(0.25, abs=0.01)
    assert mask.tone[100, 100] == pytest.approx(0.5, abs=0.01)
    assert mask.colors is not None
    assert mask.colors[100, 100].tolist() == [1, 0, 0]


def test_a_hole_shows_what_is_behind():
    hole = Part(make_ellipse((0, 0.5), 0.1).points, is_hole=True)
    mask = draw_parts([Part(SQUARE), hole], BOX, 200)
    assert mask.alpha[100, 100] == 0
    assert mask.alpha[70, 70] == 1


def test_a_limb_is_as_thick_as_it_says_and_ends_round():
    mask = draw_parts(make_limb([(0, 0.2), (0, 0.8)], [0.2, 0.1]), BOX, 400)
    across = (mask.alpha > 0.5).sum(1)
    assert across[400 - 80] == pytest.approx(80, abs=3)
    assert across[400 - 320] == pytest.approx(40, abs=3)
    assert 0 < across[400 - 45] < 80


def test_a_smooth_outline_runs_through_its_points():
    points = np.asarray(make_smooth(SQUARE).points)
    for corner in SQUARE:
        assert np.hypot(*(points - corner).T).min() < 1e-9
    assert points.max() > 0.75


def test_a_rig_that_looks_left_is_mirrored():
    rig = Rig(lambda phase: [Part(SQUARE), make_ellipse((0.3 + 0.1 * phase, 0.5), 0.1)], BOX, pictures=2)
    right, left = rig.draw(100, 1, 1), rig.draw(100, -1, 1)
    assert np.array_equal(right.alpha, left.alpha[:, ::-1])
    assert not np.array_equal(right.alpha, rig.draw(100, 1, 0).alpha)
