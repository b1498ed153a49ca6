"""Receivers that never answer, beside one that does."""

import socket
import threading

from django.conf import settings
from django_q.models import OrmQ

from projects.models import Delivery, EventType
from projects.notifications import webhooks
from projects.notifications.courier import Courier
from tests.journeys.live import wait_for
from tests.projects.ledger.conftest import Studio


def send_beside_silent_receivers(address: str, silent: int) -> dict:
    """Record one event for `silent` receivers that never answer and for one at `address` that does."""
    settings.OWN_HOSTS = ["127.0.0.1"]
    studio = Studio()
    held: list[tuple[socket.socket, object]] = []

    def hold_all() -> None:
        while len(held) < silent:
            held.append(server.accept())

    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        port = server.getsockname()[1]
        for n in range(silent):
            add(studio, f"http://127.0.0.1:{port}/{n}")
        add(studio, address)
        webhooks.record_event(studio.project, "clip.ready", "k", {})
        threading.Thread(target=hold_all).start()
        courier = Courier()
        courier.send_due()
        wait_for(lambda: len(held) == silent, "all silent receivers at once")
        delivered = Delivery.objects.filter(webhook__address=address, status=204)
        wait_for(delivered.exists, "the delivery")
        busy = len(courier.threads)
        for connection, _ in held:
            connection.close()
        for thread in courier.threads.values():
            thread.join()
    rests = Delivery.objects.filter(webhook__failures=1, webhook__resting_until__isnull=False)
    return {"at_once": busy, "rests": rests.count(), "tasks": OrmQ.objects.count()}


def add(studio: Studio, address: str) -> None:
    webhooks.add(studio.project, studio.owner, address=address, event_types=EventType.values)
