"""Search the library's clips for one to use: as a keyframe, or on a timeline."""

from django.db.models import Q

from projects.models import Generation, Project, State
from projects.models.states import MOVING
from studio.text import fold

PAGE = 30
MAX_WORDS = 12


def find_clips(project: Project, query: str, before: str = "") -> tuple[list[Generation], int | None]:
    """Return a page of completed or moving clips, newest first, and the number where the next page starts.

    Each word must be in the prompt, or be the clip's number ("12" or "#12"). before: only lower numbers.
    """
    rows = project.generations.not_deleted().filter(state__in=(State.COMPLETED, *MOVING))
    for word in fold(query).split()[:MAX_WORDS]:
        number = word.removeprefix("#")
        by_number = Q(number=number) if number.isdecimal() and len(number) < 10 else Q(pk=None)
        rows = rows.filter(by_number | Q(prompt__search_text__contains=word))
    if before.isdecimal() and len(before) < 10:
        rows = rows.filter(number__lt=before)
    generations = list(rows.select_related("prompt").order_by("-number")[: PAGE + 1])
    return generations[:PAGE], generations[PAGE - 1].number if len(generations) > PAGE else None
