"""Send a project's events to webhooks: stored with the event, sent by a worker, retried.

A worker postpones a delivery before it sends it, so that it is sent again if the worker is killed. A receiver
may therefore get the same `webhook-id` twice, as the standard allows, but never misses an event.
"""

import json
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from projects.core.enqueue import enqueue
from projects.models import Delivery, Project, Webhook
from studio import vault
from studio.web.webhook_sender import DeliveryFailed, create_secret, post

CLAIM = timedelta(minutes=2)
# As the standard recommends: at once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h.
BACKOFF_S = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
KEPT = timedelta(days=30)
GONE = 410
MAX_BATCH = 100


# -- events ----------------------------------------------------------------------------------------------


def record_event(project: Project, event_type: str, key: str, data: dict) -> None:
    """Write a delivery for each webhook that receives this event. Call it in the event's transaction."""
    now = timezone.now()
    body = json.dumps(
        {"type": event_type, "timestamp": now.isoformat(), "data": {"project": project.slug} | data}
    )
    fields = {"event_type": event_type, "body": body, "at": now, "due_at": now}
    for webhook in project.webhooks.filter(stopped_at=None):
        if event_type in webhook.event_types:
            add_delivery(webhook, key, fields)


def add_delivery(webhook: Webhook, key: str, fields: dict) -> None:
    """Write a delivery and enqueue it, unless the webhook already has one with this key."""
    delivery, is_new = Delivery.objects.get_or_create(webhook=webhook, key=key, defaults=fields)
    if is_new:
        enqueue_delivery(delivery)


def enqueue_delivery(delivery: Delivery) -> None:
    transaction.on_commit(lambda: enqueue("deliver", delivery.pk))


# -- sending ---------------------------------------------------------------------------------------------


def deliver(delivery_id) -> None:
    """Send a delivery that is due, and record whether it was accepted, or when to retry."""
    now = timezone.now()
    rows = Delivery.objects.filter(pk=delivery_id)
    if not rows.filter(due_at__lte=now, webhook__stopped_at=None).update(due_at=now + CLAIM):
        return
    delivery = rows.select_related("webhook").get()
    if delivery.tries and is_overtaken(delivery):
        rows.update(due_at=None, error="Replaced by the clip's final state.")
        return
    status, error = post_delivery(delivery)
    tries = delivery.tries + 1
    accepted = status is not None and 200 <= status < 300
    retry_at = None if accepted or tries > len(BACKOFF_S) else now + timedelta(seconds=BACKOFF_S[tries - 1])
    delivered_at = timezone.now() if accepted else None
    rows.update(tries=tries, status=status, error=error, due_at=retry_at, delivered_at=delivered_at)
    if status == GONE:
        stop(delivery.webhook, "The receiver answered 410 (Gone).")


def is_overtaken(delivery: Delivery) -> bool:
    """Return True if this callback says "generating" while one with the final state is already stored."""
    stage, _, generation_id = delivery.key.partition(":")
    final = (f"completed:{generation_id}", f"failed:{generation_id}")
    return stage == "generating" and delivery.webhook.deliveries.filter(key__in=final).exists()


def post_delivery(delivery: Delivery) -> tuple[int | None, str]:
    """Send a delivery now. Return the response's status, or None and the error."""
    try:
        status = post(
            delivery.webhook.address,
            secret=delivery.webhook.secret(),
            id=str(delivery.pk),
            body=delivery.body,
            allow_hosts=settings.OWN_HOSTS,
        )
    except (DeliveryFailed, vault.WrongSecret) as error:
        return None, str(error)[:200]
    return status, ""


def enqueue_due() -> None:
    """Enqueue deliveries that are due."""
    due = Delivery.objects.filter(due_at__lte=timezone.now(), webhook__stopped_at=None).order_by("due_at")
    for id in due.values_list("pk", flat=True)[:MAX_BATCH]:
        enqueue("deliver", id)


# -- for people ------------------------------------------------------------------------------------------


def add(project: Project, person, *, address: str, event_types: list[str]) -> tuple[Webhook, str]:
    """Return a new webhook and its secret, which is stored encrypted and shown once."""
    secret = create_secret()
    webhook = project.webhooks.create(
        address=address, event_types=event_types, sealed=vault.seal(secret), created_by=person
    )
    return webhook, secret


def resend(delivery: Delivery) -> None:
    """Send a delivery once more, now."""
    Delivery.objects.filter(pk=delivery.pk).update(due_at=timezone.now(), tries=0)
    enqueue_delivery(delivery)


def stop(webhook: Webhook, reason: str = "") -> None:
    """Stop sending to this webhook."""
    rows = Webhook.objects.filter(pk=webhook.pk, stopped_at=None)
    rows.update(stopped_at=timezone.now(), stop_reason=reason)


def sweep() -> None:
    """Delete finished deliveries after a month."""
    Delivery.objects.filter(at__lt=timezone.now() - KEPT, due_at=None).delete()
