"""How long it takes to join clips: ours compared with ffmpeg's concat and MoviePy, in one run.

    python -m tests.benchmarks.bench_join

Clips of 5 s at 720p. Each but the last loses its last frame, as chained clips do. ffmpeg's concat with
copied streams cannot leave a frame out: it is fast, and its video has the doubled frames. MoviePy encodes
everything; it is measured where it is installed (`pip install moviepy`).
"""

import importlib.util
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from studio.media import probe
from studio.media.encode import VideoWriter
from studio.media.stitch import Segment, stitch

WIDTH, HEIGHT, FRAMES = 1280, 720, 120
COUNTS = (2, 10, 100)
TURNS = 3
SLOWEST = 10  # clips that a joiner which encodes everything is asked for


def clip(path: Path, seed: int) -> Path:
    """Create a clip of drifting soft noise, as hard to encode as a quiet scene."""
    chance = np.random.default_rng(seed)
    small = chance.integers(40, 200, (HEIGHT * 3 // 2 // 30, WIDTH // 40 + 8), np.uint8)
    large = np.kron(small, np.ones((30, 40), np.uint8))
    with VideoWriter(path, WIDTH, HEIGHT) as film:
        for n in range(FRAMES):
            film.write(np.ascontiguousarray(large[:, n : n + WIDTH]))
    return path


def ours(clips, target):
    segments = [Segment(path, 0, FRAMES - 1) for path in clips[:-1]] + [Segment(clips[-1], 0, FRAMES)]
    stitch(segments, target)


def concat(clips, target):
    names = target.with_suffix(".txt")
    names.write_text("".join(f"file '{path}'\n" for path in clips))
    command = ["ffmpeg", "-v", "error", "-y", "-f", "concat", "-safe", "0", "-i", str(names)]
    subprocess.run([*command, "-c", "copy", str(target)], check=True)


def moviepy(clips, target):
    from moviepy import VideoFileClip, concatenate_videoclips

    parts = [VideoFileClip(str(path)).subclipped(0, (FRAMES - 1) / 24) for path in clips[:-1]]
    film = concatenate_videoclips([*parts, VideoFileClip(str(clips[-1]))])
    film.write_videofile(str(target), fps=24, audio=False, preset="veryfast", logger=None)


def joiners() -> dict:
    """Return those that are installed, and name the others."""
    found = {"ours": ours}
    if shutil.which("ffmpeg"):
        found["ffmpeg concat"] = concat
    if importlib.util.find_spec("moviepy"):
        found["MoviePy"] = moviepy
    missing = [name for name in ("ffmpeg concat", "MoviePy") if name not in found]
    if missing:
        print(f"Left out, because not installed: {', '.join(missing)}.")
    return found


def main():
    found = joiners()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        films = [clip(folder / f"clip{n}.mp4", n) for n in range(10)]
        print(
            f"{'clips':>5}  {'joiner':<14} {'seconds':>8} {'ratio':>7}  frames   (best of {TURNS}, in turns)"
        )
        for count in COUNTS:
            clips = [films[n % 10] for n in range(count)]
            wanted = count * FRAMES - (count - 1)
            asked = {name: join for name, join in found.items() if name != "MoviePy" or count <= SLOWEST}
            best: dict[str, float] = dict.fromkeys(asked, float("inf"))
            made = {}
            for turn in range(TURNS):
                for name, join in asked.items():
                    if name == "MoviePy" and turn:
                        continue  # minutes; once is enough
                    best[name] = min(best[name], timed(join, clips, folder / "out.mp4"))
                    made[name] = probe.read_facts(folder / "out.mp4").frames
            for name, took in best.items():
                off = made[name] - wanted
                difference = "exact" if not off else f"{off:+d}"
                ratio = took / best["ours"]
                print(f"{count:>5}  {name:<14} {took:>8.2f} {ratio:>6.1f}x  {difference}", flush=True)


def timed(join, clips, target) -> float:
    began = time.perf_counter()
    join(clips, target)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
