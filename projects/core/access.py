"""Find rows that the person may see; all others don't exist for them (404)."""

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404

from projects.models import Generation, Person, Project, Role, Timeline
from projects.models.project import EDITORS

MAY = {"see": tuple(Role), "make": EDITORS, "own": (Role.OWNER,)}


def project_for(person: Person, slug: str, need: str = "see") -> Project:
    """Return the project with `role` and `may_spend` set. need: "see", "make" or "own". Raise 404."""
    project = get_object_or_404(Project.objects.visible_to(person), slug=slug)
    project.role, project.may_spend = project.memberships.values_list("role", "may_spend").get(person=person)
    if project.role not in MAY[need]:
        raise Http404
    return project


def generation_for(
    person: Person, slug: str, id: uuid.UUID, need: str = "see", *, deleted: bool = False
) -> Generation:
    """Return a generation of the project, ready for its card, with `generation.project.role` set.

    deleted: also one that was deleted; otherwise it doesn't exist.
    """
    project = project_for(person, slug, need)
    rows = Generation.objects.all() if deleted else Generation.objects.not_deleted()
    generation = get_object_or_404(rows.for_cards(), project=project, id=id)
    generation.project = project
    return generation


def require_admin(person: Person) -> Person:
    """Return the person if they are an admin; for others, engines and storage don't exist. Raise 404."""
    if not person.is_admin:
        raise Http404
    return person


def timeline_for(person: Person, slug: str, number: int, need: str = "see") -> Timeline:
    """Return a timeline of the project with `timeline.project.role` set; number 1 is created on demand."""
    project = project_for(person, slug, need)
    timeline = project.timelines.filter(number=number).first()
    if timeline is None and number == 1:
        timeline = project.timelines.get_or_create(number=1, defaults={"name": "Timeline 1"})[0]
    if timeline is None:
        raise Http404
    timeline.project = project
    return timeline
