"""The projects of a person, and archiving one."""

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import Count, F, Max, Q, Window
from django.db.models.functions import Coalesce, Greatest, RowNumber
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from projects.core.access import project_for
from projects.core.forms import NewProjectForm
from projects.core.http import Request
from projects.models import Generation, Person, Project
from projects.models.generation import MOVING

PICTURES = 4  # on a card


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """All films of this person; a POST begins a new one, for whom whoever runs the studio lets."""
    if request.method == "POST" and not request.user.is_project_creator:
        raise Http404
    form = NewProjectForm(request.POST or None)
    if form.is_valid():
        project = Project.begin(owner=request.user, **form.cleaned_data)
        return redirect("library", project.slug)
    films = carded(request.user)
    context = {
        "form": form,
        "films": [film for film in films if not film.archived_at],
        "archived": [film for film in films if film.archived_at],
    }
    return render(request, "core/projects/index.html", context, status=422 if form.is_bound else 200)


@require_POST
def archive(request: Request, slug: str) -> HttpResponse:
    """Put a film away. What is being made goes on, and nothing is deleted."""
    project = project_for(request.user, slug, "own")
    Project.objects.filter(pk=project.pk, archived_at=None).update(archived_at=timezone.now())
    messages.success(request, f"{project.name} is in the archive.")
    return redirect("projects")


@require_POST
def restore(request: Request, slug: str) -> HttpResponse:
    project = project_for(request.user, slug, "own")
    Project.objects.filter(pk=project.pk).update(archived_at=None)
    messages.success(request, f"{project.name} is back.")
    return redirect("projects")


def carded(person: Person) -> list[Project]:
    """The person's films, last changed first, with everything their cards show, in two queries."""
    films = list(
        Project.objects.filter(memberships__person=person)
        .annotate(
            my_role=F("memberships__role"),
            clips=Count("generations", filter=Q(generations__state="completed")),
            moving=Count("generations", filter=Q(generations__state__in=MOVING)),
            begun=Coalesce(Max("generations__created_at"), F("created_at")),
            changed=Greatest(F("begun"), Coalesce(Max("generations__ended_at"), F("begun"))),
        )
        .order_by("-changed")
    )
    newest = newest_pictures(films)
    for film in films:
        mine = [clip for clip in newest if clip.project_id == film.pk]
        film.pictures = mine  # type: ignore[attr-defined]  # for the card alone
    return films


def newest_pictures(films: Iterable[Project]) -> list[Generation]:
    """The newest posters of each film."""
    rank = Window(RowNumber(), partition_by=F("project_id"), order_by=F("created_at").desc())
    shown = Generation.objects.filter(project__in=films, pictures_at__isnull=False).annotate(rank=rank)
    return list(shown.filter(rank__lte=PICTURES).order_by("rank"))
