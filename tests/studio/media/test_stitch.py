"""Join real files whose frames carry their numbers: none is missing, none is repeated."""

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

pytestmark = pytest.mark.slow


def times(path):
    with av.open(str(path)) as video:
        shown = sorted(packet.pts for packet in video.demux(video=0) if packet.size)
    return {later - earlier for earlier, later in pairwise(shown)}


@pytest.fixture(scope="module")
def videos(tmp_path_factory):
    folder = tmp_path_factory.mktemp("videos")
    return [numbered(folder / f"{first}.mp4", first, 60) for first in (0, 1000, 2000)]


CUTS = [
    [(0, 0, 60), (1, 0, 60), (2, 0, 60)],  # whole
    [(0, 0, 59), (1, 0, 59), (2, 0, 60)],  # the doubled frame at chained joins
    [(0, 0, 24), (1, 24, 48), (0, 48, 60)],  # at keyframes
    [(0, 7, 31), (1, 1, 60), (2, 0, 1), (2, 59, 60)],  # anywhere, single frames
    [(1, 0, 60), (1, 0, 60)],  # the same clip twice
]


@pytest.mark.parametrize("cut", CUTS)
def test_no_frame_is_missing_or_repeated(videos, tmp_path, cut):
    segments = [Segment(videos[video], start, end) for video, start, end in cut]
    count = stitch(segments, tmp_path / "cut.mp4")
    wanted = [video * 1000 + n for video, start, end in cut for n in range(start, end)]
    assert numbers(tmp_path / "cut.mp4") == wanted
    assert count == len(wanted) == probe.verify(tmp_path / "cut.mp4").frames
    assert len(times(tmp_path / "cut.mp4")) == 1, "each frame is shown for the same time"


def test_complete_videos_are_copied_bit_for_bit(videos, tmp_path):
    stitch([Segment(videos[0], 0, 60), Segment(videos[1], 0, 60)], tmp_path / "cut.mp4")

    assert payload(tmp_path / "cut.mp4") == payload(videos[0]) + payload(videos[1])


def test_another_shape_is_padded_and_never_squeezed(videos, tmp_path):
    tall = numbered(tmp_path / "tall.mp4", 300, 12, width=108, height=192)
    stitch([Segment(videos[0], 0, 12), Segment(tall, 0, 12)], tmp_path / "cut.mp4")
    facts = probe.read_facts(tmp_path / "cut.mp4")
    assert (facts.width_px, facts.height_px, facts.frames) == (WIDTH, HEIGHT, 24)
    with av.open(str(tmp_path / "cut.mp4")) as video:
        last = list(video.decode(video=0))[-1].to_ndarray(format="gray")
    assert last[:, :50].max() < 40 and last[:, -50:].max() < 40, "black on both sides"


def test_a_larger_size_can_be_requested(videos, tmp_path):
    shape = Shape(384, 216, Fraction(24))
    assert stitch([Segment(videos[0], 0, 10)], tmp_path / "cut.mp4", shape=shape) == 10
    assert probe.read_facts(tmp_path / "cut.mp4").width_px == 384
    assert numbers(tmp_path / "cut.mp4") == list(range(10))


@pytest.mark.parametrize("end", [60, 31])
def test_stopping_halfway_leaves_nothing_behind(videos, tmp_path, end):
    with pytest.raises(Stopped):
        stitch([Segment(videos[0], 0, end)], tmp_path / "cut.mp4", stop=lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_an_impossible_join_raises_and_leaves_nothing_behind(videos, tmp_path):
    (tmp_path / "broken.mp4").write_bytes(b"not a video")
    for segments in ([], [Segment(videos[0], 0, 61)], [Segment(tmp_path / "broken.mp4", 0, 1)]):
        with pytest.raises(MediaError):
            stitch(segments, tmp_path / "cut.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["broken.mp4"]


def test_progress_rises_to_1(videos, tmp_path):
    reported = []
    stitch([Segment(videos[0], 0, 60)], tmp_path / "cut.mp4", progress=reported.append)
    assert reported == sorted(reported) and reported[-1] == 1


# -- copied as far as possible -------------------------------------------------------------------------------


def measure_copied(target, *sources):
    """Return the share of packets that are copied from the sources."""
    known = {packet for source in sources for packet in payload(source)}
    packets = payload(target)
    return sum(packet in known for packet in packets) / len(packets)


@pytest.mark.parametrize(("start", "end"), [(0, 59), (7, 60), (7, 55), (25, 60), (0, 58)])
def test_only_frames_around_a_cut_are_encoded(videos, tmp_path, start, end):
    target = tmp_path / "cut.mp4"
    stitch([Segment(videos[0], start, end), Segment(videos[1], 0, 60)], target)
    assert numbers(target) == [*range(start, end), *range(1000, 1060)]
    assert measure_copied(target, videos[0], videos[1]) > 0.7
    assert len(times(target)) == 1


def test_one_foreign_clip_does_not_make_the_others_be_encoded_again(videos, tmp_path):
    odd = numbered(tmp_path / "odd.mp4", 300, 12, width=108, height=192)
    target = tmp_path / "cut.mp4"
    stitch([Segment(videos[0], 0, 60), Segment(odd, 0, 12), Segment(videos[1], 0, 60)], target)
    assert measure_copied(target, *videos) == 120 / 132
    found = numbers(target)
    assert found[:60] == list(range(60)) and found[72:] == list(range(1000, 1060))


def test_another_rate_keeps_its_duration(videos, tmp_path):
    """Convert 30 frames per second to 24: one in five is dropped, but the duration stays."""
    with VideoWriter(tmp_path / "fast.mp4", WIDTH, HEIGHT, 30) as video:
        for n in range(60):
            video.write(picture(500 + n, WIDTH, HEIGHT))
    target = tmp_path / "cut.mp4"
    count = stitch([Segment(videos[0], 0, 24), Segment(tmp_path / "fast.mp4", 0, 60)], target)
    assert count == 24 + 48
    found = numbers(target)[24:]
    assert found == [500 + n * 5 // 4 for n in range(48)]


@pytest.mark.parametrize("fps", [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001)])
def test_a_rate_of_23_976_is_kept_exactly(tmp_path, fps):
    with VideoWriter(tmp_path / "clip.mp4", WIDTH, HEIGHT, fps) as video:
        for n in range(50):
            video.write(picture(n, WIDTH, HEIGHT))
    target = tmp_path / "cut.mp4"
    stitch([Segment(tmp_path / "clip.mp4", 0, 49), Segment(tmp_path / "clip.mp4", 3, 50)], target)
    assert probe.read_facts(target).fps == fps
    assert numbers(target) == [*range(49), *range(3, 50)]


# -- videos of other encoders --------------------------------------------------------------------------------

FOREIGN = {
    "open groups, pyramids": ("libx264", "open-gop=1:keyint=20:bframes=3:b-pyramid=normal:ref=4:scenecut=0"),
    "one long group": ("libx264", "keyint=250:bframes=3"),
    "refreshed bit by bit": ("libx264", "intra-refresh=1:keyint=20"),
    "several slices": ("libx264", "slices=4:keyint=20"),
    "HEVC": ("libx265", "keyint=20:log-level=none"),
}
FOREIGN_CUT = [(0, 0, 59), (1, 3, 57), (0, 19, 41), (0, 59, 60)]


@pytest.mark.parametrize("kind", FOREIGN)
def test_videos_of_other_encoders_lose_no_frame_either(tmp_path, kind):
    both = [foreign(tmp_path / f"{first}.mp4", first, *FOREIGN[kind]) for first in (0, 1000)]
    segments = [Segment(both[video], start, end) for video, start, end in FOREIGN_CUT]
    count = stitch(segments, tmp_path / "cut.mp4")
    wanted = [video * 1000 + n for video, start, end in FOREIGN_CUT for n in range(start, end)]
    assert numbers(tmp_path / "cut.mp4") == wanted and count == len(wanted)
    assert len(times(tmp_path / "cut.mp4")) == 1


@pytest.mark.parametrize(
    ("names", "pixels", "options"),
    [
        (("a.mkv", "b.mkv"), "yuv420p", {}),
        (("a.mp4", "b.mp4"), "yuv422p", {}),
        (("a.mp4", "b.mp4"), "yuv420p", {"movflags": "frag_keyframe+empty_moov"}),
    ],
    ids=["in Matroska", "4:2:2", "fragmented"],
)
def test_packets_are_copied_from_where_they_are(videos, tmp_path, names, pixels, options):
    """An offset in a Matroska file isn't that of the picture, and a 4:2:2 picture isn't what we encode."""
    first, second = (
        foreign(tmp_path / name, n, *FOREIGN["one long group"], pixels=pixels, options=options)
        for name, n in zip(names, (0, 1000), strict=True)
    )
    segments = [Segment(first, 0, 59), Segment(videos[2], 5, 60), Segment(second, 0, 60)]
    stitch(segments, tmp_path / "cut.mp4")
    assert numbers(tmp_path / "cut.mp4") == [*range(59), *range(2005, 2060), *range(1000, 1060)]


def foreign(path, first, codec, parameters, *, pixels="yuv420p", options=None):
    with av.open(str(path), "w", options=options or {}) as out:
        stream = out.add_stream(codec, rate=24, options={codec.replace("lib", "") + "-params": parameters})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, pixels
        for n in range(60):
            frame = av.VideoFrame.from_ndarray(picture(first + n, WIDTH, HEIGHT), "yuv420p").reformat(
                format=pixels
            )
            frame.pts, frame.time_base = n, Fraction(1, 24)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def test_a_video_that_ends_too_early_raises_an_error(videos, tmp_path, monkeypatch):
    """Use a decoder that returns fewer frames than the file has."""

    def short(segment, shape, *colors):
        yield from list(iter_frames(segment, shape, *colors))[:-1]

    for module in (smart_cut, joining):
        monkeypatch.setattr(module, "iter_frames", short)
    for labeled in (False, True):
        with pytest.raises(MediaError, match="Some frames of the clips cannot be read"):
            stitch([Segment(videos[0], 0, 59)], tmp_path / "cut.mp4", labeled=labeled)
    assert not list(tmp_path.iterdir())
