"""`manage.py cluster`: run the workers that send, download, draw and export. `manage.py up` starts it."""

from typing import Any

from django.core.management.base import BaseCommand

from studio.processes import cluster


class Command(BaseCommand):
    help = "Run the workers until Ctrl-C. `manage.py up` starts this for you."

    def handle(self, *args: Any, **options: Any) -> None:
        cluster.run()
