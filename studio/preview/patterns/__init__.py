"""Pictures without a place or a subject: each is drawn small, as brightness, and then colored."""

from collections.abc import Callable

from studio.preview.patterns import drawn, eyes, fields, galaxies, leaders
from studio.preview.patterns.sheet import Draw, Sheet

# By pattern: what draws it, the longest side of its sheet in pixels, and its colors in palettes.MOODS if
# the prompt names none, or "" for those of the prompt's mood.
PATTERNS: dict[str, tuple[Callable[[Sheet], Draw], int, str]] = {
    "countdown": (leaders.make_countdown, 640, "noir"),
    "credits": (leaders.make_credits, 960, "noir"),
    "title": (leaders.make_title_ground, 320, "noir"),
    "galaxy": (galaxies.make_galaxy, 640, "nebula"),
    "eye": (eyes.make_eye, 480, "eye"),
    "ripples": (fields.make_ripples, 640, "pond"),
    "kaleidoscope": (fields.make_kaleidoscope, 640, "jewels"),
    "grid": (drawn.make_grid, 640, "retro"),
    "data": (drawn.make_data, 800, "matrix"),
    "network": (drawn.make_network, 640, "royal"),
    "fractal": (fields.make_fractal, 480, "nebula"),
    "tunnel": (fields.make_tunnel, 480, "royal"),
    "glitch": (fields.make_glitch, 480, "neon"),
    "ink": (fields.make_ink, 400, "royal"),
    "waveform": (drawn.make_waveform, 640, "neon"),
    "powder": (fields.make_powder, 480, "spectrum"),
    "solids": (drawn.make_solids, 640, "spectrum"),
    "liquid": (fields.make_liquid, 400, ""),
    "particles": (drawn.make_particles, 640, "gold"),
    "silk": (fields.make_silk, 400, ""),
    "smoke": (fields.make_smoke, 400, "smoke"),
}
