"""Joins on real files: every frame carries its number in blocks; none is missing, none is there twice."""

from fractions import Fraction
from itertools import pairwise

import av
import pytest

from studio.media import MediaError, probe, smart_cut
from studio.media import stitch as joining
from studio.media.encode import VideoWriter
from studio.media.segments import iter_frames
from studio.media.stitch import Segment, Shape, Stopped, stitch
from tests.studio.media.numbered import HEIGHT, WIDTH, numbered, numbers, payload, picture


def times(path):
    with av.open(str(path)) as film:
        shown = sorted(packet.pts for packet in film.demux(video=0) if packet.size)
    return {later - earlier for earlier, later in pairwise(shown)}


@pytest.fixture(scope="module")
def films(tmp_path_factory):
    folder = tmp_path_factory.mktemp("films")
    return [numbered(folder / f"{first}.mp4", first, 60) for first in (0, 1000, 2000)]


CUTS = [
    [(0, 0, 60), (1, 0, 60), (2, 0, 60)],  # whole
    [(0, 0, 59), (1, 0, 59), (2, 0, 60)],  # the doubled frame at chained joins
    [(0, 0, 24), (1, 24, 48), (0, 48, 60)],  # at keyframes
    [(0, 7, 31), (1, 1, 60), (2, 0, 1), (2, 59, 60)],  # anywhere, single frames
    [(1, 0, 60), (1, 0, 60)],  # the same clip twice
]


@pytest.mark.parametrize("cut", CUTS)
def test_no_frame_is_missing_and_none_is_twice(films, tmp_path, cut):
    segments = [Segment(films[film], start, end) for film, start, end in cut]
    made = stitch(segments, tmp_path / "cut.mp4")
    wanted = [film * 1000 + n for film, start, end in cut for n in range(start, end)]
    assert numbers(tmp_path / "cut.mp4") == wanted
    assert made == len(wanted) == probe.verify(tmp_path / "cut.mp4").frames
    assert len(times(tmp_path / "cut.mp4")) == 1, "each frame is shown for the same time"


def test_whole_films_are_copied_bit_for_bit(films, tmp_path):
    stitch([Segment(films[0], 0, 60), Segment(films[1], 0, 60)], tmp_path / "cut.mp4")

    assert payload(tmp_path / "cut.mp4") == payload(films[0]) + payload(films[1])


def test_another_shape_is_padded_never_squeezed(films, tmp_path):
    tall = numbered(tmp_path / "tall.mp4", 300, 12, width=108, height=192)
    stitch([Segment(films[0], 0, 12), Segment(tall, 0, 12)], tmp_path / "cut.mp4")
    facts = probe.read_facts(tmp_path / "cut.mp4")
    assert (facts.width_px, facts.height_px, facts.frames) == (WIDTH, HEIGHT, 24)
    with av.open(str(tmp_path / "cut.mp4")) as film:
        last = list(film.decode(video=0))[-1].to_ndarray(format="gray")
    assert last[:, :50].max() < 40 and last[:, -50:].max() < 40, "black on both sides"


def test_a_larger_size_can_be_asked_for(films, tmp_path):
    shape = Shape(384, 216, Fraction(24))
    assert stitch([Segment(films[0], 0, 10)], tmp_path / "cut.mp4", shape=shape) == 10
    assert probe.read_facts(tmp_path / "cut.mp4").width_px == 384
    assert numbers(tmp_path / "cut.mp4") == list(range(10))


@pytest.mark.parametrize("end", [60, 31])
def test_stopped_halfway_nothing_is_left(films, tmp_path, end):
    with pytest.raises(Stopped):
        stitch([Segment(films[0], 0, end)], tmp_path / "cut.mp4", stop=lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_joined_is_said_and_nothing_is_left(films, tmp_path):
    (tmp_path / "broken.mp4").write_bytes(b"not a film")
    for segments in ([], [Segment(films[0], 0, 61)], [Segment(tmp_path / "broken.mp4", 0, 1)]):
        with pytest.raises(MediaError):
            stitch(segments, tmp_path / "cut.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["broken.mp4"]


def test_progress_rises_to_the_end(films, tmp_path):
    told = []
    stitch([Segment(films[0], 0, 60)], tmp_path / "cut.mp4", progress=told.append)
    assert told == sorted(told) and told[-1] == 1


# -- copied as far as possible -------------------------------------------------------------------------------


def copied_part(target, *sources):
    """The part of the packets that are the very bytes of the sources."""
    known = {packet for source in sources for packet in payload(source)}
    made = payload(target)
    return sum(packet in known for packet in made) / len(made)


@pytest.mark.parametrize(("start", "end"), [(0, 59), (7, 60), (7, 55), (25, 60), (0, 58)])
def test_only_what_the_cut_goes_through_is_encoded(films, tmp_path, start, end):
    target = tmp_path / "cut.mp4"
    stitch([Segment(films[0], start, end), Segment(films[1], 0, 60)], target)
    assert numbers(target) == [*range(start, end), *range(1000, 1060)]
    assert copied_part(target, films[0], films[1]) > 0.7
    assert len(times(target)) == 1


def test_one_foreign_clip_does_not_cost_the_others_a_second_encoding(films, tmp_path):
    odd = numbered(tmp_path / "odd.mp4", 300, 12, width=108, height=192)
    target = tmp_path / "cut.mp4"
    stitch([Segment(films[0], 0, 60), Segment(odd, 0, 12), Segment(films[1], 0, 60)], target)
    assert copied_part(target, *films) == 120 / 132
    found = numbers(target)
    assert found[:60] == list(range(60)) and found[72:] == list(range(1000, 1060))


def test_another_rate_keeps_its_time(films, tmp_path):
    """30 frames a second become 24: one in five is left out, and none of the clip's time."""
    with VideoWriter(tmp_path / "fast.mp4", WIDTH, HEIGHT, 30) as film:
        for n in range(60):
            film.write(picture(500 + n, WIDTH, HEIGHT))
    target = tmp_path / "cut.mp4"
    made = stitch([Segment(films[0], 0, 24), Segment(tmp_path / "fast.mp4", 0, 60)], target)
    assert made == 24 + 48
    found = numbers(target)[24:]
    assert found == [500 + n * 5 // 4 for n in range(48)]


@pytest.mark.parametrize("fps", [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001)])
def test_the_rate_of_television_is_kept_exactly(tmp_path, fps):
    with VideoWriter(tmp_path / "clip.mp4", WIDTH, HEIGHT, fps) as film:
        for n in range(50):
            film.write(picture(n, WIDTH, HEIGHT))
    target = tmp_path / "cut.mp4"
    stitch([Segment(tmp_path / "clip.mp4", 0, 49), Segment(tmp_path / "clip.mp4", 3, 50)], target)
    assert probe.read_facts(target).fps == fps
    assert numbers(target) == [*range(49), *range(3, 50)]


# -- films as others encode them -----------------------------------------------------------------------------

FOREIGN = {
    "open groups, pyramids": ("libx264", "open-gop=1:keyint=20:bframes=3:b-pyramid=normal:ref=4:scenecut=0"),
    "one long group": ("libx264", "keyint=250:bframes=3"),
    "refreshed bit by bit": ("libx264", "intra-refresh=1:keyint=20"),
    "several slices": ("libx264", "slices=4:keyint=20"),
    "HEVC": ("libx265", "keyint=20:log-level=none"),
}
FOREIGN_CUT = [(0, 0, 59), (1, 3, 57), (0, 19, 41), (0, 59, 60)]


@pytest.mark.parametrize("kind", FOREIGN)
def test_films_that_others_encoded_lose_nothing_either(tmp_path, kind):
    both = [foreign(tmp_path / f"{first}.mp4", first, *FOREIGN[kind]) for first in (0, 1000)]
    segments = [Segment(both[film], start, end) for film, start, end in FOREIGN_CUT]
    made = stitch(segments, tmp_path / "cut.mp4")
    wanted = [film * 1000 + n for film, start, end in FOREIGN_CUT for n in range(start, end)]
    assert numbers(tmp_path / "cut.mp4") == wanted and made == len(wanted)
    assert len(times(tmp_path / "cut.mp4")) == 1


def foreign(path, first, codec, parameters):
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=24, options={codec.replace("lib", "") + "-params": parameters})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for n in range(60):
            frame = av.VideoFrame.from_ndarray(picture(first + n, WIDTH, HEIGHT), "yuv420p")
            frame.pts, frame.time_base = n, Fraction(1, 24)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def test_a_film_that_ends_too_early_is_said_not_swallowed(films, tmp_path, monkeypatch):
    """A decoder that gives fewer frames than the file has: the join is refused, and nothing is left."""

    def short(segment, shape):
        yield from list(iter_frames(segment, shape))[:-1]

    for module in (smart_cut, joining):
        monkeypatch.setattr(module, "iter_frames", short)
    for labeled in (False, True):
        with pytest.raises(MediaError, match="Some frames of the clips cannot be read"):
            stitch([Segment(films[0], 0, 59)], tmp_path / "cut.mp4", labeled=labeled)
    assert not list(tmp_path.iterdir())
