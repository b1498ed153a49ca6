"""The library's pages: places in its order, one for all takes of a prompt, and where other pages start."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Max, Min, Q
from django.http import QueryDict

from projects.library.clip_filter import ClipFilter
from projects.library.clip_sort import SORTS
from projects.models import Generation, Project
from projects.models.generation import Generations

LARGEST = 10**15
TAKES = 4  # of most prompts, at most
PLACE = ("prompt_id", "number", "sort_key")


@dataclass(frozen=True)
class FirstTake:
    """A place in the library: that of the first take of a prompt in this order."""

    prompt_id: int
    number: int
    sort_key: int | None = None

    def __str__(self) -> str:
        return str(self.number) if self.sort_key is None else f"{self.sort_key}.{self.number}"


@dataclass(frozen=True)
class Start:
    """Where a page starts: at this place or, unless is_included, next to it; is_backward: it ends there."""

    place: str = ""
    is_included: bool = False
    is_backward: bool = False

    @property
    def number(self) -> int | None:
        number = self.place.rpartition(".")[2]
        return int(number) if is_number(number) else None

    @property
    def sort_key(self) -> int | None:
        key = self.place.rpartition(".")[0]
        return int(key) if is_number(key) else None

    def after(self, rows: Generations) -> Generations:
        """Return those of the rows, which have a sort_key, that come behind it in the page's direction."""
        if self.number is None or self.sort_key is None:
            return rows
        beyond = Q(**{"sort_key__gt" if self.is_backward else "sort_key__lt": self.sort_key})
        same = Q(**{"sort_key": self.sort_key, self.compare(is_ascending=False): self.number})
        return rows.filter(beyond | same)

    def compare(self, *, is_ascending: bool) -> str:
        """Return "number__lte" or what else compares a number with this place in the page's direction."""
        way = "gt" if is_ascending != self.is_backward else "lt"
        return f"number__{way}e" if self.is_included else f"number__{way}"


@dataclass(frozen=True)
class Page:
    """newer, older: the last place of the page before, and that behind which the page after starts; or ""."""

    places: list[FirstTake]
    newer: str = ""
    older: str = ""


def page_of(chosen: ClipFilter, project: Project, start: Start, size: int) -> Page:
    """Return a page of places; the first one, if there is none where it should start."""
    found = places_from(chosen, project, start, size + 1)
    if start.is_backward:
        newer = str(found[0]) if len(found) > size else ""
        return Page(found[-size:], newer, str(found[-1]) if found else "")
    if start.place and not found:
        return page_of(chosen, project, Start(), size)
    older = str(found[size - 1]) if len(found) > size else ""
    if not start.place:
        return Page(found[:size], "", older)
    back = replace(start, is_included=not start.is_included, is_backward=True)
    before = places_from(chosen, project, back, 1)
    return Page(found[:size], str(before[0]) if before else "", older)


def read_start(values: QueryDict) -> Start:
    """Return where the page starts, as an address says: "at" a place, "before" (behind it), or "until" it."""
    if until := values.get("until", ""):
        return Start(until, is_included=True, is_backward=True)
    if at := values.get("at", ""):
        return Start(at, is_included=True)
    return Start(values.get("before", ""))


def places_from(chosen: ClipFilter, project: Project, start: Start, size: int) -> list[FirstTake]:
    """Return up to `size` places, in the order of the library."""
    by = by_number if SORTS[chosen.sort].key is None else by_key
    places = by(chosen, project, start, size)
    return places[::-1] if start.is_backward else places


def takes_of(chosen: ClipFilter, project: Project, prompts: Iterable[int]) -> Generations:
    """Return the clips of these prompts of the project that match.

    They aren't filtered by the project, which has all takes of its prompts: SQLite would read it as a whole.
    """
    return chosen.apply(Generation.objects.not_deleted().filter(prompt__in=prompts), project, of_few=True)


def by_number(chosen: ClipFilter, project: Project, start: Start, size: int) -> list[FirstTake]:
    """Read no more of the clips than the page needs: an index has them in this order."""
    order = SORTS[chosen.sort]
    rows = order.arrange(chosen.apply(project.generations.not_deleted(), project))
    rows = rows.reverse() if start.is_backward else rows
    first = Min("number") if order.is_ascending else Max("number")
    compare, number = start.compare(is_ascending=order.is_ascending), start.number
    places: list[FirstTake] = []
    while len(places) < size:
        found = rows if number is None else rows.filter(**{compare: number})
        chunk = list(found.values_list("prompt_id", "number")[: size * TAKES])
        takes = takes_of(chosen, project, {prompt for prompt, _number in chunk}).order_by()
        firsts = dict(takes.values("prompt_id").annotate(first=first).values_list("prompt_id", "first"))
        places += [FirstTake(*values) for values in chunk if firsts.get(values[0]) == values[1]]
        if len(chunk) < size * TAKES:
            break
        compare, number = compare.removesuffix("e"), chunk[-1][1]
    return places[:size]


def by_key(chosen: ClipFilter, project: Project, start: Start, size: int) -> list[FirstTake]:
    """Sort the clips, but number no more of their takes than the page needs."""
    order = SORTS[chosen.sort]
    rows = order.arrange(chosen.apply(project.generations.not_deleted(), project))
    rows = rows.reverse() if start.is_backward else rows
    places: list[FirstTake] = []
    while len(places) < size:
        found = [FirstTake(*values) for values in start.after(rows).values_list(*PLACE)[: size * TAKES]]
        takes = order.arrange(takes_of(chosen, project, {place.prompt_id for place in found}))
        firsts: dict[int, int] = {}
        for prompt, number in takes.values_list("prompt_id", "number"):
            firsts.setdefault(prompt, number)
        places += [place for place in found if firsts.get(place.prompt_id) == place.number]
        if len(found) < size * TAKES:
            break
        start = replace(start, place=str(found[-1]), is_included=False)
    return places[:size]


def is_number(text: str) -> bool:
    """Return True for -1 and what a database can hold as a key or a clip's number."""
    return text == "-1" or (text.isascii() and text.isdecimal() and int(text) < LARGEST)
