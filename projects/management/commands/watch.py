"""Run the watcher; `manage.py up` starts this."""

import signal
import threading

from django.core.management.base import BaseCommand

from projects.notifications.courier import Courier
from projects.watcher import Watcher


class Command(BaseCommand):
    help = "Poll the providers for progress, and enqueue all work that is due; send webhooks and mail."

    def handle(self, **options):
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        threading.Thread(target=Courier().run, args=(stop,), daemon=True, name="courier").start()
        Watcher().run(stop)
