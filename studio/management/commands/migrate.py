"""`manage.py migrate`: Django's command, one at a time."""

from typing import Any

from django.core.management.commands import migrate

from studio.processes.database import hold_migrations


class Command(migrate.Command):
    """Wait while another process, also on another machine, migrates the same database."""

    def handle(self, *args: Any, **options: Any) -> None:
        with hold_migrations(lambda: self.stderr.write("Another process is migrating. Waiting for it …")):
            super().handle(*args, **options)
