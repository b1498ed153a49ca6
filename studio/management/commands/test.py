"""`manage.py test [pytest arguments]`: the whole suite, through pytest."""

import importlib.util
import os
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Run the tests; all arguments are pytest's own."

    def run_from_argv(self, argv):
        # Not parsed by Django, so that every argument reaches pytest unchanged.
        if importlib.util.find_spec("pytest") is None:
            self.stderr.write(
                "No pytest here. Leave this environment, or fill it from requirements-test.lock."
            )
            sys.exit(1)
        os.chdir(settings.BASE_DIR)
        # A process of its own, because the tests choose their settings before Django reads them.
        os.execv(sys.executable, [sys.executable, "-m", "pytest", *argv[2:]])  # noqa: S606

    def handle(self, *args, **options):
        raise CommandError("Run it as `python3 manage.py test`.")
