"""Insert shots: request generations for a place on the timeline, or add a clip from the library."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from projects.core.access import timeline_for
from projects.core.forms import errors_of
from projects.core.http import Request, render_fragments
from projects.ledger.requests import ClientTokenReused
from projects.library.clip_search import find_clips
from projects.library.composer import fresh_token
from projects.library.forms import RequestForm
from projects.library.price_check import ask_in_composer, must_confirm
from projects.library.selection import read_selection
from projects.models import State, Timeline
from projects.models.states import MOVING
from projects.timeline import edits
from projects.timeline.forms import PartForm
from projects.timeline.insert import PromptLines, insert_shot, parse_after, replace_shot
from projects.timeline.views.panel import panel_at, panel_context
from projects.timeline.views.responses import changes_context, respond
from projects.timeline.views.shots import generation_in, validate


@require_POST
def create(request: Request, slug: str, number: int) -> HttpResponse:
    """Request a generation for a place; respond with the strip and a composer with a new token."""
    timeline = timeline_for(request.user, slug, number, need="make")
    if request.POST.get("several"):
        return create_several(request, timeline)
    form = RequestForm(request.POST, project=timeline.project, by=request.user)
    if form.is_valid() and must_confirm(request, timeline.project, form.quote.total_usd):
        return ask_in_composer(request, form.quote.total_usd)
    try:
        if form.is_valid():
            insert_or_replace(request, timeline, form)
    except (ClientTokenReused, edits.CannotEdit) as error:
        form.add_error(None, str(error))
    if not request.htmx:
        return respond(request, timeline, lambda: message_for(form))
    reasons = errors_of(form)
    return refuse(request, reasons) if reasons else accept(request, timeline, message_for(form))


def insert_or_replace(request: Request, timeline: Timeline, form: RequestForm) -> None:
    if request.POST.get("instead"):
        replace_shot(timeline, request.user, form, parse_after(timeline, request.POST["instead"]))
    else:
        insert_shot(timeline, request.user, form, after_in(request, timeline))


def create_several(request: Request, timeline: Timeline) -> HttpResponse:
    """Request one generation per line of the prompt, after a confirmation of the total price."""
    lines = PromptLines(request.POST, timeline, request.user)
    count = len(lines.prompts)
    try:
        total_usd = lines.total_usd()
        confirmed = f"{count}:{total_usd}"  # the number and price that were confirmed
        if request.POST.get("confirmed") != confirmed:
            token = request.POST.get("client_token", "")
            context = {"count": count, "total_usd": total_usd, "token": token, "confirmed": confirmed}
            return render_fragments(request, ("timeline/_confirm.html", context))
        generations = lines.insert(after_in(request, timeline))
    except (ClientTokenReused, edits.CannotEdit) as error:
        return refuse(request, [str(error)])
    count = len(generations)
    message = ngettext("%(count)s shot added.", "%(count)s shots added.", count) % {"count": count}
    return accept(request, timeline, message, added=count)


def accept(request: Request, timeline: Timeline, message: str, *, added: int = 1) -> HttpResponse:
    """Respond with the strip and a panel for the next shot: before prepended ones, else at the end.

    added: how many shots are new. The first ones of a timeline count as appended.
    """
    if not request.htmx:
        return redirect("timeline", timeline.project.slug, timeline.number)
    had_shots = timeline.shots.filter(active=True).count() > added
    at_front = had_shots and request.POST.get("after") == ""
    panel = panel_at(request, timeline, None if at_front else parse_after(timeline, "end"))
    response = render_fragments(
        request,
        ("library/_problems.html", {"token": fresh_token()}),
        ("timeline/_panel.html", panel_context(timeline, panel) | {"oob": True}),
        ("timeline/_changes.html", changes_context(timeline) | {"oob": True}),
        ("timeline/_announcement.html", {"message": message}),
    )
    return trigger_client_event(response, "generation-requested")


def refuse(request: Request, reasons: list[str]) -> HttpResponse:
    context = {"token": request.POST.get("client_token", ""), "problems": reasons}
    return render_fragments(request, ("library/_problems.html", context), status=422)


def message_for(form: RequestForm) -> str:
    """Insert and return the message for the person. Raise CannotEdit with the form's errors."""
    reasons = errors_of(form)
    if reasons:
        raise edits.CannotEdit(" ".join(reasons))
    return _("Shot added. Its video appears here as soon as it is ready.")


@require_safe
def clip_search(request: Request, slug: str, number: int) -> HttpResponse:
    """Show the library's clips, to add one of them after the shot `after`."""
    timeline = timeline_for(request.user, slug, number, need="make")
    query = request.GET.get("q", "").strip()[:200]
    generations, more = find_clips(timeline.project, query, request.GET.get("before", ""))
    context = {
        "project": timeline.project,
        "timeline": timeline,
        "after": request.GET.get("after", "end")[:36],
        "generations": generations,
        "more": more,
        "query": query,
    }
    return render_fragments(request, ("timeline/_clip_search.html", context))


@require_POST
def place(request: Request, slug: str, number: int) -> HttpResponse:
    """Add a clip of the library, or a part of it, to the timeline."""
    timeline = timeline_for(request.user, slug, number, need="make")
    generation = generation_in(request, timeline)
    form = PartForm(request.POST)

    def act() -> str:
        validate(form)
        part = form.cleaned_data["start_frame"] or 0, form.cleaned_data["end_frame"]
        start, end = edits.within_video(generation, *part)
        after = after_in(request, timeline)
        edits.place(timeline, request.user, generation, after, start_frame=start, end_frame=end)
        return _("Added clip %(number)s to the timeline.") % {"number": generation.number}

    return respond(request, timeline, act)


@require_POST
def place_selection(request: Request, slug: str, number: int) -> HttpResponse:
    """Add the clips selected in the library at the end of the timeline, as one change."""
    timeline = timeline_for(request.user, slug, number, need="make")
    try:
        rows = read_selection(request.POST, timeline.project).filter(state__in=(State.COMPLETED, *MOVING))
        clips = list(rows.select_related("prompt"))
        if not clips:
            raise ValidationError(_("None of these clips has a video or will have one."))
        edits.place_all(timeline, request.user, clips, parse_after(timeline, "end"))
    except (ValidationError, edits.CannotEdit) as error:
        messages.error(request, error.messages[0] if isinstance(error, ValidationError) else str(error))
        return respond_in_library(request, timeline, 422)
    words = {"count": len(clips), "timeline": timeline.name}
    added = ngettext(
        "%(count)s clip added to %(timeline)s.", "%(count)s clips added to %(timeline)s.", len(clips)
    )
    messages.success(request, added % words)
    return respond_in_library(request, timeline, 200)


def respond_in_library(request: Request, timeline: Timeline, status: int) -> HttpResponse:
    if not request.htmx:
        return redirect("library", timeline.project.slug)
    return render_fragments(request, ("_flash.html", {"flash_oob": True}), status=status)


def after_in(request: Request, timeline: Timeline):
    return parse_after(timeline, request.POST.get("after", "end"))
