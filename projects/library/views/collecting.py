"""A project's collections, and the clips in them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from projects.core.access import generation_for, project_for
from projects.core.http import Request
from projects.library import collecting
from projects.library.views import generations
from projects.library.views.organize import refuse
from projects.library.views.selection import act_on_selection
from projects.models import Project
from projects.models.generation import Generations


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request, slug: str) -> HttpResponse:
    """Show the collections, or create one."""
    if request.method == "POST":
        project = project_for(request.user, slug, "make")
        try:
            made = collecting.create(project, request.user, request.POST.get("name", ""))
        except ValidationError as error:
            return refuse_name(request, project, error)
        messages.success(request, _("Collection “%s” is ready. Add clips in the library.") % made.name)
        return redirect("collections", slug)
    return show(request, project_for(request.user, slug))


@require_POST
def rename(request: Request, slug: str, collection: int) -> HttpResponse:
    project = project_for(request.user, slug, "make")
    found = get_object_or_404(project.collections, pk=collection)
    try:
        collecting.rename(found, request.POST.get("name", ""))
    except ValidationError as error:
        return refuse_name(request, project, error)
    messages.success(request, _("Renamed to “%s”.") % found.name)
    return redirect("collections", slug)


@require_POST
def remove(request: Request, slug: str, collection: int) -> HttpResponse:
    project = project_for(request.user, slug, "make")
    found = get_object_or_404(project.collections, pk=collection)
    collecting.remove(found)
    messages.success(request, _("Collection “%s” removed. Its clips stay in the library.") % found.name)
    return redirect("collections", slug)


@require_POST
def collect(request: Request, slug: str) -> HttpResponse:
    """Put the selected clips into the collection named in "add", or with "without" take them out of it."""

    def act(project: Project, rows: Generations) -> str:
        ids, name = list(rows.values_list("pk", flat=True)), request.POST.get("add", "")
        if "without" in request.POST:
            name, _key = collecting.read_name(name)
            collecting.take_out(project, ids, name)
            return _("Taken out of “%s”.") % name
        name = collecting.collect(project, request.user, ids, name).name
        message = ngettext("%(n)d clip is in “%(name)s”.", "%(n)d clips are in “%(name)s”.", len(ids))
        return message % {"n": len(ids), "name": name}

    return act_on_selection(request, slug, act)


@require_POST
def collect_one(request: Request, slug: str, id) -> HttpResponse:
    """Put a clip into the collection named in "add", or take it out of the one in "remove"."""
    generation = generation_for(request.user, slug, id, "make")
    if removed := request.POST.get("remove", ""):
        collecting.take_out(generation.project, [generation.pk], removed)
        return generations.respond(request, slug, id, whole=False)
    try:
        collecting.collect(generation.project, request.user, [generation.pk], request.POST.get("add", ""))
    except ValidationError as error:
        return refuse(request, slug, id, error)
    return generations.respond(request, slug, id, whole=False)


def show(request: Request, project: Project, status: int = 200) -> HttpResponse:
    context = {"project": project, "collections": collecting.list_collections(project)}
    return render(request, "library/collections.html", context, status=status)


def refuse_name(request: Request, project: Project, error: ValidationError) -> HttpResponse:
    messages.error(request, error.messages[0])
    return show(request, project, status=422)
