"""`manage.py dev`: run `up` for developers, with debug pages and automatic restarts."""

import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from studio.management.commands import up
from studio.processes.supervisor import Child, Supervisor

WATCHED = ("studio", "projects", "templates")
CHECK_EVERY_S = 0.5


class Command(up.Command):
    help = "Start the studio for development on this machine, and restart it when code or a template changes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, help=f"default: {up.FIRST_PORT}, or the next free one")
        parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
        parser.add_argument(
            "--workers", type=int, help="number of tasks to run at the same time (DAILIES_WORKERS)"
        )

    def run_from_argv(self, argv: list[str]) -> None:
        if not settings.DEBUG:  # settings are already loaded: start again with debug on
            os.environ["DAILIES_DEBUG"] = "1"
            os.execv(sys.executable, [sys.executable, *argv])  # noqa: S606
        super().run_from_argv(argv)

    def handle(self, *args: Any, **options: Any) -> None:
        # Error pages show source code and settings, so nobody else may open them.
        super().handle(**options | {"host": "127.0.0.1", "new_secret_key": False})

    def supervise(self, processes: list[Child]) -> None:
        threading.Thread(target=restart_on_change, args=(processes, self.say), daemon=True).start()
        Supervisor(processes, self.say, settings.PUBLIC_URL_FILE).run()


def restart_on_change(processes: list[Child], say: Callable[[str], object]) -> None:
    """Watch the files forever and restart the processes that a change affects."""
    before = read_modification_times()
    while True:
        time.sleep(CHECK_EVERY_S)
        now = read_modification_times()
        if changed := sorted({path for path, _ in before.items() ^ now.items()}):
            say(f"changed: {', '.join(changed)}")
            for process in find_affected(processes, changed):
                process.restart_soon()
        before = now


def find_affected(processes: list[Child], changed: list[str]) -> list[Child]:
    """Return only the web process if just templates changed, otherwise all processes."""
    only_templates = all(path.endswith(".html") for path in changed)
    return [process for process in processes if process.name == "web" or not only_templates]


def read_modification_times() -> dict[str, int]:
    """Return the modification time of each Python file and template, by its path in the repository."""
    files = (path for folder in WATCHED for path in (settings.BASE_DIR / folder).rglob("*.*"))
    return {
        path.relative_to(settings.BASE_DIR).as_posix(): path.stat().st_mtime_ns
        for path in files
        if path.suffix in (".py", ".html") and path.exists()
    }
