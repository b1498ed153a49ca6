"""All faults on the wire by their names: planned, or by seeded chance.

A fault has a place (create, poll, cdn or logs). On create it says whether the order was accepted:
"…_refused", "…_gone", "…_before_accept", the 4xx and refuse_connection never are, everything else is. A
plan's fault that could not show itself (an error for a generation that has failed anyway, say) waits for
the next call.

refuse_connection: RST while the body is unread. (For a closed port see `outage`.)
reset_, close_, hang_, drip_after_accept, half_headers: accepted, and then that instead of an answer.
broken_json, no_id, wrong_type, html_200, empty_200: accepted, answered 200 with that; x-inference-id has the
ID, unless the name ends in "_no_header". client_id_not_echoed: the header is not returned; client_id_lost: it
is not in the log either. generation_fails, generation_stuck: accepted as usual, then it fails, or never ends.
401_flip, 403_credits: this answer and all others for that key, for `flip_s` seconds. poll_error_first: one
`error` per generation, then the true state again.
"""

import random
from collections import deque

from tests.fake_provider.faults_create import create_faults
from tests.fake_provider.faults_poll import poll_faults
from tests.fake_provider.faults_result import cdn_faults, logs_faults
from tests.fake_provider.settings import Settings
from tests.fake_provider.twists import Fault

_ALL = (create_faults(), poll_faults(), cdn_faults(), logs_faults())
FAULTS: dict[str, dict[str, Fault]] = {
    group[0].place: {fault.name: fault for fault in group} for group in _ALL
}
ONLY_WHEN_NAMED = {"429_huge", "generation_stuck", "client_id_lost"}  # nothing ends by itself after these


class Faults:
    """Decide which call gets which fault: the plan first, then chance."""

    def __init__(self, settings: Settings, seed: int):
        self.settings = settings
        self.chances = {place: random.Random(f"{seed} {place}") for place in FAULTS}
        self.plans: dict[str, deque[str]] = {}
        self.erred: set[str] = set()

    def plan(self, names: list[str | None], at: str) -> None:
        unknown = [name for name in names if name not in (None, "ok") and name not in FAULTS.get(at, {})]
        if unknown:
            raise ValueError(f"no such fault at {at}: {', '.join(map(str, unknown))}")
        self.plans.setdefault(at, deque()).extend(name or "ok" for name in names)

    def draw(self, place: str) -> Fault | None:
        """Return the fault of the next call at this place."""
        if plan := self.plans.get(place):
            return FAULTS[place].get(plan.popleft())
        chance = self.chances.get(place)
        if chance is None or chance.random() >= self.settings.rates.get(place, 0):
            return None
        names = [name for name in FAULTS.get(place, {}) if self._may_happen(name)]
        return FAULTS[place][chance.choice(names)] if names else None

    def give_back(self, fault: Fault) -> None:
        """Take back a fault that had no effect. A planned one waits for the next call."""
        if fault.place in self.plans:
            self.plans[fault.place].appendleft(fault.name)

    def _may_happen(self, name: str) -> bool:
        if self.settings.only:
            return name in self.settings.only
        return name not in self.settings.without and name not in ONLY_WHEN_NAMED


def names(place: str) -> list[str]:
    """Return the names of all faults at a place."""
    return list(FAULTS[place])
