"""`manage.py web`: run the production web server. `manage.py up` starts it."""

import gc
import logging
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from studio.processes.heartbeats import find_web_file
from studio.web.server import Server
from studio.web.stopping import stopping
from studio.wsgi import application

LOCKED_S = 3  # an answer may wait for the lock, and then for another one


class Command(BaseCommand):
    help = "Serve the pages until Ctrl-C. `manage.py up` starts this for you."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--socket", type=int, help="number of an open listening socket, used by `up`")
        parser.add_argument("--number", type=int, default=1, help="which of the web processes, used by `up`")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        inherited = options["socket"]
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = (
            socket.create_server((host, port), family=family)
            if inherited is None
            else socket.socket(fileno=inherited)
        )
        serve(listening, find_web_file(options["number"]))


def serve(listening: socket.socket, heartbeat: Path) -> None:
    """Answer until SIGTERM, and touch `heartbeat` meanwhile."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # otherwise it warns about every short wait
    signal.signal(signal.SIGTERM, lambda *_: stop())
    wait_less_for_locks()
    heartbeat.parent.mkdir(exist_ok=True)
    # Slow readers of videos occupy no thread: waitress hands files to its I/O loop. It closes connections
    # that read nothing for 120 s. (Measured against five other servers, DECISIONS.md.)
    # Everything loaded so far stays: collecting it delayed one response in ten by 0.12 s. A page with 200
    # clips creates 20,000 objects at once, none of them garbage.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    Server(
        application,
        listening,
        heartbeat,
        many_behind=settings.PROXY_ADDRESS if settings.PROXIES else "",
        threads=8,
        channel_timeout=120,
        ident=None,
        **build_proxy_options(),
    ).run()


def wait_less_for_locks() -> None:
    """Let people hear within seconds that the database is locked; workers may wait longer."""
    place = connections.settings["default"]
    options = place.setdefault("OPTIONS", {})
    if "sqlite" in place["ENGINE"]:
        options["timeout"] = LOCKED_S
    else:
        options["options"] = f"{options.get('options', '')} -c lock_timeout={LOCKED_S}s".strip()


def build_proxy_options() -> dict[str, Any]:
    """Return the options for trusted proxies. Without a proxy, waitress drops all X-Forwarded-* headers."""
    if not settings.PROXIES:
        return {}
    return {
        "trusted_proxy": settings.PROXY_ADDRESS,
        "trusted_proxy_count": settings.PROXIES,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }


def stop() -> None:
    """Answer waiting requests with what there is; waitress finishes those in progress on SystemExit."""
    stopping.set()
    sys.exit(0)
