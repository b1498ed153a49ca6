"""Cuts to write and read back."""

from fractions import Fraction
from pathlib import Path

from studio.exports.cut import Cut, Marker, Shot

RATES = [Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001)]
FRAMES = 121


def cut(fps, spans=((0, 121), (10, 55), (3, 4), (10, 55)), *, sound=False, name="Harbour, rough", films=None):
    """Shots with these frames; the second and the last are of the same film."""
    films = films or {}
    shots = []
    for number, (start, end) in enumerate(spans, start=1):
        film = number if number != len(spans) or number < 3 else 2
        media = f"{film * 10:03d}_annas-shot_take{film}.mp4"
        shots.append(
            Shot(
                f"Anna's <shot> & ö {film}",
                films.get(media, Path(media)),
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
    return [(shot.start_frame, shot.frames) for shot in cut.shots]
