"""What is copied and what is encoded again have the same colors, whatever a film's tags are."""

from fractions import Fraction

import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace

from studio.media import frames
from studio.media.stitch import Segment, Shape, stitch

pytestmark = pytest.mark.slow
RED = (192, 64, 32)
WIDTH, COUNT, GOP = 320, 40, 12
TAGS = {
    "BT.709": (1, 1, 720),
    "BT.601": (6, 1, 720),
    "BT.601 of PAL": (5, 1, 360),
    "SMPTE 240M": (7, 1, 720),
    "BT.2020": (9, 1, 720),
    "untagged, high": (2, 0, 720),
    "untagged, low": (2, 0, 360),
    "full range": (1, 2, 720),
    "full range of BT.601": (6, 2, 360),
}


@pytest.fixture(params=TAGS)
def film(request, tmp_path):
    return _write_film(tmp_path / "film.mp4", *TAGS[request.param])


@pytest.mark.parametrize(("start", "end"), [(6, 40), (0, 31), (30, 35)])
def test_a_trimmed_film_does_not_flash(film, tmp_path, start, end):
    stitch([Segment(film, start, end)], tmp_path / "cut.mp4")
    _check_colors(tmp_path / "cut.mp4", film)


@pytest.mark.parametrize("size", [(WIDTH, 720), (480, 270)])
def test_a_label_or_another_size_leaves_the_colors_alone(film, tmp_path, size):
    stitch([Segment(film, 0, 10)], tmp_path / "cut.mp4", shape=Shape(*size, Fraction(24)), labeled=True)
    _check_colors(tmp_path / "cut.mp4", film)


def test_a_film_of_other_tags_keeps_its_colors_between_copies(tmp_path):
    other = _write_film(tmp_path / "other.mp4", *TAGS["BT.709"])
    for name in ("BT.601", "untagged, high", "full range"):
        film = _write_film(tmp_path / "film.mp4", *TAGS[name])
        cut = [Segment(film, 0, 40), Segment(other, 3, 20), Segment(film, 5, 40)]
        stitch(cut, tmp_path / "cut.mp4")
        _check_colors(tmp_path / "cut.mp4", film)


def _check_colors(target, source):
    """Compare a pixel near the middle of each frame with the source's, each read by its own tags."""
    wanted = _read_colors(source)[0]
    assert np.abs(wanted - RED).max() <= 4, "The film was written wrong."
    assert np.abs(_read_colors(target) - wanted).max() <= 2


def _read_colors(path):
    with frames.open_video(path) as video:
        pixels = [frames.to_pixels(frame, None, None) for frame in video.decode(video=0)]
    return np.array([one[one.shape[0] // 3, one.shape[1] // 2] for one in pixels], int)


def _write_film(path, matrix, color_range, height):
    meant = frames.get_matrix(matrix, height)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=24, options={"crf": "4", "bf": "2"})
        stream.width, stream.height = WIDTH, height
        stream.pix_fmt = "yuvj420p" if color_range == ColorRange.JPEG else "yuv420p"
        coder = stream.codec_context
        coder.gop_size, coder.colorspace, coder.color_range = GOP, matrix, color_range
        flat = av.VideoFrame.from_ndarray(np.full((height, WIDTH, 3), RED, np.uint8), "rgb24")
        for n in range(COUNT):
            frame = flat.reformat(
                format="yuv420p",
                dst_colorspace=Colorspace(meant),
                dst_color_range=ColorRange(color_range or ColorRange.MPEG),
                interpolation=frames.FINE,
            )
            frame = av.VideoFrame.from_ndarray(frame.to_ndarray(), stream.pix_fmt)
            frame.pts, frame.colorspace, frame.color_range = n, matrix, color_range
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return path
