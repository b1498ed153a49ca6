"""`manage.py lint [checks]`: style, types, rooms, templates, scripts and migrations, each by its own tool."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE, STDOUT
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

BIOME = settings.BASE_DIR / "tests" / "biome"  # its package.json and lock


class Command(BaseCommand):
    help = "Check the code: style, format, types, rooms, templates, scripts, migrations. Names choose some."
    requires_system_checks = ()  # they are about this installation, not about the code

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("checks", nargs="*", metavar="check", help=f"of: {', '.join(CHECKS)} (all)")

    def handle(self, *args: Any, checks: list[str], **options: Any) -> None:
        if unknown := set(checks) - set(CHECKS):
            names = ", ".join(sorted(unknown))
            raise CommandError(f"No check is named {names}. There are: {', '.join(CHECKS)}.")
        failed = [name for name in checks or CHECKS if not self.passes(name)]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}.")

    def passes(self, name: str) -> bool:
        """Run one check and print its findings if it has any."""
        command = CHECKS[name]()
        if command is None:
            self.stdout.write(f"{name}: skipped, npm is not installed")
            return True
        done = subprocess.run(command, cwd=settings.BASE_DIR, stdout=PIPE, stderr=STDOUT)
        self.stdout.write(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'}")
        if done.returncode:
            self.stdout.write(done.stdout.decode(errors="replace"))
        self.stdout.flush()
        return done.returncode == 0


# --- The checks, as commands ------------------------------------------------------------------------------


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def program(name: str, *arguments: str) -> list[str]:
    """A program that was installed next to this Python."""
    return [str(Path(sys.executable).with_name(name)), *arguments]


def biome() -> list[str] | None:
    """Biome from its lock, installed on first use; None without npm."""
    if shutil.which("npm") is None:
        return None
    installed = BIOME / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (BIOME / "package-lock.json").stat().st_mtime:
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=BIOME, check=True)
    return [str(BIOME / "node_modules" / ".bin" / "biome"), "lint", "--error-on-warnings"]


CHECKS: dict[str, Callable[[], list[str] | None]] = {
    "style": lambda: python("-m", "ruff", "check", "."),
    "format": lambda: python("-m", "ruff", "format", "--check", "."),
    "types": lambda: python("-m", "mypy"),
    "rooms": lambda: program("lint-imports", "--no-cache"),
    "templates": lambda: program("djlint", "--lint", "--quiet", "templates"),
    "scripts": biome,
    "migrations": lambda: python("manage.py", "makemigrations", "--check", "--dry-run", "--skip-checks"),
}
