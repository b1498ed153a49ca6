"""Add sound to a joined video: one track, in sync with the frames, silent where a clip is."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer

from studio.media import MediaError, frames, write_durably
from studio.media.encode import SOUND_BITS_A_SECOND, SOUND_RATE
from studio.media.segments import Segment

RATE, CHANNELS = SOUND_RATE, 2
BLOCK = 1024  # samples that AAC takes at once


def add_sound(
    picture: Path,
    segments: Sequence[Segment],
    target: Path,
    *,
    fps: Fraction,
    report: Callable[[int], object] = lambda done: None,
) -> None:
    """Write `picture` with the segments' sound to `target`, completely or not at all.

    segments: with their numbers of frames in the joined video, at `fps`. Video packets are copied.
    report: called after each segment with the number of frames that have their sound. Raise MediaError.
    """
    try:
        write_durably(target, lambda part: write(picture, segments, part, fps=fps, report=report))
    except av.FFmpegError as error:
        raise MediaError("The sound of the clips couldn't be joined.") from error


def write(
    picture: Path,
    segments: Sequence[Segment],
    target: Path,
    *,
    fps: Fraction,
    report: Callable[[int], object],
) -> None:
    with (
        frames.open_video(picture) as silent,
        av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as out,
    ):
        source = silent.streams.video[0]
        video = out.add_stream_from_template(source)
        audio = out.add_stream("aac", rate=RATE, layout="stereo")
        audio.bit_rate = SOUND_BITS_A_SECOND
        packets = frames.iter_packets(silent)
        shown, track = 0, Track(out, audio)
        for segment in segments:
            count = segment.film_frames
            for _ in range(count):
                packet = next(packets)
                packet.stream = video
                out.mux(packet)
            track.write(read_samples(segment, sample_at(shown + count, fps) - sample_at(shown, fps)))
            shown += count
            report(shown)
        track.end()


def sample_at(frame: int, fps: Fraction) -> int:
    """Return the sample at which a frame begins, so that rounding errors never add up."""
    return round(frame * RATE / fps)


class Track:
    """Encode sound of any length in blocks."""

    def __init__(self, out: OutputContainer, stream: AudioStream):
        self.out, self.stream = out, stream
        self.rest, self.done = np.zeros((CHANNELS, 0), np.float32), 0

    @property
    def position(self) -> int:
        """Return the number of samples that were written."""
        return self.done + self.rest.shape[1]

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


def read_samples(segment: Segment, length: int) -> np.ndarray:
    """Return `length` samples of both channels from the segment's first frame on, padded with silence."""
    sound = np.zeros((CHANNELS, length), np.float32)
    with frames.open_video(segment.path) as video:
        if not video.streams.audio:
            return sound
        fps = frames.get_rate(video.streams.video[0])
        begin, end = sample_at(segment.start_frame, fps), sample_at(segment.end_frame, fps)
        length = min(length, end - begin)
        for start, block in decode_audio(video):
            low, high = max(start, begin), min(start + block.shape[1], begin + length)
            if low < high:
                sound[:, low - begin : high - begin] = block[:, low - start : high - start]
            if start >= end:
                break
    return sound


def decode_audio(video: InputContainer) -> Iterator[tuple[int, np.ndarray]]:
    """Yield (number of the first sample, samples) by the video's own clock."""
    resampler = av.AudioResampler("fltp", "stereo", RATE)
    now: int | None = None
    for frame in video.decode(video.streams.audio[0]):
        if now is None:
            now = round((frame.pts or 0) * frames.get_time_base(frame) * RATE)
        for one in resampler.resample(frame):
            block = one.to_ndarray()
            yield now, block
            now += block.shape[1]
