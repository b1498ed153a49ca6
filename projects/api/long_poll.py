"""`state=`: answer when the clip has come so far, after 30 seconds at the latest; no thread stands idle."""

from collections.abc import Hashable, Iterable
from typing import Any
from uuid import UUID

from django.db import close_old_connections

from projects.api.errors import Trouble
from projects.api.request import KeyRequest
from projects.models import Generation
from projects.notifications.serializers import luma_word
from studio.web import long_poll
from studio.wire.serializers import rank

LONGEST_S = 30
WORDS = ("queued", "dreaming", "completed")


def wanted_rank(state: str | None) -> int | None:
    """Raises Trouble 400 for what cannot be waited for."""
    if not state:
        return None
    if state not in WORDS:
        raise Trouble(400, f"One can wait for {', '.join(WORDS)}, not for {state[:20]!r}.", field="state")
    return rank(state)


def wait_for(request: KeyRequest, clip: Generation, wanted: int | None) -> None:
    """Let this call wait, where the clip is not so far yet and there is time left; it is run again then, and
    the answer that this run makes reaches nobody."""
    if wanted is None or rank_of(clip.state) >= wanted or not long_poll.may_wait(request.META):
        return
    long_poll.wait(request.META, reached, (clip.pk, wanted), LONGEST_S)


def reached(wants: Iterable[Any]) -> set[Hashable]:
    """Those whose clip is so far, or gone: one query for everybody who waits."""
    asked: set[tuple[UUID, int]] = set(wants)
    close_old_connections()
    rows = Generation.objects.filter(pk__in={id for id, _ in asked}, api_deleted_at=None)
    states = dict(rows.values_list("pk", "state"))
    return {(id, wanted) for id, wanted in asked if id not in states or rank_of(states[id]) >= wanted}


def rank_of(state: str) -> int:
    return rank(luma_word(state)) or 0
