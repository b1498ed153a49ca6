"""Who named a callback_url with a wish is told how it goes: dreaming, completed, failed, as Luma tells it.

Each address of a key is a webhook of the film: signed with the key's secret, tried again, and an owner
can stop it.
"""

import json

from django.utils import timezone

from projects.models import ApiRequest, Delivery, Generation, State, Webhook
from projects.notifications import webhooks
from projects.notifications.serializers import stage_of, told
from studio.wire.serializers import serialize_luma

TOLD = (State.SUBMITTED, State.COMPLETED, State.FAILED, State.REFUSED, State.CANCELLED, State.RESULT_LOST)


def moved(generation_id, state: str) -> None:
    """Write what is to be told, in the transaction in which it happens."""
    if state not in TOLD:
        return
    rows = ApiRequest.objects.filter(generation=generation_id).exclude(callback="")
    for request in rows.select_related("key__created_by"):
        tell(request, state)


def tell(request: ApiRequest, state: str) -> None:
    clip = Generation.objects.for_cards().prefetch_related("api_requests").get(api_requests=request)
    webhook = webhook_of(request, clip)
    if webhook.stopped_at or request.key.ended:
        return
    stage, now = stage_of(state), timezone.now()
    made, new = Delivery.objects.get_or_create(
        webhook=webhook,
        key=f"{stage}:{clip.pk}",
        defaults={
            "event_type": f"clip.{stage}",
            "at": now,
            "due_at": now,
            "body": json.dumps(serialize_luma(told(clip, request.key, request.base))),
        },
    )
    if new:
        webhooks.send_soon(made)


def webhook_of(request: ApiRequest, clip: Generation) -> Webhook:
    key = request.key
    return Webhook.objects.get_or_create(
        api_key=key,
        address=request.callback,
        defaults={"project": clip.project, "sealed": key.sealed, "created_by": key.created_by},
    )[0]
