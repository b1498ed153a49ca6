"""Do once what a form asks for, however often it is sent: by a double press, a reload, or a lost answer.

The form has a token ({% once %}). The answer is a redirect, so that a reload sends nothing; what may be shown
only once, such as a new key, waits in the session, encrypted, until the next page shows it.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from projects.core.http import Request
from projects.models import FormToken
from studio import vault

FIELD, SHOWN = "once", "shown_once"
KEPT = timedelta(days=2)


def do_once(request: Request, act: Callable[[], str]) -> str:
    """Call `act`, unless this form was sent before, and return its URL. `act` is part of a transaction."""
    if not request.POST.get(FIELD):
        return act()
    with transaction.atomic():
        row, is_new = FormToken.objects.get_or_create(person=request.user, key=key_of(request))
        if is_new:
            row.url = act()
            row.save(update_fields=["url"])
    return row.url


def key_of(request: Request) -> str:
    """Return a key that is the same only for the same form with the same content."""
    sent = sorted(item for item in request.POST.lists() if item[0] != "csrfmiddlewaretoken")
    return sha256(json.dumps([request.path, sent]).encode()).hexdigest()


def show_once(request: Request, **texts: str) -> None:
    """Keep texts for the next page of this person that shows them."""
    request.session[SHOWN] = vault.seal(json.dumps([request.path, texts]))


def take_shown(request: Request) -> dict[str, Any]:
    """Return the texts that were kept for this path, once."""
    sealed = request.session.get(SHOWN)
    if not sealed or request.method == "HEAD":
        return {}
    path, texts = json.loads(vault.unseal(sealed))
    if path != request.path:
        return {}
    del request.session[SHOWN]
    return dict(texts)


def sweep() -> None:
    """Delete old tokens."""
    FormToken.objects.filter(at__lt=timezone.now() - KEPT).delete()
