"""Join H.264 videos by copying their packets, and encode only around the cuts.

A copied stretch begins at an instantaneous refresh and ends where decoding and display order meet. What is
left before and after it, and every other kind of video, is encoded with separate parameter sets (another ID).
The track contains both sets, so that players switch between them seamlessly.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from studio.media import frames, h264, write_durably
from studio.media.packets import Packets
from studio.media.segments import Colors, Progress, Segment, Shape, iter_frames

QUALITY, PRESET = 17, "veryfast"  # at this quality a second encoding is invisible
GLOBAL_HEADER = 0x400000
PROFILES = {66: "baseline", 77: "main", 100: "high"}


@dataclass(frozen=True)
class Stretch:
    """Frames of a segment in display order.

    first: the number of the packet where copying begins, or None if they are encoded.
    late: by how many frames decoding runs ahead of display.
    """

    segment: Segment
    first: int | None = None
    late: int = 0


def join(
    segments: Sequence[Segment],
    target: Path,
    shape: Shape,
    progress: Progress,
    *,
    packets: Mapping[Path, Packets],
) -> bool:
    """Write one video at `target`, of this shape and rate. Return False if nothing could be copied.

    packets: of each segment's video.
    """
    usual = find_commonest(segments, packets, shape)
    if usual is None:
        return False
    stretches = [
        stretch
        for segment in segments
        for stretch in (
            split_segment(segment, packets[segment.path])
            if packets[segment.path].signature == usual
            else [Stretch(segment)]
        )
    ]
    template = next((one.segment.path for one in stretches if one.first is not None), None)
    if template is None:
        return False
    write_durably(
        target,
        lambda part: write(stretches, part, progress, packets=packets, template=template, shape=shape),
    )
    return True


def find_commonest(
    segments: Sequence[Segment], packets: Mapping[Path, Packets], shape: Shape
) -> tuple[Any, ...] | None:
    """Return the signature that most segments have, among those that already have the wanted shape."""
    paths = [
        segment.path
        for segment in segments
        if packets[segment.path].is_copyable and packets[segment.path].has_shape(shape)
    ]
    by_signature = {packets[path].signature: path for path in paths}
    kinds = Counter(packets[path].signature for path in paths).most_common()
    return next((kind for kind, _ in kinds if has_usual_pixels(by_signature[kind])), None)


def has_usual_pixels(path: Path) -> bool:
    with frames.open_video(path) as video:
        return video.streams.video[0].codec_context.pix_fmt == "yuv420p"


def split_segment(segment: Segment, packets: Packets) -> list[Stretch]:
    """Return the stretches to encode, copy and encode, without empty ones."""
    starts = {
        number: n
        for n, (number, is_refresh) in enumerate(zip(packets.frames, packets.refreshes, strict=True))
        if is_refresh and segment.start_frame <= number < segment.end_frame
    }
    if not starts:
        return [Stretch(segment)]
    begin = min(starts)
    first = starts[begin]
    taken = count_closed(packets.frames[first:], begin, segment.end_frame)
    if not taken:
        return [Stretch(segment)]
    late = max(n - (number - begin) for n, number in enumerate(packets.frames[first : first + taken]))
    end = begin + taken
    found = [
        Stretch(Segment(segment.path, segment.start_frame, begin)),
        Stretch(Segment(segment.path, begin, end), first, late),
        Stretch(Segment(segment.path, end, segment.end_frame)),
    ]
    return [one for one in found if one.segment.frames > 0]


def count_closed(numbers: list[int], begin: int, end: int) -> int:
    """Return how many packets contain exactly the frames from `begin` on, and none from `end`."""
    most, taken = begin - 1, 0
    for n, number in enumerate(numbers, start=1):
        if not begin <= number < end:
            break
        most = max(most, number)
        if most == begin + n - 1:
            taken = n
    return taken


# -- writing -----------------------------------------------------------------------------------------------


def write(
    stretches: list[Stretch],
    target: Path,
    progress: Progress,
    *,
    packets: Mapping[Path, Packets],
    template: Path,
    shape: Shape,
) -> None:
    late = max(one.late for one in stretches)
    with (
        frames.open_video(template) as video,
        av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as out,
    ):
        source = video.streams.video[0]
        stream = out.add_stream_from_template(source)
        encoder = Encoder(source, packets[template].parameters, shape)
        if any(one.first is None for one in stretches):
            stream.codec_context.extradata = encoder.build_parameters()
        clock = frames.get_time_base(source)
        step = round(1 / (frames.get_rate(source) * clock))
        for written, (number, data, is_key) in enumerate(iter_packets(stretches, packets, encoder)):
            packet = av.Packet(data)
            packet.time_base, packet.stream, packet.is_keyframe = clock, stream, is_key
            packet.pts, packet.dts = number * step, (written - late) * step
            packet.duration = step
            out.mux(packet)
            progress.advance()
    progress.check_complete()


def iter_packets(
    stretches: list[Stretch], packets: Mapping[Path, Packets], encoder: "Encoder"
) -> Iterator[tuple[int, bytes, bool]]:
    """Yield (number in display order, packet bytes, is keyframe) of all stretches, in decoding order."""
    at = 0
    for one in stretches:
        path = one.segment.path
        found = encoder.encode(one.segment) if one.first is None else copy_packets(one, packets[path])
        count = 0
        for number, data, is_key in found:
            yield at + number, data, is_key
            count += 1
        at += count


def copy_packets(stretch: Stretch, packets: Packets) -> Iterator[tuple[int, bytes, bool]]:
    """Yield (number from 0 in display order, packet bytes, is keyframe), in decoding order."""
    first = stretch.first or 0
    with stretch.segment.path.open("rb") as file:
        for n in range(first, first + stretch.segment.frames):
            offset, size = packets.places[n]
            file.seek(offset)
            yield packets.frames[n] - stretch.segment.start_frame, file.read(size), packets.keys[n]


class Encoder:
    """Encode like the source, with separate parameter sets and without lookahead: one packet per frame."""

    def __init__(self, source: VideoStream, parameters: bytes, shape: Shape):
        self.source, self.shape = source, shape
        self.head, self.sequences, self.pictures, self.tail = h264.parse_avcc(parameters)
        like = source.codec_context
        self.colors = Colors(
            frames.get_matrix(like.colorspace, like.height),
            frames.get_range(like.color_range, like.pix_fmt or ""),
        )
        self.id = 1 + max(h264.read_set_id(one) for one in self.sequences)

    def create_codec(self) -> VideoCodecContext:
        like, coder = self.source.codec_context, av.CodecContext.create("libx264", "w")
        assert isinstance(coder, VideoCodecContext)
        coder.width, coder.height, coder.pix_fmt = self.shape.width_px, self.shape.height_px, "yuv420p"
        coder.time_base, coder.framerate = 1 / self.shape.fps, self.shape.fps
        coder.colorspace, coder.color_range = like.colorspace, like.color_range
        coder.color_primaries, coder.color_trc = like.color_primaries, like.color_trc
        coder.flags |= GLOBAL_HEADER
        coder.gop_size = 24
        coder.options = {
            "preset": PRESET,
            "crf": str(QUALITY),
            "bf": "0",
            "profile": PROFILES.get(self.sequences[0][1], "high"),
            "x264-params": f"sps-id={self.id}:annexb=1:repeat-headers=0:open-gop=0",
        }
        coder.open()
        return coder

    def build_parameters(self) -> bytes:
        """Return both parameter sets in the track's format (ISO 14496-15, 5.3.3)."""
        units = list(h264.split_units(bytes(self.create_codec().extradata or b"")))
        sequences = [*self.sequences, *(one for one in units if one[0] & 31 == h264.SEQUENCE)]
        pictures = [*self.pictures, *(one for one in units if one[0] & 31 == h264.PICTURE)]
        return b"".join(
            [
                self.head,
                bytes([0xE0 | len(sequences)]),
                *(h264.prefix_size(one, 2) for one in sequences),
                bytes([len(pictures)]),
                *(h264.prefix_size(one, 2) for one in pictures),
                self.tail,
            ]
        )

    def encode(self, segment: Segment) -> Iterator[tuple[int, bytes, bool]]:
        coder = self.create_codec()
        for n, yuv in enumerate(iter_frames(segment, self.shape, self.colors)):
            frame = av.VideoFrame.from_ndarray(yuv, "yuv420p")
            frame.pts, frame.time_base = n, coder.time_base
            frame.colorspace = self.source.codec_context.colorspace
            frame.color_range = self.colors.range
            yield from map(convert_packet, coder.encode(frame))
        yield from map(convert_packet, coder.encode(None))


def convert_packet(packet: "av.Packet[VideoStream]") -> tuple[int, bytes, bool]:
    left_out = (h264.SEQUENCE, h264.PICTURE, h264.DELIMITER)
    units = (one for one in h264.split_units(bytes(packet)) if one[0] & 31 not in left_out)
    return frames.get_pts(packet), b"".join(h264.prefix_size(one, 4) for one in units), packet.is_keyframe
