"""Make a plain working film of any other film: the same pictures at the same moments.

H.264 in 8 bit 4:2:0, BT.709, upright, square pixels, even sides, one constant rate, AAC. Only the frame at
hand is kept in memory.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.container import InputContainer

from studio.media import MediaError, frames, sound, truth
from studio.media.conform_filters import PictureFilter
from studio.media.encode import VideoWriter
from studio.media.segments import Progress
from studio.media.truth import Truth

QUALITY, PRESET = 17, "veryfast"  # makes a second encoding invisible
MAX_FRAMES, MAX_SIDE_PX = 1_000_000, 8192
SHORT_LEAD = 3  # frames: such a late picture cuts the sound's begin, since black frames would only flicker
JUMP = sound.RATE // 20  # samples: sound that is so far from where the last one ended has a gap
BLACK_LUMA, NO_COLOR = 16, 128
UNREADABLE = "The frames of this film can't be read."


@dataclass(frozen=True)
class Plan:
    """Where things go: frame n of the working film shows what the film shows at zero_s + n / fps.

    numbers: of a film with a constant rate, the frames of its pictures, by their times.
    """

    zero_s: Fraction
    fps: Fraction
    frames: int
    numbers: Mapping[int, int]

    def find_picture(self, pts: int, clock: Fraction) -> int:
        """Return the frame that begins to show the picture of this time."""
        return self.numbers[pts] if pts in self.numbers else self.find_frame(pts * clock)

    def find_frame(self, moment_s: Fraction) -> int:
        return floor((moment_s - self.zero_s) * self.fps + Fraction(1, 2))

    def find_sample(self, moment_s: Fraction) -> int:
        return round((moment_s - self.zero_s) * sound.RATE)


def conform(
    path: Path,
    target: Path,
    film: Truth,
    *,
    progress: Callable[[float], None] = lambda part: None,
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Write the working film of the film at `path` to `target`, completely or not at all.

    Frames that can't be decoded show the one before them. Raise MediaError or Stopped.
    """
    width, height = film.width_px // 2 * 2, film.height_px // 2 * 2
    if not min(width, height) >= 2 or max(width, height) > MAX_SIDE_PX:
        raise MediaError(f"A film of {film.width_px} × {film.height_px} can't be used.")
    with frames.open_video(path) as video:
        plan = make_plan(video, film)
        work = Progress(plan.frames, progress, stop)
        with VideoWriter(
            target, width, height, plan.fps, quality=QUALITY, preset=PRESET, has_sound=film.has_audio
        ) as out:
            sounds = _SoundTrack(plan, sound.Track(out.file, out.sound)) if film.has_audio else None
            _write(video, _PictureTrack(film, plan, out, work), sounds)


def make_plan(video: InputContainer, film: Truth) -> Plan:
    """Lay the film's times out on its constant rate."""
    stream = video.streams.video[0]
    moments = truth.read_moments(video)
    start_s, zero_s = film.start_s, film.start_s
    if film.sound_s is not None and (start_s - film.sound_s) * film.fps > SHORT_LEAD:
        zero_s = film.sound_s
    clock, plan = frames.get_time_base(stream), Plan(zero_s, film.fps, 0, {})
    if film.is_constant:
        first = plan.find_frame(start_s)
        plan = replace(plan, numbers={moment: first + n for n, moment in enumerate(moments)})
    last = plan.find_picture(moments[-1], clock)
    length = 1 if film.is_constant else max(1, round(_get_last_length_s(video, moments[-1]) * film.fps))
    if last + length > MAX_FRAMES:
        raise MediaError("The film is too long.")
    return replace(plan, frames=last + length)


def find_new_frames(path: Path, film: Truth) -> Callable[[int], int]:
    """Return a function that finds a frame's number in the working film, by its number among all packets."""
    with frames.open_video(path) as video:
        plan, clock = make_plan(video, film), frames.get_time_base(video.streams.video[0])
        moments = sorted(frames.get_pts(packet) for packet in frames.iter_all_packets(video))

    def find(n: int) -> int:
        if n >= len(moments):
            return plan.frames
        return min(max(0, plan.find_picture(moments[n], clock)), plan.frames - 1)

    return find


def _get_last_length_s(video: InputContainer, moment: int) -> Fraction:
    lengths = (packet.duration for packet in frames.iter_packets(video) if packet.pts == moment)
    return (next(lengths, 0) or 0) * frames.get_time_base(video.streams.video[0])


def _write(video: InputContainer, picture: "_PictureTrack", sounds: "_SoundTrack | None") -> None:
    streams = [video.streams.video[0], *video.streams.audio[:1]]
    video.streams.video[0].thread_type = "AUTO"
    video.seek(0)
    for packet in video.demux(streams):
        for frame in _decode(packet):
            if isinstance(frame, av.VideoFrame):
                picture.add(frame)
            elif sounds:
                sounds.add(frame)
    picture.end()
    if sounds:
        sounds.track.end()


def _decode(packet: "av.Packet[Any]") -> list[Any]:
    """Decode a packet, or nothing where it is damaged."""
    try:
        return list(packet.decode())
    except (av.error.InvalidDataError, av.error.EOFError):
        return []


class _PictureTrack:
    """Write each picture for as long as it is shown."""

    def __init__(self, film: Truth, plan: Plan, out: VideoWriter, work: Progress):
        self.plan, self.out, self.work = plan, out, work
        self.filter = PictureFilter(film)
        self.now = np.full((out.height * 3 // 2, out.width), NO_COLOR, np.uint8)  # black before the first
        self.now[: out.height] = BLACK_LUMA
        self.is_empty = True

    def add(self, frame: av.VideoFrame) -> None:
        if frame.pts is None or frame.time_base is None:
            return
        self.repeat_until(self.plan.find_picture(frame.pts, frame.time_base))
        self.now, self.is_empty = self.filter.apply(frame), False

    def end(self) -> None:
        if self.is_empty:
            raise MediaError(UNREADABLE)
        self.repeat_until(self.plan.frames)

    def repeat_until(self, end: int) -> None:
        while self.out.frames < min(end, self.plan.frames):
            self.out.write(self.now)
            self.work.advance()


class _SoundTrack:
    """Write sound where its own clock puts it: silence where there is none, nothing beyond the picture."""

    def __init__(self, plan: Plan, track: sound.Track):
        self.plan, self.track = plan, track
        self.end = sound.sample_at(plan.frames, plan.fps)
        self.resampler = av.AudioResampler("fltp", "stereo", sound.RATE)
        self.at: int | None = None

    def add(self, frame: av.AudioFrame) -> None:
        if frame.pts is not None and frame.time_base is not None:
            meant = self.plan.find_sample(frame.pts * frame.time_base)
            if self.at is None or abs(meant - self.at) > JUMP:
                self.at = meant
        for one in self.resampler.resample(frame):
            block = one.to_ndarray()
            self.place(block, self.at or 0)
            self.at = (self.at or 0) + block.shape[1]

    def place(self, block: np.ndarray, at: int) -> None:
        while (gap := min(at, self.end) - self.track.position) > 0:
            self.track.write(np.zeros((sound.CHANNELS, min(gap, sound.RATE)), np.float32))
        skipped = max(0, self.track.position - at)
        self.track.write(block[:, skipped : max(skipped, self.end - at)])
