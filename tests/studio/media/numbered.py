"""Write videos whose frames carry their numbers as blocks, and read the numbers back."""

import av
import numpy as np

from studio.media.encode import VideoWriter

BITS = 12
WIDTH, HEIGHT = 192, 108


def numbered(path, first, count, *, width=WIDTH, height=HEIGHT, fps=24):
    """Write a video whose frame n shows the number first + n."""
    with VideoWriter(path, width, height, fps) as video:
        for n in range(first, first + count):
            video.write(picture(n, width, height))
    return path


def picture(number, width, height):
    yuv = np.full((height * 3 // 2, width), 128, np.uint8)
    block = width // BITS
    for bit in range(BITS):
        yuv[:height, bit * block : (bit + 1) * block] = 220 if number >> bit & 1 else 30
    yuv[height:] = 100 + number % 50  # color too
    return yuv


def numbers(path):
    with av.open(str(path)) as video:
        return [read(frame.to_ndarray(format="gray")) for frame in video.decode(video=0)]


def read(gray):
    height, width = gray.shape
    row = gray[height // 2]
    block = width // BITS
    return sum(1 << bit for bit in range(BITS) if row[bit * block + block // 2] > 120)


def payload(path):
    with av.open(str(path)) as video:
        return [bytes(packet) for packet in video.demux(video=0) if packet.size]
