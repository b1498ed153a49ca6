"""Check that sound stays in sync: clicks at known frames are found there in the joined video."""

from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest

from studio.media import probe, sound
from studio.media.rates import STANDARD, place
from studio.media.segments import Segment
from studio.media.stitch import Shape, Stopped, stitch
from tests.studio.media.numbered import HEIGHT, WIDTH, numbered, numbers

pytestmark = pytest.mark.slow

RATE = 48_000
CLICKS = (10, 30, 50)  # frames
MOST_LATE = RATE // 1000  # a millisecond


def clicking(path, first, count=60, rate=RATE):
    """Write a numbered video with a click at the start of some frames."""
    silent = numbered(path.with_suffix(".silent.mp4"), first, count)
    samples = np.zeros((1, count * rate // 24), np.float32)
    for frame in CLICKS:
        samples[0, frame * rate // 24 : frame * rate // 24 + 40] = 0.9
    with av.open(str(silent)) as source, av.open(str(path), "w") as out:
        video = out.add_stream_from_template(source.streams.video[0])
        audio = out.add_stream("aac", rate=rate, layout="mono")
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = video
                out.mux(packet)
        for start in range(0, samples.shape[1], 1024):
            block = np.ascontiguousarray(samples[:, start : start + 1024])
            frame = av.AudioFrame.from_ndarray(block, "fltp", "mono")
            frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
            out.mux(audio.encode(frame))
        out.mux(audio.encode(None))
    return path


def find_clicks(path, fps=24):
    """Return the samples at which clicks start."""
    with av.open(str(path)) as video:
        length = int(video.streams.video[0].frames * RATE / fps)
        found = np.zeros(length + RATE)
        for start, block in sound.decode_audio(video):
            if start >= 0:
                found[start : start + block.shape[1]] = np.abs(block).max(axis=0)
    loud = np.flatnonzero(found > 0.3)
    return [int(loud[0])] + [int(b) for a, b in pairwise(loud) if b - a > RATE // 24] if len(loud) else []


@pytest.fixture(scope="module")
def videos(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    return {
        "loud": clicking(folder / "loud.mp4", 0),
        "other": clicking(folder / "other.mp4", 1000, rate=44_100),
        "silent": numbered(folder / "mute.mp4", 2000, 60),
    }


CUTS = [
    [("loud", 0, 60), ("silent", 0, 60), ("loud", 0, 60)],
    [("loud", 0, 59), ("other", 7, 41), ("silent", 3, 20), ("loud", 25, 60)],
    [("silent", 0, 30), ("other", 0, 60)],
]


@pytest.mark.parametrize("cut", CUTS)
def test_every_click_is_at_its_frame(videos, tmp_path, cut):
    target = tmp_path / "cut.mp4"
    count = stitch([Segment(videos[name], start, end) for name, start, end in cut], target)
    wanted, at = [], 0
    for name, start, end in cut:
        if name != "silent":
            wanted += [(at + click - start) * RATE // 24 for click in CLICKS if start <= click < end]
        at += end - start
    found = find_clicks(target)
    assert len(found) == len(wanted)
    assert all(abs(a - b) <= MOST_LATE for a, b in zip(found, wanted, strict=True))
    assert count == at == len(numbers(target)) and probe.verify(target).has_audio


@pytest.mark.parametrize("name", ["23.976", "25", "29.97", "60"])
@pytest.mark.parametrize("cut", CUTS)
def test_every_click_is_at_its_frame_at_another_rate(videos, tmp_path, cut, name):
    """And at the moment at which it is in an exact cut, to half a frame, however many shots come before."""
    target, fps = tmp_path / "cut.mp4", STANDARD[name]
    stitch([Segment(videos[video], *span) for video, *span in cut], target, shape=Shape(WIDTH, HEIGHT, fps))
    spans = place(((start, end, Fraction(24)) for _, start, end in cut), fps)
    wanted, exact, at = [], [], 0
    for (video, start, end), span in zip(cut, spans, strict=True):
        clicks = [click - start for click in CLICKS if start <= click < end and video != "silent"]
        wanted += [round(RATE * (span.at / fps + Fraction(click, 24))) for click in clicks]
        exact += [(at + click) * RATE // 24 for click in clicks]
        at += end - start
    found = find_clicks(target, fps)
    assert len(found) == len(wanted)
    assert all(abs(a - b) <= MOST_LATE for a, b in zip(found, wanted, strict=True))
    assert all(abs(a - b) <= RATE / fps / 2 + MOST_LATE for a, b in zip(found, exact, strict=True))


def test_adding_sound_copies_the_picture(videos, tmp_path):
    target = tmp_path / "cut.mp4"
    stitch([Segment(videos["loud"], 0, 60), Segment(videos["silent"], 0, 60)], target)
    with av.open(str(target)) as video:
        pictures = [bytes(packet) for packet in video.demux(video=0) if packet.size]
    originals = []
    for name in ("loud", "silent"):
        with av.open(str(videos[name])) as video:
            originals += [bytes(packet) for packet in video.demux(video=0) if packet.size]
    assert pictures == originals


def test_silent_clips_get_no_sound_track(videos, tmp_path):
    stitch([Segment(videos["silent"], 0, 60)], tmp_path / "cut.mp4")
    assert not probe.read_facts(tmp_path / "cut.mp4").has_audio


def test_no_temporary_file_is_left(videos, tmp_path):
    stitch([Segment(videos["loud"], 5, 60)], tmp_path / "cut.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["cut.mp4"]


def test_adding_sound_reports_its_progress_and_can_be_stopped(videos, tmp_path):
    """Progress renews the lease, which would run out while a long film's sound is added."""
    reported, segments = [], [Segment(videos["loud"], 0, 60)] * 3
    stitch(segments, tmp_path / "cut.mp4", progress=reported.append)
    assert (
        reported == sorted(reported)
        and reported[-1] == 1
        and len([part for part in reported if part > 0.7]) == 3
    )
    with pytest.raises(Stopped):
        stitch(segments, tmp_path / "other.mp4", progress=reported.append, stop=lambda: reported[-1] > 0.75)
    assert [path.name for path in tmp_path.iterdir()] == ["cut.mp4"]
