"""Calls that wait for something cost no thread: waitress lets go of them, and takes them up again later.

A view that is asked to wait says so (`wait`) and answers anything: the answer is thrown away, the connection
is kept, and the thread goes on to the next call. One thread asks twice a second, for all that wait at once,
which of them have what they wait for; those, and those whose time is over, run their view again.

Under another server, and in the tests' own client, nobody can be let go of: `may_wait` is False there.
"""

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import WSGITask

log = logging.getLogger(__name__)
LOOK_EVERY_S = 0.5
PLACE = "studio.web.long_poll"
AGAIN = "studio.waited"  # in the environment of a call that is taken up again

Ask = Callable[[Iterable[Hashable]], set[Hashable]]
Environ = dict[str, Any]  # a call's, as WSGI has it


@dataclass
class Wait:
    """ask: which of some wants are met, in one question for all; called with each call's `want`."""

    ask: Ask
    want: Hashable
    until: float


@dataclass
class Place:
    """Where a view says that it wants to wait; one for each call, kept while it waits."""

    asked: Wait | None = None
    until: float | None = None

    @property
    def may_wait(self) -> bool:
        return not everybody.closing and (self.until is None or time.monotonic() < self.until)

    def wait(self, ask: Ask, want: Hashable, seconds: float) -> None:
        self.until = self.until or time.monotonic() + seconds
        self.asked = Wait(ask, want, self.until)


def may_wait(environ: Environ) -> bool:
    place: Place | None = environ.get(PLACE)
    return place is not None and place.may_wait


def wait(environ: Environ, ask: Ask, want: Hashable, seconds: float) -> None:
    """Let go of this call until `want` is met, `seconds` after it first came at the latest."""
    environ[PLACE].wait(ask, want, seconds)


class LetGo(BaseException):
    """Carries a wait past waitress's own handling of errors, and past nothing else."""


class Task(WSGITask):  # type: ignore[misc]  # waitress has no types
    """One run of a call's view. Only reading calls wait: a body would have been read by the first run."""

    def execute(self) -> None:
        place = place_of(self.request)
        if self.request.command in ("GET", "HEAD"):
            environ = self.get_environment()
            environ[PLACE] = place
            if place.until is not None:
                environ[AGAIN] = True
        super().execute()

    def write(self, data: bytes) -> None:
        if place_of(self.request).asked and not self.wrote_header:
            raise LetGo
        super().write(data)


def place_of(request: Any) -> Place:
    """Kept with the request, not with its connection, on which the next one may already run."""
    if not hasattr(request, "place"):
        request.place = Place()
    place: Place = request.place
    return place


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection; while its call waits it holds the call, and is in nobody's queue."""

    task_class = Task
    waits = False

    def service(self) -> None:
        request = self.requests[0]
        try:
            super().service()
        except LetGo:
            self.waits = True
            self.server.pull_trigger()  # so that it is listened to at once
            everybody.add(self, request.place.asked)

    def take_up(self) -> None:
        """Run the view again, in a thread of the server's; for a client that is gone, tidy up after it."""
        self.waits, self.requests[0].place.asked = False, None
        self.server.add_task(self)

    def readable(self) -> bool:
        """Only who listens hears that a waiting client is gone; one further call is taken in meanwhile."""
        if self.waits and len(self.requests) < 2 and not (self.will_close or self.close_when_flushed):
            return True
        return bool(super().readable())


@dataclass
class Waiting:
    """Everybody who waits, and the thread that looks for them."""

    channels: dict[Channel, Wait] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    somebody: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None
    closing: bool = False

    def add(self, channel: Channel, wait: Wait) -> None:
        with self.lock:
            self.channels[channel] = wait
            if self.thread is None:
                self.thread = threading.Thread(target=self.look, name="waiting", daemon=True)
                self.thread.start()
        self.somebody.set()

    def look(self) -> None:
        while self.somebody.wait():
            time.sleep(LOOK_EVERY_S)
            try:
                self.take_up_due()
            except Exception:
                log.exception("Could not ask for those who wait; asking again.")

    def take_up_due(self) -> None:
        with self.lock:
            if not self.channels:
                self.somebody.clear()
            here = dict(self.channels)
        now = time.monotonic()
        due = {channel for channel, wait in here.items() if now >= wait.until or not channel.connected}
        try:
            due |= self.met({channel: wait for channel, wait in here.items() if channel not in due})
        finally:
            self.take_up(due)

    def take_up(self, channels: Iterable[Channel]) -> None:
        with self.lock:
            mine = [channel for channel in channels if self.channels.pop(channel, None)]
        for channel in mine:
            channel.take_up()

    def close(self, patience_s: float) -> None:
        """Nobody waits any longer: all are answered with what is there now, within `patience_s`."""
        self.closing = True
        with self.lock:
            here = list(self.channels)
        self.take_up(here)
        end = time.monotonic() + patience_s
        while time.monotonic() < end and any(channel.requests for channel in here):
            time.sleep(0.02)

    def met(self, here: dict[Channel, Wait]) -> set[Channel]:
        """Those who have what they wait for: one question for each kind of it."""
        kinds: dict[Ask, dict[Hashable, list[Channel]]] = defaultdict(lambda: defaultdict(list))
        for channel, wait in here.items():
            kinds[wait.ask][wait.want].append(channel)
        return {
            channel
            for ask, wants in kinds.items()
            for want in ask(list(wants))
            for channel in wants.get(want, ())
        }


everybody = Waiting()
