"""The library's filter: which clips are shown and in which order, as the page's address says."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from projects.core.http import Request, without_control_characters
from projects.library.clip_search import match_words, tagged
from projects.library.clip_sort import NEWEST, SORTS
from projects.models import Collection, Project, Shot, State
from projects.models.generation import IN_PROGRESS, Generations
from projects.models.states import MOVING
from studio.text import fold

LIST = "list"  # the view with a row for each clip
MAX_VALUES = 20  # of one kind
LONGEST_QUERY = 4000
FAILED = (State.FAILED, State.REFUSED, State.RESULT_LOST, State.UNCONFIRMED)
USED = Exists(Shot.objects.filter(generation=OuterRef("pk"), active=True, timeline__archived_at=None))
SHOWN = {
    "all": Q(),
    "favorites": Q(favorite=True),
    "unused": Q(~USED, state=State.COMPLETED),
    "moving": IN_PROGRESS,
    "failed": Q(state__in=FAILED),
}
STATES: dict[str, tuple[State, ...]] = {
    "ready": (State.COMPLETED,),
    "moving": MOVING,
    "failed": FAILED,
    "canceled": (State.CANCELLED,),
}
LISTS = ("collection", "person", "model", "state", "ratio", "tag")


@dataclass(frozen=True)
class ClipFilter:
    """show: a key of SHOWN. model: "engine:model". tag: folded names, all of which a clip must have; of the
    other lists, one value is enough. rating: at least. start, end: days, both included. view: LIST or "".
    """

    query: str = ""
    show: str = "all"
    collection: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    model: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    ratio: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    rating: int = 0
    start: date | None = None
    end: date | None = None
    sort: str = NEWEST
    view: str = ""

    @property
    def is_whole(self) -> bool:
        """Return True if it shows every clip."""
        return replace(self, sort=NEWEST, view="") == ClipFilter()

    def parameters(self) -> list[tuple[str, str]]:
        """Return what the address holds of it, without what it would be anyway."""
        single = {
            "q": self.query,
            "show": "" if self.show == "all" else self.show,
            "rating": self.rating or "",
            "from": self.start.isoformat() if self.start else "",
            "to": self.end.isoformat() if self.end else "",
            "sort": "" if self.sort == NEWEST else self.sort,
            "view": self.view,
        }
        lists = [(name, value) for name in LISTS for value in getattr(self, name)]
        return [(name, str(value)) for name, value in single.items() if value] + lists

    def address(self, **more: Any) -> str:
        """Return "?q=fog&rating=3", or "" if it shows everything. more: further parameters."""
        parameters = self.parameters() + [(name, value) for name, value in more.items() if value]
        return f"?{urlencode(parameters)}" if parameters else ""

    def without(self, name: str, value: str) -> "ClipFilter":
        """Return it without a value of a list."""
        kept: Any = {name: tuple(one for one in getattr(self, name) if one != value)}
        return replace(self, **kept)

    def apply(self, rows: Generations, project: Project, *, of_few: bool = False) -> Generations:
        """Return those of the rows that it shows. of_few: the rows are few, not all of the project."""
        rows = rows.filter(SHOWN[self.show], *match_words(self.query, project, of_few=of_few))
        if self.collection:
            collected = Collection.generations.through.objects.filter(collection__project=project)
            collected = collected.filter(collection__in=self.collection)
            rows = rows.filter(pk__in=collected.values("generation_id"))
        if self.person:
            rows = rows.filter(created_by__in=self.person)
        if self.model:
            pairs = [
                Q(prompt__engine=e, prompt__model=m) for e, _, m in (v.partition(":") for v in self.model)
            ]
            rows = rows.filter(reduce(or_, pairs))
        if self.state:
            rows = rows.filter(state__in=[state for key in self.state for state in STATES[key]])
        if self.ratio:
            rows = rows.filter(prompt__aspect_ratio__in=self.ratio)
        for key in self.tag:
            rows = rows.filter(pk__in=tagged(project).filter(tag__key=key).values("generation_id"))
        if self.rating:
            rows = rows.filter(rating__gte=self.rating)
        return self.between(rows)

    def between(self, rows: Generations) -> Generations:
        if self.start:
            rows = rows.filter(created_at__gte=day(self.start, time.min))
        if self.end:
            rows = rows.filter(created_at__lte=day(self.end, time.max))
        return rows


def read_filter(values: QueryDict) -> ClipFilter:
    """Return the filter that an address or a form names. What it can't know is left out."""
    rating, show, sort = values.get("rating", ""), values.get("show", ""), values.get("sort", "")
    return ClipFilter(
        query=values.get("q", "").strip()[:200],
        show=show if show in SHOWN else "all",
        collection=ids_of(values, "collection"),
        person=ids_of(values, "person"),
        model=some(values, "model"),
        state=tuple(value for value in some(values, "state") if value in STATES),
        ratio=some(values, "ratio"),
        tag=tuple(dict.fromkeys(filter(None, map(fold, some(values, "tag"))))),
        rating=int(rating) if rating in tuple("12345") else 0,
        start=read_day(values.get("from", "")),
        end=read_day(values.get("to", "")),
        sort=sort if sort in SORTS else NEWEST,
        view=LIST if values.get("view") == LIST else "",
    )


def read_shown_filter(request: Request) -> ClipFilter:
    """Return the filter of the library that sent this request from the address that it shows."""
    address = request.htmx.current_url if request.htmx else ""
    return read_filter(without_control_characters(QueryDict(urlsplit(address or "").query[:LONGEST_QUERY])))


def some(values: QueryDict, name: str) -> tuple[str, ...]:
    given = (value[:200] for value in values.getlist(name) if value)
    return tuple(dict.fromkeys(given))[:MAX_VALUES]


def ids_of(values: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(value for value in some(values, name) if value.isdecimal() and len(value) < 16)


def read_day(text: str) -> date | None:
    try:
        found = parse_date(text)
    except ValueError:  # such as February 30
        return None
    return found if found and 1900 <= found.year <= 9000 else None


def day(of: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(of, at))
