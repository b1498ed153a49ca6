"""Give a joined film its sound: one track, in time with the pictures, silent where a clip is."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer

from studio.media import MediaError, durably, frames
from studio.media.pieces import Piece

RATE, CHANNELS = 48_000, 2
BITS_A_SECOND = 192_000
BLOCK = 1024  # samples that AAC takes at once


def add(
    picture: Path,
    pieces: Sequence[tuple[Piece, int]],
    target: Path,
    fps: Fraction,
    going_on: Callable[[int], object] = lambda done: None,
) -> None:
    """`picture` with the pieces' sound, at `target`, whole or not at all. pieces: with the frames that each
    has in the joined film, at `fps`. Packets of the picture are copied. going_on: told after each piece how
    many frames have their sound. Raises MediaError."""
    try:
        durably(target, lambda part: write(picture, pieces, part, fps, going_on))
    except av.FFmpegError as trouble:
        raise MediaError("The sound of the clips could not be joined.") from trouble


def write(
    picture: Path,
    pieces: Sequence[tuple[Piece, int]],
    target: Path,
    fps: Fraction,
    going_on: Callable[[int], object],
) -> None:
    with (
        frames.opened(picture) as film,
        av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as out,
    ):
        source = film.streams.video[0]
        video = out.add_stream_from_template(source)
        audio = out.add_stream("aac", rate=RATE, layout="stereo")
        audio.bit_rate = BITS_A_SECOND
        packets = frames.packets(film)
        shown, track = 0, Track(out, audio)
        for piece, count in pieces:
            for _ in range(count):
                packet = next(packets)
                packet.stream = video
                out.mux(packet)
            track.write(samples(piece, at(shown + count, fps) - at(shown, fps)))
            shown += count
            going_on(shown)
        track.end()


def at(frame: int, fps: Fraction) -> int:
    """The sample at which a frame begins: never a rounding added to another."""
    return round(frame * RATE / fps)


class Track:
    """Sound in pieces of any length, encoded in blocks."""

    def __init__(self, out: OutputContainer, stream: AudioStream):
        self.out, self.stream = out, stream
        self.rest, self.done = np.zeros((CHANNELS, 0), np.float32), 0

    def write(self, sound: np.ndarray) -> None:
        self.rest = np.concatenate([self.rest, sound], axis=1)
        while self.rest.shape[1] >= BLOCK:
            self.encode(self.rest[:, :BLOCK])
            self.rest = self.rest[:, BLOCK:]

    def end(self) -> None:
        if self.rest.shape[1]:
            self.encode(self.rest)
        self.out.mux(self.stream.encode(None))

    def encode(self, block: np.ndarray) -> None:
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), "fltp", "stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, self.done, Fraction(1, RATE)
        self.done += block.shape[1]
        self.out.mux(self.stream.encode(frame))


def samples(piece: Piece, length: int) -> np.ndarray:
    """So many samples of both channels, from the piece's first frame on; silence where there are none."""
    sound = np.zeros((CHANNELS, length), np.float32)
    with frames.opened(piece.path) as film:
        if not film.streams.audio:
            return sound
        fps = frames.rate(film.streams.video[0])
        begin, end = at(piece.start_frame, fps), at(piece.end_frame, fps)
        length = min(length, end - begin)
        for start, block in decoded(film):
            low, high = max(start, begin), min(start + block.shape[1], begin + length)
            if low < high:
                sound[:, low - begin : high - begin] = block[:, low - start : high - start]
            if start >= end:
                break
    return sound


def decoded(film: InputContainer) -> Iterator[tuple[int, np.ndarray]]:
    """(number of its first sample, samples): as the film's own clock says."""
    resampler = av.AudioResampler("fltp", "stereo", RATE)
    now: int | None = None
    for frame in film.decode(film.streams.audio[0]):
        if now is None:
            now = round((frame.pts or 0) * frames.clock(frame) * RATE)
        for one in resampler.resample(frame):
            block = one.to_ndarray()
            yield now, block
            now += block.shape[1]
