"""One shot of a timeline: show, trim, split, choose its take."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from projects.core.access import timeline_for
from projects.core.forms import errors_of
from projects.core.http import Request, render_fragments
from projects.models import Generation, Person, Timeline
from projects.models.project import EDITORS
from projects.timeline import edits
from projects.timeline.forms import GenerationForm, SplitForm, TrimForm
from projects.timeline.insert import takes_of
from projects.timeline.shot import PlacedShot
from projects.timeline.shots import shots_of
from projects.timeline.views.responses import respond

MAX_COMPARED = 4


@require_POST
def trim(request: Request, slug: str, number: int, id: UUID) -> HttpResponse:
    timeline = timeline_with(request.user, slug, number, id)
    form = TrimForm(request.POST)

    def act() -> str:
        validate(form)
        edits.trim(timeline, request.user, id, **form.sides())
        return _("Trimmed.")

    return respond(request, timeline, act)


@require_POST
def split(request: Request, slug: str, number: int, id: UUID) -> HttpResponse:
    """Split it before `frame` of its video."""
    timeline = timeline_with(request.user, slug, number, id)
    form = SplitForm(request.POST)

    def act() -> str:
        validate(form)
        edits.split(timeline, request.user, id, form.cleaned_data["frame"])
        return _("Split.")

    return respond(request, timeline, act)


@require_POST
def choose_take(request: Request, slug: str, number: int, id: UUID) -> HttpResponse:
    timeline = timeline_for(request.user, slug, number, need="make")
    take = generation_in(request, timeline)

    def act() -> str:
        edits.choose_take(timeline, request.user, id, take)
        return _("Take %(number)s is now used.") % {"number": take.take}

    return respond(request, timeline, act)


@require_safe
def show(request: Request, slug: str, number: int, id: UUID) -> HttpResponse:
    """Show the panel of one shot with its actions and takes; `?compare`: up to four takes in sync."""
    timeline = timeline_with(request.user, slug, number, id, need="see")
    shot = next((shot for shot in shots_of(timeline) if shot.row.pk == id), None)
    if shot is None:
        return render_fragments(request, ("timeline/_gone.html", {}))
    context: dict[str, Any] = {
        "project": timeline.project,
        "timeline": timeline,
        "shot": shot,
        "generation": shot.generation,
        "takes": takes_of(shot.row),
        "may_make": timeline.project.role in EDITORS,
    }
    if "compare" not in request.GET:
        return render_fragments(request, ("timeline/_shot_panel.html", context))
    context["takes"] = takes_to_compare(shot, context["takes"])
    return render_fragments(request, ("timeline/_compare.html", context))


def takes_to_compare(shot: PlacedShot, takes: list[Generation]) -> list[Generation]:
    """Return up to four finished takes, the chosen one among them."""
    ready = [take for take in takes if take.is_playable]
    chosen_first = sorted(ready, key=lambda take: take.pk != shot.generation.pk)
    return sorted(chosen_first[:MAX_COMPARED], key=lambda take: take.take)


def timeline_with(person: Person, slug: str, number: int, id: UUID, *, need: str = "make") -> Timeline:
    """Return the timeline if it has this shot, or had it until somebody removed it. Raise 404."""
    timeline = timeline_for(person, slug, number, need)
    if not timeline.shots.filter(pk=id).exists():
        raise Http404
    return timeline


def generation_in(request: Request, timeline: Timeline) -> Generation:
    """Return the generation that the form names. Raise 404."""
    form = GenerationForm(request.POST)
    id = form.cleaned_data["generation"] if form.is_valid() else None
    return get_object_or_404(timeline.project.generations.not_deleted().select_related("prompt"), pk=id)


def validate(form: Form) -> None:
    """Raise CannotEdit with the form's errors."""
    if not form.is_valid():
        raise edits.CannotEdit(" ".join(errors_of(form)))
