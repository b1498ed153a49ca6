"""What may be imported, and what is refused in a sentence."""

import pytest

from studio.media import FilmRefused, MediaError, footage, frames
from tests.studio.media import hostile_films
from tests.studio.media.hostile_films import FRAMES, HEIGHT, KINDS, WIDTH, film, forged, growing

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", KINDS)
def test_the_usual_containers_and_codecs_are_known(tmp_path, kind):
    found = footage.examine(film(tmp_path / "without-a-suffix", kind))
    size = (1280, 720) if kind == "dnxhr.mov" else (WIDTH, HEIGHT)
    assert (found.width_px, found.height_px, found.frames) == (*size, FRAMES)
    assert found.seconds == pytest.approx(1, abs=0.01)
    assert found.container == ("matroska" if kind.endswith(("mkv", "webm")) else "mov")


@pytest.mark.parametrize("content", [hostile_films.PLAYLIST, hostile_films.CONCAT, b"<html>", b"\0" * 100])
def test_what_is_no_film_is_refused_whatever_its_name(tmp_path, content):
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    with pytest.raises(FilmRefused, match="isn't a film"):
        footage.examine(path)


@pytest.mark.parametrize(
    ("forgery", "reason"),
    [
        ({"frames": 10**6}, "more than 500,000 frames"),
        ({"frames": 24, "width": 16_000, "height": 16_000}, "16000 × 16000"),
        ({"frames": 24, "width": 8, "height": 8}, "8 × 8"),
        ({"frames": 24, "seconds": 5 * 3600}, "longer than 4 hours"),
        ({"frames": 400_000, "width": 4096, "height": 4096}, "too long for its size of 4096 × 4096"),
        ({"frames": 24}, "can't be read"),
    ],
)
def test_a_bomb_is_refused_before_it_is_decoded(tmp_path, forgery, reason):
    path = forged(tmp_path / "film.mp4", **forgery)
    assert path.stat().st_size < 1_100_000
    with pytest.raises(FilmRefused, match=reason):
        footage.examine(path)


def test_a_film_that_grows_in_the_middle_never_gets_more_memory_than_its_first_frame_may(
    tmp_path, monkeypatch
):
    """Its head is harmless, so it passes the check; the decoder itself refuses frames that are too large."""
    path = growing(tmp_path / "growing.webm")
    assert footage.examine(path).width_px == WIDTH
    assert frames.read_nth(path, 20).width == WIDTH * 4
    monkeypatch.setattr(frames, "MAX_PIXELS", WIDTH * HEIGHT * 2)
    assert frames.read_nth(path, 3).width == WIDTH
    with pytest.raises(MediaError):
        frames.read_nth(path, 20)


def test_other_codecs_and_sound_alone_are_named(tmp_path, monkeypatch):
    monkeypatch.setitem(KINDS, "mjpeg.mov", ("mov", "mjpeg", "yuvj420p", {}))
    with pytest.raises(FilmRefused, match=r"codec \(mjpeg\)"):
        footage.examine(film(tmp_path / "mjpeg.mov", "mjpeg.mov"))


@pytest.mark.parametrize("kind", ["h264.mp4", "prores.mov"])
def test_a_film_cut_short_anywhere_is_refused(tmp_path, kind):
    whole = film(tmp_path / "whole", kind).read_bytes()
    for tenth in range(10):
        path = tmp_path / f"{tenth}.mp4"
        path.write_bytes(whole[: len(whole) * tenth // 10])
        with pytest.raises(FilmRefused):
            footage.examine(path)


def test_a_process_that_dies_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(footage, "CHILD", "timeit")  # prints no JSON
    with pytest.raises(FilmRefused, match="can't be opened"):
        footage.examine(film(tmp_path / "film.mp4"))


def test_a_process_that_hangs_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(footage, "CHILD", "tests.studio.media.never_ends")
    monkeypatch.setattr(footage, "WALL_S", 0)
    with pytest.raises(FilmRefused, match="takes too long"):
        footage.examine(film(tmp_path / "film.mp4"))


def test_what_report_raises_ends_the_examination(tmp_path, monkeypatch):
    monkeypatch.setattr(footage, "CHILD", "tests.studio.media.never_ends")
    with pytest.raises(KeyError):
        footage.examine(film(tmp_path / "film.mp4"), report=lambda: {}["stop"])
