"""Several films joined to one, to the frame."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation

from studio.media import MediaError, durably, frames, label, probe
from studio.media.encode import Film

BLACK_LUMA, NO_COLOUR = 16, 128
QUALITY, PRESET = 17, "veryfast"  # a second encoding that nobody sees
TELL_EVERY = 12  # frames


@dataclass(frozen=True)
class Piece:
    """The frames of a film from `start_frame` up to but without `end_frame`."""

    path: Path
    start_frame: int
    end_frame: int

    @property
    def frames(self) -> int:
        return self.end_frame - self.start_frame


@dataclass(frozen=True)
class Shape:
    width_px: int
    height_px: int
    fps: Fraction


class Stopped(Exception):
    """The one who listens to the progress wanted no more of it."""


def stitch(
    pieces: Sequence[Piece],
    target: Path,
    *,
    shape: Shape | None = None,
    labelled: bool = False,
    progress: Callable[[float], None] = lambda part: None,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Join the pieces in order into one mp4 at `target`; the number of its frames.

    shape: None is the first piece's. Packets are copied where all films are alike and each piece begins at a
    keyframe and ends where nothing later is needed; else all is encoded anew (about real time), other shapes
    with black beside them, never squeezed; other rates by leaving frames out or showing them twice, so that
    time stays time. labelled: "Made with AI" is written into the picture. There is no sound in it yet. Raises
    MediaError, Stopped; then `target` is untouched.
    """
    if not pieces:
        raise MediaError("There is nothing to join.")
    facts = [_checked(piece) for piece in pieces]
    wanted = shape or Shape(facts[0].width_px, facts[0].height_px, facts[0].fps)
    counts = (_count(piece, one.fps, wanted) for piece, one in zip(pieces, facts, strict=True))
    work = _Work(sum(counts), progress, stop)
    alike = not labelled and all(Shape(one.width_px, one.height_px, one.fps) == wanted for one in facts)
    parts = _copyable(pieces) if alike else None
    if parts is not None:
        durably(target, lambda part: _copy(parts, part, work))
    else:
        _encode(pieces, target, wanted, work, labelled)
    return work.done


@dataclass
class _Work:
    total: int
    progress: Callable[[float], None]
    stop: Callable[[], bool]
    done: int = 0

    def one(self) -> None:
        self.done += 1
        if self.done % TELL_EVERY == 0 or self.done == self.total:
            self.progress(self.done / self.total)
            if self.stop():
                raise Stopped


def _checked(piece: Piece) -> probe.Facts:
    known = probe.facts(piece.path)
    if not 0 <= piece.start_frame < piece.end_frame <= known.frames:
        raise MediaError("A clip of the cut has other frames than it had. Trim it again.")
    return known


# -- copied ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Part:
    """A piece whose packets can be copied: `count` of them from number `first` on, in decoding order."""

    piece: Piece
    first: int
    count: int


def _copyable(pieces: Sequence[Piece]) -> list[_Part] | None:
    """The packets to copy, or None where a single frame would have to be encoded."""
    parts, signatures = [], set()
    for piece in pieces:
        with frames.opened(piece.path) as film:
            signatures.add(_signature(film))
            packets = [(packet.pts, packet.is_keyframe) for packet in _packets(film)]
        part = _part(piece, packets)
        if part is None or len(signatures) > 1 or _is_odd(signatures):
            return None
        parts.append(part)
    return parts


def _is_odd(signatures: set) -> bool:
    return any(codec != "h264" or pixels != "yuv420p" for codec, pixels, *_ in signatures)


def _signature(film) -> tuple:
    coder = film.streams.video[0].codec_context
    looks = (coder.colorspace, coder.color_range, coder.color_primaries, coder.color_trc)
    return (
        coder.name, coder.pix_fmt, coder.width, coder.height, bytes(coder.extradata or b""), looks,
        film.streams.video[0].time_base,
    )  # fmt: skip


def _packets(film) -> Iterator[av.Packet]:
    return (packet for packet in film.demux(film.streams.video[0]) if packet.size)


def _part(piece: Piece, packets: list) -> _Part | None:
    """From a keyframe on, exactly as many packets as frames, and just those frames; else None."""
    order = {pts: n for n, pts in enumerate(sorted(pts for pts, _ in packets))}
    shown = [order[pts] for pts, _ in packets]
    first = next((n for n, (pts, key) in enumerate(packets) if key and order[pts] == piece.start_frame), None)
    if first is None:
        return None
    taken = shown[first : first + piece.frames]
    whole = sorted(taken) == list(range(piece.start_frame, piece.end_frame))
    return _Part(piece, first, piece.frames) if whole else None


def _copy(parts: Sequence[_Part], target: Path, work: _Work) -> None:
    with av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as out:
        stream, at = None, 0
        for part in parts:
            with frames.opened(part.piece.path) as film:
                source = film.streams.video[0]
                stream = stream or out.add_stream_from_template(source)
                at = _copy_part(part, film, stream, out, at, work)


def _copy_part(part: _Part, film, stream, out, at: int, work: _Work) -> int:
    """Append the packets so that the first frame is shown at tick `at`; the tick after the last."""
    source = film.streams.video[0]
    step = round(1 / (source.average_rate * source.time_base))
    packets = list(_packets(film))
    begin = sorted(packet.pts for packet in packets)[part.piece.start_frame]
    for packet in packets[part.first : part.first + part.count]:
        packet.pts, packet.dts = packet.pts - begin + at, packet.dts - begin + at
        packet.stream = stream
        out.mux(packet)
        work.one()
    return at + step * part.count


# -- encoded ---------------------------------------------------------------------------------------------


def _encode(pieces: Sequence[Piece], target: Path, shape: Shape, work: _Work, labelled: bool) -> None:
    with Film(target, shape.width_px, shape.height_px, shape.fps, quality=QUALITY, preset=PRESET) as film:
        for piece in pieces:
            for yuv in _shown(piece, shape):
                if labelled:
                    label.put_on(yuv, shape.width_px, shape.height_px)
                film.write(yuv)
                work.one()


def _shown(piece: Piece, shape: Shape) -> Iterator[np.ndarray]:
    """The frames of the piece at the shape's rate; each is decoded and fitted once."""
    with frames.opened(piece.path) as film:
        stream = film.streams.video[0]
        stream.thread_type = "AUTO"
        fps = Fraction(stream.average_rate or stream.guessed_rate)
        wanted = deque(
            piece.start_frame + min(piece.frames - 1, int(n * fps / shape.fps))
            for n in range(_count(piece, fps, shape))
        )
        for n, frame in enumerate(film.decode(video=0)):
            fitted = None
            while wanted and wanted[0] == n:
                wanted.popleft()
                fitted = _fitted(frame, shape) if fitted is None else fitted
                yield fitted.copy()
            if not wanted:
                return


def _count(piece: Piece, fps: Fraction, shape: Shape) -> int:
    """Frames that the piece has at the shape's rate: as long in time, to half a frame."""
    return max(1, round(piece.frames * shape.fps / fps))


def _fitted(frame: av.VideoFrame, shape: Shape) -> np.ndarray:
    """The frame as I420 in BT.709, as large as it fits into the shape, with black beside it."""
    scale = min(Fraction(shape.width_px, frame.width), Fraction(shape.height_px, frame.height))
    width, height = _even(frame.width * scale), _even(frame.height * scale)
    small = frame.reformat(
        width, height, "yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG,
        interpolation=Interpolation.BICUBIC,
    ).to_ndarray()  # fmt: skip
    if (width, height) == (shape.width_px, shape.height_px):
        return small
    return _framed(small, width, height, shape)


def _framed(small: np.ndarray, width: int, height: int, shape: Shape) -> np.ndarray:
    left, top = (shape.width_px - width) // 4 * 2, (shape.height_px - height) // 4 * 2
    planes = []
    for plane, part, empty in zip(
        _planes(small, width, height), (1, 2, 2), (BLACK_LUMA, *[NO_COLOUR] * 2), strict=True
    ):
        large = np.full((shape.height_px // part, shape.width_px // part), empty, np.uint8)
        large[top // part : (top + height) // part, left // part : (left + width) // part] = plane
        planes.append(large.ravel())
    return np.concatenate(planes).reshape(shape.height_px * 3 // 2, shape.width_px)


def _planes(yuv: np.ndarray, width: int, height: int) -> list[np.ndarray]:
    flat, luma = yuv.ravel(), width * height
    quarter = luma // 4
    return [
        flat[:luma].reshape(height, width),
        flat[luma : luma + quarter].reshape(height // 2, width // 2),
        flat[luma + quarter : luma + 2 * quarter].reshape(height // 2, width // 2),
    ]


def _even(length) -> int:
    return max(2, int(length) // 2 * 2)
