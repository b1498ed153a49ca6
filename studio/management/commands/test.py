"""`manage.py test [--quick] [pytest arguments]`: run all tests, or all but the slow ones."""

import importlib.util
import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

QUICK = ["-m", "not slow", "-n", "2", "--dist", "loadfile"]
NARROWING = ("-k", "-m", "--lf", "--last-failed", "--co", "--collect-only", "--help", "--version")


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
    """Return the arguments for pytest; only a run of the whole suite measures coverage."""
    if "--quick" in given:
        return [*QUICK, *(argument for argument in given if argument != "--quick")]
    return given if is_narrowed(given) else ["--cov", *given]


def is_narrowed(given: list[str]) -> bool:
    """Return True if the arguments select some of the tests."""
    paths = (argument.partition("::")[0] for argument in given)
    return any(argument.startswith(NARROWING) for argument in given) or any(map(os.path.exists, paths))
