"""Run the watcher; `manage.py up` starts this."""

import signal
import threading

from django.core.management.base import BaseCommand

from projects.watcher import Watcher


class Command(BaseCommand):
    help = "Poll the providers for progress, and enqueue all work that is due."

    def handle(self, **options):
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        Watcher().run(stop)
