"""Poll many generations in few calls: one list call if the provider offers it, otherwise single calls."""

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from studio.engines.base import Busy, EngineError, Ticket, Unreachable
from studio.wire import Report, Stage

AT_ONCE = 4
CHUNK = 50
AN_HOUR_S, A_WHILE_S = 3600, 300

Found = dict[str, Report | EngineError]
One = Callable[[Ticket], Report | None]


class Pauses:
    """Remember routes that failed, and until when to avoid them. All engines of a process share them."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, ...], float] = {}

    def is_paused(self, *route: str) -> bool:
        return time.monotonic() < self._until.get(route, 0)

    def pause(self, *route: str, seconds: float) -> None:
        self._until[route] = time.monotonic() + seconds

    def clear(self) -> None:
        self._until.clear()


def split_tickets(tickets: list[Ticket], size: int = CHUNK) -> Iterable[list[Ticket]]:
    return (tickets[start : start + size] for start in range(0, len(tickets), size))


def find_open_tickets(tickets: Iterable[Ticket], found: Found) -> list[Ticket]:
    """Return the tickets that a list call doesn't settle: missing, or completed without a video."""
    return [t for t in tickets if t.provider_id not in found or lacks_video(found[t.provider_id])]


def lacks_video(report: Report | EngineError) -> bool:
    return isinstance(report, Report) and report.stage is Stage.COMPLETED and not report.result_url


def ask_singly(tickets: list[Ticket], one: One, found: Found) -> Found:
    """Return `found` plus what `one` reports for each ticket, four at a time.

    Raise what holds for the whole provider: Busy if no ticket got an answer and the reason is the key, the
    credits or the rate; Unreachable if no connection could be established.
    """
    round_ = _Round(one, found)
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        list(pool.map(round_.ask, tickets))
    if not round_.answered:
        _raise_common_error([round_.found.get(t.provider_id) for t in tickets])
    return round_.found


class _Round:
    """A round of single calls. If the first calls all fail, the others are skipped."""

    def __init__(self, one: One, found: Found):
        self.one, self.found = one, dict(found)
        self.answered = any(isinstance(value, Report) for value in found.values())
        self.failures = 0
        self.stopped_by: EngineError | None = None
        self._lock = threading.Lock()

    def ask(self, ticket: Ticket) -> None:
        if self.stopped_by:
            self.found.setdefault(ticket.provider_id, self.stopped_by)
            return
        try:
            report = self.one(ticket)
        except EngineError as error:
            self._record_failure(ticket, error)
        else:
            self._record_answer(ticket, report)

    def _record_answer(self, ticket: Ticket, report: Report | None) -> None:
        with self._lock:
            self.answered, self.failures = True, 0
            if report:
                self.found[ticket.provider_id] = report

    def _record_failure(self, ticket: Ticket, error: EngineError) -> None:
        with self._lock:
            self.found.setdefault(ticket.provider_id, error)
            self.failures += 1
            if error.status in (401, 429) or (self.failures >= AT_ONCE and _is_outage(error)):
                self.stopped_by = error


def _is_outage(error: EngineError) -> bool:
    return isinstance(error, Unreachable) or (isinstance(error, Busy) and error.hold == "outage")


def _raise_common_error(values: list[Report | EngineError | None]) -> None:
    known = [value for value in values if value is not None]
    for value in known:
        if isinstance(value, Busy) and value.hold != "outage":
            raise value
    not_sent = [value for value in known if isinstance(value, Unreachable) and value.code == "not_sent"]
    if known and len(not_sent) == len(known):
        raise not_sent[0]
