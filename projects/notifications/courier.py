"""Send webhook deliveries and mail in threads of the watcher's process, apart from the workers.

A receiver that never answers holds one thread until its timeout and nothing else: clips don't wait for it,
and neither do other receivers. Each webhook gets its deliveries one at a time, and rests after a failure
(webhooks.py). Mail has a single thread, because it has a single server.
"""

import logging
import threading
from collections.abc import Callable, Hashable
from functools import partial

from django.db import connections

from projects.notifications import mail, webhooks

log = logging.getLogger(__name__)
MOST_AT_ONCE = 24  # webhooks
PAUSE_S = 0.3
MAIL = "mail"


class Courier:
    """threads: what is being sent now, by webhook ID or MAIL."""

    def __init__(self) -> None:
        self.threads: dict[Hashable, threading.Thread] = {}

    def run(self, stop: threading.Event) -> None:
        """Send what is due until `stop` is set. What is being sent then is sent again later."""
        while not stop.wait(PAUSE_S):
            try:
                self.send_due()
            except Exception:
                log.exception("The courier failed and continues.")
            finally:
                connections.close_all()

    def send_due(self) -> None:
        """Start a thread for each receiver with something due, if it has none yet."""
        self.threads = {key: thread for key, thread in self.threads.items() if thread.is_alive()}
        free = MOST_AT_ONCE - len(self.threads.keys() - {MAIL})
        for id in webhooks.find_due(free, busy=self.threads.keys() - {MAIL}):
            self.start(id, partial(webhooks.deliver_due, id))
        if MAIL not in self.threads and (people := mail.find_due()):
            self.start(MAIL, partial(mail.mail_all, people))

    def start(self, key: Hashable, send: Callable[[], object]) -> None:
        # Daemons: a receiver that doesn't answer must not delay Ctrl-C.
        thread = threading.Thread(target=run_safely, args=(send,), daemon=True, name=f"courier {key}")
        self.threads[key] = thread
        thread.start()


def run_safely(send: Callable[[], object]) -> None:
    try:
        send()
    except Exception:
        log.exception("Could not send what is due.")
    finally:
        connections.close_all()
