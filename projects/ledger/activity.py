"""The activity page: what runs, what waits and why, what happened, what the month cost."""

from dataclasses import dataclass

from projects.core.changes import moving_in
from projects.ledger.changes import is_idle
from projects.ledger.history import Line, describe_event
from projects.ledger.money import Month, load_month
from projects.ledger.status_text import describe_status
from projects.models import Event, Generation, Project

LATEST = 50
MOST = 100  # clips in progress that are listed one by one
PASSED_OVER = ("submitting", "submitted", "ready")  # steps that go well aren't news


@dataclass(frozen=True)
class Activity:
    """The contents of the page.

    moving: what needs a person first, then the newest; `more` older ones aren't listed. is_idle: nothing will
    change without a person.
    """

    moving: list[Generation]
    more: int
    lines: list[tuple[Generation, Line]]
    month: Month
    is_idle: bool


def load_activity(project: Project) -> Activity:
    """Return everything on the page, in a fixed number of queries."""
    moving = list(project.generations.for_cards().moving().order_by("-number")[:MOST])
    for generation in moving:
        generation.project = project
    moving.sort(key=lambda generation: describe_status(generation).tone != "ask")
    return Activity(
        moving=moving,
        more=moving_in(project) - len(moving),
        lines=latest_events(project),
        month=load_month(project),
        is_idle=is_idle(project.generations.all()),
    )


def latest_events(project: Project) -> list[tuple[Generation, Line]]:
    """Return the latest events as (generation, line) pairs, without uneventful steps."""
    events = (
        Event.objects.filter(project=project)
        .exclude(kind="moved", now__in=PASSED_OVER)
        .select_related("actor", "generation__prompt")
        .order_by("-id")[:LATEST]
    )
    return [(event.generation, describe_event(event, event.generation.prompt.engine)) for event in events]
