"""Clips that are drawn on this machine (Preview), then stored like any other."""

import uuid

from projects.ledger import polling
from projects.ledger.engines import engine_for_account
from projects.ledger.storing import store_result
from projects.models import Attempt, State


def draw(generation_id: uuid.UUID) -> None:
    """Draw the clip unless another worker is drawing it, and store it; safe to call at any time."""
    attempts = Attempt.objects.filter(generation_id=generation_id, state="accepted")
    attempt = attempts.select_related("account", "generation__prompt").first()
    if not attempt or attempt.generation.state != State.SUBMITTED:
        return
    engine = engine_for_account(attempt.account)
    if not engine.local:
        return
    engine.work(attempt.accepted_id)
    attempt.generation.refresh_from_db()
    if attempt.generation.state == State.SUBMITTED:
        polling.poll_account(attempt.account, [attempt])
    store_result(generation_id)
