"""Named versions of a timeline's cut, which stay as they were."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from projects.core.access import timeline_for
from projects.core.http import Request
from projects.models import Cut, Timeline
from projects.models.project import MAKERS
from projects.timeline import edits, playback
from projects.timeline.forms import name_in
from projects.timeline.saved_shots import as_json
from projects.timeline.shots import fps_of_cut, length_of, shots_kept, shots_of
from projects.timeline.views.responses import answered


@require_POST
def keep(request: Request, slug: str, number: int) -> HttpResponse:
    """A named version of the cut ("Cut 3") that stays as it is."""
    timeline = timeline_for(request.user, slug, number, need="make")

    def act() -> str:
        with transaction.atomic():
            locked = Timeline.objects.select_for_update().get(pk=timeline.pk)
            shots = shots_of(timeline)
            if not shots:
                raise edits.CannotEdit("There is no clip on the timeline yet.")
            last = locked.cuts.values_list("number", flat=True).first() or 0
            name = name_in(request, f"Cut {last + 1}")
            locked.cuts.create(number=last + 1, name=name, shots=as_json(shots), created_by=request.user)
            edits.touch(locked)
            return f"Kept as {name}."

    return answered(request, timeline, act)


@require_GET
def show(request: Request, slug: str, number: int, cut: int) -> HttpResponse:
    """A kept cut, to be looked at; it cannot be changed."""
    timeline = timeline_for(request.user, slug, number)
    kept = get_object_or_404(timeline.cuts.select_related("created_by"), number=cut)
    shots = shots_kept(kept, timeline.project)
    return render(
        request,
        "timeline/cut.html",
        {
            "project": timeline.project,
            "timeline": timeline,
            "cut": kept,
            "shots": shots,
            "fps": fps_of_cut(shots),
            "length": length_of(shots),
            "reel": playback.address(timeline, shots),
            "may_make": False,
            "may_return": timeline.project.role in MAKERS,
        },
    )


@require_POST
def bring_back(request: Request, slug: str, number: int, cut: int) -> HttpResponse:
    """Make the timeline as this cut was; one undo makes it as it is now again."""
    timeline = timeline_for(request.user, slug, number, need="make")
    kept: Cut = get_object_or_404(timeline.cuts, number=cut)

    def act() -> str:
        edits.bring_back(timeline, request.user, kept)
        return f"The timeline is as {kept.name} was. Undo takes that back."

    return answered(request, timeline, act)
