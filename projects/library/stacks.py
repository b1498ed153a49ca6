"""Stacks: the library shows the takes of one prompt as one card, with the picture of the best of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.ledger.changes import prepare_cards
from projects.library.clip_filter import ClipFilter
from projects.library.clip_pages import FirstTake, takes_of
from projects.library.clip_sort import SORTS
from projects.models import Generation, Project, State
from projects.models.generation import Generations

COMPARED = ("left", "right", "third", "fourth")  # the sides of the page that compares
MOST_SHOWN = 60  # takes of one stack, when it is fanned out


@dataclass(frozen=True)
class Stack:
    """The takes of one prompt that match the filter, in the library's order."""

    takes: list[Generation]

    @property
    def prompt(self) -> int:
        return self.takes[0].prompt_id

    @property
    def number(self) -> int:
        """Return the number of the clip that gives it its place in the library."""
        return self.takes[0].number

    @property
    def count(self) -> int:
        return len(self.takes)

    @property
    def is_one(self) -> bool:
        return self.count == 1

    @cached_property
    def face(self) -> Generation:
        """Return the take that is its picture: a favorite, else one that can be played."""
        return min(self.takes, key=rank)  # of equals, the first in the library's order

    @property
    def selected_ids(self) -> str:
        """Return what is selected with it: the IDs of all takes that can be played."""
        return " ".join(str(take.pk) for take in self.takes if take.is_playable)

    @property
    def label(self) -> str:
        """Return "4 takes", "2 of 4 ready" or "4 takes, 1 failed"."""
        ready = sum(take.state == State.COMPLETED for take in self.takes)
        if any(take.is_moving for take in self.takes):
            return _("%(ready)d of %(count)d ready") % {"ready": ready, "count": self.count}
        takes = ngettext("%d take", "%d takes", self.count) % self.count
        failed = self.count - ready - sum(take.state == State.CANCELLED for take in self.takes)
        return _("%(takes)s, %(failed)d failed") % {"takes": takes, "failed": failed} if failed else takes


@dataclass(frozen=True)
class Card:
    """A clip in the library.

    stack: the takes that it stands for, or among which it is fanned out (is_fanned). Without one it doesn't
    match the library's filter. place: where it stands in the library, on its pages.
    """

    generation: Generation
    stack: Stack | None = None
    is_fanned: bool = False
    place: str = ""

    @property
    def is_stack(self) -> bool:
        """Return True if it stands for several takes."""
        return self.stack is not None and not (self.is_fanned or self.stack.is_one)

    @property
    def compare_query(self) -> str:
        """Return the query of the page that compares it with other takes of its stack, or "" without any."""
        return compare_takes(self.generation, self.stack.takes if self.stack else ())

    @property
    def number(self) -> int:
        """Return the number of the clip that gives it its place."""
        return self.stack.number if self.stack and not self.is_fanned else self.generation.number


def compare_takes(take: Generation, takes: Iterable[Generation]) -> str:
    """Return "?left=c5&right=c4" for the page that compares a take with the first others, or ""."""
    others = (one for one in takes if one.is_playable and one.pk != take.pk)
    sides = {name: f"c{one.number}" for name, one in zip(COMPARED, (take, *others), strict=False)}
    return f"?{urlencode(sides)}" if take.is_playable and len(sides) > 1 else ""


def rank(take: Generation) -> int:
    if take.is_playable:
        return 0 if take.favorite else 1
    if take.is_moving:
        return 2
    return 4 if take.state == State.CANCELLED else 3


def stack_cards(chosen: ClipFilter, project: Project, places: Iterable[FirstTake]) -> list[Card]:
    """Return a card for each of these places in the library, in a fixed number of queries."""
    found = find_stacks(chosen, project, {place.prompt_id for place in places})
    stacks = [found[place.prompt_id] for place in places if place.prompt_id in found]
    cards = load_cards(stacks, chosen, project)
    where = {place.prompt_id: str(place) for place in places}
    return [replace(card, place=where[card.generation.prompt_id]) for card in cards]


def stacks_of(chosen: ClipFilter, project: Project, prompts: set[int]) -> list[Card]:
    """Return the cards of these prompts' stacks, as far as takes of them match."""
    return load_cards(list(find_stacks(chosen, project, prompts).values()), chosen, project)


def fan_out(chosen: ClipFilter, project: Project, prompts: set[int]) -> list[Card]:
    """Return a card for each take of these prompts that matches, in the order of their requests."""
    rows = for_view(takes_of(chosen, project, prompts), chosen)
    takes = prepare_cards(rows.order_by("number")[:MOST_SHOWN], project)
    return [Card(take, Stack(takes), is_fanned=True) for take in takes]


# -- private -----------------------------------------------------------------------------------------------


def find_stacks(chosen: ClipFilter, project: Project, prompts: set[int]) -> dict[int, Stack]:
    stacks: dict[int, Stack] = {}
    for take in SORTS[chosen.sort].arrange(takes_of(chosen, project, prompts)):
        stacks.setdefault(take.prompt_id, Stack([])).takes.append(take)
    return stacks


def load_cards(stacks: list[Stack], chosen: ClipFilter, project: Project) -> list[Card]:
    faces_of_stacks = project.generations.filter(pk__in=[stack.face.pk for stack in stacks])
    rows = for_view(faces_of_stacks.order_by(), chosen)  # to sort, SQLite would read all of the project's
    faces = {face.pk: face for face in prepare_cards(rows, project)}
    return [Card(faces[stack.face.pk], stack) for stack in stacks if stack.face.pk in faces]


def for_view(rows: Generations, chosen: ClipFilter) -> Generations:
    """Load everything that the cards, or the rows of the list, show."""
    return rows.for_cards().prefetch_related("tags") if chosen.view else rows.for_cards()
