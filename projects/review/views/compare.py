"""Compare up to four versions or takes: side by side, or with a wipe."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projects.core.access import project_for
from projects.core.http import Request
from projects.models import Project
from projects.review import compare
from projects.review.forms import CompareForm

REQUIRED = {"left": _("First"), "right": _("Second")}
OPTIONAL = {"third": _("Third"), "fourth": _("Fourth")}


@require_safe
def show(request: Request, slug: str) -> HttpResponse:
    """Show ?left=r1&right=r2&view=wipe&at=57&line=40: the frame, and the divider's position in percent.

    ?third= and ?fourth= are shown besides, if they are given.
    """
    project = project_for(request.user, slug)
    choices = compare.list_choices(project)
    defaults = {"left": choices[1:2] or choices, "right": choices}
    sides = [
        compare.Side(
            name,
            str(label),
            find_side(project, request.GET.get(name, ""), defaults.get(name, [])),
            name in OPTIONAL,
        )
        for name, label in (REQUIRED | OPTIONAL).items()
    ]
    videos = [side.video for side in sides if side.video]
    last = compare.count_frames(videos) - 1
    groups = compare.group_choices(choices, sides[0].video)
    context = {"project": project, "groups": groups, "sides": sides, "videos": videos, "last": last}
    return render(request, "review/compare.html", context | view_context(CompareForm(request.GET), last))


def view_context(form: CompareForm, last: int) -> dict[str, Any]:
    """Return the chosen view, frame and divider."""
    return {
        "view": form.chosen_view(),
        "at": min(form.value("at", 0), last),
        "line": form.value("line", 50),
    }


def find_side(project: Project, key: str, default: list[compare.Video]) -> compare.Video | None:
    """Return the video with this key, or the first default without a key. Raise Http404 for a wrong key."""
    if not key:
        return default[0] if default else None
    video = compare.find(project, key)
    if video is None:
        raise Http404
    return video
