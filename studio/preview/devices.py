"""Draw the fronts of devices that shine: servers, screens, ovens and slot machines."""

import cv2
import numpy as np

from studio.preview.noise import f32
from studio.preview.palettes import parse_hex
from studio.preview.shelves import GOODS, to_tone

LIGHTS = ("#4affa0", "#4affa0", "#58c8ff", "#ffb03a")


def mount_servers(front: np.ndarray, rng: np.random.Generator, meter: float) -> None:
    """Draw a cabinet of devices with small lights."""
    tall, across = front.shape[:2]
    color = front[0, 0].copy()
    columns = max(1, round(across / meter / 0.6))
    high = max(3, round(0.09 * meter))
    dot = max(1, round(0.014 * meter))
    for n in range(columns):
        left, right = n * across // columns + 2 * dot, (n + 1) * across // columns - 2 * dot
        for top in range(high // 2, tall - high, high):
            cv2.rectangle(
                front,
                (left, top),
                (right, top + high - max(1, dot)),
                to_tone(color * rng.uniform(0.5, 1.3)),
                -1,
            )
            for k in range(5):
                if rng.random() < 0.55:
                    light = parse_hex(LIGHTS[int(rng.integers(len(LIGHTS)))])
                    at = left + dot * (2 + 4 * k), top + high // 2
                    cv2.circle(front, at, dot, to_tone(light), -1)


def mount_screens(front: np.ndarray, rng: np.random.Generator, meter: float) -> None:
    """Draw a wall of screens with curves and maps."""
    tall, across = front.shape[:2]
    columns, rows = max(1, round(across / meter / 0.9)), max(1, round(tall / meter / 0.6))
    gap = max(1, round(0.03 * meter))
    for n in range(columns):
        for k in range(rows):
            a = n * across // columns + gap, k * tall // rows + gap
            b = (n + 1) * across // columns - gap, (k + 1) * tall // rows - gap
            tone = parse_hex(("#1f5f86", "#16486a", "#1f6a5a", "#2a3f7a")[int(rng.integers(4))])
            cv2.rectangle(front, a, b, to_tone(tone * 1.25), -1)
            x = np.linspace(a[0] + gap, b[0] - gap, 12)
            y = a[1] + (b[1] - a[1]) * rng.uniform(0.2, 0.8, 12)
            points = [np.round(np.stack([x, y], 1)).astype(np.int32)]
            cv2.polylines(front, points, False, to_tone(parse_hex("#9af0ff")), max(1, gap // 2), cv2.LINE_AA)


def set_oven(front: np.ndarray, rng: np.random.Generator, meter: float) -> None:
    """Draw an oven: a dark door with a glowing window."""
    tall, across = front.shape[:2]
    edge = round(0.12 * min(tall, across))
    cv2.rectangle(front, (edge, round(0.24 * tall)), (across - edge, tall - edge), (0.08, 0.07, 0.07), -1)
    inner = front[round(0.30 * tall) : tall - 2 * edge, 2 * edge : across - 2 * edge]
    inner[:] = (
        np.array([1.0, 0.62, 0.22], f32) * np.linspace(0.75, 1.05, len(inner), dtype=f32)[:, None, None]
    )
    for part in (0.35, 0.7):
        row = round(part * len(inner))
        inner[row : row + max(1, len(inner) // 24)] *= 0.45
    cv2.line(
        front,
        (edge, round(0.18 * tall)),
        (across - edge, round(0.18 * tall)),
        (0.8, 0.8, 0.8),
        max(1, edge // 4),
    )
    for n in range(4):
        cv2.circle(
            front,
            (round(across * (0.2 + 0.2 * n)), round(0.08 * tall)),
            max(1, edge // 4),
            (0.2, 0.2, 0.2),
            -1,
        )


def set_slots(front: np.ndarray, rng: np.random.Generator, meter: float) -> None:
    """Draw slot machines: lit heads, reels and rows of buttons."""
    tall, across = front.shape[:2]
    columns = max(1, round(across / meter / 0.7))
    for n in range(columns):
        left, right = n * across // columns, (n + 1) * across // columns
        inset = max(1, (right - left) // 10)
        color = parse_hex(GOODS[int(rng.integers(len(GOODS)))])
        front[:, left:right] = color * 0.3
        front[round(0.03 * tall) : round(0.24 * tall), left + inset : right - inset] = color * 1.1 + 0.15
        front[round(0.30 * tall) : round(0.52 * tall), left + inset : right - inset] = (1.0, 0.95, 0.8)
        for k in range(3):
            at = round(left + (right - left) * (0.27 + 0.23 * k)), round(0.41 * tall)
            tone = parse_hex(("#d02a2a", "#e8a020", "#3a8a3a")[int(rng.integers(3))])
            cv2.circle(front, at, max(1, round((right - left) * 0.09)), to_tone(tone), -1, cv2.LINE_AA)
        front[round(0.57 * tall) : round(0.61 * tall), left + inset : right - inset] = (1.0, 0.8, 0.3)
