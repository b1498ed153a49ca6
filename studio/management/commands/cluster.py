"""`manage.py cluster`: the workers that send, fetch, draw and export. `manage.py up` starts it."""

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Run the workers until Ctrl-C. `manage.py up` starts this for you."

    def handle(self, **options):
        from studio.processes import cluster

        cluster.run()
