"""`manage.py test [--quick] [pytest arguments]`: run all tests, or all but the slow ones."""

import importlib.util
import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

QUICK = ["-m", "not slow", "-n", "2", "--dist", "loadfile"]


class Command(BaseCommand):
    help = "Run the tests. --quick skips the slow ones; all other arguments go to pytest."

    def run_from_argv(self, argv: list[str]) -> None:
        # Not parsed by Django, so that every argument reaches pytest unchanged.
        if importlib.util.find_spec("pytest") is None:
            self.stderr.write(
                "pytest is not installed. Leave this environment, or install requirements-test.lock."
            )
            sys.exit(1)
        os.chdir(settings.BASE_DIR)
        # A process of its own, because the tests choose their settings before Django reads them.
        os.execv(sys.executable, [sys.executable, "-m", "pytest", *build_pytest_arguments(argv[2:])])  # noqa: S606

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError("Run this as `python3 manage.py test`.")


def build_pytest_arguments(given: list[str]) -> list[str]:
    """Return the arguments for pytest."""
    if "--quick" in given:
        return [*QUICK, *(argument for argument in given if argument != "--quick")]
    return given
