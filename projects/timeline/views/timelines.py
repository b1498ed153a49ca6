"""A timeline's page, and actions on the whole timeline."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from projects.core.access import project_for, timeline_for
from projects.core.http import Request, render_fragments
from projects.core.once import do_once
from projects.models import Change, Person, Project, Shot, Timeline
from projects.models.export import SIZES
from projects.models.project import EDITORS
from projects.timeline import edits
from projects.timeline.forms import name_in
from projects.timeline.insert import parse_after, parse_place
from projects.timeline.shots import shots_of
from projects.timeline.undo import redo_change, undo_change
from projects.timeline.views.panel import panel_at, panel_context, replacement_panel
from projects.timeline.views.responses import respond, strip_context


@require_safe
def index(request: Request, slug: str) -> HttpResponse:
    """Open the timeline that was edited last."""
    project = project_for(request.user, slug)
    latest = project.timelines.active().order_by("-revision", "-number").first()
    return redirect("timeline", slug, latest.number if latest else 1)


@require_safe
def show(request: Request, slug: str, number: int) -> HttpResponse:
    timeline = timeline_for(request.user, slug, number)
    revision = timeline.project.revision  # read before the shots, so that the poll misses no change
    shots = shots_of(timeline)
    context = strip_context(timeline, shots) | {
        "revision": revision,
        "is_idle": False,
        "sizes": SIZES,
        "others": timeline.project.timelines.exclude(pk=timeline.pk),
        "cuts": timeline.cuts.select_related("created_by"),
    }
    if timeline.project.role in EDITORS:
        last = shots[-1].row.pk if shots else None
        context |= panel_context(timeline, panel_at(request, timeline, last, shots))
    return render(request, "timeline/show.html", context)


@require_safe
def panel(request: Request, slug: str, number: int) -> HttpResponse:
    """Show the composer for a new shot at ?after=<shot ID>, "end", or "" for the beginning.

    Or at ?before=<shot ID>; or ?instead=<shot ID>, to remix that shot.
    """
    timeline = timeline_for(request.user, slug, number, need="make")
    try:
        if shot := parse_after(timeline, request.GET.get("instead", "")):
            next_panel = replacement_panel(request, timeline, shot)
            if next_panel is None:
                return render_fragments(request, ("timeline/_gone.html", {}))
            return render_fragments(request, ("timeline/_panel.html", panel_context(timeline, next_panel)))
        after = parse_place(timeline, request.GET)
    except edits.CannotEdit:
        after = parse_after(timeline, "end")
    next_panel = panel_at(request, timeline, after)
    return render_fragments(request, ("timeline/_panel.html", panel_context(timeline, next_panel)))


@require_POST
def undo(request: Request, slug: str, number: int) -> HttpResponse:
    timeline = timeline_for(request.user, slug, number, need="make")

    def act() -> str:
        return _("Undone: %(change)s.") % {"change": describe(undo_change(timeline), request.user)}

    return respond(request, timeline, act)


@require_POST
def redo(request: Request, slug: str, number: int) -> HttpResponse:
    timeline = timeline_for(request.user, slug, number, need="make")

    def act() -> str:
        return _("Redone: %(change)s.") % {"change": describe(redo_change(timeline), request.user)}

    return respond(request, timeline, act)


def describe(change: Change, person: Person) -> str:
    """Return "trimmed shot 3", and who did it if it was somebody else."""
    if change.created_by in (None, person):
        return change.description
    return _("%(who)s %(did)s") % {"who": change.created_by, "did": change.description}


@require_POST
def create(request: Request, slug: str) -> HttpResponse:
    """Add an empty timeline."""
    project = project_for(request.user, slug, need="make")
    timeline_for(request.user, slug, 1)

    def act() -> str:
        return url_of(add_timeline(project, request.user, name_in(request, "")))

    return redirect(do_once(request, act))


@require_POST
def copy(request: Request, slug: str, number: int) -> HttpResponse:
    """Duplicate a timeline with its active shots."""
    timeline = timeline_for(request.user, slug, number, need="make")

    @transaction.atomic
    def act() -> str:
        name = _("%(name)s, copy") % {"name": timeline.name[:70]}
        duplicate = add_timeline(timeline.project, request.user, name)
        Shot.objects.bulk_create(copy_of(row, duplicate) for row in timeline.shots.filter(active=True))
        return url_of(duplicate)

    return redirect(do_once(request, act))


def url_of(timeline: Timeline) -> str:
    return reverse("timeline", args=[timeline.project.slug, timeline.number])


def copy_of(row: Shot, timeline: Timeline) -> Shot:
    return Shot(
        timeline=timeline,
        position=row.position,
        generation_id=row.generation_id,
        start_frame=row.start_frame,
        end_frame=row.end_frame,
    )


@require_POST
def rename(request: Request, slug: str, number: int) -> HttpResponse:
    timeline = timeline_for(request.user, slug, number, need="make")
    timeline.name = name_in(request, timeline.name)
    timeline.save(update_fields=["name"])
    edits.touch(timeline)
    return redirect("timeline", slug, number)


@require_POST
def archive(request: Request, slug: str, number: int) -> HttpResponse:
    """Archive a timeline, or restore an archived one."""
    timeline = timeline_for(request.user, slug, number, need="make")
    timeline.archived_at = None if timeline.archived_at else timezone.now()
    timeline.save(update_fields=["archived_at"])
    return redirect("timelines", slug)


@transaction.atomic
def add_timeline(project: Project, by, name: str) -> Timeline:
    Project.objects.select_for_update().get(pk=project.pk)
    last = project.timelines.order_by("-number").values_list("number", flat=True).first() or 0
    name = name or _("Timeline %(number)s") % {"number": last + 1}
    return project.timelines.create(number=last + 1, name=name, created_by=by)
