"""Draw an order as a video: one thread draws the frames, another encodes them."""

import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from studio.media.encode import VideoWriter
from studio.preview import dishes, furnishing, loose, prompts, scenes, settings, slate, staging, still, titles
from studio.preview.abstract import AbstractScene
from studio.preview.keyframes import Plate, Transition
from studio.preview.planes import split_planes
from studio.preview.stage import Stage
from studio.wire import Order

FPS = 24
STILL = "still"  # the model that holds a picture
NATIVE_PX = 1080  # larger scenes are drawn at half size
PRESET, QUALITY = "ultrafast", 20  # as good and as large as superfast 22, in half the time
AHEAD = 4  # frames drawn and not yet encoded
SHORT_SIDES_PX = {"360p": 360, "540p": 540, "720p": 720, "1080p": 1080, "4k": 2160}


def compute_size(aspect_ratio: str | None, resolution: str | None) -> tuple[int, int]:
    """Return an even width and height in pixels. The resolution is the short side."""
    across, down = map(int, (aspect_ratio or "16:9").split(":"))
    short = SHORT_SIDES_PX[resolution or "720p"]
    long = round(short * max(across, down) / min(across, down) / 2) * 2
    return (long, short) if across >= down else (short, long)


def draw(order: Order, keyframes: Mapping[str, Path], target: Path, report: Callable[[float], None]) -> None:
    """Draw `order` to `target`, completely or not at all. Report the progress from 0 to 1."""
    width, height = compute_size(order.aspect_ratio, order.resolution)
    count = (order.duration_s or 5) * FPS
    if order.model == STILL:
        still.draw(keyframes["frame0"], target, size=(width, height), frames=count, report=report)
        return
    cv2.setNumThreads(1)  # the encoder needs the other core
    picture = Picture(order, keyframes, width=width, height=height, count=count)
    exact_frames = _list_keyframe_numbers(keyframes, count)
    with VideoWriter(
        target, width, height, FPS, quality=QUALITY, preset=PRESET, exact_frames=exact_frames
    ) as video:
        for n, yuv in enumerate(_draw_ahead(picture.draw_frame, count, (height * 3 // 2, width))):
            video.write(yuv)
            report((n + 1) / count)


def _list_keyframe_numbers(keyframes: Mapping[str, Path], count: int) -> list[int]:
    ends = {"frame0": 0, "frame1": count - 1}
    return [ends[name] for name in keyframes]


class Picture:
    """Draw the frames of one order: the scene, then grain, mark and slate over it."""

    def __init__(self, order: Order, keyframes: Mapping[str, Path], *, width: int, height: int, count: int):
        self.size, self.key = (width, height), (order.prompt, order.seed)
        self.mark = slate.make_mark(width, height)
        self.slate = slate.make_slate(order.prompt, width, height) if order.slate else None
        self.title = titles.make_title(
            titles.find_title(order.prompt), width, height, titles.find_color(order.prompt)
        )
        self.count, self.loop = count, order.loop
        self.grain = slate.Grain(self.key, width, height, count)
        sketch = prompts.read_prompt(order.prompt, order.seed)
        self.transition = (
            self._make_transition(sketch, keyframes, count, loop=order.loop) if keyframes else None
        )
        self.scale = 1 if self.transition or min(width, height) <= NATIVE_PX else 2
        self.scene = self.transition or self._make_scene(sketch, count, loop=order.loop)

    def draw_frame(self, n: int, yuv: np.ndarray) -> None:
        """Draw frame `n` into `yuv`."""
        self._draw(n, yuv)
        planes = split_planes(yuv, *self.size)
        fade = self.transition.compute_fade(n) if self.transition else 1.0
        self.grain.add(planes, n, fade)
        if self.title:
            self.title.draw(planes, titles.compute_reveal(n, self.count, loop=self.loop) * fade)
        self.mark.draw(planes, self.transition.compute_mark_strength(n) if self.transition else 1.0)
        if self.slate:
            self.slate.draw(planes, slate.compute_slate_strength(n, self.key[0]) * fade)

    def _draw(self, n: int, yuv: np.ndarray) -> None:
        """Draw the scene alone. Above 1080 lines, draw it at half size and enlarge it: it is soft anyway."""
        if self.scale == 1:
            self.scene.draw_frame(n, yuv)
            return
        width, height = (side // self.scale for side in self.size)
        small = np.empty((height * 3 // 2, width), np.uint8)
        self.scene.draw_frame(n, small)
        for large, plane in zip(
            split_planes(yuv, *self.size), split_planes(small, width, height), strict=True
        ):
            cv2.resize(plane, large.shape[::-1], dst=large, interpolation=cv2.INTER_CUBIC)

    def _make_scene(self, sketch: prompts.Sketch, count: int, *, loop: bool) -> Stage | AbstractScene:
        width, height = (side // self.scale for side in self.size)
        who = dishes.serve(staging.read_staging(self.key[0]), self.key[0])
        sketch = settings.find_setting(sketch, who)
        who = loose.drop(who, sketch)
        if sketch.scene == prompts.ABSTRACT:
            return AbstractScene(Stage(sketch, self.key, width=width, height=height, count=count, loop=loop))
        return scenes.build_stage(
            sketch,
            self.key,
            furnishing.leave_out_furniture(who, sketch),
            width=width,
            height=height,
            count=count,
            loop=loop,
        )

    def _make_transition(
        self, sketch: prompts.Sketch, keyframes: Mapping[str, Path], count: int, *, loop: bool
    ) -> Transition:
        plates: dict[str, Plate] = {}
        for name, path in keyframes.items():
            with Image.open(path) as image:
                plates[name] = Plate(image, *self.size, self.mark)
        width, height = self.size
        loop = loop and "frame1" not in plates
        stage = Stage(sketch, self.key, width=width, height=height, count=count, loop=loop)
        return Transition(stage, plates.get("frame0"), plates.get("frame1"))


def _draw_ahead(
    paint: Callable[[int, np.ndarray], None], count: int, shape: tuple[int, int]
) -> Iterator[np.ndarray]:
    """Yield the frames, drawn by a second thread. An array is reused after the next one is requested."""
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
        except BaseException as error:
            ready.put(error)

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
