"""Read a video file's properties and check that it is complete."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from av.container import InputContainer

from studio.media import MediaError, boxes, frames


@dataclass(frozen=True)
class Facts:
    """A plain video's size in pixels, number of shown frames, rate, codec, and whether it has sound.

    See truth.py for videos that may not be plain.
    """

    width_px: int
    height_px: int
    frames: int
    fps: Fraction
    codec: str
    has_audio: bool

    @property
    def seconds(self) -> Fraction:
        return self.frames / self.fps


def read_facts(path: Path) -> Facts:
    """Return the properties of the video at `path`, counting its frames. Raise MediaError."""
    with frames.open_video(path, decoded=False) as video:
        return describe(video, sum(1 for _ in frames.iter_packets(video)))


def describe(video: InputContainer, count: int) -> Facts:
    """Return the properties of an open video with `count` frames."""
    stream = video.streams.video[0]
    return Facts(
        width_px=stream.width,
        height_px=stream.height,
        frames=count,
        fps=frames.get_rate(stream),
        codec=frames.get_codec(stream),
        has_audio=bool(video.streams.audio),
    )


def verify(path: Path) -> Facts:
    """Return the properties of a complete video, whose samples are all in the file. Raise MediaError."""
    boxes.check_complete(path)
    known = read_facts(path)
    if not known.frames:
        raise MediaError("The video has no frames.")
    return known
