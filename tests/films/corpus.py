"""The odd films: what models, phones, editors and old cameras make."""

from fractions import Fraction

from tests.films.make import Film

F = Fraction
QUARTER, HALF, THREE = (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0)
RATES = [F(rate) for rate in (8, 10, 16, 25, 48, 120)]
RATES += [F(25, 2), F(24000, 1001), F(30000, 1001), F(60000, 1001)]


def slow_down(n):
    """24 frames a second for a second, then 6."""
    return F(n, 24) if n < 24 else 1 + F(n - 24, 6)


def jitter(n):
    """30 frames a second, as a phone takes them: each up to a fifth of a frame early or late."""
    return F(n, 30) + (F((n * 7) % 5 - 2, 10) / 30 if n else 0)


def drop(n):
    """25 frames a second, every fourth of them missing."""
    return F(n + n // 3, 25)


HEAD_LAST = "use_metadata_tags"  # any flag but faststart
TICKS = 512  # of a frame, in the track of a film of 24 fps; its first frame is two late, for B-frames


def last_late(n):
    """24 frames a second, but one is missing before the last, as after a lossless cut."""
    return F(n + (n == 10), 24)


PLAIN = [Film(f"{float(rate):.3f} fps", fps=rate) for rate in RATES]
PLAIN += [
    Film("with sound", sound="aac"),
    Film("mono sound of 44.1 kHz", sound="aac", sound_layout="mono", sound_rate=44_100),
    Film("surround sound", sound="aac", sound_layout="5.1"),
    Film("short sound", sound="aac", flash=10, sound_length_s=F(1)),
    Film("long sound", sound="aac", sound_length_s=F(3)),
    Film("every frame a keyframe", gop=1, bframes=0),
    Film("one long group", gop=250, bframes=3),
    Film(
        "open groups", options={"x264-params": "open-gop=1:keyint=15:bframes=3:b-pyramid=normal:scenecut=0"}
    ),
    Film("refreshed bit by bit", options={"x264-params": "intra-refresh=1:keyint=12"}, bframes=0),
    Film("one frame", count=1, flash=-1),
    Film("untagged, low", matrix=2, primaries=2, transfer=2, range=0),
    Film("untagged, high", width=128, height=720, matrix=2, primaries=2, transfer=2, range=0),
    Film("full range", pixels="yuvj420p", range=2),
    Film("AV1", codec="libsvtav1", options={"preset": "8", "crf": "12"}),
    Film("VP9 in MP4", codec="libvpx-vp9", options={"deadline": "realtime", "cpu-used": "8"}),
    Film("nearly square pixels", aspect=F(361, 360)),
    Film("head at the end", movflags=HEAD_LAST),
    Film("fragmented", movflags="frag_keyframe+empty_moov"),
    Film("four bytes behind it", trailer=b"\0\0\0\0"),
    Film("text behind it", trailer=b"Made by a program in 2026 AD"),
]
ODD = [
    Film("rate falls", time=slow_down, count=30, flash=26, sound="aac", reasons=("rate",)),
    Film("rate jitters", fps=F(30), time=jitter, sound="aac", reasons=("rate",)),
    Film("frames dropped", fps=F(25), time=drop, sound="aac", reasons=("rate",)),
    Film("clock of milliseconds", clock=F(1, 1000), reasons=("timing",)),
    Film("clock of milliseconds, long", fps=F(30000, 1001), clock=F(1, 1000), reasons=("timing",)),
    Film("picture starts late", start_s=F(1), sound="aac", reasons=("start",)),
    Film("sound starts late", sound="aac", sound_start_s=F(1, 2), reasons=("start",)),
    Film("fragmented with sound", movflags="frag_keyframe+empty_moov", sound="aac", reasons=("start",)),
    Film("lossless cut", hidden=14, shown_count=26, sound="aac", gop=250, reasons=("edits",)),
    Film(
        "lossless cut of ten frames",
        hidden=30,
        shown_count=10,
        flash=35,
        gop=250,
        bframes=0,
        reasons=("edits",),
    ),
    Film(
        "end cut off",
        edits=((1000, 2 * TICKS),),
        movflags=HEAD_LAST,
        shown_count=24,
        flash=5,
        reasons=("edits",),
    ),
    Film(
        "part of the middle",
        edits=((500, 10 * TICKS),),
        movflags=HEAD_LAST,
        hidden=8,
        shown_count=12,
        flash=14,
        reasons=("edits",),
    ),
    Film("cut within a group", time=last_late, count=11, flash=4, shown_count=11, reasons=("timing",)),
    Film("turned by 90", turn=QUARTER, shown_size=(144, 256), reasons=("rotation",)),
    Film("turned by 180", turn=HALF, reasons=("rotation",)),
    Film("turned by 270", turn=THREE, shown_size=(144, 256), reasons=("rotation",)),
    Film("mirrored", turn=(-1, 0, 0, 1), reasons=("rotation",)),
    Film("wide pixels", width=240, height=180, aspect=F(4, 3), shown_size=(320, 180), reasons=("aspect",)),
    Film(
        "tall pixels", width=240, height=120, aspect=F(8, 9), shown_size=(240, 135), reasons=("aspect", "odd")
    ),
    Film(
        "wide pixels turned by 90",
        width=240,
        height=180,
        aspect=F(4, 3),
        turn=QUARTER,
        shown_size=(180, 320),
        reasons=("rotation", "aspect"),
    ),
    Film("odd sides", width=257, height=145, pixels="yuv444p", reasons=("pixels", "odd")),
    Film("odd width", width=255, height=144, pixels="yuv444p", reasons=("pixels", "odd")),
    Film("4:2:2", pixels="yuv422p", reasons=("pixels",)),
    Film("4:4:4", pixels="yuv444p", reasons=("pixels",)),
    Film("10 bit", pixels="yuv420p10le", reasons=("pixels",)),
    Film("4:2:2 in 10 bit", pixels="yuv422p10le", reasons=("pixels",)),
    Film("RGB", codec="libx264rgb", pixels="rgb24", matrix=0, range=2, bframes=0, reasons=("pixels",)),
    Film("BT.601", matrix=6, primaries=6, transfer=6, reasons=("colors",)),
    Film(
        "BT.601 of PAL in full range", matrix=5, primaries=5, range=2, pixels="yuvj420p", reasons=("colors",)
    ),
    Film("BT.601, high", width=128, height=720, matrix=6, reasons=("colors",)),
    Film("SMPTE 240M", matrix=7, reasons=("colors",)),
    Film("BT.2020 in SDR", matrix=9, reasons=("colors",)),
    Film(
        "PQ",
        codec="libx265",
        pixels="yuv420p10le",
        matrix=9,
        primaries=9,
        transfer=16,
        options={"x265-params": "log-level=none"},
        reasons=("codec", "pixels", "hdr"),
    ),
    Film("HLG", pixels="yuv420p10le", matrix=9, primaries=9, transfer=18, reasons=("pixels", "hdr")),
    Film("HEVC", codec="libx265", options={"x265-params": "log-level=none"}, reasons=("codec",)),
    Film("MPEG-4", codec="mpeg4", options={"q:v": "2"}, matrix=2, reasons=("codec",)),
    Film("ProRes", codec="prores_ks", pixels="yuv422p10le", suffix="mov", reasons=("codec", "pixels")),
    Film(
        "DNxHR",
        codec="dnxhd",
        pixels="yuv422p",
        options={"profile": "dnxhr_hq"},
        suffix="mov",
        reasons=("codec", "pixels"),
    ),
    Film(
        "Motion JPEG",
        codec="mjpeg",
        pixels="yuvj420p",
        range=2,
        matrix=5,
        suffix="mov",
        reasons=("codec", "colors"),
    ),
    Film("MKV", suffix="mkv", sound="aac", fps=F(25), reasons=("container",)),
    Film(
        "WebM",
        suffix="webm",
        codec="libvpx-vp9",
        sound="libopus",
        options={"deadline": "realtime", "cpu-used": "8"},
        reasons=("container",),
    ),
    Film("sound as PCM", suffix="mov", sound="pcm_s16le", reasons=("sound",)),
]
CORPUS = [*PLAIN, *ODD]
