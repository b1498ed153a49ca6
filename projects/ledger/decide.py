"""What a person may decide. Each returns False when it was too late: the clip had moved on."""

from django.db import transaction
from django.utils import timezone

from projects.ledger.move import change, move, quietly
from projects.ledger.nudge import nudge
from projects.ledger.wish import Ending, wish
from projects.models import Account, Attempt, Generation, State

WATCHED = (State.QUEUED, State.UNCONFIRMED, State.SUBMITTED, State.READY)


def cancel(generation: Generation, by) -> bool:
    """Withdraw a wish that was not sent yet."""
    return move(generation.pk, State.QUEUED, State.CANCELLED, actor=by, words="Withdrawn before it was sent.")


def check_now(generation: Generation, by) -> bool:
    """Look at it at once instead of later; costs nothing."""
    now = timezone.now()
    if generation.state == State.RESULT_LOST:
        return move(
            generation.pk,
            State.RESULT_LOST,
            State.SUBMITTED,
            actor=by,
            error_code="",
            error_words="",
            crashes=0,
        )
    if generation.state == State.QUEUED:
        Account.objects.filter(engine=generation.prompt.engine).exclude(hold="").update(hold_until=now)
    looked = quietly(generation.pk, WATCHED, due_at=now, tries=0)
    job = {State.QUEUED: "submit", State.READY: "keep"}.get(generation.state)
    if looked and job:
        nudge(job, generation.pk)
    return looked


def send_again(generation: Generation, by) -> bool:
    """Order it once more without proof that the first order was lost: the person accepts that it may cost twice."""
    with transaction.atomic():
        words = "Sent again by choice: the first order may be charged as well."
        if not write_off(generation, by) or not move(
            generation.pk, State.UNCONFIRMED, State.QUEUED, actor=by, words=words
        ):
            return False
        transaction.on_commit(lambda: nudge("submit", generation.pk))
    return True


def give_up(generation: Generation, by) -> bool:
    """Wait for it no longer. Should the provider turn out to have made it, it comes back by itself."""
    with transaction.atomic():
        words = "Given up. If the provider made it after all, it comes back by itself."
        return write_off(generation, by) and move(
            generation.pk, State.UNCONFIRMED, State.CANCELLED, actor=by, words=words
        )


def write_off(generation: Generation, by) -> bool:
    now = timezone.now()
    open_attempts = Attempt.objects.filter(
        generation=generation, state="open", generation__state=State.UNCONFIRMED
    )
    return bool(
        open_attempts.update(state="written_off", written_off_by=by, written_off_at=now, closed_at=now)
    )


def use_pictures(generation: Generation, by, client_token: str = "") -> Generation:
    """The same wish with our own stored frames instead of the provider's clip ids, as a new generation."""
    prompt = generation.prompt
    fields = (
        "words",
        "engine",
        "model",
        "aspect_ratio",
        "resolution",
        "duration_s",
        "loop",
        "camera",
        "slate",
    )
    endings = [
        Ending(key.end, key.source, key.edge, key.image, as_picture=bool(key.source))
        for key in generation.keyframes.all()
    ]
    made = wish(
        generation.project, by, {name: getattr(prompt, name) for name in fields}, endings=endings,
        client_token=client_token or f"pictures.{generation.pk}", quote_usd=generation.quote_usd,
    )  # fmt: skip
    return made[0]


def star(generation: Generation, by, *, starred: bool) -> None:
    change(generation.pk, tuple(State), starred=starred)
