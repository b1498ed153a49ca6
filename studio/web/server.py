"""The web server of `up`: waitress, with limits on what one stranger may occupy.

Each process has eight threads for complete requests; everything before that is done by its I/O loop, which
this module guards: a request has to arrive within some time, and one address has only so many connections.
When there are too many, those that have waited longest without a complete request are closed, so that a new
visitor always gets in.
"""

import contextlib
import resource
import socket
import threading
import time
from pathlib import Path
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher, WSGITask

from studio.web.bodies import TOO_LARGE, Parser
from studio.web.lane import MOST_OF_ONE, TOO_MANY, Lane, find_client, is_slow

MOST_CONNECTIONS, MOST_OF_ONE_ADDRESS = 1000, 100
OTHER_FILES = 200  # databases, videos, logs
ACCEPTED_AT_ONCE = 64
HEADER_S, CHECK_EVERY_S = 10, 2
# A body has half a minute, and longer while it arrives at this rate.
BODY_S, BYTES_A_SECOND = 30, 10_000
HEALTH = "/healthz"
STUCK_S = 60
BEAT_EVERY_S = 0.5


class Task(WSGITask):  # type: ignore[misc]  # waitress has no types
    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ[TOO_LARGE] = self.request.is_too_large
        environ[TOO_MANY] = self.request.is_refused
        return environ


class Channel(HTTPChannel):  # type: ignore[misc]
    """One connection. began_at: when the first byte of its incomplete request arrived."""

    parser_class, task_class = Parser, Task
    request: Any = None
    began_at = 0.0

    def received(self, data: bytes) -> bool:
        before = self.request
        took = bool(super().received(data))
        if self.request is not before:
            self.began_at = time.monotonic()
        if self.request is not None and self.request.is_large and self.server.has_enough_of(self):
            self.refuse()
        self.server.answer_health()
        return took

    def refuse(self) -> None:
        """Answer the incomplete request without reading the rest of its body."""
        with self.requests_lock:
            self.request.is_refused = True
            self.request.stop_reading()
            self.requests.append(self.request)
            self.request = None
            if len(self.requests) == 1:
                self.server.add_task(self)

    @property
    def client(self) -> str:
        return find_client(self.request.headers, self.addr[0])

    def service(self) -> None:
        super().service()
        if not self.server.is_loop:
            self.server.served_at = time.monotonic()

    @property
    def is_idle(self) -> bool:
        """Return True if no view is working for it: it has sent no request, half of one, or reads slowly."""
        return not self.requests and not self.will_close

    @property
    def is_too_slow(self) -> bool:
        if self.request is None or self.requests:
            return False
        seconds = time.monotonic() - self.began_at
        if not self.request.headers_finished:
            return seconds > HEADER_S
        return seconds > BODY_S and self.request.body_bytes_received < seconds * BYTES_A_SECOND


class Server(TcpWSGIServer):  # type: ignore[misc]
    """heartbeat: the file it touches while it takes and answers requests.

    many_behind: an address that stands for many people, because a proxy connects from it; "*": any.
    """

    channel_class = Channel

    def __init__(
        self,
        application: Any,
        listening: socket.socket,
        heartbeat: Path,
        *,
        many_behind: str = "",
        **options: Any,
    ):
        self.many_behind, self.most = many_behind, most_connections()
        self.heartbeat, self.beat_at = heartbeat, 0.0
        self.health: list[Channel] = []
        self.lane = Lane()
        self.served_at = self.queued_at = 0.0
        dispatcher = ThreadedTaskDispatcher()
        adjustments = Adjustments(
            sockets=[listening],
            connection_limit=self.most + ACCEPTED_AT_ONCE + OTHER_FILES,  # make_room keeps it far away
            cleanup_interval=CHECK_EVERY_S,
            asyncore_use_poll=True,
            **options,
        )
        dispatcher.set_thread_count(adjustments.threads)
        facts = (listening.family, listening.type, listening.proto, listening.getsockname())
        parts = {"dispatcher": dispatcher, "adj": adjustments, "sockinfo": facts, "bind_socket": False}
        super().__init__(application, {}, True, listening, **parts)

    # -- connections -------------------------------------------------------------------------------------

    def handle_accept(self) -> None:
        for _ in range(ACCEPTED_AT_ONCE):
            before = set(self.active_channels)
            super().handle_accept()
            accepted = set(self.active_channels) - before
            if not accepted:
                return
            self.make_room(self.active_channels[accepted.pop()])

    def make_room(self, new: Channel) -> None:
        """Close the connection that has waited longest if this address, or all together, have too many."""
        others = [channel for channel in self.active_channels.values() if not channel.will_close]
        mine = [channel for channel in others if channel.addr[0] == new.addr[0]]
        if len(mine) > MOST_OF_ONE_ADDRESS and self.many_behind not in ("*", new.addr[0]):
            close_stalest(mine, new)
        elif len(others) > self.most:
            close_stalest(others, new)

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        for channel in self.active_channels.values():
            channel.will_close = channel.will_close or channel.is_too_slow

    def has_enough_of(self, new: Channel) -> bool:
        """Return True if the sender of this file has as many on the way or under way as one may have."""
        arriving = [
            channel
            for channel in self.active_channels.values()
            if channel is not new and channel.request is not None and channel.request.is_large
        ]
        mine = sum(channel.client == new.client for channel in arriving)
        return bool(mine + self.lane.all[new.client] >= MOST_OF_ONE)

    # -- health ------------------------------------------------------------------------------------------

    def add_task(self, channel: Channel) -> None:
        """Queue a request for the threads. The I/O loop itself answers whether the server is well."""
        request = channel.requests[0]
        if request.path == HEALTH and self.is_loop and not self.is_stuck:
            self.health.append(channel)
            return
        if not (request.error or request.is_too_large or request.is_refused) and is_slow(request.path):
            if self.lane.add(find_client(request.headers, channel.addr[0]), channel):
                return
            request.is_refused = True
        if not self.task_dispatcher.queue:
            self.queued_at = time.monotonic()
        super().add_task(channel)

    def readable(self) -> bool:
        """Be asked by the I/O loop in each of its rounds, at least once a second."""
        self.beat()
        return bool(super().readable())

    def beat(self) -> None:
        now = time.monotonic()
        if now - self.beat_at >= BEAT_EVERY_S and not self.is_stuck:
            self.beat_at = now
            with contextlib.suppress(OSError):  # a full disk is no reason to be replaced
                self.heartbeat.touch()

    def answer_health(self) -> None:
        while self.is_loop and self.health:
            self.health.pop().service()

    @property
    def is_loop(self) -> bool:
        return threading.current_thread() is threading.main_thread()

    @property
    def is_stuck(self) -> bool:
        """Return True if requests wait although none has been served for a minute: all threads hang."""
        since = max(self.served_at, self.queued_at)
        return bool(self.task_dispatcher.queue) and time.monotonic() - since > STUCK_S


def close_stalest(channels: list[Channel], new: Channel) -> None:
    """Close the one that has waited longest, before those that are still being answered."""
    waiting = [channel for channel in channels if channel.is_idle and channel is not new]
    if waiting:
        stalest = min(waiting, key=lambda channel: (channel.total_outbufs_len > 0, channel.last_activity))
        stalest.will_close = True


def most_connections() -> int:
    """Return how many connections the process may have open, and allow it as many files as possible."""
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + ACCEPTED_AT_ONCE + OTHER_FILES
    allowed = wanted if most_files == resource.RLIM_INFINITY else min(wanted, most_files)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most_files))
    return max(MOST_OF_ONE_ADDRESS, allowed - ACCEPTED_AT_ONCE - OTHER_FILES)
