"""A person's projects: list, create, archive, restore."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
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
from projects.models import Generation, Person, Project, State

POSTERS = 4  # on a card


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
    clips = Generation.objects.filter(project=OuterRef("pk")).order_by()
    projects = list(
        Project.objects.filter(memberships__person=person)
        .annotate(
            my_role=F("memberships__role"),
            clips=count_rows(clips.filter(state=State.COMPLETED, deleted_at=None)),
            moving=count_rows(clips.moving()),
            used_at=Coalesce(find_newest(clips, "created_at"), F("created_at")),
            changed=Greatest(F("used_at"), Coalesce(find_newest(clips, "ended_at"), F("used_at"))),
            **{f"poster_{n}": find_poster(clips, n) for n in range(POSTERS)},
        )
        .order_by("-changed")
    )
    wanted = [pk for project in projects for pk in poster_ids(project)]
    found = Generation.objects.in_bulk(wanted)
    for project in projects:
        posters = [found[pk] for pk in poster_ids(project) if pk in found]
        project.posters = posters  # type: ignore[attr-defined]  # for the card alone
    return projects


def count_rows(rows: QuerySet[Generation]) -> Coalesce:
    return Coalesce(Subquery(rows.values("project").annotate(n=Count("*")).values("n")), 0)


def find_newest(rows: QuerySet[Generation], field: str) -> Subquery:
    known = rows.filter(**{f"{field}__isnull": False})
    return Subquery(known.order_by(f"-{field}").values(field)[:1])


def find_poster(rows: QuerySet[Generation], n: int) -> Subquery:
    """Return the ID of the nth newest clip that has a poster."""
    drawn = rows.filter(deleted_at=None, pictures_at__isnull=False)
    return Subquery(drawn.order_by("-created_at").values("pk")[n : n + 1])


def poster_ids(project: Project) -> list[UUID]:
    """Return the IDs of the clips on the project's card, as `list_cards` found them."""
    ids = (getattr(project, f"poster_{n}") for n in range(POSTERS))
    return [id for id in ids if id]
