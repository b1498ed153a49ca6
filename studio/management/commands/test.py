"""`manage.py test [--quick] [pytest arguments]`: the whole suite, or all but its slow tests."""

import importlib.util
import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

QUICK = ["-m", "not slow", "-n", "2", "--dist", "loadfile"]
NARROWING = ("-k", "-m", "--lf", "--last-failed", "--co", "--collect-only", "--help", "--version")


class Command(BaseCommand):
    help = "Run the tests; --quick leaves the slow ones out, all other arguments are pytest's own."

    def run_from_argv(self, argv: list[str]) -> None:
        # Not parsed by Django, so that every argument reaches pytest unchanged.
        if importlib.util.find_spec("pytest") is None:
            self.stderr.write(
                "No pytest here. Leave this environment, or fill it from requirements-test.lock."
            )
            sys.exit(1)
        os.chdir(settings.BASE_DIR)
        # A process of its own, because the tests choose their settings before Django reads them.
        os.execv(sys.executable, [sys.executable, "-m", "pytest", *pytest_arguments(argv[2:])])  # noqa: S606

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError("Run it as `python3 manage.py test`.")


def pytest_arguments(given: list[str]) -> list[str]:
    """Return pytest's own arguments; a run of the whole suite measures its coverage."""
    if "--quick" in given:
        return [*QUICK, *(argument for argument in given if argument != "--quick")]
    return given if is_narrowed(given) else ["--cov", *given]


def is_narrowed(given: list[str]) -> bool:
    """Return True if the arguments choose some tests: coverage of a part says nothing."""
    paths = (argument.partition("::")[0] for argument in given)
    return any(argument.startswith(NARROWING) for argument in given) or any(map(os.path.exists, paths))
