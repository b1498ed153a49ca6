"""Two versions or takes side by side, or one over the other."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from projects.core.access import project_for
from projects.core.changes import number
from projects.core.http import Request
from projects.review import compare

VIEWS = [("side", "Side by side"), ("wipe", "Wipe")]


@require_GET
def show(request: Request, slug: str) -> HttpResponse:
    """?left=r1&right=r2&view=wipe&at=57&line=40: the frame, and where the line between them is in percent."""
    project = project_for(request.user, slug)
    choices = compare.choices(project)
    left = chosen(project, request, "left", choices[1:2] or choices)
    right = chosen(project, request, "right", choices)
    frames = max((one.frames for one in (left, right) if one), default=1)
    return render(
        request,
        "review/compare.html",
        {
            "project": project,
            "choices": choices,
            "left": left,
            "right": right,
            "views": VIEWS,
            "view": "wipe" if request.GET.get("view") == "wipe" else "side",
            "last": frames - 1,
            "at": min(number(request.GET.get("at"), 0), frames - 1),
            "line": min(number(request.GET.get("line"), 50), 100),
        },
    )


def chosen(project, request, side: str, otherwise: list) -> compare.Film | None:
    """What the address names; without a name the latest. A name that leads nowhere is a 404."""
    key = request.GET.get(side, "")
    if not key:
        return otherwise[0] if otherwise else None
    found = compare.find(project, key)
    if found is None:
        raise Http404
    return found
