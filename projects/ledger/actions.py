"""People's decisions about a generation. Each returns False if the state had changed first."""

from django.db import transaction
from django.utils import timezone

from projects.core.enqueue import enqueue
from projects.ledger import attempts, spending
from projects.ledger.requests import lock_project, request_generations, request_like
from projects.ledger.transitions import change_state, update_fields, update_silently
from projects.models import Account, Attempt, Generation, Person, State

WATCHED = (State.QUEUED, State.UNCONFIRMED, State.SUBMITTED, State.READY)
JOBS: dict[str, str] = {State.QUEUED: "submit", State.READY: "store"}


def cancel(generation: Generation, by: Person | None) -> bool:
    """Cancel a generation that has not been sent."""
    return change_state(
        generation.pk, State.QUEUED, State.CANCELLED, actor=by, message="Canceled before it was sent."
    )


def check_now(generation: Generation, by: Person | None) -> bool:
    """Check on it now instead of later, free of charge."""
    if generation.state == State.RESULT_LOST:
        return fetch_again(generation, by)
    if generation.is_file_missing:
        enqueue("fetch_missing", generation.pk)
        return True
    now = timezone.now()
    if generation.state == State.QUEUED:
        # Not after a rate limit: the provider says how long to wait.
        held = Account.objects.filter(engine=generation.prompt.engine).exclude(hold__in=("", "rate"))
        held.update(hold_until=now)
    found = update_silently(generation.pk, WATCHED, due_at=now, tries=0)
    if found and (job := JOBS.get(generation.state)):
        enqueue(job, generation.pk)
    return found


def fetch_again(generation: Generation, by: Person | None) -> bool:
    """Ask the provider for a lost result again, from the start."""
    return change_state(
        generation.pk,
        State.RESULT_LOST,
        State.SUBMITTED,
        actor=by,
        message="Requested again.",
        error_code="",
        error_message="",
        crashes=0,
        ready_at=None,
        first_failure_at=None,
    )


def send_again(generation: Generation, by: Person | None) -> bool:
    """Send it again without proof that the first attempt was lost: it may be paid twice.

    Raise spending.NeedsApproval, with nothing changed, if `by` needs approval to spend this. Unlike a new
    request it is not held for approval: that would give up the first attempt before anyone agreed to pay.
    """
    message = "Sent again on request. The first attempt may be charged, too."
    with transaction.atomic():
        if attempts.lock_generation(generation.pk).state != State.UNCONFIRMED:
            return False
        spending.check_may_spend(lock_project(generation.project), by, generation.quote_usd)
        if not write_off(generation, by, State.QUEUED, message):
            return False
    enqueue("submit", generation.pk)
    return True


def give_up(generation: Generation, by: Person | None) -> bool:
    """Stop waiting for it. If the provider made it after all, the audit brings it back."""
    message = "Given up. If the provider made it after all, it comes back."
    return write_off(generation, by, State.CANCELLED, message)


def write_off(generation: Generation, by: Person | None, then: str, message: str) -> bool:
    attempt = Attempt.objects.filter(
        generation=generation, state="open", generation__state=State.UNCONFIRMED
    ).first()
    who = {"written_off_by": by, "written_off_at": timezone.now()}
    return attempt is not None and attempts.close(
        attempt, "written_off", then, closing=who, actor=by, message=message
    )


def request_with_pictures(generation: Generation, by: Person | None, client_token: str = "") -> Generation:
    """Request it again with our stored frames instead of the provider's generation ids."""
    token = client_token or f"pictures.{generation.pk}"
    request = request_like(generation, by, client_token=token, as_pictures=True)
    return request_generations(request)[0]


def set_favorite(generation: Generation, by: Person | None, *, favorite: bool) -> None:
    update_fields(generation.pk, tuple(State), favorite=favorite)
