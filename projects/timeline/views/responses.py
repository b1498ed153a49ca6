"""The response to every edit of a timeline: the current strip, and a message."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from projects.core.changes import moving_in, revision_of
from projects.core.http import Request, render_fragments
from projects.models import Timeline
from projects.models.project import EDITORS
from projects.timeline import edits, playback
from projects.timeline.shot import PlacedShot
from projects.timeline.shots import length_of, shots_of
from projects.timeline.undo import next_redo, next_undo


def respond(request: Request, timeline: Timeline, act: Callable[[], str]) -> HttpResponse:
    """Do the edit and respond with the message of `act`, or with the error (409), and the current strip.

    The strip is part of the same fragment as the poll's changes, so the page handles its own edits like those
    of other people.
    """
    try:
        message, status = act(), 200
    except edits.CannotEdit as error:
        message, status = str(error), 409
    if not request.htmx:
        (messages.success if status == 200 else messages.error)(request, message)
        return redirect("timeline", timeline.project.slug, timeline.number)
    return render_fragments(
        request,
        ("timeline/_changes.html", changes_context(timeline) | {"oob": True}),
        ("timeline/_announcement.html", {"message": message}),
        status=status,
    )


def strip_context(timeline: Timeline, shots: list[PlacedShot] | None = None) -> dict[str, Any]:
    """Return the context of timeline/_strip.html."""
    shots = shots_of(timeline) if shots is None else shots
    return cut_context(timeline, shots) | {
        "may_make": timeline.project.role in EDITORS,
        "next_undo": next_undo(timeline),
        "next_redo": next_redo(timeline),
    }


def cut_context(timeline: Timeline, shots: list[PlacedShot]) -> dict[str, Any]:
    """Return the context that the player and the strip need for these shots."""
    return {
        "project": timeline.project,
        "timeline": timeline,
        "shots": shots,
        "fps": timeline.project.fps,
        "length": length_of(shots),
        "playback_url": playback.url_of(timeline, shots),
    }


def changes_context(timeline: Timeline) -> dict[str, Any]:
    """Return the context of timeline/_changes.html with the whole strip; the page replaces what differs.

    The page always keeps polling, because other people may edit the timeline.
    """
    project = timeline.project
    revision = revision_of(project)
    return strip_context(timeline) | {
        "revision": revision,
        "moving": moving_in(project),
        "is_idle": False,
        "changed": [],
        "cuts": timeline.cuts.select_related("created_by"),
    }
