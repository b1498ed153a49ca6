"""A project's library: the composer, and every clip as a live card."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_htmx.http import replace_url

from projects.core.access import project_for
from projects.core.changes import moving_in
from projects.core.http import Request, render_fragments
from projects.ledger.changes import is_idle
from projects.library import composer
from projects.library.clip_filter import LIST, ClipFilter, read_filter
from projects.library.clip_pages import Page, page_of, read_start
from projects.library.clip_sort import NEWEST, SORTS
from projects.library.filter_panel import list_chips
from projects.library.stacks import Card, stack_cards
from projects.library.views.uploads import list_context
from projects.models import Project
from projects.models.project import EDITORS

PAGE = 60
MOST_COUNTED = 1000  # clips of a filtered library
QUICK_FILTERS = {
    "all": _("All"),
    "favorites": _("Favorites"),
    "unused": _("Not used"),
    "moving": _("In progress"),
    "failed": _("Failed"),
}
NOTHING = {
    "all": _("No clips match these filters."),
    "favorites": _("No clips are favorites yet."),
    "unused": _("Every finished clip is on a timeline."),
    "moving": _("No clips are in progress."),
    "failed": _("No clips have failed."),
}


@require_safe
def show(request: Request, slug: str) -> HttpResponse:
    project = project_for(request.user, slug)
    revision = project.revision  # read before the cards, so that the poll misses no change
    may_make = project.role in EDITORS
    context = find_cards(request, project) | {
        "may_make": may_make,
        "composer": composer.from_address(request.GET, project, request.user) if may_make else None,
        "moving": moving_in(project),
        "revision": revision,
        "is_idle": is_idle(project.generations.all()),
    }
    if may_make:
        context |= list_context(request, project)
    return render(request, "library/show.html", context)


@require_safe
def clips(request: Request, slug: str) -> HttpResponse:
    """Show the cards that match a search, or its page before or after."""
    project = project_for(request.user, slug)
    for wanted, other in (("before", "newer_query"), ("until", "older_query")):
        if request.GET.get(wanted):
            context = find_cards(request, project, is_part=True) | {other: ""}
            return render_fragments(request, ("library/_cards.html", context))
    context = find_cards(request, project)
    return replace_url(render_fragments(request, ("library/_results.html", context)), context["address"])


@require_safe
def quote(request: Request, slug: str) -> HttpResponse:
    """Show the composer's settings, warnings and button for what is chosen so far."""
    project = project_for(request.user, slug, need="make")
    context = {"project": project, "composer": composer.from_form(request.GET, project, request.user)}
    return render_fragments(request, ("library/_composer_settings.html", context))


def find_cards(request: Request, project: Project, *, is_part: bool = False) -> dict[str, Any]:
    """Return the context of one page of cards. is_part: only the cards, not how many clips match."""
    chosen, start = read_filter(request.GET), read_start(request.GET)
    page = page_of(chosen, project, start, PAGE)
    cards = stack_cards(chosen, project, page.places)
    count = 0 if is_part else count_clips(chosen, project, page, cards)
    return filter_context(chosen, project) | {
        "project": project,
        "cards": cards,
        "newer_query": chosen.address(until=page.newer) if page.newer else "",
        "older_query": chosen.address(before=page.older) if page.older else "",
        "count": count if chosen.is_whole else min(count, MOST_COUNTED),
        "is_more": count > MOST_COUNTED and not chosen.is_whole,
        "is_empty": not cards and chosen.is_whole,
        "is_whole": chosen.is_whole and chosen.sort == NEWEST and not page.newer,
        "address": f"{request.path.removesuffix('clips/')}{chosen.address()}",
    }


def count_clips(chosen: ClipFilter, project: Project, page: Page, cards: list[Card]) -> int:
    """Return how many clips match; of a filtered library, MOST_COUNTED + 1 if they are more."""
    if not (page.newer or page.older):
        return sum(card.stack.count for card in cards if card.stack)
    rows = chosen.apply(project.generations.not_deleted(), project)
    return rows.count() if chosen.is_whole else rows.order_by()[: MOST_COUNTED + 1].count()


def filter_context(chosen: ClipFilter, project: Project) -> dict[str, Any]:
    """Return what the search, the chips and the sort menu show."""
    chips = list_chips(chosen, project)
    is_plain = replace(chosen, query="", sort=NEWEST, show="all").is_whole
    return {
        "filter": chosen,
        "quick": [
            (label, replace(chosen, show=key).address(), key == chosen.show)
            for key, label in QUICK_FILTERS.items()
        ],
        "chips": chips,
        "sorts": [(key, sort.label) for key, sort in SORTS.items()],
        "cleared": ClipFilter(sort=chosen.sort, view=chosen.view).address(),
        "views": [
            (_("Wall"), "layout-grid", replace(chosen, view="").address(), not chosen.view),
            (_("List"), "list", replace(chosen, view=LIST).address(), bool(chosen.view)),
        ],
        "nothing": name_nothing(chosen) if is_plain else NOTHING["all"],
    }


def name_nothing(chosen: ClipFilter) -> str:
    return gettext("No clips match “%s”.") % chosen.query if chosen.query else str(NOTHING[chosen.show])
