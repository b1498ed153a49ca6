"""Sound in time with the pictures: clicks at known frames are found there in the joined film."""

from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest

from studio.media import probe, sound
from studio.media.segments import Segment
from studio.media.stitch import Stopped, stitch
from tests.studio.media.numbered import numbered, numbers

RATE = 48_000
CLICKS = (10, 30, 50)  # frames
MOST_LATE = RATE // 1000  # a millisecond


def clicking(path, first, count=60, rate=RATE):
    """A numbered film with a click at the beginning of some frames."""
    silent = numbered(path.with_suffix(".silent.mp4"), first, count)
    samples = np.zeros((1, count * rate // 24), np.float32)
    for frame in CLICKS:
        samples[0, frame * rate // 24 : frame * rate // 24 + 40] = 0.9
    with av.open(str(silent)) as film, av.open(str(path), "w") as out:
        video = out.add_stream_from_template(film.streams.video[0])
        audio = out.add_stream("aac", rate=rate, layout="mono")
        for packet in film.demux(video=0):
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


def heard(path):
    """Where clicks begin, in samples."""
    with av.open(str(path)) as film:
        length = film.streams.video[0].frames * RATE // 24
        found = np.zeros(length + RATE)
        for start, block in sound.decode_audio(film):
            if start >= 0:
                found[start : start + block.shape[1]] = np.abs(block).max(axis=0)
    loud = np.flatnonzero(found > 0.3)
    return [int(loud[0])] + [int(b) for a, b in pairwise(loud) if b - a > RATE // 24] if len(loud) else []


@pytest.fixture(scope="module")
def films(tmp_path_factory):
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
def test_every_click_is_at_its_frame(films, tmp_path, cut):
    target = tmp_path / "cut.mp4"
    made = stitch([Segment(films[name], start, end) for name, start, end in cut], target)
    wanted, at = [], 0
    for name, start, end in cut:
        if name != "silent":
            wanted += [(at + click - start) * RATE // 24 for click in CLICKS if start <= click < end]
        at += end - start
    found = heard(target)
    assert len(found) == len(wanted)
    assert all(abs(a - b) <= MOST_LATE for a, b in zip(found, wanted, strict=True))
    assert made == at == len(numbers(target)) and probe.verify(target).has_audio


def test_sound_costs_the_picture_nothing(films, tmp_path):
    target = tmp_path / "cut.mp4"
    stitch([Segment(films["loud"], 0, 60), Segment(films["silent"], 0, 60)], target)
    with av.open(str(target)) as film:
        pictures = [bytes(packet) for packet in film.demux(video=0) if packet.size]
    originals = []
    for name in ("loud", "silent"):
        with av.open(str(films[name])) as film:
            originals += [bytes(packet) for packet in film.demux(video=0) if packet.size]
    assert pictures == originals


def test_there_is_no_track_where_nothing_sounds(films, tmp_path):
    stitch([Segment(films["silent"], 0, 60)], tmp_path / "cut.mp4")
    assert not probe.read_facts(tmp_path / "cut.mp4").has_audio


def test_nothing_else_is_left(films, tmp_path):
    stitch([Segment(films["loud"], 5, 60)], tmp_path / "cut.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["cut.mp4"]


def test_joining_the_sound_tells_how_far_it_is_and_can_be_stopped(films, tmp_path):
    """Else a long film's lease would run out while its sound is joined."""
    told, segments = [], [Segment(films["loud"], 0, 60)] * 3
    stitch(segments, tmp_path / "cut.mp4", progress=told.append)
    assert told == sorted(told) and told[-1] == 1 and len([part for part in told if part > 0.7]) == 3
    with pytest.raises(Stopped):
        stitch(segments, tmp_path / "other.mp4", progress=told.append, stop=lambda: told[-1] > 0.75)
    assert [path.name for path in tmp_path.iterdir()] == ["cut.mp4"]
