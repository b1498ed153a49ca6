"""`manage.py up`: run the whole studio with one command."""

import contextlib
import errno
import os
import socket
import sys
import threading
import time
import webbrowser
from typing import Any

import httpx
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connections
from django.utils.module_loading import import_string

from studio.processes import heartbeats
from studio.processes.data_lock import hold_data_lock
from studio.processes.database import is_migrated, learn_about_tables, merge_wal
from studio.processes.start import check_database, explain
from studio.processes.supervisor import Child, Supervisor

PORT_TAKEN = 4  # exit code; data_lock.py has another
FIRST_PORT = 8000
PORTS_TRIED = 50
MOST_WEB_PROCESSES = 8


class Command(BaseCommand):
    help = "Start the studio: web server, watcher and workers. Stop it with Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--host",
            default="127.0.0.1",
            help="0.0.0.0 allows other machines to connect (default: 127.0.0.1)",
        )
        parser.add_argument("--port", type=int, help=f"default: {FIRST_PORT}, or the next free one; 0: any")
        parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
        parser.add_argument(
            "--workers", type=int, help="number of tasks to run at the same time (DAILIES_WORKERS)"
        )
        parser.add_argument(
            "--new-secret-key", action="store_true", help="go on although the secret key is another one"
        )

    def handle(self, *args: Any, host: str, port: int | None, workers: int | None, **options: Any) -> None:
        with contextlib.ExitStack() as held:
            try:
                server, address = self.make_ready(held, host, port, new_secret=options["new_secret_key"])
            except (OSError, DatabaseError) as error:
                raise explain(error) from None
            self.say(f"Dailies is running at {address} (press Ctrl-C to stop)")
            if not options["no_browser"] and has_desktop():
                threading.Thread(target=open_browser, args=(address,), daemon=True).start()
            self.supervise(create_children(server, workers))
            if problem := merge_wal():
                self.say(problem)

    def make_ready(
        self, held: contextlib.ExitStack, host: str, port: int | None, *, new_secret: bool
    ) -> tuple[socket.socket, str]:
        """Lock the folder and do everything that has to be done before the processes start."""
        note = held.enter_context(hold_data_lock())
        server = open_socket(host, port, wait=note.after_a_crash)
        address = format_address(host, server.getsockname()[1])
        note.write(address)
        check_database(note.after_a_crash, self.say)
        self.prepare()
        import_string(settings.START_CHECK)(accept_new=new_secret)
        return server, address

    def prepare(self) -> None:
        if not is_migrated():  # the command takes a second to find that out
            call_command("migrate", verbosity=0, interactive=False)
        learn_about_tables()
        call_command("collectstatic", verbosity=0, interactive=False)
        connections.close_all()

    def supervise(self, processes: list[Child]) -> None:
        Supervisor(processes, self.say, settings.PUBLIC_URL_FILE).run()

    def say(self, message: str) -> None:
        self.stdout.write(message)
        self.stdout.flush()


def create_children(server: socket.socket, workers: int | None) -> list[Child]:
    """Return the processes: web, one or more, watch and cluster."""
    webs = [create_web(server, number + 1) for number in range(settings.WEB_PROCESSES or count_cores())]
    watch = Child("watch", build_manage_command("watch"), heartbeats.Watch)
    cluster = Child("cluster", build_manage_command("cluster"), heartbeats.Cluster)
    if workers:
        cluster.environment = {"DAILIES_WORKERS": str(workers)}
    children = [*webs, watch, cluster]
    for child in children:
        child.settled_after_s = settings.WEDGE_S
        child.check_every_s = settings.WEDGE_S / 10
    return children


def create_web(server: socket.socket, number: int) -> Child:
    """Return one web process. All accept from this socket, which stays open here while one is replaced."""
    command = build_manage_command("web", "--socket", str(server.fileno()), "--number", str(number))
    return Child("web", command, lambda: heartbeats.Web(number), keep_open=(server.fileno(),))


def count_cores() -> int:
    """Return on how many cores this process may run, as far as more web processes are of use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_WEB_PROCESSES)


def build_manage_command(*arguments: str) -> list[str]:
    # `up` has already run the checks.
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments, "--skip-checks"]


# --- The address ------------------------------------------------------------------------------------------


def open_socket(host: str, port: int | None, *, wait: bool) -> socket.socket:
    """Listen on `port`, or without one on the first free port from 8000.

    `wait`: retry for some seconds. A killed `up` leaves a web process that frees the port by stopping itself.
    """
    patient_until = time.monotonic() + (6 if wait else 0)
    first = FIRST_PORT if port is None else port
    while (server := listen(host, first)) is None and time.monotonic() < patient_until:
        time.sleep(0.1)
    if server:
        return server
    if port is not None:
        raise CommandError(
            f"Port {port} is in use. Choose another one: --port {port + 1}", returncode=PORT_TAKEN
        )
    for port in range(FIRST_PORT + 1, FIRST_PORT + PORTS_TRIED):
        if server := listen(host, port):
            sys.stderr.write(f"Port {FIRST_PORT} is in use; using {port}.\n")
            return server
    raise CommandError(
        f"There is no free port from {FIRST_PORT} on. Choose one: --port N", returncode=PORT_TAKEN
    )


def listen(host: str, port: int) -> socket.socket | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            return None
        raise CommandError(f"Can't listen on {host}: {error.strerror}", returncode=PORT_TAKEN) from None


def format_address(host: str, port: int) -> str:
    name = find_reachable_host(host)
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def find_reachable_host(host: str) -> str:
    """Return the address at which this machine reaches a server that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


# --- The browser ------------------------------------------------------------------------------------------


def has_desktop() -> bool:
    """Return True if the person who ran the command would see a browser window."""
    env = os.environ
    if env.get("CI"):
        return False
    if sys.platform == "darwin":
        return "SSH_CONNECTION" not in env
    return bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


def open_browser(address: str) -> None:
    while not is_responding(address):
        time.sleep(0.2)
    webbrowser.open(address)


def is_responding(address: str) -> bool:
    try:
        return httpx.get(f"{address}healthz", timeout=1, trust_env=False).status_code > 0
    except httpx.HTTPError:
        return False
