"""API keys: create, find by hash, revoke.

A key is "dailies_", 43 random letters and digits, "_" and a checksum. So a mistyped key is refused without a
query, and secret scanners recognize leaked keys.
"""

import hmac
import re
import string
import zlib
from datetime import timedelta
from secrets import choice
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from projects.core import secrets
from projects.core.failures import optional
from projects.models import ApiKey, ApiRequest, Membership, Person, Project, Webhook
from studio import vault
from studio.web.webhook_sender import create_secret

PREFIX = "dailies_"
ALPHABET = string.ascii_letters + string.digits
A_KEY = re.compile(rf"{PREFIX}([0-9A-Za-z]{{43}})_([0-9A-Za-z]{{6}})", re.ASCII)
HINT = len(PREFIX) + 4
USE_RECORDED_EVERY = timedelta(minutes=1)
KEPT = timedelta(days=92)  # as long as the AI/ML API keeps its log


def create(project: Project, created_by: Person | None, *, name: str, **settings: Any) -> tuple[ApiKey, str]:
    """Return a new key's row, and the key itself, to show once. settings: fields of ApiKey."""
    body = "".join(choice(ALPHABET) for _ in range(43))
    text = f"{PREFIX}{body}_{checksum(body)}"
    key = ApiKey.objects.create(
        project=project,
        created_by=created_by,
        name=name,
        token_hash=secrets.hash_secret(text),
        hint=f"{text[:HINT]}…",
        sealed=vault.seal(create_secret()),
        **settings,
    )
    return key, text


def find(text: str) -> ApiKey | None:
    """Return the key's row, with `role`: its creator's in the project; None unless the key is valid now."""
    match = A_KEY.fullmatch(text)
    if not match or not hmac.compare_digest(checksum(match[1]), match[2]):
        return None
    member = Membership.objects.filter(
        project=OuterRef("project"), person=OuterRef("created_by"), person__is_active=True
    )
    rows = ApiKey.objects.select_related("project", "created_by").annotate(
        role=Subquery(member.values("role")[:1])
    )
    return secrets.find(rows.filter(Q(role__isnull=False) | Q(created_by=None)), text)


def checksum(body: str) -> str:
    number, digits = zlib.crc32(body.encode()), []
    for _ in range(6):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(digits)


def record_use(key: ApiKey) -> None:
    """Record that the key was used, at most once a minute, to save writes."""
    now = timezone.now()
    long_ago = Q(used_at=None) | Q(used_at__lt=now - USE_RECORDED_EVERY)
    if key.used_at is None or key.used_at < now - USE_RECORDED_EVERY:
        with optional():
            ApiKey.objects.filter(long_ago, pk=key.pk).update(used_at=now)


@transaction.atomic
def revoke(key: ApiKey, reason: str = "") -> None:
    """Revoke the key, its callbacks and its signed URLs."""
    secrets.revoke(ApiKey.objects.filter(pk=key.pk))
    webhooks = Webhook.objects.filter(api_key=key, stopped_at=None)
    webhooks.update(stopped_at=timezone.now(), stop_reason=reason[:200])


def sweep() -> None:
    """Delete requests older than 92 days from the logs, except those that created a clip."""
    ApiRequest.objects.filter(at__lt=timezone.now() - KEPT, generation=None).delete()
