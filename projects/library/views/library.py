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
from projects.ledger.changes import LIVE
from projects.library import composer
from projects.library.clip_filter import LIST, ClipFilter, read_filter
from projects.library.clip_pages import page_of, read_start
from projects.library.clip_sort import NEWEST, SORTS
from projects.library.filter_panel import list_chips
from projects.library.stacks import stack_cards
from projects.library.views.uploads import list_context
from projects.models import Project
from projects.models.project import EDITORS

PAGE = 60
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
        "is_idle": not project.generations.filter(LIVE).exists(),
    }
    if may_make:
        context |= list_context(request, project)
    return render(request, "library/show.html", context)


@require_safe
def clips(request: Request, slug: str) -> HttpResponse:
    """Show the cards that match a search, or its page before or after."""
    project = project_for(request.user, slug)
    context = find_cards(request, project)
    if request.GET.get("before"):
        return render_fragments(request, ("library/_cards.html", context | {"newer_query": ""}))
    if request.GET.get("until"):
        return render_fragments(request, ("library/_cards.html", context | {"older_query": ""}))
    return replace_url(render_fragments(request, ("library/_results.html", context)), context["address"])


@require_safe
def quote(request: Request, slug: str) -> HttpResponse:
    """Show the composer's settings, warnings and button for what is chosen so far."""
    project = project_for(request.user, slug, need="make")
    context = {"project": project, "composer": composer.from_form(request.GET, project, request.user)}
    return render_fragments(request, ("library/_composer_settings.html", context))


def find_cards(request: Request, project: Project) -> dict[str, Any]:
    """Return the context of one page of cards, and the number of all clips that match."""
    chosen, start = read_filter(request.GET), read_start(request.GET)
    rows = chosen.apply(project.generations.not_deleted(), project)
    page = page_of(chosen, project, start, PAGE)
    cards = stack_cards(chosen, project, page.places)
    return filter_context(chosen, project) | {
        "project": project,
        "cards": cards,
        "newer_query": chosen.address(until=page.newer) if page.newer else "",
        "older_query": chosen.address(before=page.older) if page.older else "",
        "count": rows.count(),
        "is_empty": not cards and chosen.is_whole,
        "is_whole": chosen.is_whole and chosen.sort == NEWEST and not page.newer,
        "address": f"{request.path.removesuffix('clips/')}{chosen.address()}",
    }


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
