"""Read once what a film really is, and say why it isn't plain.

A plain film is what every later step works on: see find_reasons. conform.py makes one of any other.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any

import av
import numpy as np
from av.container import InputContainer
from av.sidedata.sidedata import Type
from av.video.reformatter import ColorRange
from av.video.stream import VideoStream

from studio.media import MediaError, frames
from studio.media.probe import Facts

USUAL_RATES = (
    *(Fraction(rate) for rate in (8, 10, 12, 15, 16, 18, 20, 24, 25, 30, 48, 50, 60, 90, 100, 120)),
    *(Fraction(rate * 1000, 1001) for rate in (24, 30, 48, 60, 120)),
    Fraction(25, 2),
)
CUT_END = 3  # frames: the last of a lossless cut may lack one between them, which came later in the file
SAME_START_S = Fraction(1, 40)  # sound that starts so much earlier or later is where it belongs
MATRIX_709, UNTAGGED, WIDE_PRIMARIES = 1, (0, 2), (9, 11, 12)  # ITU-T H.273
FRACTIONS = ("fps", "pixel_aspect", "start_s", "sound_s")
HDR = {16: "PQ", 18: "HLG"}
CODECS = ("h264", "av1", "vp9")  # H.265 plays in some browsers only
SOUND_CODECS = ("aac", "mp3", "opus", "flac")
# What a display matrix does, as FFmpeg's filters: the signs of its a, b, c and d.
TURNS = {
    (1, 0, 0, 1): "",
    (0, 1, -1, 0): "transpose=clock",
    (-1, 0, 0, -1): "hflip,vflip",
    (0, -1, 1, 0): "transpose=cclock",
    (-1, 0, 0, 1): "hflip",
    (1, 0, 0, -1): "vflip",
    (0, 1, 1, 0): "transpose=cclock_flip",
    (0, -1, -1, 0): "transpose=clock_flip",
}
DEGREES = {"transpose=clock": 90, "hflip,vflip": 180, "transpose=cclock": 270}


@dataclass(frozen=True, kw_only=True)
class Truth(Facts):
    """Everything about a film that later steps may stumble over. Sizes are as shown, upright.

    fps: of a film with a variable rate, the usual rate that fits it best. is_exact: each frame begins exactly
    where the rate puts it; tools that copy frames rely on it. hidden: packets that an edit list
    doesn't show. turn: filters that bring the picture upright. start_s, sound_s: when picture and sound
    start. matrix, primaries, transfer: as tagged, by ITU-T H.273.
    """

    is_mp4: bool = True
    pixels: str = "yuv420p"
    pixel_aspect: Fraction = Fraction(1)
    turn: str = ""
    is_constant: bool = True
    is_exact: bool = True
    hidden: int = 0
    start_s: Fraction = Fraction(0)
    sound_s: Fraction | None = None
    sound_codec: str = ""
    matrix: int = MATRIX_709
    primaries: int = 1
    transfer: int = 1
    is_full_range: bool = False

    @property
    def hdr(self) -> str:
        """Return "PQ", "HLG", or nothing for a film in standard dynamic range."""
        return HDR.get(self.transfer, "")

    @property
    def rotation(self) -> int:
        """Return the clockwise turn in degrees; 0 for mirrored pictures, too."""
        return DEGREES.get(self.turn, 0)


def read_truth(path: Path) -> Truth:
    """Read the film at `path` once, decoding only its first frame. Raise MediaError."""
    with frames.open_video(path) as video:
        stream = video.streams.video[0]
        moments = read_moments(video)
        fps, is_constant, is_exact = find_rate(moments, stream)
        all_packets = sum(1 for _ in frames.iter_all_packets(video))
        first = frames.decode_nth(video, 0)
        turn = read_turn(first)
        aspect = stream.sample_aspect_ratio or Fraction(1)
        width, height = get_shown_size(first.width, first.height, aspect, is_turned="transpose" in turn)
        sound = video.streams.audio[0] if video.streams.audio else None
        return Truth(
            width_px=width,
            height_px=height,
            frames=len(moments),
            fps=fps,
            codec=frames.get_codec(stream),
            has_audio=sound is not None,
            is_mp4=video.format.name == "mov",
            pixels=first.format.name,
            pixel_aspect=aspect,
            turn=turn,
            is_constant=is_constant,
            is_exact=is_exact,
            hidden=all_packets - len(moments),
            start_s=moments[0] * frames.get_time_base(stream),
            sound_s=(sound.start_time or 0) * frames.get_time_base(sound) if sound else None,
            sound_codec=sound.codec_context.codec.canonical_name if sound else "",
            matrix=int(first.colorspace or 0),
            primaries=int(first.color_primaries or 0),
            transfer=int(first.color_trc or 0),
            is_full_range=frames.get_range(first.color_range, first.format.name) == ColorRange.JPEG,
        )


def read_moments(video: InputContainer) -> list[int]:
    """Return when each shown frame begins, in display order and the stream's time base."""
    moments = sorted(frames.get_pts(packet) for packet in frames.iter_packets(video))
    if not moments:
        raise MediaError("The video has no frames.")
    return moments


def find_rate(moments: list[int], stream: VideoStream) -> tuple[Fraction, bool, bool]:
    """Return the rate, whether it is constant to a tick of the clock, and whether it is exactly as stated.

    The very last frames may be a frame late: they still count as what they are, one frame each.
    """
    clock, stated = frames.get_time_base(stream), Fraction(stream.average_rate or stream.guessed_rate or 0)
    usual = _find_usual_rate(moments, clock)
    if stated and _measure_lateness(moments, stated * clock) == 0:
        return stated, True, True
    for rate in (usual, stated or usual):
        is_whole = _measure_lateness(moments, rate * clock) <= max(Fraction(1), 1 / (rate * clock))
        if is_whole and _measure_lateness(moments[:-CUT_END], rate * clock) <= 1:
            return rate, True, False
    return usual, False, False


def _measure_lateness(moments: list[int], frames_a_tick: Fraction) -> Fraction:
    """Return by how many ticks, at most, a frame begins off the place where a constant rate puts it."""
    late = (abs(moment - moments[0] - n / frames_a_tick) for n, moment in enumerate(moments))
    return max(late, default=Fraction(0))


def _find_usual_rate(moments: list[int], clock: Fraction) -> Fraction:
    """Return the usual rate nearest to the commonest one of a film whose rate varies."""
    lengths = np.diff(moments)
    if not lengths.any():
        return Fraction(24)
    middle = median(lengths.tolist())
    near = lengths[np.abs(lengths - middle) <= middle / 2]
    mean = Fraction(int(near.sum()), len(near)) * clock
    return min(USUAL_RATES, key=lambda rate: abs(rate * mean - 1))


def read_turn(frame: av.VideoFrame) -> str:
    """Return the filters that bring a frame upright, to the nearest quarter of a turn."""
    found: Any = frame.side_data  # PyAV's stubs don't know this kind
    if Type.DISPLAYMATRIX not in found:
        return ""
    a, b, _, c, d, *_ = np.frombuffer(bytes(found[Type.DISPLAYMATRIX]), np.int32).tolist()
    is_upright = abs(a) + abs(d) >= abs(b) + abs(c)
    signs = (_sign(a), 0, 0, _sign(d)) if is_upright else (0, _sign(b), _sign(c), 0)
    return TURNS[signs]


def _sign(number: int) -> int:
    return -1 if number < 0 else 1


def is_square(aspect: Fraction) -> bool:
    """Return True if pixels are square, but for what rounding a film's size leaves: 1.0013 at 641 x 361."""
    return abs(aspect - 1) < Fraction(1, 100)


def get_shown_size(width: int, height: int, aspect: Fraction, *, is_turned: bool) -> tuple[int, int]:
    """Return the size with square pixels, upright. Pixels are widened or heightened, never narrowed."""
    if is_square(aspect):
        pass
    elif aspect > 1:
        width = round(width * aspect)
    else:
        height = round(height / aspect)
    return (height, width) if is_turned else (width, height)


def to_json(film: Truth) -> dict[str, Any]:
    """Return the film's properties as JSON has them: fractions are strings."""
    return {key: str(value) if isinstance(value, Fraction) else value for key, value in asdict(film).items()}


def from_json(found: dict[str, Any]) -> Truth:
    """Return the film whose properties `to_json` wrote."""
    known = {one.name: found[one.name] for one in fields(Truth) if one.name in found}
    fractions = {key: Fraction(known[key]) for key in FRACTIONS if known.get(key) is not None}
    return Truth(**known | fractions)


# -- why a film isn't plain ----------------------------------------------------------------------------------

REASONS: dict[str, Callable[[Truth], bool]] = {
    "container": lambda film: not film.is_mp4,
    "codec": lambda film: film.codec not in CODECS,
    "pixels": lambda film: film.pixels not in ("yuv420p", "yuvj420p"),
    "edits": lambda film: film.hidden > 0,
    "rate": lambda film: not film.is_constant,
    "timing": lambda film: film.is_mp4 and film.is_constant and not film.is_exact,
    "start": lambda film: film.has_audio and not _starts_together(film),
    "rotation": lambda film: bool(film.turn),
    "aspect": lambda film: not is_square(film.pixel_aspect),
    "odd": lambda film: film.width_px % 2 == 1 or film.height_px % 2 == 1,
    "hdr": lambda film: bool(film.hdr),
    "colors": lambda film: (
        not film.hdr and (film.matrix not in (MATRIX_709, *UNTAGGED) or film.primaries in WIDE_PRIMARIES)
    ),
    "sound": lambda film: film.has_audio and film.sound_codec not in SOUND_CODECS,
}


def find_reasons(film: Truth) -> tuple[str, ...]:
    """Return the codes of the reasons why this film isn't plain; none if it is."""
    return tuple(code for code, applies in REASONS.items() if applies(film))


def _starts_together(film: Truth) -> bool:
    assert film.sound_s is not None
    return abs(film.start_s) < 1 / (2 * film.fps) and abs(film.sound_s - film.start_s) <= SAME_START_S
