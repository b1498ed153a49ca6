"""`state=`: delay the response until the clip reaches that state, for 30 seconds at most.

A waiting request holds one of a web process's eight threads, so at most two may wait in each. A third gets a
response at once, with the current state.
"""

import threading
import time
from uuid import UUID

from projects.api.errors import ApiError
from projects.models import Generation
from projects.notifications.serializers import luma_word
from studio.web.stopping import stopping
from studio.wire.serializers import rank_state

LONGEST_S = 30
LOOK_EVERY_S = 0.25
STATES = ("queued", "dreaming", "completed")
slots = threading.BoundedSemaphore(2)


def wanted_rank(state: str | None) -> int | None:
    """Return the rank of `state`, None if there is nothing to wait for. Raise ApiError 400 if unknown."""
    if not state:
        return None
    if state not in STATES:
        message = f"You can wait for {', '.join(STATES)}, not for {state[:20]!r}."
        raise ApiError(400, message, field="state")
    return rank_state(state)


def wait_until(generation_id: UUID, wanted: int | None) -> None:
    """Return once the generation ranks at `wanted`, is deleted, or may not be waited for any longer."""
    if wanted is None or has_reached(generation_id, wanted) or not slots.acquire(blocking=False):
        return
    try:
        end = time.monotonic() + LONGEST_S
        while time.monotonic() < end and not stopping.wait(LOOK_EVERY_S):
            if has_reached(generation_id, wanted):
                return
    finally:
        slots.release()


def has_reached(generation_id: UUID, wanted: int) -> bool:
    """Return True if the generation ranks at `wanted` or above, and if the API doesn't know it."""
    rows = Generation.objects.in_api().filter(pk=generation_id)
    state = rows.values_list("state", flat=True).first()
    return state is None or (rank_state(luma_word(state)) or 0) >= wanted
