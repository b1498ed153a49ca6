"""Draw one order as a film: a thread draws frames, this one encodes them."""

import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from studio.media.encode import Film
from studio.preview import scenes, slate, words
from studio.preview.abstract import Light
from studio.preview.keyframes import Journey, Plate
from studio.preview.planes import views
from studio.preview.stage import Stage
from studio.wire import Order

FPS = 24
NATIVE = 1080  # lines; above, scenes are drawn at half size
PRESET, QUALITY = "ultrafast", 20  # as good and as large as superfast 22, in half the time
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
    cv2.setNumThreads(1)  # the encoder needs the other core
    picture = Picture(order, keyframes, width=width, height=height, count=count)
    lifted = _lifted(keyframes, count)
    with Film(target, width, height, FPS, quality=QUALITY, preset=PRESET, lifted=lifted) as film:
        for n, yuv in enumerate(_ahead(picture.frame, count, (height * 3 // 2, width))):
            film.write(yuv)
            tell((n + 1) / count)


def _lifted(keyframes: Mapping[str, Path], count: int) -> list[int]:
    ends = {"frame0": 0, "frame1": count - 1}
    return [ends[name] for name in keyframes]


class Picture:
    """Frames of one order: the scene, then grain, mark and slate over it."""

    def __init__(self, order: Order, keyframes: Mapping[str, Path], *, width: int, height: int, count: int):
        self.size, self.key = (width, height), (order.prompt, order.seed)
        self.mark = slate.mark(width, height)
        self.slate = slate.slate(order.prompt, width, height) if order.slate else None
        self.grain = slate.Grain(self.key, width, height, count)
        sketch = words.read(order.prompt, order.seed)
        self.journey = self._journey(sketch, keyframes, count, loop=order.loop) if keyframes else None
        self.scale = 1 if self.journey or min(width, height) <= NATIVE else 2
        self.scene = self.journey or self._scene(sketch, count, loop=order.loop)

    def frame(self, n: int, yuv: np.ndarray) -> None:
        """Draw frame `n` into `yuv`."""
        self._draw(n, yuv)
        planes = views(yuv, *self.size)
        calm = self.journey.calm(n) if self.journey else 1.0
        self.grain.lay(planes, n, calm)
        self.mark.write(planes, self.journey.mark_strength(n) if self.journey else 1.0)
        if self.slate:
            self.slate.write(planes, slate.slate_strength(n) * calm)

    def _draw(self, n: int, yuv: np.ndarray) -> None:
        """The scene alone; above 1080 lines it is drawn at half size and enlarged: it is soft anyway."""
        if self.scale == 1:
            self.scene.frame(n, yuv)
            return
        width, height = (side // self.scale for side in self.size)
        small = np.empty((height * 3 // 2, width), np.uint8)
        self.scene.frame(n, small)
        for large, plane in zip(views(yuv, *self.size), views(small, width, height), strict=True):
            cv2.resize(plane, large.shape[::-1], dst=large, interpolation=cv2.INTER_CUBIC)

    def _scene(self, sketch: words.Sketch, count: int, *, loop: bool) -> Stage | Light:
        width, height = (side // self.scale for side in self.size)
        if sketch.scene == words.ABSTRACT:
            return Light(Stage(sketch, self.key, width=width, height=height, count=count, loop=loop))
        return scenes.build(sketch, self.key, width=width, height=height, count=count, loop=loop)

    def _journey(
        self, sketch: words.Sketch, keyframes: Mapping[str, Path], count: int, *, loop: bool
    ) -> Journey:
        plates: dict[str, Plate] = {}
        for name, path in keyframes.items():
            with Image.open(path) as image:
                plates[name] = Plate(image, *self.size, self.mark)
        width, height = self.size
        loop = loop and "frame1" not in plates
        stage = Stage(sketch, self.key, width=width, height=height, count=count, loop=loop)
        return Journey(stage, plates.get("frame0"), plates.get("frame1"))


def _ahead(
    paint: Callable[[int, np.ndarray], None], count: int, shape: tuple[int, int]
) -> Iterator[np.ndarray]:
    """Frames 0 to count-1, drawn by a second thread; an array is good until the next is asked for."""
    spare: queue.SimpleQueue[np.ndarray | None] = queue.SimpleQueue()
    ready: queue.SimpleQueue[np.ndarray | BaseException] = queue.SimpleQueue()
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
