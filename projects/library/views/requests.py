"""Request clips from the composer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from projects.core.access import project_for
from projects.core.changes import number
from projects.core.forms import errors_of
from projects.core.http import Request, render_fragments
from projects.ledger.requests import ClientTokenReused, request_generations
from projects.library.composer import find_note, fresh_token
from projects.library.forms import RequestForm
from projects.library.keyframe_slot import KeyframeSlot
from projects.library.price_check import ask_in_composer, must_confirm
from projects.library.signals import generation_requested
from projects.library.views.changes import changes_of
from projects.models import End, Generation, Project


@require_POST
def create(request: Request, slug: str) -> HttpResponse:
    """Request one or more clips; respond with their cards, the page's poll and an empty composer."""
    project = project_for(request.user, slug, need="make")
    form = RequestForm(request.POST, project=project, by=request.user)
    if not form.is_valid():
        return refuse(request, project, form)
    if must_confirm(request, project, form.quote.total_usd):
        return ask_in_composer(request, form.quote.total_usd)
    try:
        generations = request_generations(form.request())
    except ClientTokenReused as error:
        form.add_error(None, str(error))
        return refuse(request, project, form)
    note = find_note(str(form.cleaned_data["note"] or ""), project)
    generation_requested.send(Generation, generation=generations[0], note=note)
    if not request.htmx:
        return redirect("library", project.slug)
    return respond(request, project)


def respond(request: Request, project: Project) -> HttpResponse:
    """Return a new token, an empty list of problems, and a poll with every card that the page lacks."""
    since = number(request.POST.get("since"), project.revision)
    response = render_fragments(
        request,
        ("library/_problems.html", {"token": fresh_token()}),
        ("library/_note_answered.html", {"note": request.POST.get("note")}),
        ("library/_slots.html", {"slots": [KeyframeSlot(project, end) for end in End]}),
        ("library/_changes.html", changes_of(request, project, since=since) | {"oob": True}),
    )
    return trigger_client_event(response, "generation-requested")


def refuse(request: Request, project: Project, form: RequestForm) -> HttpResponse:
    problems = errors_of(form)
    if request.htmx:
        context = {"problems": problems, "token": request.POST.get("client_token", "")}
        return render_fragments(request, ("library/_problems.html", context), status=422)
    for problem in problems:
        messages.error(request, problem)
    return redirect("library", project.slug)
