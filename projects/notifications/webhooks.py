"""Other machines hear what happens in a film: written down with what happened, sent by a worker, tried again.

A worker puts the delivery off before it sends: one that is killed meanwhile is followed by the next. So a
receiver may hear the same `webhook-id` twice, as the standard says; it never misses one by our fault.
"""

import json
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from projects.core.enqueue import nudge
from projects.models import Delivery, Project, Webhook
from studio import vault
from studio.web.webhooks import DeliveryFailed, new_secret, post

CLAIM = timedelta(minutes=2)
# As the standard proposes: at once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h.
BACKOFF_S = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
KEPT = timedelta(days=30)
GONE = 410
MOST = 100


def make(project: Project, by, *, address: str, event_types: list[str]) -> tuple[Webhook, str]:
    """A new webhook and its secret, which is shown this once."""
    secret = new_secret()
    made = project.webhooks.create(
        address=address, event_types=event_types, sealed=vault.seal(secret), created_by=by
    )
    return made, secret


def happened(project: Project, event_type: str, key: str, data: dict) -> None:
    """Write a delivery for each webhook of the film that wants to hear this; call it where it happens."""
    now = timezone.now()
    wants = [one for one in project.webhooks.filter(stopped_at=None) if event_type in one.event_types]
    body = json.dumps(
        {"type": event_type, "timestamp": now.isoformat(), "data": {"project": project.slug} | data}
    )
    for webhook in wants:
        made, new = Delivery.objects.get_or_create(
            webhook=webhook,
            key=key,
            defaults={"event_type": event_type, "body": body, "at": now, "due_at": now},
        )
        if new:
            send_soon(made)


def send_soon(delivery: Delivery) -> None:
    transaction.on_commit(lambda: nudge("deliver", delivery.pk))


def deliver(delivery_id) -> None:
    """Send it, if it is due; afterwards it is taken, or due later, or given up."""
    now = timezone.now()
    rows = Delivery.objects.filter(pk=delivery_id)
    if not rows.filter(due_at__lte=now, webhook__stopped_at=None).update(due_at=now + CLAIM):
        return
    delivery = rows.select_related("webhook").get()
    if delivery.tries and is_overtaken(delivery):
        rows.update(due_at=None, words="The clip is further by now, and that is told instead.")
        return
    status, words = answer_to(delivery)
    tries = delivery.tries + 1
    taken = status is not None and 200 <= status < 300
    later = None if taken or tries > len(BACKOFF_S) else now + timedelta(seconds=BACKOFF_S[tries - 1])
    rows.update(
        tries=tries, status=status, words=words, due_at=later, delivered_at=timezone.now() if taken else None
    )
    if status == GONE:
        stop(delivery.webhook, "The receiver said that it wants nothing any more (410).")


def is_overtaken(delivery: Delivery) -> bool:
    """Whether a callback tells that a clip is being made whose end is told too: states never go back."""
    stage, _, clip = delivery.key.partition(":")
    ends = (f"completed:{clip}", f"failed:{clip}")
    return stage == "generating" and delivery.webhook.deliveries.filter(key__in=ends).exists()


def answer_to(delivery: Delivery) -> tuple[int | None, str]:
    """(status, words)."""
    try:
        status = post(
            delivery.webhook.address,
            secret=delivery.webhook.secret(),
            id=str(delivery.pk),
            body=delivery.body,
            allow_hosts=settings.OWN_HOSTS,
        )
    except (DeliveryFailed, vault.WrongSecret) as trouble:
        return None, str(trouble)[:200]
    return status, ""


def again(delivery: Delivery) -> None:
    """Somebody asks for it to be sent once more, now."""
    Delivery.objects.filter(pk=delivery.pk).update(due_at=timezone.now(), tries=0)
    send_soon(delivery)


def stop(webhook: Webhook, words: str = "") -> None:
    Webhook.objects.filter(pk=webhook.pk, stopped_at=None).update(stopped_at=timezone.now(), words=words)


def nudge_due() -> None:
    """Deliveries whose time has come."""
    due = Delivery.objects.filter(due_at__lte=timezone.now(), webhook__stopped_at=None).order_by("due_at")
    for id in due.values_list("pk", flat=True)[:MOST]:
        nudge("deliver", id)


def sweep() -> None:
    """A month's log is kept."""
    Delivery.objects.filter(at__lt=timezone.now() - KEPT, due_at=None).delete()
