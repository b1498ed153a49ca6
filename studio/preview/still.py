"""Hold one picture for the length of a video, whole, on black."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from studio.media.encode import VideoWriter
from studio.preview.planes import to_planes

GROUP = 240  # frames: every picture is the same, so few need to be encoded whole
REPORT_EVERY = 48
QUALITY, PRESET = 16, "ultrafast"


def draw(
    picture: Path, target: Path, *, size: tuple[int, int], frames: int, report: Callable[[float], None]
) -> None:
    """Write a video of `frames` frames that shows the picture. Report the progress from 0 to 1."""
    with Image.open(picture) as image:
        fitted = ImageOps.pad(image.convert("RGB"), size, Image.Resampling.LANCZOS, color="black")
    planes = to_planes(np.asarray(fitted, np.float32) / 255)
    width, height = size
    yuv = np.concatenate([plane.reshape(-1) for plane in (planes.y, planes.u, planes.v)])
    yuv = yuv.reshape(height * 3 // 2, width)
    with VideoWriter(target, width, height, quality=QUALITY, preset=PRESET, gop=GROUP) as video:
        for n in range(frames):
            video.write(yuv)
            if n % REPORT_EVERY == 0:
                report(n / frames)
