"""Threads of their own for requests that may take long, so that pages never wait behind them.

Fetching a picture from an address, rebuilding an upload and asking a provider are slow because of others.
One person or API key may have two of them under way, and a few waiting; what is more is refused at once.
"""

import logging
import threading
from collections import Counter, deque
from collections.abc import Mapping
from typing import Any, Protocol

from django.conf import settings
from django.http import parse_cookie
from django.urls import Resolver404, resolve

log = logging.getLogger(__name__)
TOO_MANY = "dailies.too_many"  # in the environment of a request that is refused
THREADS, UNDER_WAY, MOST_OF_ONE, MOST = 4, 2, 8, 64


class Work(Protocol):
    def service(self) -> None: ...


class Lane:
    """waiting: what no thread has taken yet, in order. all: how much each client has here."""

    def __init__(self) -> None:
        self.waiting: deque[tuple[str, Work]] = deque()
        self.running: Counter[str] = Counter()
        self.all: Counter[str] = Counter()
        self.changed = threading.Condition()
        for number in range(THREADS):
            threading.Thread(target=self.run, daemon=True, name=f"slow-{number}").start()

    def add(self, client: str, work: Work) -> bool:
        """Queue the work; return False if this client, or all together, have too much here already."""
        with self.changed:
            if self.all[client] >= MOST_OF_ONE or len(self.waiting) >= MOST:
                return False
            self.all[client] += 1
            self.waiting.append((client, work))
            self.changed.notify()
        return True

    def run(self) -> None:
        while True:
            client, work = self.take()
            try:
                work.service()
            except BaseException:
                log.exception("A slow request failed.")
            finally:
                self.finish(client)

    def take(self) -> tuple[str, Work]:
        with self.changed:
            while not (found := self.find_next()):
                self.changed.wait()
            self.waiting.remove(found)
            self.running[found[0]] += 1
            return found

    def find_next(self) -> tuple[str, Work] | None:
        return next((each for each in self.waiting if self.running[each[0]] < UNDER_WAY), None)

    def finish(self, client: str) -> None:
        with self.changed:
            for count in (self.running, self.all):
                count[client] -= 1
                if not count[client]:
                    del count[client]
            self.changed.notify_all()


def is_slow(path: str) -> bool:
    try:
        return resolve(path).view_name in settings.SLOW_ROUTES
    except Resolver404:
        return False


def find_client(headers: Mapping[str, Any], address: str) -> str:
    """Return whose request it is: by API key, session, or address."""
    session = parse_cookie(headers.get("COOKIE", "")).get(settings.SESSION_COOKIE_NAME)
    return str(headers.get("AUTHORIZATION") or session or address)
