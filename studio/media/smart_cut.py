"""Join H.264 films by copying their packets; only what a cut goes through is encoded anew.

A copied stretch begins at an instantaneous refresh and ends where decoding order and showing order close.
What is left before and after it, and every film of another kind, is encoded with a parameter set of its own
(another id); the track names both sets, so that players change between them without a break.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from studio.media import durably, frames
from studio.media.pieces import Piece, Shape, Work, shown

QUALITY, PRESET = 17, "veryfast"  # nobody sees a second encoding of such quality
GLOBAL_HEADER = 0x400000
PROFILES = {66: "baseline", 77: "main", 100: "high"}
REFRESH, SEQUENCE, PICTURE, DELIMITER = 5, 7, 8, 9  # kinds of units (H.264 table 7-1)


@dataclass(frozen=True)
class Stretch:
    """Frames of a piece in showing order. first: the number of the packet where copying begins; None: they
    are encoded. late: by how many frames decoding runs ahead of showing."""

    piece: Piece
    first: int | None = None
    late: int = 0


@dataclass(frozen=True)
class Film:
    """What of a film's packets matters here, in decoding order. frames: their numbers as shown."""

    signature: tuple[Any, ...]
    frames: list[int]
    refreshes: list[bool]
    parameters: bytes

    @property
    def is_copyable(self) -> bool:
        codec, pixels, *_ = self.signature
        head = self.parameters[:5]
        return codec == "h264" and pixels == "yuv420p" and head[:1] == b"\1" and head[4] & 3 == 3


def join(pieces: Sequence[Piece], target: Path, shape: Shape, work: Work) -> bool:
    """One film at `target`, of this shape and rate; False when nothing of it could be copied."""
    films = {path: known(path) for path in {piece.path for piece in pieces}}
    usual = commonest(pieces, films, shape)
    if usual is None:
        return False
    stretches = [
        stretch
        for piece in pieces
        for stretch in (
            stretches_of(piece, films[piece.path])
            if films[piece.path].signature == usual
            else [Stretch(piece)]
        )
    ]
    model = next((one.piece.path for one in stretches if one.first is not None), None)
    if model is None:
        return False
    durably(target, lambda part: write(stretches, part, films[model], model, shape, work))
    return True


def known(path: Path) -> Film:
    with frames.opened(path) as film:
        stream = film.streams.video[0]
        coder = stream.codec_context
        looks = (coder.colorspace, coder.color_range, coder.color_primaries, coder.color_trc)
        parameters = bytes(coder.extradata or b"")
        kind = (coder.name, coder.pix_fmt, coder.width, coder.height, stream.average_rate, stream.time_base)
        is_units = parameters[:1] == b"\1" and len(parameters) > 5 and parameters[4] & 3 == 3
        packets = [
            (frames.moment(packet), packet.is_keyframe and is_units and refreshes(bytes(packet)))
            for packet in frames.packets(film)
        ]
    numbers = {pts: n for n, pts in enumerate(sorted(pts for pts, _ in packets))}
    return Film(
        (*kind, parameters, looks),
        [numbers[pts] for pts, _ in packets],
        [key for _, key in packets],
        parameters,
    )


def commonest(pieces: Sequence[Piece], films: dict[Path, Film], shape: Shape) -> tuple[Any, ...] | None:
    """The kind of film that most pieces have, among those that have the wanted shape already."""
    kinds = Counter(
        films[piece.path].signature
        for piece in pieces
        if films[piece.path].is_copyable
        and films[piece.path].signature[2:5] == (shape.width_px, shape.height_px, shape.fps)
    )
    return kinds.most_common(1)[0][0] if kinds else None


def stretches_of(piece: Piece, film: Film) -> list[Stretch]:
    """Encoded, copied, encoded; what is empty is left out."""
    starts = {
        number: n
        for n, (number, is_refresh) in enumerate(zip(film.frames, film.refreshes, strict=True))
        if is_refresh and piece.start_frame <= number < piece.end_frame
    }
    if not starts:
        return [Stretch(piece)]
    begin = min(starts)
    first = starts[begin]
    taken = closed(film.frames[first:], begin, piece.end_frame)
    if not taken:
        return [Stretch(piece)]
    late = max(n - (number - begin) for n, number in enumerate(film.frames[first : first + taken]))
    end = begin + taken
    found = [
        Stretch(Piece(piece.path, piece.start_frame, begin)),
        Stretch(Piece(piece.path, begin, end), first, late),
        Stretch(Piece(piece.path, end, piece.end_frame)),
    ]
    return [one for one in found if one.piece.frames > 0]


def closed(numbers: list[int], begin: int, end: int) -> int:
    """How many packets may be taken so that they are just the frames from `begin` on, and none from `end`."""
    most, taken = begin - 1, 0
    for n, number in enumerate(numbers, start=1):
        if not begin <= number < end:
            break
        most = max(most, number)
        if most == begin + n - 1:
            taken = n
    return taken


# -- written -----------------------------------------------------------------------------------------------


def write(stretches: list[Stretch], target: Path, film: Film, model: Path, shape: Shape, work: Work) -> None:
    late = max(one.late for one in stretches)
    with (
        frames.opened(model) as template,
        av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as out,
    ):
        source = template.streams.video[0]
        stream = out.add_stream_from_template(source)
        encoder = Encoder(source, film.parameters, shape)
        if any(one.first is None for one in stretches):
            stream.codec_context.extradata = encoder.parameters()
        clock = frames.clock(source)
        step = round(1 / (frames.rate(source) * clock))
        at = written = 0
        for one in stretches:
            made = encoder.encoded(one.piece) if one.first is None else copied(one.piece, one.first)
            begun = written
            for number, data, is_key in made:
                packet = av.Packet(data)
                packet.time_base, packet.stream, packet.is_keyframe = clock, stream, is_key
                packet.pts, packet.dts = (at + number) * step, (written - late) * step
                packet.duration = step
                out.mux(packet)
                written += 1
                work.one()
            at += written - begun
    work.end()


def copied(piece: Piece, first: int) -> Iterator[tuple[int, bytes, bool]]:
    """(number from 0 as shown, the packet's bytes, whether one may begin there), in decoding order."""
    with frames.opened(piece.path) as film:
        packets = list(frames.packets(film))
        order = {pts: n for n, pts in enumerate(sorted(map(frames.moment, packets)))}
        for packet in packets[first : first + piece.frames]:
            yield order[frames.moment(packet)] - piece.start_frame, bytes(packet), packet.is_keyframe


class Encoder:
    """Encodes like the source, under parameter sets of its own, without looking ahead: packet by frame."""

    def __init__(self, source: VideoStream, parameters: bytes, shape: Shape):
        self.source, self.shape = source, shape
        self.head, self.sequences, self.pictures, self.tail = taken_apart(parameters)
        self.id = 1 + max(set_id(one) for one in self.sequences)

    def opened(self) -> VideoCodecContext:
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

    def parameters(self) -> bytes:
        """Both sets, as the track names them (ISO 14496-15, 5.3.3)."""
        units = list(units_of(bytes(self.opened().extradata or b"")))
        sequences = [*self.sequences, *(one for one in units if one[0] & 31 == SEQUENCE)]
        pictures = [*self.pictures, *(one for one in units if one[0] & 31 == PICTURE)]
        body = self.head + bytes([0xE0 | len(sequences)]) + b"".join(sized(one, 2) for one in sequences)
        return body + bytes([len(pictures)]) + b"".join(sized(one, 2) for one in pictures) + self.tail

    def encoded(self, piece: Piece) -> Iterator[tuple[int, bytes, bool]]:
        coder = self.opened()
        for n, yuv in enumerate(shown(piece, self.shape)):
            frame = av.VideoFrame.from_ndarray(yuv, "yuv420p")
            frame.pts, frame.time_base = n, coder.time_base
            frame.colorspace, frame.color_range = self.source.codec_context.colorspace, 1
            yield from map(told, coder.encode(frame))
        yield from map(told, coder.encode(None))


def told(packet: "av.Packet[VideoStream]") -> tuple[int, bytes, bool]:
    left_out = (SEQUENCE, PICTURE, DELIMITER)
    units = (one for one in units_of(bytes(packet)) if one[0] & 31 not in left_out)
    return frames.moment(packet), b"".join(sized(one, 4) for one in units), packet.is_keyframe


# -- units of the stream -----------------------------------------------------------------------------------


def taken_apart(parameters: bytes) -> tuple[bytes, list[bytes], list[bytes], bytes]:
    """The head, the sequence sets, the picture sets and the tail of an avcC record."""
    at, found = 6, []
    for count in (parameters[5] & 31, None):
        if count is None:
            count, at = parameters[at], at + 1
        sets = []
        for _ in range(count):
            size = int.from_bytes(parameters[at : at + 2])
            sets.append(parameters[at + 2 : at + 2 + size])
            at += 2 + size
        found.append(sets)
    return parameters[:5], found[0], found[1], parameters[at:]


def set_id(sequence: bytes) -> int:
    """seq_parameter_set_id: the first number after the unit's head and three bytes (H.264 7.3.2.1.1)."""
    bits = "".join(f"{byte:08b}" for byte in sequence[4:12])
    zeros = bits.index("1")
    return int(bits[zeros : 2 * zeros + 1], 2) - 1


def refreshes(packet: bytes) -> bool:
    """Whether a packet of sized units is an instantaneous refresh: nothing before it is needed any more."""
    at = 0
    while at + 4 < len(packet):
        if packet[at + 4] & 31 == REFRESH:
            return True
        at += 4 + int.from_bytes(packet[at : at + 4])
    return False


def units_of(stream: bytes) -> Iterator[bytes]:
    """The units between start codes (Annex B)."""
    for part in stream.split(b"\0\0\1")[1:]:
        yield part.rstrip(b"\0")


def sized(unit: bytes, width: int) -> bytes:
    return len(unit).to_bytes(width) + unit
