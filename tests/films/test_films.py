"""Every film of the corpus: its truth is read as it was written, and its working film shows the same."""

import shutil
import subprocess
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from studio.media import frames, probe, stills
from studio.media.conform import conform
from studio.media.stitch import Segment, stitch
from studio.media.truth import find_reasons, read_truth
from tests.films.corpus import CORPUS, ODD, last_late
from tests.films.draw import CORNERS, is_flash, read_corners, read_number
from tests.films.make import Film, make

pytestmark = pytest.mark.slow
HDR_WHITE = 235
NEAR, SAME = 10, 2  # of 255: after two lossy encodings of different matrices; by the same decoder
LOUD = 0.1
MATRICES = {1: "bt709", 4: "fcc", 5: "bt601", 7: "smpte240m", 9: "bt2020"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the paths of a film and of its working film, each made once."""
    folder, known = tmp_path_factory.mktemp("films"), {}

    def get(film):
        if film.name not in known:
            path = make(film, folder)
            truth = read_truth(path)
            working = path
            if find_reasons(truth):
                working = folder / f"{len(known)}.working.mp4"
                conform(path, working, truth)
            known[film.name] = path, working
        return known[film.name]

    return get


def by_name(films):
    return pytest.mark.parametrize("film", films, ids=lambda film: film.name)


@by_name(CORPUS)
def test_facts_are_the_truth_that_made_the_film(film, made):
    truth = read_truth(made(film)[0])
    assert (truth.width_px, truth.height_px) == film.size
    assert truth.frames == film.frames
    assert float(truth.fps) == pytest.approx(float(film.fps), rel=0.005 if film.time else 0)
    assert find_reasons(truth) == film.reasons
    assert truth.has_audio == bool(film.sound)


@by_name([film for film in CORPUS if film.suffix == "mp4"])
def test_every_film_is_complete(film, made):
    assert probe.verify(made(film)[0]).frames == film.frames


@by_name(ODD)
def test_a_working_film_is_plain(film, made):
    truth = read_truth(made(film)[1])
    assert find_reasons(truth) == ()
    assert (truth.width_px, truth.height_px) == tuple(side // 2 * 2 for side in film.size)
    assert (truth.matrix, truth.primaries, truth.transfer, truth.is_full_range) == (1, 1, 1, False)
    assert truth.codec == "h264"


@by_name(CORPUS)
def test_every_frame_is_shown_at_its_time(film, made):
    """No picture is further than half a frame from where the film has it, or one frame where it is cut."""
    fps = read_truth(made(film)[1]).fps
    numbers = read_numbers(made(film)[1])
    most = 1 / fps if film.time is last_late else 1 / (2 * fps)
    lead = round(late_start_s(film) * fps)
    starts = [film.when(n) - film.when(film.hidden) for n in range(film.hidden, film.count)]
    for k, number in enumerate(numbers[lead:]):
        if number == "flash":
            number = film.flash
        n = number - film.hidden
        assert starts[n] - k / fps <= most, f"frame {k} is early"
        assert n + 1 == len(starts) or starts[n + 1] - k / fps >= -most, f"frame {k} is late"
    if not film.time:
        assert len(numbers) == film.frames + lead


@by_name(CORPUS)
def test_pictures_are_upright_and_keep_their_colors(film, made):
    folder = made(film)[1].with_suffix(".stills")
    first = np.asarray(Image.open(stills.make_stills(made(film)[1], folder).first))
    lead = late_start_s(film) > 0
    assert first.shape[:2] == tuple(side // 2 * 2 for side in reversed(film.size))
    if lead:
        assert first.max() < 5, "black until the picture starts"
    elif film.transfer in (16, 18):
        assert read_white(made(film)[1]) >= HDR_WHITE
    elif film.hidden != film.flash:
        assert np.abs(read_corners(first) - list(CORNERS.values())).max() <= NEAR


@by_name([film for film in CORPUS if film.sound])
def test_picture_and_sound_stay_together(film, made):
    flash_s, beep_s = find_flash_s(made(film)[1]), find_beep_s(made(film)[1])
    assert abs(flash_s - beep_s) <= 1 / film.fps


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg isn't installed")
@by_name([film for film in CORPUS if film.transfer == 1 or film.transfer > 18])
def test_another_decoder_sees_the_same_pictures(film, made):
    """FFmpeg's own program, from Debian, reads both films, turned as it turns them."""
    ours = read_frames(made(film)[1])
    check_same(decode_elsewhere(made(film)[1], *ours[0].shape[1::-1], matrix=1), ours)
    stored = int(frames.get_matrix(film.matrix, film.height))
    if not film.time and not late_start_s(film):
        check_same(decode_elsewhere(made(film)[0], *film.size, matrix=stored), ours)


@by_name([film for film in CORPUS if film.count > 10])
def test_a_trim_keeps_every_frame_and_its_colors(film, made, tmp_path):
    """Frames around the cuts are encoded again, the others are copied: nobody can tell them apart."""
    source = read_frames(made(film)[1])
    stitch([Segment(made(film)[1], 3, len(source) - 2)], tmp_path / "cut.mp4")
    cut = read_frames(tmp_path / "cut.mp4")
    check_same(cut, source[3:-2], within=SAME if film.codec != "libsvtav1" else NEAR)
    if shutil.which("ffmpeg"):
        matrix = int(frames.get_matrix(read_truth(tmp_path / "cut.mp4").matrix, cut[0].shape[0]))
        check_same(decode_elsewhere(tmp_path / "cut.mp4", *cut[0].shape[1::-1], matrix=matrix), cut)


@by_name([film for film in CORPUS if film.sound])
@pytest.mark.parametrize("labeled", [False, True])
def test_behind_another_film_picture_and_sound_stay_together(film, made, tmp_path, labeled):
    working = made(film)[1]
    fps = max(Fraction(24), read_truth(working).fps)  # a slower one would drop some flashes
    first = make(Film("base", width=320, height=180, fps=fps, count=24, flash=-1), tmp_path)
    parts = [Segment(first, 0, 24), Segment(working, 0, probe.read_facts(working).frames)]
    stitch(parts, tmp_path / "cut.mp4", labeled=labeled)
    flash_s, beep_s = find_flash_s(tmp_path / "cut.mp4"), find_beep_s(tmp_path / "cut.mp4")
    assert abs(flash_s - beep_s) <= 1 / fps
    assert flash_s - 24 / fps == pytest.approx(find_flash_s(working), abs=float(1 / fps))


def check_same(theirs, ours, within=NEAR):
    assert len(theirs) == len(ours)
    for other, own in zip(theirs, ours, strict=True):
        assert is_flash(own) == is_flash(other)
        if not is_flash(own):
            assert read_number(other) == read_number(own)
            assert np.abs(read_corners(other) - read_corners(own)).max() <= within


def late_start_s(film):
    """Return for how long the film has sound without a picture. A few frames are not worth black ones."""
    late = film.start_s - film.sound_start_s if film.sound else 0
    return max(0, late)


def read_frames(path):
    with frames.open_video(path) as video:
        return [frames.to_pixels(frame, None, None) for frame in video.decode(video=0)]


def read_numbers(path):
    return ["flash" if is_flash(rgb) else read_number(rgb) for rgb in read_frames(path)]


def read_white(path):
    """Return how bright reference white is: the darkest channel of the brightest pixel."""
    return max(int(rgb.min(axis=2).max()) for rgb in read_frames(path)[1:2])


def find_flash_s(path):
    fps = read_truth(path).fps
    return float(read_numbers(path).index("flash") / fps)


def find_beep_s(path):
    with av.open(str(path)) as film:
        for frame in film.decode(audio=0):
            loud = np.abs(frame.to_ndarray()).max(axis=0) > LOUD
            if loud.any():
                return frame.time + int(loud.argmax()) / frame.sample_rate
    raise AssertionError("There is no beep.")


def decode_elsewhere(path, width, height, *, matrix):
    how = f"flags=bicubic+accurate_rnd+full_chroma_int:in_color_matrix={MATRICES[matrix]}"
    scale = f"scale={width}:{height}:{how}"
    command = ["ffmpeg", "-v", "error", "-i", path, "-map", "0:v:0", "-vf", scale, "-vsync", "passthrough"]
    raw = subprocess.run(
        [*command, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], capture_output=True, check=True
    )
    return np.frombuffer(raw.stdout, np.uint8).reshape(-1, height, width, 3)


def test_odd_sides_are_met_by_a_join_that_has_no_size(made, tmp_path):
    """A join of a film of 257 x 145 said that a film's sides must be even."""
    film = next(film for film in CORPUS if film.name == "odd sides")
    assert stitch([Segment(made(film)[0], 0, 10)], tmp_path / "cut.mp4") == 10
    assert read_frames(tmp_path / "cut.mp4")[0].shape == (144, 256, 3)
