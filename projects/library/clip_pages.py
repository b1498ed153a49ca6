"""The library's pages: places in its order, one for all takes of a prompt, and where the next page starts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Min, Q, Window
from django.db.models.functions import RowNumber

from projects.library.clip_filter import ClipFilter
from projects.library.clip_sort import SORTS
from projects.models import Generation, Project
from projects.models.generation import Generations

LARGEST = 10**15
TAKES = 4  # of most prompts, at most


@dataclass(frozen=True)
class FirstTake:
    """A place in the library: that of the first take of a prompt in this order."""

    prompt_id: int
    number: int
    sort_key: int | None = None

    def __str__(self) -> str:
        return str(self.number) if self.sort_key is None else f"{self.sort_key}.{self.number}"


def page_of(chosen: ClipFilter, project: Project, before: str, size: int) -> tuple[list[FirstTake], str]:
    """Return a page of places, and where the next one starts, or "".

    before: where this page starts, as the last call said; "" for the first page.
    """
    by = by_number if SORTS[chosen.sort].key is None else by_key
    places = by(chosen, project, before, size + 1)
    return places[:size], str(places[size - 1]) if len(places) > size else ""


def takes_of(chosen: ClipFilter, project: Project, prompts: Iterable[int]) -> Generations:
    """Return the clips of these prompts of the project that match.

    They aren't filtered by the project, which has all takes of its prompts: SQLite would read it as a whole.
    """
    return chosen.apply(Generation.objects.not_deleted().filter(prompt__in=prompts), project)


def by_number(chosen: ClipFilter, project: Project, before: str, size: int) -> list[FirstTake]:
    """Read no more of the clips than the page needs: an index has them in this order."""
    order = SORTS[chosen.sort]
    rows = order.arrange(chosen.apply(project.generations.not_deleted(), project))
    later = "number__gt" if order.is_ascending else "number__lt"
    places: list[FirstTake] = []
    while len(places) < size:
        found = rows.filter(**{later: int(before)}) if is_number(before) else rows
        chunk = list(found.values_list("prompt_id", "number")[: size * TAKES])
        first = Min("number") if order.is_ascending else Max("number")
        takes = takes_of(chosen, project, {prompt for prompt, _number in chunk}).order_by()
        firsts = dict(takes.values("prompt_id").annotate(first=first).values_list("prompt_id", "first"))
        places += [FirstTake(prompt, number) for prompt, number in chunk if firsts.get(prompt) == number]
        if len(chunk) < size * TAKES:
            break
        before = str(chunk[-1][1])
    return places[:size]


def by_key(chosen: ClipFilter, project: Project, before: str, size: int) -> list[FirstTake]:
    keys = SORTS[chosen.sort].arrange(chosen.apply(project.generations.not_deleted(), project))
    nth = Window(RowNumber(), partition_by="prompt_id", order_by=["-sort_key", "-number"])
    wanted = Q(nth=1)
    key, _dot, number = before.rpartition(".")
    if is_number(number) and is_number(key):
        # nth in both, so that Django compares after it has counted
        later = {"nth": 1, "sort_key": int(key), "number__lt": int(number)}
        wanted = Q(nth=1, sort_key__lt=int(key)) | Q(**later)
    found = keys.annotate(nth=nth).filter(wanted)[:size]
    return [FirstTake(*values) for values in found.values_list("prompt_id", "number", "sort_key")]


def is_number(text: str) -> bool:
    """Return True for -1 and what a database can hold as a key or a clip's number."""
    return text == "-1" or (text.isascii() and text.isdecimal() and int(text) < LARGEST)
