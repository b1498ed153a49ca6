"""Write frames as an H.264 video that every browser plays and that can be cut and joined without loss."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np

from studio.media import MediaError, move_durably, part_path

BT709, LIMITED = 1, 1
SOUND_RATE, SOUND_BITS_A_SECOND = 48_000, 192_000
THREADS = 2  # x264's output depends on this number, so it must not depend on the machine


class VideoWriter:
    """Write a video frame by frame: `with VideoWriter(path, 1280, 720) as video: video.write(yuv)`.

    A frame is I420 in BT.709, limited range, as one uint8 array of 3/2 height lines by width. exact_frames:
    the numbers of frames to encode almost without loss (joins, keyframes). Equal frames make equal bytes.
    has_sound: create an AAC track, `sound`, for the caller to encode in `file`.
    The file appears at `path` complete if the block succeeds, and otherwise not at all.
    """

    def __init__(
        self,
        path: Path,
        width: int,
        height: int,
        fps: Fraction | int = 24,
        *,
        quality: float = 22,
        preset: str = "superfast",
        gop: int = 24,
        exact_frames: Iterable[int] = (),
        has_sound: bool = False,
    ):
        if width % 2 or height % 2:
            raise MediaError(f"A video's sides must be even, not {width} x {height}.")
        self.path, self.width, self.height = Path(path), width, height
        self.frames = 0
        self._part = part_path(self.path)
        self._settings = {
            "preset": preset,
            "crf": str(quality),
            "bf": "2",
            "x264-params": _build_params(exact_frames),
        }
        self._fps, self._gop, self._has_sound = Fraction(fps), gop, has_sound

    def __enter__(self) -> Self:
        try:
            self.file = av.open(str(self._part), "w", format="mp4", options={"movflags": "+faststart"})
        except OSError as error:
            raise MediaError(f"The video can't be written ({error.strerror}).") from error
        self._stream = self.file.add_stream("libx264", rate=self._fps, options=self._settings)
        self._stream.width, self._stream.height = self.width, self.height
        self._stream.pix_fmt = "yuv420p"
        coder = self._stream.codec_context
        coder.thread_count, coder.gop_size = THREADS, self._gop
        coder.colorspace = coder.color_primaries = coder.color_trc = BT709
        coder.color_range = LIMITED
        if self._has_sound:
            self.sound = self.file.add_stream("aac", rate=SOUND_RATE, layout="stereo")
            self.sound.bit_rate = SOUND_BITS_A_SECOND
        return self

    def write(self, yuv: np.ndarray) -> None:
        """Append one frame. The array may be reused at once."""
        frame = av.VideoFrame.from_ndarray(yuv, "yuv420p")
        frame.pts = self.frames
        frame.colorspace, frame.color_range = BT709, LIMITED
        self.frames += 1
        self.file.mux(self._stream.encode(frame))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.file.mux(self._stream.encode())
        finally:
            self.file.close()
            if kind is not None:
                self._part.unlink(missing_ok=True)
        if kind is None:
            move_durably(self._part, self.path)


def _build_params(exact_frames: Iterable[int]) -> str:
    zones = "/".join(f"{n},{n},q=4" for n in sorted(set(exact_frames)))
    return "open-gop=0" + (f":zones={zones}" if zones else "")
