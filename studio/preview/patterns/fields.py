"""Draw patterns that fill the picture: fluids, smoke, tunnels of light, kaleidoscopes and fractals."""

import cv2
import numpy as np

from studio.preview.noise import f32, smoothstep
from studio.preview.patterns.sheet import TURN, Draw, Sheet, circle, to_index
from studio.preview.stage import Moment

WEDGES, SHARDS = 10, 260
STEPS, FAR = 70, 16.0


def make_liquid(sheet: Sheet) -> Draw:
    """Draw a glossy fluid, such as molten metal or paint, that folds slowly."""

    def draw(moment: Moment) -> np.ndarray:
        right, down = circle(moment.phase, 0.06)
        x, y = sheet.x * f32(0.20), sheet.y * f32(0.20)
        first = sheet.sample(x + f32(right), y + f32(down))
        second = sheet.sample(x + first[..., 0] * f32(0.5), y + first[..., 1] * f32(0.5) - f32(down))
        high = cv2.GaussianBlur(second[..., 0] + second[..., 1], (0, 0), sheet.short / 34)
        folds = np.sin(high * f32(13) + sheet.x)
        across, along = (cv2.Sobel(folds, cv2.CV_32F, *way, ksize=3) for way in ((1, 0), (0, 1)))
        lit = (-across * f32(0.6) - along * f32(0.8)) * f32(sheet.short / 26)
        shine = np.exp(-(((lit - f32(0.9)) / f32(0.32)) ** 2)) + 0.5 * np.exp(
            -(((lit + f32(1.3)) / f32(0.2)) ** 2)
        )
        return to_index(0.36 + 0.16 * folds + 0.26 * np.tanh(lit) + 0.42 * shine)

    return draw


def make_silk(sheet: Sheet) -> Draw:
    """Draw cloth that blows in soft folds, lit from one side."""
    lean = sheet.rng.uniform(0.35, 0.6)

    def draw(moment: Moment) -> np.ndarray:
        turn = TURN * moment.phase
        along = sheet.x * f32(0.9) + sheet.y * f32(lean)
        bend = 0.16 * np.sin(along * 3.1 + turn) + 0.07 * np.sin(along * 6.7 - 2 * turn)
        across = sheet.y - sheet.x * f32(lean) + bend
        folds = np.sin(across * 9 + 1.5 * np.sin(along * 1.7 - turn)) + 0.42 * np.sin(
            across * 23 + along * 4 + turn
        )
        slope = np.cos(across * 9 + 1.5 * np.sin(along * 1.7 - turn)) + 0.5 * np.cos(
            across * 23 + along * 4 + turn
        )
        shine = np.exp(-(((slope - 0.75) / 0.34) ** 2))
        return to_index(0.34 + 0.13 * folds + 0.15 * slope + 0.34 * shine)

    return draw


def make_ink(sheet: Sheet) -> Draw:
    """Draw plumes of ink that sink through clear water and unfold."""
    plumes = [
        ((n - 2.5) * 0.24 + sheet.rng.uniform(-0.08, 0.08), sheet.rng.random(), sheet.rng.uniform(0.5, 1))
        for n in range(6)
    ]

    def draw(moment: Moment) -> np.ndarray:
        part = sheet.swing(moment)
        right, down = circle(moment.phase, 0.03)
        first = sheet.sample(sheet.x * f32(0.5) + f32(right), sheet.y * f32(0.5) - f32(part * 0.25))
        x, y = sheet.x + first[..., 0] * f32(0.42), sheet.y + first[..., 1] * f32(0.42)
        fine = sheet.sample(x * f32(1.3), y * f32(1.1) - f32(part * 0.2 + down))[..., 0]
        cloud = np.zeros_like(x)
        for column, late, size in plumes:
            tip = -0.5 + size * (0.42 + 0.85 * max(0.0, part - 0.25 * late))
            up = np.clip(f32(tip) - y, 0, 2)
            wide = f32(0.03) + f32(0.20 * size) * np.exp(-((up / f32(0.15)) ** 2)) + f32(0.03) * up
            body = np.exp(-(((x - f32(column)) / wide) ** 2)) * smoothstep(tip + 0.04, tip - 0.10, y)
            cloud = np.maximum(cloud, body.astype(f32))
        density = np.clip(cloud * (f32(0.85) + f32(3.0) * fine), 0, 1)
        return to_index(1.0 - 0.9 * density - 0.04 * sheet.radius)

    return draw


def make_smoke(sheet: Sheet) -> Draw:
    """Draw wisps of smoke that rise before the dark."""
    rises = sheet.stage.count_rounds(0.12)

    def draw(moment: Moment) -> np.ndarray:
        up = f32(moment.phase * rises)
        first = sheet.sample(sheet.x * f32(0.3), sheet.y * f32(0.3) + up)
        rest = f32(0.75) - sheet.y
        x = sheet.x + first[..., 0] * f32(0.5) * rest
        fine = sheet.sample(x * f32(0.55) + first[..., 1] * f32(0.3), sheet.y * f32(0.4) + up + first[..., 1])
        column = np.exp(-((x / (f32(0.10) + f32(0.38) * rest)) ** 2))
        wisp = np.exp(-((fine[..., 0] / f32(0.05)) ** 2)) + np.exp(-((fine[..., 1] / f32(0.03)) ** 2))
        body = np.clip(f32(0.45) + f32(1.6) * fine[..., 1], 0, 1)
        return to_index(0.02 + np.sqrt(column) * (0.72 * body + 0.34 * wisp) * np.clip(1.3 * rest, 0, 1.2))

    return draw


def make_powder(sheet: Sheet) -> Draw:
    """Draw a burst of colored powder that spreads from the middle."""

    def draw(moment: Moment) -> np.ndarray:
        part = 0.5 + 0.65 * sheet.swing(moment) ** 0.6
        x, y = sheet.x / f32(part), (sheet.y - f32(0.06)) / f32(part)
        first = sheet.sample(x * f32(0.55) + f32(0.3), y * f32(0.55))
        far = np.hypot(x * f32(0.85), y) - first[..., 0] * f32(0.55)
        billow = sheet.sample(x * f32(1.2) + first[..., 0], y * f32(1.2) + first[..., 1])[..., 0]
        grain = sheet.sample(sheet.x * f32(2.3), sheet.y * f32(2.3))[..., 1]
        cloud = smoothstep(0.52, 0.18, far + grain * 0.22 - billow * 0.16)
        hue = 0.64 + 0.36 * np.sin(3.4 * (x + first[..., 1] * 1.5) + 2.0) * np.cos(
            2.6 * (y + first[..., 0] * 1.5)
        )
        return to_index(np.sqrt(cloud) * np.clip(hue + 0.4 * billow + 0.14 * grain, 0.16, 1))

    return draw


def make_ripples(sheet: Sheet) -> Draw:
    """Draw water on which drops fall, each in its turn, with rings that run outward."""
    level, near = -0.36, sheet.y + f32(0.52)
    deep = np.where(sheet.y > level, near, f32(0.16))
    x, y = sheet.x / deep * f32(0.55), f32(0.9) - f32(0.55) / deep
    sky = f32(0.62) + f32(0.6) * np.clip(sheet.y - f32(level), -0.3, 0)
    falls, at = sheet.stage.count_rounds(0.5), 0.08
    speck = np.hypot(sheet.x, (sheet.y - f32(at)) * f32(1.0))

    def draw(moment: Moment) -> np.ndarray:
        part = (moment.phase * falls) % 1.0
        far = np.hypot(x, (y + f32(0.03)) * f32(1.3))
        value = np.zeros_like(far)
        for age in (part, part + 1.0, part + 2.0):
            front = f32(0.42 * age)
            ring = np.sin((far - front) * f32(52)) * np.exp(-(((far - front) / f32(0.10 + 0.05 * age)) ** 2))
            value += ring * f32(0.75 * np.exp(-0.55 * age))
        slope = cv2.Sobel(value.astype(f32), cv2.CV_32F, 0, 1, ksize=3) * f32(sheet.short / 300)
        water = f32(0.34) - f32(0.22) * sheet.y + f32(0.26) * slope + f32(0.10) * value
        picture = np.where(sheet.y > level, water, sky)
        high = at - 0.62 * (1 - part) ** 0.5 if part > 0.5 else 9.0
        drop = np.hypot(sheet.x, (sheet.y - f32(high)) * f32(0.8)) < 0.022
        jet = (
            (np.abs(sheet.x) < 0.016)
            & (sheet.y < at)
            & (sheet.y > at - 0.30 * np.sin(np.pi * min(1, part * 2.2)))
        )
        bead = np.hypot(sheet.x, sheet.y - f32(at - 0.33 * np.sin(np.pi * min(1.0, part * 2.2)))) < 0.03
        splash = (jet | bead) & (part < 0.45)
        lit = f32(0.75) + f32(0.22) * np.sin(speck * 60 + sheet.x * 40)
        return to_index(np.where(drop | splash, lit, picture))

    return draw


def make_tunnel(sheet: Sheet) -> Draw:
    """Draw a tunnel of light, through which we fly."""
    count = 180
    bright = sheet.rng.random((1, count)).astype(f32) ** 3
    dashes = np.clip(sheet.rng.random((64, count)).astype(f32) * 1.8 - 0.8, 0, 1)
    texture = cv2.GaussianBlur(np.tile(bright * dashes, (4, 4)), (0, 0), 0.8, sigmaY=5.0)
    texture = np.ascontiguousarray(texture[64:192, : count * 2])
    deep = f32(0.16) / np.maximum(sheet.radius, f32(0.02))
    round_ = sheet.angle / f32(TURN)
    flights, twists = sheet.stage.count_rounds(0.45), sheet.stage.count_rounds(0.08)
    glow = np.exp(-((sheet.radius / 0.15) ** 2)) + f32(0.25) * np.exp(-((sheet.radius / 0.45) ** 2))
    near = np.clip(sheet.radius * f32(2.1), 0.12, 1)

    def draw(moment: Moment) -> np.ndarray:
        forth = deep + f32(moment.phase * flights)
        twist = round_ + f32(0.05) * deep + f32(moment.phase * twists)
        lines = sheet.sample(twist, forth, texture)
        rings = np.clip(np.cos((forth * f32(2)) * f32(TURN)) - f32(0.86), 0, 1) * f32(5)
        return to_index(0.02 + glow + near * (2.1 * lines + 0.62 * rings))

    return draw


def make_kaleidoscope(sheet: Sheet) -> Draw:
    """Draw shards of colored glass, seen between mirrors."""
    glass = _cut_glass(sheet.rng)
    wedge = TURN / WEDGES
    folded = np.abs((sheet.angle % f32(wedge)) - f32(wedge / 2))
    x, y = sheet.radius * np.cos(folded), sheet.radius * np.sin(folded)
    shade = np.clip(f32(1.12) - f32(0.55) * sheet.radius, 0.3, 1)

    def draw(moment: Moment) -> np.ndarray:
        turn = TURN * moment.phase
        right, down = circle(moment.phase, 0.16)
        cos, sin = f32(np.cos(turn)), f32(np.sin(turn))
        u, v = (x * cos - y * sin) * f32(0.55) + f32(right), (x * sin + y * cos) * f32(0.55) + f32(down)
        return to_index(sheet.sample(u, v, glass) * shade)

    return draw


def _cut_glass(rng: np.random.Generator) -> np.ndarray:
    """Return shards with dark borders, as a picture that tiles."""
    side = 512
    glass = np.full((side, side), 0.25, f32)
    for _ in range(SHARDS):
        middle, size = rng.uniform(0, side, 2), rng.uniform(16, 80)
        angles = np.sort(rng.uniform(0, TURN, int(rng.integers(3, 6))))
        corners = middle + size * np.stack([np.cos(angles), np.sin(angles)], 1)
        tone = float(rng.choice([0.22, 0.38, 0.52, 0.66, 0.8, 0.92]))
        for shift in np.ndindex(3, 3):
            points = [np.round(corners + (np.array(shift) - 1) * side).astype(np.int32)]
            cv2.fillPoly(glass, points, (tone,), cv2.LINE_AA)
            cv2.polylines(glass, points, True, (0.06,), 2, cv2.LINE_AA)
    return glass


def make_fractal(sheet: Sheet) -> Draw:
    """Draw a Julia set, into which we zoom while its bands of color travel."""
    bands, inside = _iterate(sheet)
    rounds = sheet.stage.count_rounds(0.15)
    middle = (sheet.width / 2, sheet.height / 2)

    def draw(moment: Moment) -> np.ndarray:
        part = sheet.swing(moment)
        matrix = cv2.getRotationMatrix2D(middle, 22 * part, 1.0 + 1.1 * part)
        seen = cv2.warpAffine(bands, matrix, (sheet.width, sheet.height), borderMode=cv2.BORDER_REFLECT)
        dark = cv2.warpAffine(inside, matrix, (sheet.width, sheet.height), borderMode=cv2.BORDER_REFLECT)
        wave = f32(0.5) + f32(0.5) * np.sin(seen * f32(0.55) - f32(TURN * rounds * moment.phase))
        rim = np.clip(seen / f32(22), 0, 1)
        return to_index((0.06 + 0.55 * wave * np.clip(seen / 5, 0.1, 1) + 0.45 * rim) * (1 - dark))

    return draw


def _iterate(sheet: Sheet) -> tuple[np.ndarray, np.ndarray]:
    """Return after how many steps each point has left the circle, and 1 where it never does."""
    z = (sheet.x * f32(2.1) + 1j * sheet.y * f32(2.1)).astype(np.complex64)
    c = np.complex64(complex(-0.79, 0.155))
    count = np.zeros(z.shape, f32)
    for _ in range(STEPS):
        near = np.abs(z) < FAR
        count += near
        z = np.where(near, z * z + c, z)
    smooth = count - np.log2(np.maximum(np.log2(np.maximum(np.abs(z), 1.01)) / 4, 1e-3))
    return np.where(count < STEPS, smooth, STEPS).astype(f32), (count >= STEPS).astype(f32)


def make_glitch(sheet: Sheet) -> Draw:
    """Draw a broken signal: noise, torn lines and shifted blocks of color, new at every third frame."""
    every = max(1, sheet.stage.count // 40)
    bars = np.repeat(np.array([0.30, 0.9, 0.7, 0.45, 0.62, 0.2, 0.52, 0.8], f32), -(-sheet.width // 8))
    base = np.repeat(bars[None, : sheet.width], sheet.height, 0) * f32(0.75)

    def draw(moment: Moment) -> np.ndarray:
        step = moment.n // every
        rng = sheet.stage.make_rng("glitch", step % max(1, sheet.stage.count // every))
        picture = base + rng.normal(0, 0.10, base.shape).astype(f32)
        for _ in range(14):
            top, tall = int(rng.integers(0, sheet.height)), int(rng.integers(2, max(3, sheet.height // 9)))
            band = np.s_[top : top + tall]
            picture[band] = np.roll(picture[band], int(rng.normal(0, 0.12) * sheet.width), 1)
            if rng.random() < 0.3:
                left = int(rng.integers(0, sheet.width))
                picture[band, left : left + int(rng.integers(8, sheet.width // 3))] = rng.choice(
                    [0.02, 0.55, 0.8, 1]
                )
        picture[::3] *= f32(0.72)
        return to_index(picture)

    return draw
