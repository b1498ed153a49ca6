"""Check what callers may rely on about video files."""

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from threading import Barrier

import av
import numpy as np
import pytest
from PIL import Image

from studio.media import MediaError, frames, pictures, probe, stills, write_durably
from studio.media.encode import VideoWriter

from .conftest import yuv


def gray(image):
    return float(np.asarray(image.convert("L")).mean())


def luma(n):
    """Return the gray of frame n of the fixture: limited range stretched to full."""
    return (20 + 4 * n - 16) * 255 / 219


def test_facts_are_counted_exactly(video):
    facts = probe.read_facts(video)
    assert (facts.width_px, facts.height_px, facts.frames) == (320, 180, 50)
    assert (facts.fps, facts.codec, facts.has_audio) == (Fraction(24), "h264", False)
    assert facts.seconds == Fraction(50, 24)


def test_fractional_rates_stay_fractions(tmp_path):
    with VideoWriter(tmp_path / "f.mp4", 64, 64, Fraction(24000, 1001)) as writer:
        for n in range(10):
            writer.write(yuv(64, 64, 50 + n))
    assert probe.read_facts(tmp_path / "f.mp4").fps == Fraction(24000, 1001)


def test_facts_say_whether_there_is_sound(tmp_path):
    path = tmp_path / "loud.mp4"
    with av.open(str(path), "w") as out:
        picture, sound = out.add_stream("libx264", rate=24), out.add_stream("aac", rate=44100)
        picture.width, picture.height, picture.pix_fmt = 64, 64, "yuv420p"
        out.mux(picture.encode(av.VideoFrame.from_ndarray(yuv(64, 64, 90), "yuv420p")))
        wave = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        wave.sample_rate = 44100
        out.mux(sound.encode(wave))
        out.mux(picture.encode())
        out.mux(sound.encode())
    assert probe.read_facts(path).has_audio


@pytest.mark.parametrize("n", [0, 1, 23, 24, 37, 49])
def test_any_frame_is_found_exactly(video, n):
    assert gray(frames.read_nth(video, n)) == pytest.approx(luma(n), abs=1.6)


def test_first_and_last_frame_are_exact(video):
    assert gray(frames.read_first(video)) == pytest.approx(luma(0), abs=1.6)
    assert gray(frames.read_last(video)) == pytest.approx(luma(49), abs=1.6)


def test_a_missing_frame_is_refused(video):
    with pytest.raises(MediaError, match="no frame 50"):
        frames.read_nth(video, 50)


@pytest.mark.parametrize("tagged", [True, False])
@pytest.mark.parametrize("height", [360, 720])
def test_colors_are_read_as_a_browser_shows_them(tmp_path, tagged, height):
    red709, red601 = (63, 102, 240), (81, 90, 240)
    wanted = red709 if tagged or height == 720 else red601
    path = tmp_path / "red.mp4"
    if tagged:
        with VideoWriter(path, 320, height) as writer:
            writer.write(yuv(320, height, *wanted))
    else:
        _untagged(path, height, wanted)
    r, g, b = np.asarray(frames.read_first(path)).reshape(-1, 3).mean(0)
    assert r > 245
    assert max(g, b) < 10


def _untagged(path, height, color):
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=24, options={"crf": "5"})
        stream.width, stream.height, stream.pix_fmt = 320, height, "yuv420p"
        out.mux(stream.encode(av.VideoFrame.from_ndarray(yuv(320, height, *color), "yuv420p")))
        out.mux(stream.encode())


@pytest.mark.parametrize(
    "body",
    [
        b"#EXTM3U\n#EXTINF:5,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
        b"<!doctype html><title>Gone</title>",
        b"",
        b"\0" * 64,
    ],
)
def test_a_file_that_is_not_an_mp4_is_refused(tmp_path, body):
    path = tmp_path / "liar.mp4"
    path.write_bytes(body)
    for look in (probe.read_facts, probe.verify, frames.read_first, frames.read_last):
        with pytest.raises(MediaError):
            look(path)


def test_a_complete_video_is_accepted(video):
    assert probe.verify(video).frames == 50


@pytest.mark.parametrize("keep", [4, 9, 30, 0.3, 0.9, -1])
def test_a_truncated_video_is_refused(video, keep):
    body = video.read_bytes()
    video.write_bytes(body[: int(len(body) * keep) if isinstance(keep, float) else keep])
    with pytest.raises(MediaError):
        probe.verify(video)


TRAILERS = [b"\0\0\0\0", b"\0" * 4096, b"junk", b"Made in 2026", b"\0\0\0\x20free", b"<xml/>" * 50]


@pytest.mark.parametrize("rest", TRAILERS)
def test_bytes_behind_the_last_box_do_not_matter(video, rest):
    video.write_bytes(video.read_bytes() + rest)
    assert probe.verify(video).frames == 50


@pytest.mark.parametrize("flags", ["frag_keyframe+empty_moov", "cmaf"])
def test_a_fragmented_video_is_complete_only_with_its_last_fragment(video, tmp_path, flags):
    target = tmp_path / "fragments.mp4"
    with av.open(str(video)) as source, av.open(str(target), "w", options={"movflags": flags}) as out:
        stream = out.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = stream
                out.mux(packet)
    body = target.read_bytes()
    last = body.rindex(b"moof") - 4
    target.write_bytes(body + b"\0\0\0\0")
    assert probe.verify(target).frames == 50
    for end in (last + 4, last + 30, body.rindex(b"mdat") + 10):
        target.write_bytes(body[:end])
        with pytest.raises(MediaError, match="incomplete"):
            probe.verify(target)


def test_a_video_without_its_last_sample_is_refused_whatever_follows(video, tmp_path):
    """Move the head to the front, so that the samples are last, and cut one byte of them."""
    body = video.read_bytes()
    assert body.index(b"moov") < body.index(b"mdat")
    video.write_bytes(body[:-1])
    with pytest.raises(MediaError, match="incomplete"):
        probe.verify(video)


def test_a_missing_file_is_refused_with_a_message(tmp_path):
    with pytest.raises(MediaError, match="can't be read"):
        probe.verify(tmp_path / "nowhere.mp4")


def test_stills_show_the_frames_of_the_video(video, tmp_path):
    made = stills.make_stills(video, tmp_path / "stills")
    with Image.open(made.strip) as strip, Image.open(made.poster) as poster:
        assert strip.size == (1600, 90)
        assert poster.size == (320, 180)
        tiles = [gray(strip.crop((160 * n, 0, 160 * n + 160, 90))) for n in range(10)]
    assert tiles == sorted(tiles)
    assert gray(Image.open(made.first)) == pytest.approx(luma(0), abs=1.6)
    assert gray(Image.open(made.last)) == pytest.approx(luma(49), abs=1.6)
    assert Image.open(made.last).size == (320, 180)
    assert not list(made.last.parent.glob("*.part"))


def test_a_video_of_one_frame_has_stills_too(tmp_path):
    with VideoWriter(tmp_path / "one.mp4", 64, 36) as writer:
        writer.write(yuv(64, 36, 100))
    made = stills.make_stills(tmp_path / "one.mp4", tmp_path)
    assert made.first.read_bytes() == made.last.read_bytes()


def test_the_same_frames_make_the_same_bytes(tmp_path):
    grain = np.random.default_rng(7).integers(0, 255, (30, 96, 64), np.uint8)
    for name in "ab":
        with VideoWriter(tmp_path / name, 64, 64, exact_frames=(0, 29)) as writer:
            for frame in grain:
                writer.write(frame)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_every_second_starts_with_a_keyframe_and_no_group_is_open(tmp_path):
    with VideoWriter(tmp_path / "g.mp4", 64, 64) as writer:
        for n in range(72):
            writer.write(yuv(64, 64, 60 + n))
    with av.open(str(tmp_path / "g.mp4")) as video:
        keys = [n for n, frame in enumerate(video.decode(video=0)) if frame.key_frame]
    assert keys == [0, 24, 48]


def test_a_video_that_fails_halfway_leaves_nothing_behind(tmp_path):
    with pytest.raises(ZeroDivisionError), VideoWriter(tmp_path / "f.mp4", 64, 64) as writer:
        writer.write(yuv(64, 64, 60))
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_odd_sides_are_refused(tmp_path):
    with pytest.raises(MediaError, match="even"):
        VideoWriter(tmp_path / "f.mp4", 63, 64)


def test_a_failed_write_keeps_the_existing_file(tmp_path):
    target = tmp_path / "kept"
    target.write_text("old")

    def fail(part):
        part.write_text("ha")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_durably(target, fail)
    assert [p.name for p in tmp_path.iterdir()] == ["kept"]
    assert target.read_text() == "old"


def test_two_writers_of_one_file_do_not_share_a_temporary_file(tmp_path):
    """1. Two pages ask for the same frame of a version, which has no picture yet.  2. Both begin to write it.
    3. Both finish: neither moves or truncates what the other is still writing."""
    target, both = tmp_path / "7.webp", Barrier(2)

    def write(text):
        def fill(part):
            part.write_text(text)
            both.wait(10)
            assert part.read_text() == text

        write_durably(target, fill)

    with ThreadPoolExecutor(2) as writers:
        list(writers.map(write, ["one" * 1000, "two" * 1000]))
    assert target.read_text() in ("one" * 1000, "two" * 1000)
    assert [path.name for path in tmp_path.iterdir()] == ["7.webp"]


def test_two_writers_of_one_video_each_write_a_whole_one(tmp_path):
    target = tmp_path / "film.mp4"
    with VideoWriter(target, 96, 54) as first, VideoWriter(target, 96, 54) as second:
        for n in range(12):
            first.write(yuv(96, 54, luma(n)))
            second.write(yuv(96, 54, luma(n)))
    assert probe.verify(target).frames == 12
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]


def test_what_two_killed_writers_left_of_a_picture_is_deleted_with_it(tmp_path):
    for name in ("picture.png", "picture.png.part", "picture.png.0a1b2c3d.part", "thumb.webp.4e5f6a7b.part"):
        (tmp_path / name).touch()
    pictures.clear(tmp_path, new=False)
    assert not list(tmp_path.iterdir())
