"""The selected shots of a timeline, one or more: show, move, duplicate, remove."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from projects.core.access import timeline_for
from projects.core.http import Request, render_fragments
from projects.models import Timeline
from projects.models.project import EDITORS
from projects.timeline import edits
from projects.timeline.forms import SelectionForm
from projects.timeline.insert import parse_after
from projects.timeline.shots import shots_of
from projects.timeline.views.responses import respond


@require_safe
def show(request: Request, slug: str, number: int) -> HttpResponse:
    """Show the panel of several selected shots."""
    timeline = timeline_for(request.user, slug, number, need="see")
    try:
        ids = shots_in(request.GET, timeline)
    except edits.CannotEdit as error:
        return HttpResponse(str(error), status=422)
    shots = [shot for shot in shots_of(timeline) if shot.row.pk in ids]
    if not shots:
        return render_fragments(request, ("timeline/_gone.html", {}))
    context = {
        "project": timeline.project,
        "timeline": timeline,
        "shots": shots,
        "ids": " ".join(str(shot.row.pk) for shot in shots),
        "length_s": float(sum(shot.frames for shot in shots) / timeline.project.fps),
        "may_make": timeline.project.role in EDITORS,
    }
    return render_fragments(request, ("timeline/_selection_panel.html", context))


@require_POST
def move(request: Request, slug: str, number: int) -> HttpResponse:
    """Move them after the shot `after`; empty: to the beginning."""

    def act(timeline: Timeline, ids: set[UUID]) -> str:
        after = parse_after(timeline, request.POST.get("after", ""))
        return _("Moved to position %(number)s.") % {"number": edits.move(timeline, request.user, ids, after)}

    return edit_selection(request, slug, number, act)


@require_POST
def duplicate(request: Request, slug: str, number: int) -> HttpResponse:
    def act(timeline: Timeline, ids: set[UUID]) -> str:
        count = len(edits.duplicate(timeline, request.user, ids))
        return ngettext("Duplicated the shot.", "Duplicated %(count)s shots.", count) % {"count": count}

    return edit_selection(request, slug, number, act)


@require_POST
def remove(request: Request, slug: str, number: int) -> HttpResponse:
    def act(timeline: Timeline, ids: set[UUID]) -> str:
        count = edits.remove(timeline, request.user, ids)
        one = _("Removed from the timeline. The clip stays in the library.")
        many = _("Removed %(count)s shots from the timeline. Their clips stay in the library.")
        return one if count == 1 else many % {"count": count}

    return edit_selection(request, slug, number, act)


def edit_selection(
    request: Request, slug: str, number: int, act: Callable[[Timeline, set[UUID]], str]
) -> HttpResponse:
    timeline = timeline_for(request.user, slug, number, need="make")
    return respond(request, timeline, lambda: act(timeline, shots_in(request.POST, timeline)))


def shots_in(fields: QueryDict, timeline: Timeline) -> set[UUID]:
    """Return the IDs of the shots in `shots`. Raise CannotEdit if they aren't the timeline's."""
    form = SelectionForm(fields, timeline=timeline)
    if not form.is_valid():
        raise edits.CannotEdit(_("Choose shots of this timeline."))
    return {shot.pk for shot in form.cleaned_data["shots"]}
