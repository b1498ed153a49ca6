"""One clip of a timeline: made, placed, moved, trimmed, split, removed, shown with another take."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from projects.core.access import timeline_for
from projects.core.forms import errors_of
from projects.core.http import Request, pieces
from projects.ledger.requests import ClientTokenReused
from projects.library.clip_search import clips_found
from projects.library.composer import Composer
from projects.library.forms import WishForm
from projects.models import Generation, Timeline
from projects.models.project import MAKERS
from projects.timeline import edits
from projects.timeline.forms import GenerationForm, SplitForm, TrimForm
from projects.timeline.insert import Lines, grow, grow_instead, place_named, takes_of
from projects.timeline.shots import shots_of
from projects.timeline.views.panel import panel_of
from projects.timeline.views.responses import answered, changes_of

MOST_COMPARED = 4


@require_POST
def create(request: Request, slug: str, number: int) -> HttpResponse:
    """Wish for a clip at a place; the strip with its placeholder and a composer with a fresh token."""
    timeline = timeline_for(request.user, slug, number, need="make")
    if request.POST.get("several"):
        return create_all(request, timeline)
    form = WishForm(request.POST, project=timeline.project, by=request.user)
    try:
        if form.is_valid() and request.POST.get("instead"):
            grow_instead(timeline, request.user, form, place_named(timeline, request.POST["instead"]))
        elif form.is_valid():
            grow(timeline, request.user, form, place_named(timeline, request.POST.get("after", "end")))
    except (ClientTokenReused, edits.CannotEdit) as refused:
        form.add_error(None, str(refused))
    if not request.htmx:
        return answered(request, timeline, lambda: told(form))
    reasons = errors_of(form)
    return unheard(request, reasons) if reasons else heard(request, timeline, told(form))


def create_all(request: Request, timeline: Timeline) -> HttpResponse:
    """One clip a line: first the price of all of them, then, when it is confirmed, all of them."""
    lines = Lines(request.POST, timeline, request.user)
    try:
        total_usd = lines.total_usd()
        sure = f"{len(lines.words)}:{total_usd}"  # the yes is to this many for this price
        if request.POST.get("sure") != sure:
            token = request.POST.get("client_token", "")
            context = {"count": len(lines.words), "total_usd": total_usd, "token": token, "sure": sure}
            return pieces(request, ("timeline/_sure.html", context))
        made = lines.grow(place_named(timeline, request.POST.get("after", "end")))
    except (ClientTokenReused, edits.CannotEdit) as refused:
        return unheard(request, [str(refused)])
    return heard(request, timeline, f"{len(made)} clips have their places.")


def heard(request: Request, timeline: Timeline, said: str) -> HttpResponse:
    """The strip with its new placeholders, and a panel for the next clip: before what was prepended, else at
    the end."""
    if not request.htmx:
        return redirect("timeline", timeline.project.slug, timeline.number)
    several = timeline.shots.filter(active=True).count() > 1
    at_front = several and request.POST.get("after") == ""
    after = None if at_front else place_named(timeline, "end")
    answer = pieces(
        request,
        ("library/_said.html", {"token": Composer.fresh_token()}),
        ("timeline/_panel.html", panel_of(request, timeline, after) | {"oob": True}),
        ("timeline/_changes.html", changes_of(timeline) | {"oob": True}),
        ("timeline/_announcement.html", {"said": said}),
    )
    return trigger_client_event(answer, "wished")


def unheard(request: Request, reasons: list[str]) -> HttpResponse:
    context = {"token": request.POST.get("client_token", ""), "reasons": reasons}
    return pieces(request, ("library/_said.html", context), status=422)


def told(form: WishForm) -> str:
    reasons = errors_of(form)
    if reasons:
        raise edits.CannotEdit(" ".join(reasons))
    return "The clip has its place. It becomes video as soon as it is made."


@require_GET
def shelf(request: Request, slug: str, number: int) -> HttpResponse:
    """The clips of the library, to put one of them at the place `after`."""
    timeline = timeline_for(request.user, slug, number, need="make")
    words = request.GET.get("q", "").strip()[:200]
    clips, more = clips_found(timeline.project, words, request.GET.get("before", ""))
    return pieces(
        request,
        (
            "timeline/_clip_search.html",
            {
                "project": timeline.project,
                "timeline": timeline,
                "after": request.GET.get("after", "end")[:36],
                "clips": clips,
                "more": more,
                "words": words,
            },
        ),
    )


@require_POST
def place(request: Request, slug: str, number: int) -> HttpResponse:
    """Put a clip of the library on the timeline."""
    timeline = timeline_for(request.user, slug, number, need="make")
    generation = generation_in(request, timeline)

    def act() -> str:
        edits.place(
            timeline, request.user, generation, place_named(timeline, request.POST.get("after", "end"))
        )
        return f"Clip {generation.number} is on the timeline."

    return answered(request, timeline, act)


@require_POST
def move(request: Request, slug: str, number: int, id: UUID) -> HttpResponse:
    """Put it behind the clip `after`; empty: first."""
    timeline = timeline_with(request.user, slug, number, id)

    def act() -> str:
        after = place_named(timeline, request.POST.get("after", ""))
        return f"Now clip {edits.move(timeline, request.user, id, after)}."

    return answered(request, timeline, act)


@require_POST
def trim(request: Request, slug: str, number: int, id: UUID) -> HttpResponse:
    timeline = timeline_with(request.user, slug, number, id)
    form = TrimForm(request.POST)

    def act() -> str:
        checked(form)
        edits.trim(timeline, request.user, id, **form.sides())
        return "Trimmed."

    return answered(request, timeline, act)


@require_POST
def split(request: Request, slug: str, number: int, id: UUID) -> HttpResponse:
    """Cut it in two before `frame` of its film."""
    timeline = timeline_with(request.user, slug, number, id)
    form = SplitForm(request.POST)

    def act() -> str:
        checked(form)
        edits.split(timeline, request.user, id, form.cleaned_data["frame"])
        return "Split in two."

    return answered(request, timeline, act)


@require_POST
def remove(request: Request, slug: str, number: int, id: UUID) -> HttpResponse:
    timeline = timeline_with(request.user, slug, number, id)

    def act() -> str:
        edits.remove(timeline, request.user, id)
        return "Removed from the timeline. It stays in the library."

    return answered(request, timeline, act)


@require_POST
def choose_take(request: Request, slug: str, number: int, id: UUID) -> HttpResponse:
    timeline = timeline_for(request.user, slug, number, need="make")
    take = generation_in(request, timeline)

    def act() -> str:
        edits.choose_take(timeline, request.user, id, take)
        return f"Take {take.take} is in the cut now."

    return answered(request, timeline, act)


@require_GET
def show(request: Request, slug: str, number: int, id: UUID) -> HttpResponse:
    """The panel of one clip: what is done with it, and its takes; `?compare`: up to four takes in step."""
    timeline = timeline_with(request.user, slug, number, id, need="see")
    shot = next((shot for shot in shots_of(timeline) if shot.clip.pk == id), None)
    if shot is None:
        return pieces(request, ("timeline/_gone.html", {}))
    takes = takes_of(shot.clip)
    context: dict[str, Any] = {
        "project": timeline.project,
        "timeline": timeline,
        "shot": shot,
        "takes": takes,
        "may_make": timeline.project.role in MAKERS,
    }
    if "compare" not in request.GET:
        return pieces(request, ("timeline/_shot_item.html", context))
    ready = [take for take in takes if take.is_playable]
    shown = sorted(ready, key=lambda take: take.pk != shot.generation.pk)[:MOST_COMPARED]
    context |= {"generation": shot.generation, "takes": sorted(shown, key=lambda take: take.take)}
    return pieces(request, ("timeline/_compare.html", context))


def timeline_with(person, slug: str, number: int, id: UUID, need: str = "make") -> Timeline:
    """The timeline on which this clip stands, or stood until somebody removed it."""
    timeline = timeline_for(person, slug, number, need)
    if not timeline.shots.filter(pk=id).exists():
        raise Http404
    return timeline


def generation_in(request: Request, timeline) -> Generation:
    form = GenerationForm(request.POST)
    id = form.cleaned_data["generation"] if form.is_valid() else None
    return get_object_or_404(timeline.project.generations.select_related("prompt"), pk=id)


def checked(form) -> None:
    if not form.is_valid():
        raise edits.CannotEdit(" ".join(errors_of(form)))
