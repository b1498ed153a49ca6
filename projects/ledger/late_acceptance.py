"""An order that the provider accepted is held on to, whatever was decided about it in the meantime."""

import logging
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from projects.ledger import attempts
from projects.ledger.transitions import bump_revision, record_event
from projects.models import Attempt, Generation, Keyframe, Project, State
from projects.models.generation import next_number

log = logging.getLogger(__name__)


def record_acceptance(
    attempt: Attempt, provider_id: str, *, dialect: str = "", cost_usd: Decimal | None = None
) -> None:
    """This attempt was accepted under that id. Safe to call twice, and after a person gave it up."""
    with transaction.atomic():
        generation = attempts.lock_generation(attempt.generation_id)
        attempt = Attempt.objects.select_for_update(no_key=True).get(pk=attempt.pk)
        if attempt.state == "accepted":
            return
        if generation.attempts.filter(state__in=("open", "accepted")).exclude(pk=attempt.pk).exists():
            generation = create_bonus(generation, attempt)
        attempts.accept(attempt, generation, provider_id, dialect=dialect, cost_usd=cost_usd)


def create_bonus(generation: Generation, attempt: Attempt) -> Generation:
    """Two orders for one wish were accepted: the one that was written off becomes a clip of its own."""
    extra = copy_generation(
        generation,
        Project.objects.select_for_update(no_key=True).get(pk=generation.project_id),
        client_token=f"bonus.{attempt.pk}",
        quote_usd=attempt.quote_usd,
    )
    who = attempt.written_off_by
    why = f", by choice of {who}" if who else ": the provider took an order that it had denied"
    words = f"Paid twice{why}."
    record_event(extra.pk, "bonus", actor=who, words=words)
    record_event(generation.pk, "bonus", actor=who, words=words)
    log.warning("%s (clip %s of %s)", words, extra.number, extra.project.slug)
    bump_revision(generation.pk)
    return extra


def copy_generation(generation: Generation, project: Project, **fields: Any) -> Generation:
    """A generation for the same words and keyframes, of which nobody knows yet how far it is."""
    extra = Generation.objects.create(
        project=project,
        prompt=generation.prompt,
        created_by=generation.created_by,
        take=generation.take,
        seed=generation.seed,
        number=next_number(project),
        created_at=timezone.now(),
        state=State.UNCONFIRMED,
        **fields,
    )
    same = ("end", "source_id", "edge", "image_id", "as_picture")
    Keyframe.objects.bulk_create(
        Keyframe(generation=extra, **{name: getattr(key, name) for name in same})
        for key in generation.keyframes.all()
    )
    return extra
