"""The answer to every change of a timeline: the strip as it is now, and what was done, in words."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from projects.core.changes import moving_in, revision_of
from projects.core.http import Request, pieces
from projects.models import Timeline
from projects.models.project import MAKERS
from projects.timeline import edits, playback
from projects.timeline.shot import PlacedShot
from projects.timeline.shots import fps_of_cut, length_of, shots_of


def answered(request: Request, timeline: Timeline, act: Callable[[], str]) -> HttpResponse:
    """Do it; a refusal is a sentence beside the strip as it really is (409), never half a change. The strip
    comes inside a fresh pulse, as what others change does, so that the page has one way to take it."""
    try:
        said, status = act(), 200
    except edits.CannotEdit as refused:
        said, status = str(refused), 409
    if not request.htmx:
        (messages.success if status == 200 else messages.error)(request, said)
        return redirect("timeline", timeline.project.slug, timeline.number)
    pulse = ("timeline/_changes.html", changes_of(timeline) | {"oob": True})
    return pieces(request, pulse, ("timeline/_announcement.html", {"said": said}), status=status)


def strip_of(timeline: Timeline, shots: list[PlacedShot] | None = None) -> dict:
    """The context of _strip.html."""
    shots = shots_of(timeline) if shots is None else shots
    return {
        "project": timeline.project,
        "timeline": timeline,
        "shots": shots,
        "fps": fps_of_cut(shots),
        "length": length_of(shots),
        "reel": playback.address(timeline, shots),
        "may_make": timeline.project.role in MAKERS,
        "next_back": edits.next_back(timeline),
        "next_forth": edits.next_forth(timeline),
    }


def changes_of(timeline: Timeline) -> dict:
    """Return the context of timeline/_changes.html with the whole strip: the page takes what is different.

    It never rests, for others work on the timeline too.
    """
    project = timeline.project
    revision = revision_of(project)
    return strip_of(timeline) | {
        "revision": revision,
        "moving": moving_in(project),
        "rests": False,
        "changed": [],
        "cuts": timeline.cuts.select_related("created_by"),
    }
