"""Make cuts to write and read back."""

from fractions import Fraction
from pathlib import Path

from studio.exports.cut import Cut, Marker, Shot

RATES = [Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001)]
FRAMES = 121
SPANS = ((0, 121), (10, 55), (3, 4), (10, 55))


def make_cut(fps, spans=SPANS, *, sound=False, name="Harbour, rough", videos=None):
    """Return a cut of these spans. With three or more, the second and the last show the same video."""
    videos = videos or {}
    shots = []
    for number, (start, end) in enumerate(spans, start=1):
        video = number if number != len(spans) or number < 3 else 2
        media = f"{video * 10:03d}_annas-shot_take{video}.mp4"
        shots.append(
            Shot(
                f"Anna's <shot> & ö {video}",
                videos.get(media, Path(media)),
                media,
                start,
                end,
                FRAMES,
                has_audio=sound,
                details={"prompt": "Sea", "cost_usd": "0.41"},
            )
        )
    markers = (Marker(0, "Too dark", "Ada"), Marker(spans[0][1] - spans[0][0] + 2, "Hold\nlonger", "Bo"))
    return Cut(name, fps, 1280, 720, tuple(shots), markers)


def spans_of(cut):
    """Return the first frame and the length of each shot."""
    return [(shot.start_frame, shot.frames) for shot in cut.shots]
