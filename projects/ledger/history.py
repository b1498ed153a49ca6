"""The history of a generation as lines for the person: when, who, what."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.models import Event, Generation, Hold, State
from studio.engines import PATHS, get_class

# What a change of state means to the person. %(engine)s is the engine's label.
SENTENCES: dict[tuple[str, str], Promise] = {
    ("", State.QUEUED): _("Requested"),
    ("", State.COMPLETED): _("Imported"),
    (State.QUEUED, State.SUBMITTING): _("Sending to %(engine)s"),
    (State.QUEUED, State.CANCELLED): _("Canceled before it was sent"),
    (State.QUEUED, State.REFUSED): _("Couldn't be sent"),
    (State.QUEUED, State.SUBMITTED): _("The earlier request turned out to be accepted"),
    (State.SUBMITTING, State.SUBMITTED): _("Accepted by %(engine)s"),
    (State.SUBMITTING, State.QUEUED): _("Not accepted yet; waiting"),
    (State.SUBMITTING, State.REFUSED): _("Refused by %(engine)s"),
    (State.SUBMITTING, State.UNCONFIRMED): _("No answer came back"),
    (State.UNCONFIRMED, State.SUBMITTED): _("Found at %(engine)s: it was accepted"),
    (State.UNCONFIRMED, State.FAILED): _("Found at %(engine)s: it had failed there"),
    (State.UNCONFIRMED, State.QUEUED): _("Sent again"),
    (State.UNCONFIRMED, State.REFUSED): _("Found at %(engine)s: it wasn't accepted"),
    (State.UNCONFIRMED, State.CANCELLED): _("Given up"),
    (State.SUBMITTED, State.READY): _("Finished by %(engine)s"),
    (State.SUBMITTED, State.FAILED): _("%(engine)s couldn't finish it"),
    (State.READY, State.SUBMITTED): _("Requested a new download address"),
    (State.READY, State.COMPLETED): _("Ready"),
}
BY_STATE: dict[str, Promise] = {
    State.SUBMITTED: _("It succeeded after all"),
    State.RESULT_LOST: _("The video couldn't be downloaded"),
}
HELD: dict[str, Promise] = {
    Hold.RATE: _("Waiting: %(engine)s asked to slow down"),
    Hold.CREDITS: _("Waiting: the balance is used up"),
    Hold.KEY: _("Waiting for a working key"),
    Hold.BUDGET: _("Waiting: this month's budget is used up"),
    Hold.DISK: _("Waiting for disk space"),
    Hold.OUTAGE: _("Waiting: %(engine)s isn't answering"),
    Hold.SOURCE: _("Waiting for the clip it starts or ends on"),
    Hold.ASK: _("Waiting for approval"),
}
HAPPENED = {
    "released": _("Approved"),
    "asked": _("Waiting for a decision"),
    "noticed": _("Noticed"),
    "bonus": _("Made twice"),
    "revived": _("Came back"),
    "adopted": _("Found in the provider's log"),
    "missing": _("Couldn't be fetched again"),
    "fetched": _("Fetched again"),
    "deleted": _("Moved to the bin"),
    "restored": _("Restored from the bin"),
    "purged": _("Deleted for good"),
}


@dataclass(frozen=True)
class Line:
    """One line. what: a short sentence. why: details, or "". who: None for the studio itself."""

    at: datetime
    what: str
    why: str
    who: object | None
    tone: str


def describe_event(event: Event, engine: str) -> Line:
    """Return an event as a line. `engine` is the engine's name in the ledger."""
    what = describe_change(event) % {"engine": label_of_engine(engine)}
    why = event.message if event.message.rstrip(".") != what else ""
    return Line(event.at, what, why, event.actor, event_tone(event))


def list_history(generation: Generation) -> list[Line]:
    """Return everything that happened to a generation, newest first, in one query."""
    events = generation.events.select_related("actor")
    return [describe_event(event, generation.prompt.engine) for event in reversed(events)]


def describe_change(event: Event) -> str:
    if event.kind == "moved":
        return str(SENTENCES.get((event.was, event.now)) or BY_STATE.get(event.now, _("Continued")))
    if event.kind == "held":
        return str(HELD.get(event.now, _("Waiting")))
    return str(HAPPENED.get(event.kind, _("Noted")))


def event_tone(event: Event) -> str:
    if event.now == State.COMPLETED:
        return "go"
    if event.now in (State.FAILED, State.REFUSED, State.RESULT_LOST):
        return "stop"
    return (
        "ask" if event.now == State.UNCONFIRMED or event.kind in ("held", "asked", "noticed", "bonus") else ""
    )


def label_of_engine(engine: str) -> str:
    return get_class(engine).label if engine in PATHS else gettext("the provider")
