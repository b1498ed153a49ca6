"""Join several videos into one, exact to the frame."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from studio.media import MediaError, label, probe, smart_cut, sound
from studio.media.encode import VideoWriter
from studio.media.packets import read_packets
from studio.media.rates import place
from studio.media.segments import Progress, Segment, Shape, Stopped, iter_frames

__all__ = ["Segment", "Shape", "Stopped", "stitch"]
QUALITY, PRESET = 17, "veryfast"  # makes a second encoding invisible
PICTURE_SHARE = 0.7  # of the progress, if there is sound


def stitch(
    segments: Sequence[Segment],
    target: Path,
    *,
    shape: Shape | None = None,
    labeled: bool = False,
    progress: Callable[[float], None] = lambda part: None,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Join the segments in order into one MP4 at `target` and return its number of frames.

    shape: by default the first segment's, with even sides. Copy what can be copied; encode around cuts and
    segments of another kind. Another size gets black borders; another rate drops or repeats frames, see
    rates.py. There is one sound track if any segment has sound. labeled: draw "Made with AI" into it.
    Raise MediaError or Stopped; `target` is then untouched.
    """
    if not segments:
        raise MediaError("There is nothing to join.")
    packets = {path: read_packets(path) for path in dict.fromkeys(one.path for one in segments)}
    facts = [_check_segment(segment, packets[segment.path].facts) for segment in segments]
    wanted = shape or Shape(facts[0].width_px // 2 * 2, facts[0].height_px // 2 * 2, facts[0].fps)
    placed = place_segments(segments, [one.fps for one in facts], wanted.fps)
    has_audio = any(one.has_audio for one in facts)
    share = PICTURE_SHARE if has_audio else 1
    work = Progress(sum(segment.film_frames for segment in placed), lambda part: progress(part * share), stop)
    sound_work = Progress(work.total, lambda part: progress(share + (1 - share) * part), stop)
    picture = target.with_name(f"{target.name}.silent.mp4") if has_audio else target
    try:
        if labeled or not smart_cut.join(placed, picture, wanted, work, packets=packets):
            _encode(placed, picture, wanted, work, labeled=labeled)
        if has_audio:
            sound.add_sound(picture, placed, target, fps=wanted.fps, report=sound_work.reach)
    finally:
        if has_audio:
            picture.unlink(missing_ok=True)
    return work.done


def place_segments(segments: Sequence[Segment], rates: Sequence[Fraction], fps: Fraction) -> list[Segment]:
    """Return the segments with their frames in a film at `fps`.

    One that is already at this rate shows as many frames as it has, so that its packets can be copied: it
    loses its last ones where the shots before it took more than their time.
    """
    parts = [(one.start_frame, one.end_frame, rate) for one, rate in zip(segments, rates, strict=True)]
    placed = []
    for segment, span in zip(segments, place(parts, fps), strict=True):
        end = span.start + span.frames if span.step == 1 else span.end
        placed.append(replace(segment, end_frame=end, film_frames=span.frames))
    return placed


def _check_segment(segment: Segment, known: probe.Facts) -> probe.Facts:
    if not 0 <= segment.start_frame < segment.end_frame <= known.frames:
        raise MediaError("A clip in this cut has changed its length. Trim it again.")
    return known


def _encode(
    segments: Sequence[Segment], target: Path, shape: Shape, work: Progress, *, labeled: bool
) -> None:
    with VideoWriter(
        target, shape.width_px, shape.height_px, shape.fps, quality=QUALITY, preset=PRESET
    ) as video:
        for segment in segments:
            for yuv in iter_frames(segment, shape):
                if labeled:
                    label.draw_label(yuv, shape.width_px, shape.height_px)
                video.write(yuv)
                work.advance()
        work.check_complete()
