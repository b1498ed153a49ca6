"""Write one odd film as its specification says."""

import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace

from studio.media import frames
from tests.films.draw import draw
from tests.films.priority import usual_priority

SOUND_RATE, BLOCK, BEEP_S = 48_000, 1024, 0.06
UPRIGHT = (1, 0, 0, 1)


@dataclass(frozen=True)
class Film:
    """The truth of a film. Sizes are those of the stored picture.

    time: when frame n begins, in seconds. clock: the unit of such times in the file. turn: a, b, c and d of
    the display matrix. hidden: frames before the edit list's start. edits: (milliseconds, first tick of the
    track) that replace it. flash: a white frame, which begins with a beep. reasons: why it isn't plain.
    shown_size, shown_count: what a viewer sees, if it isn't as stored.
    """

    name: str
    width: int = 256
    height: int = 144
    fps: Fraction = Fraction(24)
    count: int = 40
    time: Callable[[int], Fraction] | None = None
    clock: Fraction | None = None
    codec: str = "libx264"
    pixels: str = "yuv420p"
    options: dict = field(default_factory=dict)
    gop: int = 12
    bframes: int = 2
    matrix: int = 1
    primaries: int = 1
    transfer: int = 1
    range: int = 1
    aspect: Fraction = Fraction(1)
    turn: tuple[int, int, int, int] = UPRIGHT
    suffix: str = "mp4"
    movflags: str = "faststart"
    hidden: int = 0
    edits: tuple[tuple[int, int], ...] = ()
    start_s: Fraction = Fraction(0)
    sound: str = ""
    sound_layout: str = "stereo"
    sound_rate: int = SOUND_RATE
    sound_start_s: Fraction = Fraction(0)
    sound_length_s: Fraction | None = None
    flash: int = 30
    trailer: bytes = b""
    reasons: tuple[str, ...] = ()
    shown_size: tuple[int, int] = (0, 0)
    shown_count: int = 0

    def when(self, n: int) -> Fraction:
        return self.time(n) if self.time else n / self.fps

    @property
    def tick(self) -> Fraction:
        """Return the unit of the frames' times."""
        return self.clock or (Fraction(1, 90_000) if self.time else 1 / self.fps)

    @property
    def size(self) -> tuple[int, int]:
        return self.shown_size if self.shown_size != (0, 0) else (self.width, self.height)

    @property
    def frames(self) -> int:
        return self.shown_count or self.count


def make(film: Film, folder):
    """Write the film into `folder` and return its path."""
    path = folder / f"{film.name.replace(' ', '-').replace(':', '_')}.{film.suffix}"
    options = {"movflags": film.movflags} if film.suffix in ("mp4", "mov") else {}
    if film.clock:
        options["video_track_timescale"] = str(1 / film.clock)
    with usual_priority(), av.open(str(path), "w", options=options) as out:
        _write_streams(film, out)
    if film.hidden and not film.edits:
        path = _hide_begin(film, path)
    body = bytearray(path.read_bytes())
    if film.edits:
        _set_edits(body, film.edits)
    if film.turn != UPRIGHT:
        _set_matrix(body, film.turn)
    path.write_bytes(bytes(body) + film.trailer)
    return path


def _write_streams(film, out):
    video = _add_video(film, out)
    audio = None
    if film.sound:
        audio = out.add_stream(film.sound, rate=film.sound_rate, layout=film.sound_layout)
    packets = list(_encode_video(film, video))
    packets += _encode_audio(film, audio) if audio else []
    for packet in sorted(packets, key=lambda packet: packet.dts * packet.time_base):
        out.mux(packet)


def _add_video(film, out):
    video = out.add_stream(film.codec, rate=film.fps, options=film.options)
    video.width, video.height, video.pix_fmt = film.width, film.height, film.pixels
    coder = video.codec_context
    coder.time_base = film.tick
    coder.sample_aspect_ratio = film.aspect
    coder.colorspace, coder.color_primaries = film.matrix, film.primaries
    coder.color_trc, coder.color_range = film.transfer, film.range
    if film.codec in ("libx264", "libx265", "mpeg4", "libvpx-vp9", "libsvtav1"):
        coder.gop_size = film.gop
    if film.codec in ("libx264", "mpeg4"):
        coder.max_b_frames = film.bframes
    return video


def _encode_video(film, stream):
    for n in range(film.count):
        frame = _paint(film, n)
        frame.time_base = film.tick
        frame.pts = round((film.when(n) + film.start_s) / film.tick)
        yield from stream.encode(frame)
    yield from stream.encode()


def _paint(film, n):
    rgb = draw(n, *_upright_size(film), flash=n == film.flash)
    rgb = np.ascontiguousarray(_lay_down(rgb, film.turn))
    if film.transfer in (16, 18):
        frame = _paint_hdr(rgb, film)
    else:
        frame = av.VideoFrame.from_ndarray(rgb, "rgb24").reformat(
            film.width,
            film.height,
            film.pixels,
            dst_colorspace=Colorspace(frames.get_matrix(film.matrix, film.height)),
            dst_color_range=ColorRange(film.range or 1),
            interpolation=frames.FINE,
        )
    frame.colorspace, frame.color_range = film.matrix, film.range
    frame.color_primaries, frame.color_trc = film.primaries, film.transfer
    return frame


def _upright_size(film):
    size = (film.width, film.height)
    return size if film.turn[0] else size[::-1]


def _lay_down(rgb, turn):
    """Return the stored picture that the display matrix brings upright."""
    lay = {
        UPRIGHT: lambda one: one,
        (0, 1, -1, 0): lambda one: np.rot90(one, 1),
        (-1, 0, 0, -1): lambda one: np.rot90(one, 2),
        (0, -1, 1, 0): lambda one: np.rot90(one, 3),
        (-1, 0, 0, 1): lambda one: one[:, ::-1],
    }
    return lay[turn](rgb)


def _paint_hdr(rgb, film):
    """Return a gray picture whose white is reference white of BT.2408: 58 % of PQ, 75 % of HLG."""
    white = 64 + int(876 * (0.58 if film.transfer == 16 else 0.75))
    luma = np.where(rgb.mean(axis=2) > 200, white, 64).astype(np.uint16)
    frame = av.VideoFrame(film.width, film.height, "yuv420p10le")
    for plane, values in zip(
        frame.planes, (luma, *[np.full((film.height // 2, film.width // 2), 512)] * 2), strict=True
    ):
        wide = np.zeros((plane.height, plane.line_size // 2), np.uint16)
        wide[:, : plane.width] = values
        plane.update(wide.tobytes())
    return frame


def _encode_audio(film, stream):
    length_s = (
        film.sound_length_s or film.when(film.count - 1) + 1 / film.fps + film.start_s - film.sound_start_s
    )
    at = np.arange(int(length_s * film.sound_rate)) / film.sound_rate + float(film.sound_start_s)
    beep_s = float(film.when(film.flash) + film.start_s)
    wave = 0.5 * np.sin(2 * np.pi * 1000 * at) * ((at >= beep_s) & (at < beep_s + BEEP_S))
    channels = stream.codec_context.layout.nb_channels
    format_name = stream.codec_context.format.name
    resampler = av.AudioResampler(format_name, film.sound_layout, film.sound_rate)
    for first in range(0, len(wave), BLOCK):
        block = np.repeat(wave[None, first : first + BLOCK].astype(np.float32), channels, axis=0)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), "fltp", film.sound_layout)
        frame.sample_rate, frame.time_base = film.sound_rate, Fraction(1, film.sound_rate)
        frame.pts = first + round(film.sound_start_s * film.sound_rate)
        for one in resampler.resample(frame):
            yield from stream.encode(one)
    yield from stream.encode()


def _hide_begin(film, path):
    """Return a copy whose edit list leaves out the first frames, as after `ffmpeg -ss … -c copy`."""
    target = path.with_name(f"cut-{path.name}")
    options = {"movflags": film.movflags, "avoid_negative_ts": "disabled"}
    with av.open(str(path)) as source, av.open(str(target), "w", options=options) as out:
        streams = {one.index: out.add_stream_from_template(one) for one in source.streams}
        for packet in source.demux():
            if packet.size:
                shift = round(film.hidden / film.fps / packet.time_base)
                packet.pts, packet.dts = packet.pts - shift, packet.dts - shift
                packet.stream = streams[packet.stream_index]
                out.mux(packet)
    return target


def _set_edits(body, edits):
    """Write another edit list, in a film whose head is at its end, so that no sample moves."""
    at = body.index(b"elst") - 4
    old = int.from_bytes(body[at : at + 4])
    rows = b"".join(struct.pack(">Iihh", *edit, 1, 0) for edit in edits)  # ISO 14496-12, 8.6.6, version 0
    new = struct.pack(">I4sII", 16 + len(rows), b"elst", 0, len(edits)) + rows
    body[at : at + old] = new
    for kind in (b"edts", b"trak", b"moov"):
        box = body.rindex(kind, 0, at + 8) - 4
        size = int.from_bytes(body[box : box + 4]) + len(new) - old
        body[box : box + 4] = size.to_bytes(4)


def _set_matrix(body, turn):
    a, b, c, d = (number * 65536 for number in turn)
    at = body.index(b"tkhd") + 44  # ISO 14496-12, 8.3.2, version 0
    body[at : at + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
