"""The history of a clip as lines that a person can read: when, who, what."""

from dataclasses import dataclass
from datetime import datetime

from projects.models import Event, Generation, Hold, State
from studio.engines import PATHS, get_class

# What a change of state means to the person; {engine} is the engine's name on the page.
SENTENCES: dict[tuple[str, str], str] = {
    ("", State.QUEUED): "Asked for",
    (State.QUEUED, State.SUBMITTING): "Sending to {engine}",
    (State.QUEUED, State.CANCELLED): "Cancelled before it was sent",
    (State.QUEUED, State.REFUSED): "Could not be sent",
    (State.QUEUED, State.SUBMITTED): "The earlier order turned out to be accepted",
    (State.SUBMITTING, State.SUBMITTED): "Accepted by {engine}",
    (State.SUBMITTING, State.QUEUED): "Not taken for now; it waits",
    (State.SUBMITTING, State.REFUSED): "Refused by {engine}",
    (State.SUBMITTING, State.UNCONFIRMED): "No answer came back",
    (State.UNCONFIRMED, State.SUBMITTED): "Found at {engine}: it was accepted",
    (State.UNCONFIRMED, State.FAILED): "Found at {engine}: it had failed there",
    (State.UNCONFIRMED, State.QUEUED): "Sent again",
    (State.UNCONFIRMED, State.REFUSED): "Found at {engine}: it was not accepted",
    (State.UNCONFIRMED, State.CANCELLED): "Given up",
    (State.SUBMITTED, State.READY): "Finished by {engine}",
    (State.SUBMITTED, State.FAILED): "{engine} could not finish it",
    (State.READY, State.SUBMITTED): "Asked for a new address of the film",
    (State.READY, State.COMPLETED): "Stored, checked and ready to play",
}
BY_STATE: dict[str, str] = {
    State.SUBMITTED: "It succeeded after all",
    State.RESULT_LOST: "The film could not be fetched",
}
HELD: dict[str, str] = {
    Hold.RATE: "Waits: {engine} asked for a pause",
    Hold.CREDITS: "Waits: the balance is used up",
    Hold.KEY: "Waits for a working key",
    Hold.BUDGET: "Waits: the month's budget is used up",
    Hold.DISK: "Waits for room on the disk",
    Hold.OUTAGE: "Waits: {engine} does not answer",
    Hold.SOURCE: "Waits for the clip it starts or ends on",
    Hold.ASK: "Asks an owner",
}
HAPPENED = {
    "released": "Released",
    "asked": "A person has to decide",
    "noticed": "Noticed",
    "bonus": "Made twice",
    "revived": "Came back",
    "adopted": "Found in the provider's log",
}


@dataclass(frozen=True)
class Line:
    """what: a short sentence. why: more words, where it needs them. who: None for the studio itself."""

    at: datetime
    what: str
    why: str
    who: object | None
    tone: str


def describe_event(event: Event, engine: str) -> Line:
    """One event as a line. `engine` is the engine's name in the ledger."""
    what = event_text(event).format(engine=label_of_engine(engine))
    why = event.words if event.words.rstrip(".") != what else ""
    return Line(event.at, what, why, event.actor, event_tone(event))


def list_history(generation: Generation) -> list[Line]:
    """Everything that happened to a clip, the newest first, in one query."""
    events = generation.events.select_related("actor")
    return [describe_event(event, generation.prompt.engine) for event in reversed(events)]


def event_text(event: Event) -> str:
    if event.kind == "moved":
        return SENTENCES.get((event.was, event.now)) or BY_STATE.get(event.now, "Went on")
    if event.kind == "held":
        return HELD.get(event.now, "Waits")
    return HAPPENED.get(event.kind, "Noted")


def event_tone(event: Event) -> str:
    if event.now == State.COMPLETED:
        return "go"
    if event.now in (State.FAILED, State.REFUSED, State.RESULT_LOST):
        return "stop"
    return (
        "ask" if event.now == State.UNCONFIRMED or event.kind in ("held", "asked", "noticed", "bonus") else ""
    )


def label_of_engine(engine: str) -> str:
    return get_class(engine).label if engine in PATHS else "the provider"
