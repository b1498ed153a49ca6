"""Draw one order as a film: a thread draws frames, this one encodes them."""

import queue
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from studio.media.encode import Film
from studio.wire import Order

FPS = 24
AHEAD = 4  # frames drawn and not yet encoded
SIDES = {"360p": 360, "540p": 540, "720p": 720, "1080p": 1080, "4k": 2160}


def size(aspect_ratio: str | None, resolution: str | None) -> tuple[int, int]:
    """Width and height in pixels, both even; the resolution is the short side."""
    across, down = map(int, (aspect_ratio or "16:9").split(":"))
    short = SIDES[resolution or "720p"]
    long = round(short * max(across, down) / min(across, down) / 2) * 2
    return (long, short) if across >= down else (short, long)


def draw(order: Order, keyframes: Mapping[str, Path], target: Path, tell: Callable[[float], None]) -> None:
    """Draw `order` into `target` (there whole or not at all), telling progress from 0 to 1."""
    width, height = size(order.aspect_ratio, order.resolution)
    count = (order.duration_s or 5) * FPS
    picture = _picture(order, keyframes, width, height, count)
    with Film(target, width, height, FPS, lifted=_lifted(keyframes, count)) as film:
        for n, yuv in enumerate(_ahead(picture.frame, count, (height * 3 // 2, width))):
            film.write(yuv)
            tell((n + 1) / count)


def _lifted(keyframes: Mapping[str, Path], count: int) -> list[int]:
    ends = {"frame0": 0, "frame1": count - 1}
    return [ends[name] for name in keyframes]


def _picture(order: Order, keyframes: Mapping[str, Path], width: int, height: int, count: int):
    class Gradient:
        def frame(self, n: int, yuv: np.ndarray) -> None:
            yuv[:height] = np.linspace(60 + n % 64, 180, height)[:, None]
            yuv[height:] = 128

    return Gradient()


def _ahead(paint: Callable[[int, np.ndarray], None], count: int, shape: tuple[int, int]):
    """Frames 0 to count-1, drawn by a second thread; an array is good until the next is asked for."""
    spare: queue.SimpleQueue = queue.SimpleQueue()
    ready: queue.SimpleQueue = queue.SimpleQueue()
    for _ in range(AHEAD):
        spare.put(np.empty(shape, np.uint8))

    def run() -> None:
        try:
            for n in range(count):
                if (yuv := spare.get()) is None:
                    return
                paint(n, yuv)
                ready.put(yuv)
        except BaseException as trouble:
            ready.put(trouble)

    thread = threading.Thread(target=run, name="preview-draws", daemon=True)
    thread.start()
    try:
        for _ in range(count):
            yuv = ready.get()
            if isinstance(yuv, BaseException):
                raise yuv
            yield yuv
            spare.put(yuv)
    finally:
        spare.put(None)
        thread.join()
