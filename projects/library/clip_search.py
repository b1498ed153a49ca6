"""The clips of the library from which one chooses, for an end of a new clip or for a place on a timeline."""

from django.db.models import Q

from projects.models import Generation, Project, State
from projects.models.generation import MOVING

A_PAGE = 30


def clips_found(project: Project, words: str, before: str = "") -> tuple[list[Generation], int | None]:
    """Clips that are made or on their way, newest first, and the number below which there are more. "#12"
    finds clip 12."""
    clips = project.generations.filter(state__in=(State.COMPLETED, *MOVING))
    for word in words.split()[:12]:
        number = word.removeprefix("#")
        by_number = Q(number=number) if number.isdecimal() and len(number) < 10 else Q(pk=None)
        clips = clips.filter(by_number | Q(prompt__text__icontains=word))
    if before.isdecimal() and len(before) < 10:
        clips = clips.filter(number__lt=before)
    found = list(clips.select_related("prompt").order_by("-number")[: A_PAGE + 1])
    return found[:A_PAGE], found[A_PAGE - 1].number if len(found) > A_PAGE else None
