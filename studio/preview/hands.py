"""Two painters at once: plates that do not need one another are painted side by side."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

HANDS = 2  # numpy and OpenCV let go of the interpreter while they work on a plate


def together(*paint: Callable[[], Any]) -> list[Any]:
    """What each gives, in their order. Each needs a chance of its own, else the pictures would differ."""
    with ThreadPoolExecutor(HANDS, "preview-paints") as hands:
        return [job.result() for job in [hands.submit(one) for one in paint]]
