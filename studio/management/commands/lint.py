"""`manage.py lint [checks]`: check style, types, imports, templates, scripts and migrations."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE, STDOUT
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

BIOME = settings.BASE_DIR / "tests" / "biome"  # contains its package.json and lock


class Command(BaseCommand):
    help = (
        "Check style, format, types, imports, templates, scripts and migrations. Name some to run only those."
    )
    requires_system_checks = ()  # they check this installation, not the code

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "checks", nargs="*", metavar="check", help=f"one of {', '.join(CHECKS)}; default: all"
        )

    def handle(self, *args: Any, checks: list[str], **options: Any) -> None:
        if unknown := set(checks) - set(CHECKS):
            names = ", ".join(sorted(unknown))
            raise CommandError(f"Unknown check: {names}. Choose from: {', '.join(CHECKS)}.")
        failed = [name for name in checks or CHECKS if not self.run_check(name)]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}.")

    def run_check(self, name: str) -> bool:
        """Run one check, print its findings and return True if it passed."""
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


# --- Commands of the checks -------------------------------------------------------------------------------


def find_python_command(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def find_program_command(name: str, *arguments: str) -> list[str]:
    """Return the command for a program that is installed next to this Python."""
    return [str(Path(sys.executable).with_name(name)), *arguments]


def prepare_biome() -> list[str] | None:
    """Install Biome from its lock on first use and return its command, or None without npm."""
    if shutil.which("npm") is None:
        return None
    installed = BIOME / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (BIOME / "package-lock.json").stat().st_mtime:
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=BIOME, check=True)
    return [str(BIOME / "node_modules" / ".bin" / "biome"), "lint", "--error-on-warnings"]


CHECKS: dict[str, Callable[[], list[str] | None]] = {
    "style": lambda: find_python_command("-m", "ruff", "check", "."),
    "format": lambda: find_python_command("-m", "ruff", "format", "--check", "."),
    "types": lambda: find_python_command("-m", "mypy"),
    "rooms": lambda: find_program_command("lint-imports", "--no-cache"),
    "templates": lambda: find_program_command("djlint", "--lint", "--quiet", "templates"),
    "scripts": prepare_biome,
    "migrations": lambda: find_python_command(
        "manage.py", "makemigrations", "--check", "--dry-run", "--skip-checks"
    ),
}
