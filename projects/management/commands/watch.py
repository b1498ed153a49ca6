"""The watcher as a process; `manage.py up` starts it."""

import signal
import threading

from django.core.management.base import BaseCommand

from projects.watcher import Watcher


class Command(BaseCommand):
    help = "Ask the providers how far they are, and find everything that must happen next."

    def handle(self, **options):
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        Watcher().run(stop)
