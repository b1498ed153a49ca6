"""Find things through the person who asks: what they may not see does not exist for them (404)."""

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404

from projects.models import Generation, Image, Person, Project, Role, Timeline
from projects.models.project import MAKERS

MAY = {"see": tuple(Role), "make": MAKERS, "own": (Role.OWNER,)}


def project_for(person: Person, slug: str, need: str = "see") -> Project:
    """The project, with `project.role` set to the person's role. need: "see", "make" or "own"."""
    project = get_object_or_404(Project.objects.visible_to(person), slug=slug)
    project.role = project.role_of(person)
    if project.role not in MAY[need]:
        raise Http404
    return project


def generation_for(person: Person, slug: str, id: uuid.UUID, need: str = "see") -> Generation:
    """One generation of that project, ready for its card; `generation.project.role` is set."""
    project = project_for(person, slug, need)
    generation = get_object_or_404(Generation.objects.for_cards(), project=project, id=id)
    generation.project = project
    return generation


def image_for(person: Person, slug: str, id: uuid.UUID, need: str = "see") -> Image:
    return get_object_or_404(Image, project=project_for(person, slug, need), id=id)


def studio_for(person: Person) -> Person:
    """Refuses everybody but those who run the studio: for others, engines and storage do not exist."""
    if not person.is_admin:
        raise Http404
    return person


def timeline_for(person: Person, slug: str, number: int, need: str = "see") -> Timeline:
    """A timeline of that project, with `timeline.project.role` set. Each project has a first one."""
    project = project_for(person, slug, need)
    timeline = project.timelines.filter(number=number).first()
    if timeline is None and number == 1:
        timeline = project.timelines.get_or_create(number=1, defaults={"name": "Timeline 1"})[0]
    if timeline is None:
        raise Http404
    timeline.project = project
    return timeline
