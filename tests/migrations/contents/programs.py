"""Programs: webhooks and their deliveries, API keys and their requests."""

from decimal import Decimal

from projects.api import keys
from projects.core.secrets import hash_secret
from projects.models import ApiKey, ApiRequest, Delivery, EventType, Project, Scope, Webhook
from projects.notifications import webhooks
from tests.migrations.contents.library import Library
from tests.migrations.contents.people import AT, LATER, Cast, change

BODY = "keptrelease" * 3 + "0123456789"
KEY_TEXT = f"{keys.PREFIX}{BODY}_{keys.checksum(BODY)}"
CALLBACK = "https://receiver.example.test/callback?token=a%20b"


def add_webhooks(cast: Cast, project: Project) -> None:
    """Create a webhook for all events, and one that was stopped."""
    webhooks.add(
        project, cast.ada, address="https://receiver.example.test/all", event_types=list(EventType.values)
    )
    stopped, _ = webhooks.add(
        project, cast.ben, address="https://receiver.example.test/gone", event_types=["clip.ready"]
    )
    change(stopped, failures=2, resting_until=LATER)
    webhooks.stop(stopped, "The receiver said that it wants nothing any more (410).")


def add_api_keys(cast: Cast, project: Project) -> ApiKey:
    """Create API keys: one that works, an expired read-only one, one of the shell, a revoked one."""
    key, _ = keys.create(project, cast.ada, name="Render farm", cap_usd=Decimal("99.95"), expires_at=LATER)
    change(key, token_hash=hash_secret(KEY_TEXT), used_at=AT)
    keys.create(project, cast.ada, name="Reads", scope=Scope.READ, expires_at=AT)
    keys.create(project, None, name="Of the shell", preview_only=True)
    revoked, _ = keys.create(project, cast.ben, name="Lost")
    keys.revoke(revoked)
    return key


def log_requests(key: ApiKey, clips: Library) -> None:
    """Create requests in each dialect, a callback, and deliveries: accepted, retried and given up."""
    asked: dict = {"key": key, "what": "POST /v2/video/generations", "at": AT}
    ApiRequest.objects.create(
        **asked,
        dialect="aimlapi",
        model="luma/ray-2",
        token="one",
        body="b" * 64,
        status=201,
        generation=clips.by_key,
        client_request_id="their-id-1",
        base="http://localhost:8000",
        callback=CALLBACK,
    )
    ApiRequest.objects.create(**asked, dialect="luma", token="two", status=400, error="It isn't a model.")
    ApiRequest.objects.create(**asked, dialect="studio", token="three", retry=True)
    callback = Webhook.objects.create(project=key.project, api_key=key, address=CALLBACK, sealed=key.sealed)
    fates: list[dict] = [
        {"status": 200, "tries": 1, "delivered_at": AT},
        {"status": 500, "tries": 2, "due_at": LATER, "error": "They said 500."},
        {"status": None, "tries": 10, "error": "Nobody answers."},
    ]
    for number, fate in enumerate(fates):
        Delivery.objects.create(
            webhook=callback,
            key=f"kept:{number}",
            event_type="clip.completed",
            at=AT,
            body='{"id": "一", "state": "completed"}',
            **fate,
        )
