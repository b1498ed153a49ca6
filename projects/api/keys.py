"""Keys for other programs: made, found again by their hash alone, revoked at once.

A key reads "dailies_", 43 random letters and digits, "_", and a checksum: what is mistyped or cut off is told
from what was revoked without asking the database, and programs that look for leaked keys know it when they
see one.
"""

import hmac
import re
import string
import zlib
from datetime import timedelta
from secrets import choice

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from projects.core import secrets
from projects.models import ApiKey, ApiRequest, Membership, Project, Webhook
from studio import vault
from studio.web.webhooks import new_secret

PREFIX = "dailies_"
SIGNS = string.ascii_letters + string.digits
A_KEY = re.compile(rf"{PREFIX}([0-9A-Za-z]{{43}})_([0-9A-Za-z]{{6}})", re.ASCII)
HINT = len(PREFIX) + 4
SEEN_EVERY = timedelta(minutes=1)
KEPT = timedelta(days=92)  # as long as the AI/ML API's own log reaches back


def make(project: Project, by, *, name: str, **settings) -> tuple[ApiKey, str]:
    """A new key's row and the key itself, which is shown this once. settings: fields of ApiKey."""
    body = "".join(choice(SIGNS) for _ in range(43))
    text = f"{PREFIX}{body}_{checksum(body)}"
    made = ApiKey.objects.create(
        project=project,
        created_by=by,
        name=name,
        token_hash=secrets.hash_secret(text),
        hint=f"{text[:HINT]}…",
        sealed=vault.seal(new_secret()),
        **settings,
    )
    return made, text


def find(text: str) -> ApiKey | None:
    """The key's row with `role`, its maker's in the film; None for every key that opens nothing (now)."""
    read = A_KEY.fullmatch(text)
    if not read or not hmac.compare_digest(checksum(read[1]), read[2]):
        return None
    member = Membership.objects.filter(
        project=OuterRef("project"), person=OuterRef("created_by"), person__is_active=True
    )
    rows = ApiKey.objects.select_related("project", "created_by").annotate(
        role=Subquery(member.values("role")[:1])
    )
    return secrets.find(rows.filter(Q(role__isnull=False) | Q(created_by=None)), text)


def checksum(body: str) -> str:
    left, signs = zlib.crc32(body.encode()), []
    for _ in range(6):
        left, rest = divmod(left, len(SIGNS))
        signs.append(SIGNS[rest])
    return "".join(signs)


def seen(key: ApiKey) -> None:
    """Remember that it was used; once a minute, so that reading costs no writing."""
    now = timezone.now()
    long_ago = Q(used_at=None) | Q(used_at__lt=now - SEEN_EVERY)
    if key.used_at is None or key.used_at < now - SEEN_EVERY:
        ApiKey.objects.filter(long_ago, pk=key.pk).update(used_at=now)


@transaction.atomic
def revoke(key: ApiKey, words: str = "") -> None:
    """It opens nothing any more, its callbacks are not told any more, its signed addresses are closed."""
    secrets.revoke(ApiKey.objects.filter(pk=key.pk))
    webhooks = Webhook.objects.filter(api_key=key, stopped_at=None)
    webhooks.update(stopped_at=timezone.now(), stop_reason=words[:200])


def sweep() -> None:
    """The log of requests reaches back 92 days; what made a clip stays with the clip."""
    ApiRequest.objects.filter(at__lt=timezone.now() - KEPT, generation=None).delete()
