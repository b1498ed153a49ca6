"""How long a clip's poster, filmstrip, first and last frame take: ours compared with ffmpeg and MoviePy.

    python -m tests.benchmarks.bench_filmstrip

A clip of 5 s at 720p, of soft noise. ffmpeg is called once for each picture, as scripts do.
"""

import importlib.util
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from studio.media import stills
from tests.benchmarks.bench_join import FRAMES, clip

TURNS = 5


def ours(video: Path, folder: Path) -> None:
    stills.make_stills(video, folder)


def ffmpeg(video: Path, folder: Path) -> None:
    step = (FRAMES - 1) // 9
    filters = {
        "poster.webp": f"select=eq(n\\,{FRAMES // 3}),scale=640:-2",
        "strip.webp": f"select=not(mod(n\\,{step})),scale=160:-2,tile=10x1",
        "first.png": "select=eq(n\\,0)",
        "last.png": f"select=eq(n\\,{FRAMES - 1})",
    }
    for name, filter in filters.items():
        command = ["ffmpeg", "-v", "error", "-y", "-i", str(video), "-vf", filter, "-frames:v", "1"]
        subprocess.run([*command, str(folder / name)], check=True)


def moviepy(video: Path, folder: Path) -> None:
    from moviepy import VideoFileClip
    from PIL import Image

    with VideoFileClip(str(video)) as opened:
        tiles = [
            Image.fromarray(opened.get_frame(n * opened.duration / 10)).resize((160, 90)) for n in range(10)
        ]
        strip = Image.new("RGB", (1600, 90))
        for n, tile in enumerate(tiles):
            strip.paste(tile, (n * 160, 0))
        strip.save(folder / "strip.webp", quality=80)
        Image.fromarray(opened.get_frame(opened.duration / 3)).resize((640, 360)).save(folder / "poster.webp")
        Image.fromarray(opened.get_frame(0)).save(folder / "first.png")
        Image.fromarray(opened.get_frame(opened.duration - 1 / 24)).save(folder / "last.png")


def main():
    makers = {"ours": ours}
    if shutil.which("ffmpeg"):
        makers["ffmpeg, 4 calls"] = ffmpeg
    if importlib.util.find_spec("moviepy"):
        makers["MoviePy"] = moviepy
    missing = [name for name in ("ffmpeg, 4 calls", "MoviePy") if name not in makers]
    if missing:
        print(f"Left out, because not installed: {', '.join(missing)}.")
    with tempfile.TemporaryDirectory() as folder:
        video, base = clip(Path(folder) / "clip.mp4", 1), None
        print(f"{'maker':<16} {'seconds':>8} {'ratio':>7}   (best of {TURNS})")
        for name, make in makers.items():
            best = min(timed(make, video, Path(folder)) for _ in range(TURNS))
            base = base or best
            print(f"{name:<16} {best:>8.2f} {best / base:>6.1f}x")


def timed(make, video: Path, folder: Path) -> float:
    began = time.perf_counter()
    make(video, folder)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
