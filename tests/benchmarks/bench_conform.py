"""How long it takes to conform a second of video, for each reason, and what a plain video costs.

    python -m tests.benchmarks.bench_conform

Videos of 4 s at 720p. The unit is what storing did already: decoding the video once for its stills. All are
measured in turn in one run, because machines differ more than these ratios do.
"""

import statistics
import tempfile
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from studio.media import stills
from studio.media.conform import conform
from studio.media.truth import find_reasons, read_truth
from tests.films.corpus import CORPUS
from tests.films.make import make

SECONDS, TURNS = 4, 3
NAMES = (
    "24 fps",
    "rate jitters",
    "lossless cut",
    "fragmented with sound",
    "picture starts late",
    "turned by 90",
    "wide pixels",
    "odd sides",
    "4:4:4",
    "10 bit",
    "PQ",
    "HLG",
    "BT.601",
    "ProRes",
    "MKV",
)


def enlarge(film):
    """Return the film at 720 lines, with frames for SECONDS."""
    scale = Fraction(720, film.height)
    width = round(film.width * scale) // 2 * 2 + film.width % 2
    height = 720 + film.height % 2
    count = SECONDS * round(film.fps)
    return replace(film, width=width, height=height, count=count, shown_size=(0, 0), shown_count=0)


def measure(act) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def main() -> None:
    films = {film.name: film for film in CORPUS}
    films["24 fps"] = replace(films["25.000 fps"], name="24 fps", fps=Fraction(24))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = {title: make(enlarge(films[title]), folder) for title in NAMES}
        times: dict[tuple[str, str], list[float]] = {}
        for _ in range(TURNS):
            for title, path in made.items():
                for what, seconds in run(path, folder).items():
                    times.setdefault((title, what), []).append(seconds)
        plain = statistics.median(times["24 fps", "stills"])
        print(f"{'video':24}{'reasons':24}{'read':>8}{'conform':>10}{'a second':>10}{'of stills':>11}")
        for title, path in made.items():
            film = read_truth(path)
            read = statistics.median(times[title, "read"])
            took = statistics.median(times.get((title, "conform"), [0]))
            length = float(film.frames / film.fps)
            reasons = ", ".join(find_reasons(film)) or "plain"
            facts = f"{read * 1000:6.0f}ms{took:9.2f}s{took / length:9.2f}s{(read + took) / plain:10.2f}x"
            print(f"{title:24}{reasons:24}{facts}")
        print(f"stills of a plain video: {plain:.2f} s, {plain / SECONDS:.2f} s a second")


def run(path: Path, folder: Path) -> dict[str, float]:
    """Return the seconds that each step takes."""
    film = read_truth(path)
    seconds = {"read": measure(lambda: read_truth(path))}
    if find_reasons(film):
        seconds["conform"] = measure(lambda: conform(path, folder / "working.mp4", film))
    else:
        seconds["stills"] = measure(lambda: stills.make_stills(path, folder / "stills"))
    return seconds


if __name__ == "__main__":
    main()
