"""Send a project's events to webhooks: stored with the event, sent by the courier, retried.

The courier postpones a delivery before it sends it, so that it is sent again if the courier is killed. A
receiver may therefore get the same `webhook-id` twice, as the standard allows, but never misses an event.

A receiver that doesn't answer, or answers that it can't now, rests: its other deliveries wait, too.
"""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Min, Q, QuerySet
from django.utils import timezone

from projects.models import Delivery, Project, Webhook
from studio import vault
from studio.web.webhook_sender import DeliveryFailed, create_secret, post

CLAIM = timedelta(minutes=2)
# As the standard recommends: at once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h.
BACKOFF_S = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
REST_S = (5, 15, 30, 60, 120, 300)  # of a receiver, whichever delivery it didn't take
KEPT = timedelta(days=30)
GONE, TOO_MANY = 410, 429
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
    """Write a delivery, unless the webhook already has one with this key."""
    Delivery.objects.get_or_create(webhook=webhook, key=key, defaults=fields)


# -- sending ---------------------------------------------------------------------------------------------


def find_due(most: int, busy: Iterable[Any]) -> list[UUID]:
    """Return webhooks with deliveries that are due, none of `busy`, those without failures first."""
    waiting = due_deliveries().exclude(webhook__in=busy).order_by().values("webhook")
    rows = waiting.annotate(failures=F("webhook__failures"), since=Min("due_at"))
    return [row["webhook"] for row in rows.order_by("failures", "since")[:most]]


def due_deliveries() -> QuerySet[Delivery]:
    now = timezone.now()
    awake = Q(webhook__resting_until=None) | Q(webhook__resting_until__lte=now)
    return Delivery.objects.filter(awake, due_at__lte=now, webhook__stopped_at=None)


def deliver_due(webhook_id: UUID) -> None:
    """Send a webhook's deliveries that are due, the oldest first, until it fails."""
    for _ in range(MAX_BATCH):
        due = due_deliveries().filter(webhook=webhook_id).order_by("due_at", "at")
        if (id := due.values_list("pk", flat=True).first()) is None:
            return
        deliver(id)


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
    if not delivery.webhook.is_from_owner:
        rows.update(due_at=None)
        stop(delivery.webhook, "Whoever added it may no longer do so in this project.")
        return
    status, error = post_delivery(delivery)
    tries = delivery.tries + 1
    accepted = status is not None and 200 <= status < 300
    retry_at = None if accepted or tries > len(BACKOFF_S) else now + timedelta(seconds=BACKOFF_S[tries - 1])
    delivered_at = timezone.now() if accepted else None
    rows.update(tries=tries, status=status, error=error, due_at=retry_at, delivered_at=delivered_at)
    rest(delivery.webhook, failed=status is None or status == TOO_MANY or status >= 500)
    if status == GONE:
        stop(delivery.webhook, "The receiver answered 410 (Gone).")


def rest(webhook: Webhook, *, failed: bool) -> None:
    """Let the receiver rest after a failure, longer after each one; a success ends that."""
    rows = Webhook.objects.filter(pk=webhook.pk)
    if not failed:
        rows.exclude(failures=0).update(failures=0, resting_until=None)
        return
    pause_s = REST_S[min(webhook.failures, len(REST_S) - 1)]
    rest_until = timezone.now() + timedelta(seconds=pause_s)
    rows.update(failures=F("failures") + 1, resting_until=rest_until)


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
    Webhook.objects.filter(pk=delivery.webhook_id).update(resting_until=None)


def stop(webhook: Webhook, reason: str = "") -> None:
    """Stop sending to this webhook."""
    rows = Webhook.objects.filter(pk=webhook.pk, stopped_at=None)
    rows.update(stopped_at=timezone.now(), stop_reason=reason)


def sweep() -> None:
    """Delete finished deliveries after a month."""
    Delivery.objects.filter(at__lt=timezone.now() - KEPT, due_at=None).delete()
