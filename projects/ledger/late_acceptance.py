"""Keep what the provider accepted, whatever was decided about it in the meantime."""

import logging
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from projects.ledger import attempts
from projects.ledger.transitions import bump_revision, record_event
from projects.models import Attempt, Generation, Keyframe, Project, Prompt, State
from projects.models.generation import next_number
from studio.text import fold

log = logging.getLogger(__name__)
RECOVERED = "Recovered from the provider's log"


def record_acceptance(
    attempt: Attempt, provider_id: str, *, dialect: str = "", cost_usd: Decimal | None = None
) -> None:
    """Record that the attempt was accepted under this id. Safe to call twice, and after it was given up."""
    with transaction.atomic():
        generation = attempts.lock_generation(attempt.generation_id)
        attempt = Attempt.objects.select_for_update(no_key=True).get(pk=attempt.pk)
        if attempt.state == "accepted":
            return
        if generation.attempts.filter(state__in=("open", "accepted")).exclude(pk=attempt.pk).exists():
            generation = create_bonus(generation, attempt)
        attempts.accept(attempt, generation, provider_id, dialect=dialect, cost_usd=cost_usd)


def recover_prompt(generation: Generation, text: str) -> None:
    """Give an adopted clip the prompt that the provider's answer carries; its log may not have had it."""
    unknown = Prompt.objects.filter(pk=generation.prompt_id, text=RECOVERED)
    if text and generation.prompt.text == RECOVERED and unknown.update(text=text, search_text=fold(text)):
        bump_revision(generation.pk)


def create_bonus(generation: Generation, attempt: Attempt) -> Generation:
    """Make a second generation: two attempts for one request were accepted."""
    extra = copy_generation(
        generation,
        Project.objects.select_for_update(no_key=True).get(pk=generation.project_id),
        client_token=f"bonus.{attempt.pk}",
        quote_usd=attempt.quote_usd,
    )
    who = attempt.written_off_by
    why = f"{who} sent it again" if who else "the provider accepted a request that it had denied"
    message = f"Paid twice: {why}."
    record_event(extra.pk, "bonus", actor=who, message=message)
    record_event(generation.pk, "bonus", actor=who, message=message)
    log.warning("%s (clip %s of %s)", message, extra.number, extra.project.slug)
    bump_revision(generation.pk)
    return extra


def copy_generation(generation: Generation, project: Project, **fields: Any) -> Generation:
    """Create a generation with the same prompt and keyframes, unconfirmed."""
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
