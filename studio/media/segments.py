"""Read segments of videos as frames in any size and rate, and track the progress."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.video.reformatter import ColorRange, Colorspace

from studio.media import MediaError, frames
from studio.media.rates import place

BLACK_LUMA, NO_COLOR = 16, 128
REPORT_EVERY = 12  # frames


@dataclass(frozen=True)
class Segment:
    """The frames of a video from `start_frame` up to, but not including, `end_frame`.

    film_frames: how many frames of the joined film show them; 0: as many as last as long.
    """

    path: Path
    start_frame: int
    end_frame: int
    film_frames: int = 0

    @property
    def frames(self) -> int:
        return self.end_frame - self.start_frame


@dataclass(frozen=True)
class Shape:
    width_px: int
    height_px: int
    fps: Fraction


@dataclass(frozen=True)
class Colors:
    """What the numbers of a picture mean."""

    matrix: Colorspace = Colorspace.ITU709
    range: ColorRange = ColorRange.MPEG


BT709 = Colors()


class Stopped(Exception):
    """The caller stopped the work."""


@dataclass
class Progress:
    total: int
    report: Callable[[float], None]
    stop: Callable[[], bool]
    done: int = 0

    def advance(self) -> None:
        self.done += 1
        if self.done % REPORT_EVERY == 0 or self.done == self.total:
            self.reach(self.done)

    def reach(self, done: int) -> None:
        """Report that `done` frames are finished. Raise Stopped if the caller wants to stop."""
        self.report(done / self.total)
        if self.stop():
            raise Stopped

    def check_complete(self) -> None:
        if self.done != self.total:
            raise MediaError("Some frames of the clips cannot be read.")


def iter_frames(segment: Segment, shape: Shape, colors: Colors = BT709) -> Iterator[np.ndarray]:
    """Yield the segment's frames as I420 in these colors, fitted into the shape, at the shape's rate."""
    with frames.open_video(segment.path) as video:
        stream = video.streams.video[0]
        stream.thread_type = "AUTO"
        [span] = place([(segment.start_frame, segment.end_frame, frames.get_rate(stream))], shape.fps)
        wanted = deque(map(span.video_frame, range(segment.film_frames or span.frames)))
        for n, frame in decode_frames(video, segment.start_frame):
            fitted = None
            while wanted and wanted[0] == n:
                wanted.popleft()
                fitted = _fit_frame(frame, shape, colors) if fitted is None else fitted
                yield fitted.copy()
            if not wanted:
                return


def decode_frames(video: InputContainer, start: int) -> Iterator[tuple[int, av.VideoFrame]]:
    """Yield frames with their numbers, from the last keyframe at or before `start`.

    Start from the first frame if decoding can't begin there, as in videos with gradual refresh.
    """
    stream = video.streams.video[0]
    packets = [(frames.get_pts(packet), packet.is_keyframe) for packet in frames.iter_packets(video)]
    numbers = {pts: n for n, (pts, _) in enumerate(sorted(packets))}
    keys = [pts for pts, is_key in packets if is_key and numbers[pts] <= start]
    for begin in (max(keys, default=min(numbers)), min(numbers)):
        video.seek(begin, stream=stream)
        found = ((numbers[frames.get_pts(frame)], frame) for frame in video.decode(stream))
        earliest = next(found, None)
        if earliest is not None and earliest[0] <= start:
            yield earliest
            yield from found
            return


def _fit_frame(frame: av.VideoFrame, shape: Shape, colors: Colors) -> np.ndarray:
    """Return the frame as I420 in these colors, as large as it fits into the shape, with black around it."""
    scale = min(Fraction(shape.width_px, frame.width), Fraction(shape.height_px, frame.height))
    width, height = _round_to_even(frame.width * scale), _round_to_even(frame.height * scale)
    small = frame.reformat(
        width,
        height,
        "yuv420p",
        src_colorspace=frames.get_matrix(frame.colorspace, frame.height),
        src_color_range=frames.get_range(frame.color_range, frame.format.name),
        dst_colorspace=colors.matrix,
        dst_color_range=colors.range,
        interpolation=frames.FINE,
    ).to_ndarray()
    if (width, height) == (shape.width_px, shape.height_px):
        return small
    return _pad_frame(small, width, height, shape)


def _pad_frame(small: np.ndarray, width: int, height: int, shape: Shape) -> np.ndarray:
    left, top = (shape.width_px - width) // 4 * 2, (shape.height_px - height) // 4 * 2
    planes = []
    for plane, part, empty in zip(
        _split_planes(small, width, height), (1, 2, 2), (BLACK_LUMA, *[NO_COLOR] * 2), strict=True
    ):
        large = np.full((shape.height_px // part, shape.width_px // part), empty, np.uint8)
        large[top // part : (top + height) // part, left // part : (left + width) // part] = plane
        planes.append(large.ravel())
    return np.concatenate(planes).reshape(shape.height_px * 3 // 2, shape.width_px)


def _split_planes(yuv: np.ndarray, width: int, height: int) -> list[np.ndarray]:
    flat, luma = yuv.ravel(), width * height
    quarter = luma // 4
    return [
        flat[:luma].reshape(height, width),
        flat[luma : luma + quarter].reshape(height // 2, width // 2),
        flat[luma + quarter : luma + 2 * quarter].reshape(height // 2, width // 2),
    ]


def _round_to_even(length: Fraction) -> int:
    return max(2, int(length) // 2 * 2)
