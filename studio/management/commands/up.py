"""`manage.py up`: the whole studio with one command."""

import contextlib
import errno
import fcntl
import json
import os
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Iterator
from typing import Any, TextIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection, connections

from studio.processes import heartbeats
from studio.processes.supervisor import Child, Supervisor

ALREADY_RUNS, PORT_TAKEN = 3, 4  # exit codes
FIRST_PORT = 8000
PORTS_TRIED = 50
MERGE_WITHIN_MS = 1000


class Command(BaseCommand):
    help = "Start the studio: web pages, watcher and workers. Ctrl-C ends it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets other machines in (127.0.0.1)")
        parser.add_argument("--port", type=int, help=f"default: {FIRST_PORT}, or the next free one; 0: any")
        parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
        parser.add_argument("--workers", type=int, help="tasks at the same time (DAILIES_WORKERS)")

    def handle(self, *args: Any, host: str, port: int | None, workers: int | None, **options: Any) -> None:
        with only_one_studio() as note:
            door = open_door(host, port, wait=note.after_a_crash)
            address = address_of(host, door.getsockname()[1])
            note.write(address)
            self.prepare()
            self.say(f"Dailies is at {address} (Ctrl-C ends it)")
            if not options["no_browser"] and has_desktop():
                threading.Thread(target=open_browser, args=(address,), daemon=True).start()
            self.supervise(children(host, door, workers))
            if problem := merge_wal():
                self.say(problem)

    def prepare(self) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        connections.close_all()

    def supervise(self, processes: list[Child]) -> None:
        Supervisor(processes, self.say).run()

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def children(host: str, door: socket.socket, workers: int | None) -> list[Child]:
    """The three processes. The listening socket stays here, so a replaced web process refuses nobody."""
    port = door.getsockname()[1]
    web = Child("web", front_door("web", "--socket", str(door.fileno())), lambda: heartbeats.Web(host, port))
    web.keep_open = (door.fileno(),)
    watch = Child("watch", front_door("watch"), heartbeats.Watch)
    cluster = Child("cluster", front_door("cluster"), heartbeats.Cluster)
    if workers:
        cluster.environment = {"DAILIES_WORKERS": str(workers)}
    for child in (web, watch, cluster):
        child.settled_after_s = settings.WEDGE_S
        child.check_every_s = settings.WEDGE_S / 10
    return [web, watch, cluster]


def front_door(*arguments: str) -> list[str]:
    # The checks were made when `up` started; once is enough to read.
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments, "--skip-checks"]


# --- A whole database in one file -------------------------------------------------------------------------


def merge_wal() -> str:
    """Move SQLite's write-ahead log into the database file, so that a copy of that one file is a backup.

    Call it once every child has ended. Return "", or a sentence for the person if the log stays. Nothing is
    lost then: the next start reads it.
    """
    if connection.vendor != "sqlite":
        return ""
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {MERGE_WITHIN_MS}")
            busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except DatabaseError as error:
        busy = error
    finally:
        connection.close()
    if not busy:
        return ""
    reason = "another program is using it" if busy == 1 else busy
    return f"Recent changes are still in dailies.sqlite3-wal ({reason}). Back up both files together."


# --- One studio per data folder ---------------------------------------------------------------------------


class Note:
    """The text of DATA/up.lock: who runs here, and where. Empty after an orderly end."""

    def __init__(self, file: TextIO):
        self.file = file
        self.after_a_crash = bool(file.read().strip())

    def write(self, address: str) -> None:
        self.clear()
        json.dump({"pid": os.getpid(), "address": address}, self.file)
        self.file.flush()

    def clear(self) -> None:
        self.file.seek(0)
        self.file.truncate()


@contextlib.contextmanager
def only_one_studio() -> Iterator[Note]:
    """Hold DATA/up.lock; the lock dies with this process, however it dies."""
    with (settings.DATA / "up.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CommandError(who_runs(file), returncode=ALREADY_RUNS) from None
        file.seek(0)
        note = Note(file)
        yield note
        note.clear()


def who_runs(file: TextIO) -> str:
    file.seek(0)
    try:
        running = json.load(file)
    except ValueError:  # it is just starting
        return f"Dailies is already starting with {settings.DATA}."
    return f"Dailies already runs at {running['address']} (process {running['pid']}) with {settings.DATA}."


# --- The address ------------------------------------------------------------------------------------------


def open_door(host: str, port: int | None, *, wait: bool) -> socket.socket:
    """A listening socket on `port`, or on the first free one from 8000 where no port was asked for.

    `wait`: a killed `up` leaves a web process that ends by itself within seconds; its port is worth the wait.
    """
    patient_until = time.monotonic() + (6 if wait else 0)
    first = FIRST_PORT if port is None else port
    while (door := listen(host, first)) is None and time.monotonic() < patient_until:
        time.sleep(0.1)
    if door:
        return door
    if port is not None:
        raise CommandError(f"Port {port} is taken. Choose another: --port {port + 1}", returncode=PORT_TAKEN)
    for port in range(FIRST_PORT + 1, FIRST_PORT + PORTS_TRIED):
        if door := listen(host, port):
            sys.stderr.write(f"Port {FIRST_PORT} is taken; using {port}.\n")
            return door
    raise CommandError(f"No free port from {FIRST_PORT} on. Choose one: --port N", returncode=PORT_TAKEN)


def listen(host: str, port: int) -> socket.socket | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            return None
        raise CommandError(f"Cannot listen on {host}: {error.strerror}", returncode=PORT_TAKEN) from None


def address_of(host: str, port: int) -> str:
    name = heartbeats.reachable(host)
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


# --- The browser ------------------------------------------------------------------------------------------


def has_desktop() -> bool:
    """Whether a window would be seen by the person who typed the command."""
    env = os.environ
    if env.get("CI"):
        return False
    if sys.platform == "darwin":
        return "SSH_CONNECTION" not in env
    return bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


def open_browser(address: str) -> None:
    where = urlsplit(address)
    web = heartbeats.Web(where.hostname or "", where.port or 80)
    while not web.answers():
        time.sleep(0.2)
    webbrowser.open(address)
