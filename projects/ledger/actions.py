"""What a person may decide. Each returns False when it was too late: the clip had moved on."""

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
    """Withdraw a wish that was not sent yet."""
    return change_state(
        generation.pk, State.QUEUED, State.CANCELLED, actor=by, words="Withdrawn before it was sent."
    )


def check_now(generation: Generation, by: Person | None) -> bool:
    """Look at it at once instead of later; costs nothing."""
    if generation.state == State.RESULT_LOST:
        return fetch_again(generation, by)
    now = timezone.now()
    if generation.state == State.QUEUED:
        # Not for a rate: how long to wait was the provider's to say.
        held = Account.objects.filter(engine=generation.prompt.engine).exclude(hold__in=("", "rate"))
        held.update(hold_until=now)
    looked = update_silently(generation.pk, WATCHED, due_at=now, tries=0)
    if looked and (job := JOBS.get(generation.state)):
        enqueue(job, generation.pk)
    return looked


def fetch_again(generation: Generation, by: Person | None) -> bool:
    """A film that was given up is asked for again, from the start."""
    return change_state(
        generation.pk,
        State.RESULT_LOST,
        State.SUBMITTED,
        actor=by,
        words="Asked for once more.",
        error_code="",
        error_message="",
        crashes=0,
        ready_at=None,
        first_failure_at=None,
    )


def send_again(generation: Generation, by: Person | None) -> bool:
    """Order it once more without proof that the first order was lost: a person may pay twice.

    Raise spending.NeedsOwner, with nothing changed, where `by` may not pay for another order alone. It is not
    held for approval as a new clip is: that would give up the first order before anyone agreed to pay.
    """
    words = "Sent again by choice: the first order may be charged as well."
    with transaction.atomic():
        if attempts.lock_generation(generation.pk).state != State.UNCONFIRMED:
            return False
        spending.check_may_spend(lock_project(generation.project), by, generation.quote_usd)
        if not write_off(generation, by, State.QUEUED, words):
            return False
    enqueue("submit", generation.pk)
    return True


def give_up(generation: Generation, by: Person | None) -> bool:
    """Wait for it no longer. Should the provider turn out to have made it, it comes back by itself."""
    words = "Given up. If the provider made it after all, it comes back by itself."
    return write_off(generation, by, State.CANCELLED, words)


def write_off(generation: Generation, by: Person | None, then: str, words: str) -> bool:
    attempt = Attempt.objects.filter(
        generation=generation, state="open", generation__state=State.UNCONFIRMED
    ).first()
    signed = {"written_off_by": by, "written_off_at": timezone.now()}
    return attempt is not None and attempts.close(
        attempt, "written_off", then, closing=signed, actor=by, words=words
    )


def request_with_pictures(generation: Generation, by: Person | None, client_token: str = "") -> Generation:
    """Request it anew with our own stored frames instead of the provider's clip ids."""
    token = client_token or f"pictures.{generation.pk}"
    request = request_like(generation, by, client_token=token, as_pictures=True)
    return request_generations(request)[0]


def set_starred(generation: Generation, by: Person | None, *, starred: bool) -> None:
    update_fields(generation.pk, tuple(State), starred=starred)
