"""What changed in a project since a mark: what the one poll of a page is answered with."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from projects.ledger.estimate import expected_s
from projects.models import Generation, Person, Project, State
from projects.models.generation import MOVING

# The piece that each page shows of a generation; its root element's id tells where it belongs.
PIECES = {
    "library": "library/clip/_card.html",
    "activity": "ledger/_row.html",
    "clip": "library/clip/_clip.html",
}
LIVE = Q(state__in=MOVING) | Q(state=State.COMPLETED, pictures_at=None)  # what will change by itself
MOST = 120  # cards in one answer; a page that slept longer has a reason to be reloaded


def pulse_for(project: Project, asked: Mapping[str, str], *, since: int) -> dict[str, Any]:
    """The context of _pulse.html: what changed after `since`, and whether anything still moves.

    asked: "on" names the page, "id" the one generation that the page is about.
    """
    revision = Project.objects.values_list("revision", flat=True).get(
        pk=project.pk
    )  # before the rows: none is missed
    on = asked.get("on", "")
    on = on if on in PIECES else "library"
    rows = project.generations.filter(pk=asked["id"]) if asked.get("id") else project.generations
    return {
        "project": project,
        "on": on,
        "id": asked.get("id") or "",
        "piece": PIECES[on],
        "revision": revision,
        "moving": moving_in(project),
        "total": project.generations.count(),
        "rests": not rows.filter(LIVE).exists(),
        "changed": cards(rows.for_cards().filter(revision__gt=since).order_by("number")[:MOST], project),
    }


def moving_in(project: Project) -> int:
    return project.generations.moving().count()


def cards(rows: Iterable[Generation], project: Project) -> list[Generation]:
    """The rows as their cards need them: with the person's role, and how long such a clip usually takes."""
    found = list(rows)
    usual: dict[tuple[str, str, int | None], float | None] = {}
    for generation in found:
        generation.project = project
        if generation.is_moving:
            asked = (generation.prompt.engine, generation.prompt.model, generation.prompt.duration_s)
            if asked not in usual:
                usual[asked] = expected_s(*asked)
            generation.usual_s = usual[asked]
    return found


def revision_for(person: Person, slug: str) -> tuple[int, int] | None:
    """(id, revision) of a project that this person may see, in one query."""
    return Project.objects.visible_to(person).filter(slug=slug).values_list("pk", "revision").first()


def number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 18 else otherwise
