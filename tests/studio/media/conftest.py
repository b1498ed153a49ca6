"""Provide short, real videos."""

import numpy as np
import pytest

from studio.media.encode import VideoWriter


def yuv(width, height, y, u=128, v=128):
    """Return a flat I420 frame."""
    frame = np.full((height * 3 // 2, width), y, np.uint8)
    frame[height : height + height // 4] = u
    frame[height + height // 4 :] = v
    return frame


@pytest.fixture
def video(tmp_path):
    """Provide 50 frames of 320x180, each a little brighter than the one before: 20, 24, 28 …"""
    path = tmp_path / "video.mp4"
    with VideoWriter(path, 320, 180) as writing:
        for n in range(50):
            writing.write(yuv(320, 180, 20 + 4 * n))
    return path
