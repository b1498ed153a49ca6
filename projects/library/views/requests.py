"""A wish from the composer: one or more new clips."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from projects.core.access import project_for
from projects.core.changes import number
from projects.core.forms import errors_of
from projects.core.http import Request, pieces
from projects.ledger.requests import ClientTokenReused, request_generations
from projects.library.composer import Composer, note_named
from projects.library.forms import WishForm
from projects.library.keyframe_choice import Well
from projects.library.signals import generation_requested
from projects.library.views.changes import changes_of
from projects.models import End, Generation


@require_POST
def create(request: Request, slug: str) -> HttpResponse:
    """Write the wish down; the new cards, the live pulse and an emptied composer come back."""
    project = project_for(request.user, slug, need="make")
    form = WishForm(request.POST, project=project, by=request.user)
    if not form.is_valid():
        return refused(request, project, form)
    try:
        made = request_generations(form.request(request.user))
    except ClientTokenReused as other:
        form.add_error(None, str(other))
        return refused(request, project, form)
    note = note_named(str(form.cleaned_data["note"] or ""), project)
    generation_requested.send(Generation, generation=made[0], note=note)
    if not request.htmx:
        return redirect("library", project.slug)
    return answered(request, project)


def answered(request: Request, project) -> HttpResponse:
    """A fresh token, no reasons any more, and a pulse that carries every card the page does not have yet."""
    since = number(request.POST.get("since"), project.revision)
    answer = pieces(
        request,
        ("library/_said.html", {"token": Composer.fresh_token()}),
        ("library/_note_gone.html", {"note": request.POST.get("note")}),
        ("library/_emptied.html", {"wells": [Well(project, end) for end in End]}),
        ("library/_changes.html", changes_of(project, since=since) | {"oob": True}),
    )
    return trigger_client_event(answer, "wished")


def refused(request: Request, project, form: WishForm) -> HttpResponse:
    reasons = errors_of(form)
    if request.htmx:
        context = {"reasons": reasons, "token": request.POST.get("client_token", "")}
        return pieces(request, ("library/_said.html", context), status=422)
    for reason in reasons:
        messages.error(request, reason)
    return redirect("library", project.slug)
