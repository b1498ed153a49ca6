"""Draw a contact sheet of the Preview: `python -m tests.studio.preview.sheet OUT.png [--small] [FROM TO]`.

Three frames of each prompt of sheet.txt, or with --small the middle one, and its number. The prompts are not
written on it, so that the pictures can be judged without knowing them.
"""

import sys
from pathlib import Path

import cv2
import numpy as np

from studio.preview.render import Picture
from studio.wire import Order

PROMPTS = Path(__file__).with_name("sheet.txt")
COUNT, FRAMES = 120, (8, 60, 112)


def main(target: str, *more: str) -> None:
    is_small = "--small" in more
    first, last = (int(one) for one in [*(n for n in more if n.isdigit()), "1", "999"][:2])
    prompts = list(enumerate(read_prompts(), 1))[first - 1 : last]
    frames, across, side = ((60,), 10, (160, 90)) if is_small else (FRAMES, 2, (320, 180))
    strips = [draw_strip(n, prompt, frames, side) for n, prompt in prompts]
    strips += [np.zeros_like(strips[0])] * (-len(strips) % across)
    rows = [np.hstack(strips[n : n + across]) for n in range(0, len(strips), across)]
    quality = [cv2.IMWRITE_WEBP_QUALITY, 72] if target.endswith(".webp") else []
    cv2.imwrite(target, np.vstack(rows), quality)


def read_prompts() -> list[str]:
    lines = PROMPTS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def draw_strip(number: int, prompt: str, frames: tuple[int, ...], side: tuple[int, int]) -> np.ndarray:
    """Return the frames of a prompt beside each other, as BGR."""
    order = Order(prompt, "preview", resolution="360p", duration_s=5, slate=False, seed=1)
    picture = Picture(order, {}, width=640, height=360, count=COUNT)
    yuv = np.empty((540, 640), np.uint8)
    strip = []
    for n in frames:
        picture.draw_frame(n, yuv)
        frame = cv2.cvtColor(yuv, cv2.COLOR_YUV2BGR_I420)
        strip.append(cv2.resize(frame, side, interpolation=cv2.INTER_AREA))
    cv2.putText(
        strip[0], str(number), (4, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (255, 255, 255), 1, cv2.LINE_AA
    )
    return np.hstack(strip)


if __name__ == "__main__":
    main(*sys.argv[1:])
