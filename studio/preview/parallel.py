"""Paint independent plates in parallel."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

WORKERS = 2  # numpy and OpenCV release the GIL while they work


def run_parallel(*calls: Callable[[], Any]) -> list[Any]:
    """Return the results in order. Each call needs its own rng, or pictures would vary between runs."""
    with ThreadPoolExecutor(WORKERS, "preview-paints") as pool:
        return [job.result() for job in [pool.submit(call) for call in calls]]
