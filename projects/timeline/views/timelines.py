"""A timeline's page, and what is done to the whole of it."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from projects.core.access import project_for, timeline_for
from projects.core.http import Request, pieces
from projects.models import Shot, Timeline
from projects.models.export import SIZES
from projects.models.project import MAKERS
from projects.timeline import edits
from projects.timeline.forms import name_in
from projects.timeline.insert import place_asked, place_named
from projects.timeline.shots import shots_of
from projects.timeline.views.panel import panel_instead, panel_of
from projects.timeline.views.responses import answered, strip_of


@require_GET
def index(request: Request, slug: str) -> HttpResponse:
    """The timeline that was worked on last."""
    project = project_for(request.user, slug)
    latest = project.timelines.standing().order_by("-revision", "-number").first()
    return redirect("timeline", slug, latest.number if latest else 1)


@require_GET
def show(request: Request, slug: str, number: int) -> HttpResponse:
    timeline = timeline_for(request.user, slug, number)
    revision = timeline.project.revision  # read before the clips, so that the pulse misses nothing
    shots = shots_of(timeline)
    context = strip_of(timeline, shots) | {
        "revision": revision,
        "rests": False,
        "sizes": SIZES,
        "others": timeline.project.timelines.exclude(pk=timeline.pk),
        "cuts": timeline.cuts.select_related("created_by"),
    }
    if timeline.project.role in MAKERS:
        last = shots[-1].clip.pk if shots else None
        context |= panel_of(request, timeline, last, shots)
    return render(request, "timeline/show.html", context)


@require_GET
def panel(request: Request, slug: str, number: int) -> HttpResponse:
    """The composer for a new clip at a place: ?after=<clip id>, "end", or nothing for the beginning; or
    ?before=<clip id>; or ?instead=<clip id>, in its place."""
    timeline = timeline_for(request.user, slug, number, need="make")
    try:
        if clip := place_named(timeline, request.GET.get("instead", "")):
            anew = panel_instead(request, timeline, clip)
            return pieces(request, ("timeline/_panel.html" if anew else "timeline/_gone.html", anew or {}))
        after = place_asked(timeline, request.GET)
    except edits.CannotEdit:
        after = place_named(timeline, "end")
    return pieces(request, ("timeline/_panel.html", panel_of(request, timeline, after)))


@require_POST
def undo(request: Request, slug: str, number: int) -> HttpResponse:
    timeline = timeline_for(request.user, slug, number, need="make")
    return answered(request, timeline, lambda: f"Undone: {edits.undo(timeline, request.user)}.")


@require_POST
def redo(request: Request, slug: str, number: int) -> HttpResponse:
    timeline = timeline_for(request.user, slug, number, need="make")
    return answered(request, timeline, lambda: f"Done again: {edits.redo(timeline, request.user)}.")


@require_POST
def create(request: Request, slug: str) -> HttpResponse:
    """Another timeline, empty."""
    project = project_for(request.user, slug, need="make")
    timeline_for(request.user, slug, 1)
    return redirect("timeline", slug, added(project, request.user, name_in(request, "")).number)


@require_POST
def copy(request: Request, slug: str, number: int) -> HttpResponse:
    """The same cut once more, as a timeline of its own."""
    timeline = timeline_for(request.user, slug, number, need="make")
    with transaction.atomic():
        other = added(timeline.project, request.user, f"{timeline.name[:70]}, copy")
        Shot.objects.bulk_create(
            Shot(
                timeline=other,
                position=row.position,
                generation_id=row.generation_id,
                start_frame=row.start_frame,
                end_frame=row.end_frame,
            )
            for row in timeline.shots.filter(active=True)
        )
    return redirect("timeline", slug, other.number)


@require_POST
def rename(request: Request, slug: str, number: int) -> HttpResponse:
    timeline = timeline_for(request.user, slug, number, need="make")
    timeline.name = name_in(request, timeline.name)
    timeline.save(update_fields=["name"])
    edits.touch(timeline)
    return redirect("timeline", slug, number)


@require_POST
def archive(request: Request, slug: str, number: int) -> HttpResponse:
    """Put a timeline away, or take it out again."""
    timeline = timeline_for(request.user, slug, number, need="make")
    timeline.archived_at = None if timeline.archived_at else timezone.now()
    timeline.save(update_fields=["archived_at"])
    return redirect("timelines", slug)


@transaction.atomic
def added(project, by, name: str) -> Timeline:
    type(project).objects.select_for_update().get(pk=project.pk)
    last = project.timelines.order_by("-number").values_list("number", flat=True).first() or 0
    return project.timelines.create(number=last + 1, name=name or f"Timeline {last + 1}", created_by=by)
