"""How long the Preview engine takes: `pytest tests/benchmarks/bench_preview.py --benchmark-only`."""

import resource

import pytest

from studio.preview import render
from studio.wire import Order

PROMPTS = (
    "misty mountains at dawn",
    "neon city in the rain at night",
    "a lighthouse over a teal sea at dawn",
    "desert dunes at golden hour",
    "misty pines, push in",
    "a face in candle light",
)


def spent_s():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("prompt", PROMPTS)
def test_five_seconds_of_720p(benchmark, tmp_path, prompt):
    order = Order(prompt, "preview", resolution="720p", duration_s=5)
    before = spent_s()
    benchmark.pedantic(render.draw, (order, {}, tmp_path / "film.mp4", lambda part: None), rounds=3)
    benchmark.extra_info["cpu_s"] = round((spent_s() - before) / 3, 2)
    benchmark.extra_info["megabytes"] = round((tmp_path / "film.mp4").stat().st_size / 1e6, 2)
