"""Frames of a film as pictures: the first, the last, the n-th.

Only the MP4/MOV reader is ever tried and only the `file` protocol is allowed, so that a playlist or a web
page that calls itself .mp4 is refused instead of followed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from av.video.stream import VideoStream
from PIL import Image

from studio.media import MediaError

MATRICES = {1: Colorspace.ITU709, 4: Colorspace.FCC, 5: Colorspace.ITU601, 6: Colorspace.ITU601}
MATRICES |= {7: Colorspace.SMPTE240M, 9: Colorspace.BT2020, 10: Colorspace.BT2020}
EXACT = Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
FINE = Interpolation.BICUBIC | EXACT
AVERAGED = Interpolation.AREA | EXACT  # for pictures much smaller than the frame


def first(path: Path) -> Image.Image:
    """The first frame as an RGB picture. Raises MediaError."""
    return nth(path, 0)


def last(path: Path) -> Image.Image:
    """The last frame as an RGB picture, exact: decodes only from the last keyframe on. Raises MediaError."""
    with opened(path) as film:
        return picture(last_frame(film))


def nth(path: Path, n: int) -> Image.Image:
    """Frame `n` (from 0) as an RGB picture. Raises MediaError when there is none."""
    with opened(path) as film:
        return picture(nth_frame(film, n))


@contextmanager
def opened(path: Path) -> Iterator[av.container.InputContainer]:
    """The film at `path`, open for reading; every trouble with it becomes a MediaError."""
    try:
        with av.open(f"file:{path}", format="mov", options={"protocol_whitelist": "file"}) as film:
            if not film.streams.video:
                raise MediaError("The file has no picture in it.")
            yield film
    except (av.error.FFmpegError, OSError) as trouble:
        raise MediaError(f"The file cannot be read as a film ({_reason(trouble)}).") from trouble


def nth_frame(film: av.container.InputContainer, n: int) -> av.VideoFrame:
    """Frame `n` in display order, decoded from the keyframe before it."""
    moments = sorted(packet.pts for packet in packets(film) if packet.pts is not None)
    if not 0 <= n < len(moments):
        raise MediaError(f"The film has no frame {n}: it has {len(moments)}.")
    for frame in _decoded_from(film, moments[n]):
        if frame.pts is not None and frame.pts >= moments[n]:
            return frame
    raise MediaError(f"Frame {n} cannot be decoded.")


def last_frame(film: av.container.InputContainer) -> av.VideoFrame:
    """The frame shown last. B-frames arrive out of order, so the latest pts counts, not the last packet."""
    keyframes = [packet.pts for packet in packets(film) if packet.is_keyframe and packet.pts is not None]
    if not keyframes:
        raise MediaError("The film has no frame to begin decoding at.")
    shown = {frame.pts: frame for frame in _decoded_from(film, max(keyframes)) if frame.pts is not None}
    if not shown:
        raise MediaError("The last frame cannot be decoded.")
    return shown[max(shown)]


def picture(frame: av.VideoFrame, width: int | None = None, height: int | None = None) -> Image.Image:
    """The frame as RGB in its own colours.

    Files tell their matrix; those that do not are read as browsers do: BT.709 from 720 lines, BT.601 below.
    """
    return Image.fromarray(pixels(frame, width, height))


def pixels(
    frame: av.VideoFrame, width: int | None, height: int | None, how: Interpolation = FINE
) -> np.ndarray:
    """The frame's pixels as RGB in that size: height x width x 3, uint8."""
    rgb = frame.reformat(
        width=width,
        height=height,
        format="rgb24",
        src_colorspace=_matrix(frame),
        dst_color_range=ColorRange.JPEG,
        interpolation=how,
    )
    return rgb.to_ndarray()


def _matrix(frame: av.VideoFrame) -> Colorspace:
    untagged = Colorspace.ITU709 if frame.height >= 720 else Colorspace.ITU601
    return MATRICES.get(int(frame.colorspace or 0), untagged)


def packets(film: av.container.InputContainer) -> Iterator["av.Packet[VideoStream]"]:
    """Read the picture's packets from the start, without the reader's empty end mark."""
    film.seek(0)
    return (packet for packet in film.demux(film.streams.video[0]) if packet.size)


def moment(of: "av.Packet[VideoStream] | av.VideoFrame") -> int:
    """Return when it is shown, in the stream's time base. Raise MediaError if the file does not say."""
    if of.pts is None:
        raise MediaError("The film does not tell when its frames are shown.")
    return of.pts


def clock(of: VideoStream | av.AudioFrame) -> Fraction:
    """Return the unit of its times, in seconds. Raise MediaError if the file does not say."""
    if of.time_base is None:
        raise MediaError("The film does not tell the unit of its times.")
    return of.time_base


def rate(stream: VideoStream) -> Fraction:
    """Return the frame rate. Raise MediaError if the file does not say."""
    fps = stream.average_rate or stream.guessed_rate
    if not fps:
        raise MediaError("The film does not tell its frame rate.")
    return Fraction(fps)


def _decoded_from(film: av.container.InputContainer, moment: int) -> Iterator[av.VideoFrame]:
    stream = film.streams.video[0]
    film.seek(moment, stream=stream, backward=True)
    return film.decode(stream)


def _reason(trouble: Exception) -> str:
    return str(getattr(trouble, "strerror", None) or trouble)
