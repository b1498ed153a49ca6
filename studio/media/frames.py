"""Read frames of a video as images: the first, the last, the n-th of those that are shown.

Only the readers of MP4, MOV, WebM and MKV and the `file` protocol are allowed, so that a playlist or a web
page named .mp4 is refused instead of followed.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from av.video.stream import VideoStream
from PIL import Image

from studio.media import MediaError

MATRICES = {1: Colorspace.ITU709, 4: Colorspace.FCC, 5: Colorspace.ITU601, 6: Colorspace.ITU601}
MATRICES |= {7: Colorspace.SMPTE240M, 9: Colorspace.BT2020, 10: Colorspace.BT2020}
FULL = (errno.ENOSPC, errno.EDQUOT)
EBML = b"\x1a\x45\xdf\xa3"  # how WebM and MKV begin
FULL_FORMATS = ("yuvj", "rgb", "bgr", "gbr", "gray")
# Of a frame. The size may change in the middle of a film, so no check beforehand can limit it.
MAX_PIXELS = 8192 * 8192
EXACT = Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
FINE = Interpolation.BICUBIC | EXACT
AVERAGED = Interpolation.AREA | EXACT  # for images much smaller than the frame


def read_first(path: Path) -> Image.Image:
    """Return the first frame as an RGB image. Raise MediaError."""
    return read_nth(path, 0)


def read_last(path: Path) -> Image.Image:
    """Return the last frame as an RGB image, decoding only from the last keyframe on. Raise MediaError."""
    with open_video(path) as video:
        return to_image(decode_last(video))


def read_nth(path: Path, n: int) -> Image.Image:
    """Return frame `n` (from 0) as an RGB image. Raise MediaError if there is none."""
    with open_video(path) as video:
        return to_image(decode_nth(video, n))


@contextmanager
def open_video(path: Path, *, decoded: bool = True) -> Iterator[av.container.InputContainer]:
    """Open the video at `path`. Every error with it becomes a MediaError; a full disk remains an OSError.

    decoded: False to read packets only, without decoding a picture first. Its pixel format is then unknown.
    """
    try:
        reader = "matroska" if _read_head(path) == EBML else "mov"
        options = {"protocol_whitelist": "file"} | ({} if decoded else {"skip_frame": "all"})
        with av.open(f"file:{path}", format=reader, options=options) as video:
            if not video.streams.video:
                raise MediaError("The file has no video in it.")
            video.streams.video[0].codec_context.options = {"max_pixels": str(MAX_PIXELS)}
            yield video
    except (av.error.FFmpegError, OSError) as error:
        if error.errno in FULL:  # it is being copied to a full disk, and is fine itself
            raise OSError(error.errno, os.strerror(error.errno)) from error
        raise MediaError(f"The file can't be read as a video ({_describe_error(error)}).") from error


def _read_head(path: Path) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(len(EBML))


def decode_nth(video: av.container.InputContainer, n: int) -> av.VideoFrame:
    """Return frame `n` in display order, decoded from the keyframe before it."""
    moments = sorted(packet.pts for packet in iter_packets(video) if packet.pts is not None)
    if not 0 <= n < len(moments):
        raise MediaError(f"The video has no frame {n}: it has {len(moments)}.")
    for frame in _decode_from(video, moments[n]):
        if frame.pts is not None and frame.pts >= moments[n]:
            return frame
    raise MediaError(f"Frame {n} can't be decoded.")


def decode_last(video: av.container.InputContainer) -> av.VideoFrame:
    """Return the frame shown last: the latest pts, because B-frames arrive out of order."""
    moments = [packet.pts for packet in iter_packets(video) if packet.pts is not None]
    keyframes = [
        packet.pts
        for packet in iter_all_packets(video)
        if packet.is_keyframe and packet.pts is not None and moments and packet.pts <= max(moments)
    ]
    if not keyframes:
        raise MediaError("The video has no keyframe.")
    shown = {frame.pts: frame for frame in _decode_from(video, max(keyframes)) if frame.pts is not None}
    if not shown:
        raise MediaError("The last frame can't be decoded.")
    return shown[max(shown)]


def to_image(frame: av.VideoFrame, width: int | None = None, height: int | None = None) -> Image.Image:
    """Return the frame as RGB in its own colors.

    Files without a color matrix are read as browsers do: BT.709 from 720 lines, BT.601 below.
    """
    return Image.fromarray(to_pixels(frame, width, height))


def to_pixels(
    frame: av.VideoFrame, width: int | None, height: int | None, how: Interpolation = FINE
) -> np.ndarray:
    """Return the frame's pixels as RGB in that size: height x width x 3, uint8."""
    rgb = frame.reformat(
        width=width,
        height=height,
        format="rgb24",
        src_colorspace=get_matrix(frame.colorspace, frame.height),
        src_color_range=get_range(frame.color_range, frame.format.name),
        dst_color_range=ColorRange.JPEG,
        interpolation=how,
    )
    return rgb.to_ndarray()


def get_matrix(tagged: int | None, height: int) -> Colorspace:
    """Return the color matrix of a picture that is tagged so: untagged ones are BT.709 from 720 lines."""
    untagged = Colorspace.ITU709 if height >= 720 else Colorspace.ITU601
    return MATRICES.get(int(tagged or 0), untagged)


def get_range(tagged: int | None, pixels: str) -> ColorRange:
    """Return the range of a picture that is tagged so: limited, unless the tag or the format says full."""
    is_full = int(tagged or 0) == ColorRange.JPEG or pixels.startswith(FULL_FORMATS)
    return ColorRange.JPEG if is_full else ColorRange.MPEG


def iter_packets(video: av.container.InputContainer) -> Iterator["av.Packet[VideoStream]"]:
    """Read the packets of shown frames from the start: not those that an edit list keeps to decode others."""
    return (packet for packet in iter_all_packets(video) if not packet.is_discard)


def iter_all_packets(video: av.container.InputContainer) -> Iterator["av.Packet[VideoStream]"]:
    """Read the picture's packets from the start, without the reader's empty end mark."""
    video.seek(0)
    return (packet for packet in video.demux(video.streams.video[0]) if packet.size)


def get_pts(of: "av.Packet[VideoStream] | av.VideoFrame") -> int:
    """Return when it is shown, in the stream's time base. Raise MediaError if the file does not say."""
    if of.pts is None:
        raise MediaError("The video has no timestamps.")
    return of.pts


def get_time_base(of: VideoStream | AudioStream | av.AudioFrame) -> Fraction:
    """Return the unit of its times, in seconds. Raise MediaError if the file does not say."""
    if of.time_base is None:
        raise MediaError("The video has no time base.")
    return of.time_base


def get_rate(stream: VideoStream) -> Fraction:
    """Return the frame rate. Raise MediaError if the file does not say."""
    fps = stream.average_rate or stream.guessed_rate
    if not fps:
        raise MediaError("The video has no frame rate.")
    return Fraction(fps)


def get_codec(stream: VideoStream) -> str:
    """Return the codec's usual name, whichever decoder reads it."""
    return "av1" if "av1" in stream.codec.name else stream.codec.canonical_name


def _decode_from(video: av.container.InputContainer, moment: int) -> Iterator[av.VideoFrame]:
    stream = video.streams.video[0]
    video.seek(moment, stream=stream, backward=True)
    return video.decode(stream)


def _describe_error(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)
