"""Saved versions of a timeline: save, show, restore."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from projects.core.access import timeline_for
from projects.core.http import Request
from projects.models import Cut, Timeline
from projects.models.project import EDITORS
from projects.timeline import edits
from projects.timeline.forms import name_in
from projects.timeline.saved_shots import as_json
from projects.timeline.shots import shots_of, shots_of_cut
from projects.timeline.views.responses import cut_context, respond


@require_POST
def save(request: Request, slug: str, number: int) -> HttpResponse:
    """Save the timeline as it is now under a name ("Cut 3")."""
    timeline = timeline_for(request.user, slug, number, need="make")

    @transaction.atomic
    def act() -> str:
        locked = Timeline.objects.select_for_update().get(pk=timeline.pk)
        shots = shots_of(timeline)
        if not shots:
            raise edits.CannotEdit(_("There are no shots on the timeline yet."))
        last = locked.cuts.values_list("number", flat=True).first() or 0
        name = name_in(request, _("Cut %(number)s") % {"number": last + 1})
        locked.cuts.create(number=last + 1, name=name, shots=as_json(shots), created_by=request.user)
        edits.touch(locked)
        return _("Saved as %(name)s.") % {"name": name}

    return respond(request, timeline, act)


@require_safe
def show(request: Request, slug: str, number: int, cut: int) -> HttpResponse:
    """Show a saved version; it can't be edited."""
    timeline = timeline_for(request.user, slug, number)
    saved = get_object_or_404(timeline.cuts.select_related("created_by"), number=cut)
    context = cut_context(timeline, shots_of_cut(saved, timeline.project)) | {
        "cut": saved,
        "may_make": False,
        "may_restore": timeline.project.role in EDITORS,
    }
    return render(request, "timeline/cut.html", context)


@require_POST
def restore(request: Request, slug: str, number: int, cut: int) -> HttpResponse:
    """Restore this version on the timeline, as one change that can be undone."""
    timeline = timeline_for(request.user, slug, number, need="make")
    saved: Cut = get_object_or_404(timeline.cuts, number=cut)

    def act() -> str:
        edits.restore(timeline, request.user, saved)
        return _("Restored %(name)s. Undo brings the previous shots back.") % {"name": saved.name}

    return respond(request, timeline, act)
