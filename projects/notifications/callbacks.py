"""Notify the callback_url of an API request, with Luma's states: dreaming, completed, failed.

Each URL that a key uses is a webhook of the project: signed with the key's secret and retried. Owners can
stop it.
"""

import json

from django.utils import timezone

from projects.models import ApiRequest, Generation, State, Webhook
from projects.notifications import webhooks
from projects.notifications.serializers import serialize, stage_of
from studio.wire.serializers import serialize_for_sdk, serialize_luma

REPORTED = (
    State.SUBMITTED,
    State.COMPLETED,
    State.FAILED,
    State.REFUSED,
    State.CANCELLED,
    State.RESULT_LOST,
)


def record_state(generation_id, state: str) -> None:
    """Write the callbacks for a new state. Call it in the transaction that changes the state."""
    if state not in REPORTED:
        return
    rows = ApiRequest.objects.filter(generation=generation_id).exclude(callback="")
    for request in rows.select_related("key__created_by"):
        record_callback(request, state)


def record_callback(request: ApiRequest, state: str) -> None:
    """Write one callback, unless its webhook was stopped or its key has ended."""
    generation = Generation.objects.for_cards().prefetch_related("api_requests").get(api_requests=request)
    webhook = webhook_for(request, generation)
    if webhook.stopped_at or request.key.ended or not request.key.is_from_member:
        return
    stage, now = stage_of(state), timezone.now()
    to_json = serialize_for_sdk if request.dialect == "luma" else serialize_luma
    payload = to_json(serialize(generation, request.key, request.base))
    fields = {"event_type": f"clip.{stage}", "at": now, "due_at": now, "body": json.dumps(payload)}
    webhooks.add_delivery(webhook, f"{stage}:{generation.pk}", fields)


def webhook_for(request: ApiRequest, generation: Generation) -> Webhook:
    """Return the webhook of this key and URL; create it for the first request."""
    key = request.key
    return Webhook.objects.get_or_create(
        api_key=key,
        address=request.callback,
        defaults={"project": generation.project, "sealed": key.sealed, "created_by": key.created_by},
    )[0]
