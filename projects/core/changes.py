"""Polling: find out what changed in a project since the revision that a page shows.

Each room answers for its own pages: 204 if nothing is new, otherwise its _changes.html.
"""

from django.http import Http404

from projects.core.http import Request
from projects.models import Person, Project


def requested_revision(request: Request, slug: str) -> int | None:
    """Return the revision that the page shows, or None if nothing is new; one query. Raise 404."""
    revision = revision_for(request.user, slug)
    if revision is None:
        raise Http404
    since = number(request.GET.get("since"), 0)
    return None if since == revision else since


def revision_for(person: Person, slug: str) -> int | None:
    """Return the revision of a project that this person may see."""
    return Project.objects.visible_to(person).filter(slug=slug).values_list("revision", flat=True).first()


def revision_of(project: Project) -> int:
    """Return the current revision. Call it before reading the rows, so that no change is missed."""
    return Project.objects.values_list("revision", flat=True).get(pk=project.pk)


def moving_in(project: Project) -> int:
    """Return how many generations of the project are in progress."""
    return project.generations.moving().count()


def number(text: str | None, otherwise: int) -> int:
    """Return the text as a number, or `otherwise` if it isn't one."""
    return int(text) if text and text.isdecimal() and len(text) < 18 else otherwise
