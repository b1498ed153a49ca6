"""A person's projects: list, create, archive, restore."""

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import Count, F, Max, Q, Window
from django.db.models.functions import Coalesce, Greatest, RowNumber
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from projects.core.access import project_for
from projects.core.forms import NewProjectForm
from projects.core.http import Request
from projects.core.once import do_once
from projects.models import Generation, Person, Project
from projects.models.states import MOVING

POSTERS = 4  # on a card
FINISHED = Q(generations__state="completed", generations__deleted_at=None)


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request) -> HttpResponse:
    """List the person's projects; a POST creates one, if the person may create projects."""
    if request.method == "POST" and not request.user.is_project_creator:
        raise Http404
    form = NewProjectForm(request.POST or None)
    if form.is_valid():
        return redirect(do_once(request, lambda: create(request.user, form)))
    projects = list_cards(request.user)
    context = {
        "form": form,
        "projects": [project for project in projects if not project.archived_at],
        "archived": [project for project in projects if project.archived_at],
    }
    return render(request, "core/projects/index.html", context, status=422 if form.is_bound else 200)


def create(person: Person, form: NewProjectForm) -> str:
    project = Project.create(owner=person, **form.cleaned_data)
    return reverse("library", args=[project.slug])


@require_POST
def archive(request: Request, slug: str) -> HttpResponse:
    """Archive a project. Clips in progress continue, and nothing is deleted."""
    project = project_for(request.user, slug, "own")
    Project.objects.filter(pk=project.pk, archived_at=None).update(archived_at=timezone.now())
    messages.success(request, _("%(project)s was archived.") % {"project": project.name})
    return redirect("projects")


@require_POST
def restore(request: Request, slug: str) -> HttpResponse:
    """Return a project from the archive."""
    project = project_for(request.user, slug, "own")
    Project.objects.filter(pk=project.pk).update(archived_at=None)
    messages.success(request, _("%(project)s was restored.") % {"project": project.name})
    return redirect("projects")


# -- private -----------------------------------------------------------------------------------------------


def list_cards(person: Person) -> list[Project]:
    """Return the person's projects with everything their cards show, last changed first, in two queries."""
    projects = list(
        Project.objects.filter(memberships__person=person)
        .annotate(
            my_role=F("memberships__role"),
            clips=Count("generations", filter=FINISHED),
            moving=Count("generations", filter=Q(generations__state__in=MOVING)),
            used_at=Coalesce(Max("generations__created_at"), F("created_at")),
            changed=Greatest(F("used_at"), Coalesce(Max("generations__ended_at"), F("used_at"))),
        )
        .order_by("-changed")
    )
    newest = newest_posters(projects)
    for project in projects:
        posters = [generation for generation in newest if generation.project_id == project.pk]
        project.posters = posters  # type: ignore[attr-defined]  # for the card alone
    return projects


def newest_posters(projects: Iterable[Project]) -> list[Generation]:
    """Return the newest generations with a poster of each project."""
    rank = Window(RowNumber(), partition_by=F("project_id"), order_by=F("created_at").desc())
    rows = Generation.objects.not_deleted().filter(project__in=projects, pictures_at__isnull=False)
    return list(rows.annotate(rank=rank).filter(rank__lte=POSTERS).order_by("rank"))
