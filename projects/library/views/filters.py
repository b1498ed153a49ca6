"""The library's filter panel, and the filters that a person saved."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from projects.core.access import project_for
from projects.core.http import Request, without_control_characters
from projects.library.clip_filter import LONGEST_QUERY, read_filter
from projects.library.filter_panel import list_groups
from projects.library.views.library import filter_context
from projects.models import Project, SavedFilter
from studio.text import one_line

MOST_SAVED = 50  # of a person in a project


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request, slug: str) -> HttpResponse:
    """Show the panel, or save the filter in "query" under a name."""
    project = project_for(request.user, slug)
    if request.method == "POST":
        return save(request, project)
    return respond(request, project, request.GET)


def save(request: Request, project: Project) -> HttpResponse:
    name = one_line(request.POST.get("name", ""))
    values = read_query(request)
    mine = project.saved_filters.filter(person=request.user)
    problem = ""
    if not name or len(name) > SavedFilter.LONGEST:
        problem = _("Enter a name of at most %d characters.") % SavedFilter.LONGEST
    elif mine.exclude(name=name).count() >= MOST_SAVED:
        problem = _("You have %d saved filters here. Remove one first.") % MOST_SAVED
    if problem:
        messages.error(request, problem)
        return respond(request, project, values, status=422)
    query = read_filter(values).address().removeprefix("?")
    SavedFilter.objects.update_or_create(
        project=project, person=request.user, name=name, defaults={"query": query}
    )
    messages.success(request, _("Filter saved as “%s”.") % name)
    return respond(request, project, values)


def read_query(request: Request) -> QueryDict:
    """Return the parameters in "query", which may have encoded what the middleware drops elsewhere."""
    sent = request.POST.get("query", "").removeprefix("?")
    return without_control_characters(QueryDict(sent[:LONGEST_QUERY]))


@require_POST
def remove(request: Request, slug: str, filter: int) -> HttpResponse:
    project = project_for(request.user, slug)
    saved = get_object_or_404(project.saved_filters, pk=filter, person=request.user)
    saved.delete()
    messages.success(request, _("“%s” removed.") % saved.name)
    return respond(request, project, read_query(request))


def respond(request: Request, project: Project, values: QueryDict, status: int = 200) -> HttpResponse:
    """Return the panel, or without htmx a page with it."""
    chosen = read_filter(values)
    if request.method == "POST" and not request.htmx:
        return redirect(f"{reverse('library', args=[project.slug])}{chosen.address()}")
    context = filter_context(chosen, project) | {
        "project": project,
        "groups": list_groups(chosen, project),
        "saved": project.saved_filters.filter(person=request.user),
        "ratings": range(1, 6),
        "query": chosen.address().removeprefix("?"),
        "flash_oob": True,
    }
    name = "library/_filter_panel.html" if request.htmx else "library/filters.html"
    return render(request, name, context, status=status)
