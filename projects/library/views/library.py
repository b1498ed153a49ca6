"""A project's library: the composer, and every clip as a live card."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_htmx.http import replace_url

from projects.core.access import project_for
from projects.core.changes import moving_in, number
from projects.core.http import Request, render_fragments
from projects.ledger.changes import LIVE, prepare_cards
from projects.library import composer
from projects.library.views.uploads import list_context
from projects.models import Project, State
from projects.models.project import EDITORS
from projects.models.states import MOVING
from studio.text import fold

PAGE = 60
MAX_WORDS = 12
FILTERS = {
    "all": (_("All"), Q()),
    "favorites": (_("Favorites"), Q(favorite=True)),
    "moving": (_("In progress"), Q(state__in=MOVING)),
    "failed": (_("Failed"), Q(state__in=(State.FAILED, State.REFUSED, State.RESULT_LOST, State.UNCONFIRMED))),
}
NOTHING = {
    "all": _("There are no clips yet."),
    "favorites": _("No clips are favorites yet."),
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
    """Show the cards that match a search, or its next page."""
    project = project_for(request.user, slug)
    context = find_cards(request, project)
    if request.GET.get("before"):
        return render_fragments(request, ("library/_cards.html", context))
    return replace_url(render_fragments(request, ("library/_results.html", context)), context["address"])


@require_safe
def quote(request: Request, slug: str) -> HttpResponse:
    """Show the composer's settings, warnings and button for what is chosen so far."""
    project = project_for(request.user, slug, need="make")
    context = {"project": project, "composer": composer.from_form(request.GET, project, request.user)}
    return render_fragments(request, ("library/_composer_settings.html", context))


def find_cards(request: Request, project: Project) -> dict[str, Any]:
    """Return the context of one page of clips, newest first, and the number of all matches."""
    query, filter = request.GET.get("q", "").strip()[:200], request.GET.get("show", "")
    filter = filter if filter in FILTERS else "all"
    rows = project.generations.filter(FILTERS[filter][1], *search(query))
    before = number(request.GET.get("before"), 0)
    page = (rows.filter(number__lt=before) if before else rows).for_cards().order_by("-number")[: PAGE + 1]
    cards = prepare_cards(page, project)
    more = cards[PAGE - 1].number if len(cards) > PAGE else None
    everything = not query and filter == "all"
    return filter_context(query, filter) | {
        "project": project,
        "cards": cards[:PAGE],
        "more": more,
        "count": rows.count(),
        "is_empty": not cards and everything,
        "is_whole": everything and not before,
        "more_query": build_query(query, filter, before=more),
        "address": f"{request.path.removesuffix('clips/')}{build_query(query, filter)}",
    }


def filter_context(query: str, filter: str) -> dict[str, Any]:
    return {
        "query": query,
        "filter": filter,
        "filters": [(key, label) for key, (label, _rows) in FILTERS.items()],
        "nothing": _("No clips match “%s”.") % query if query else NOTHING[filter],
    }


def search(query: str) -> list[Q]:
    """Require each word in the prompt, the camera move or the person's name; "#12" is clip 12."""
    return [
        Q(number=int(word[1:]))
        if word[0] == "#" and word[1:].isdecimal() and len(word) < 10
        else Q(prompt__search_text__contains=word) | Q(created_by__search_name__contains=word)
        for word in fold(query).split()[:MAX_WORDS]
    ]


def build_query(query: str, filter: str, before: int | None = None) -> str:
    values = {"q": query, "show": "" if filter == "all" else filter, "before": before}
    parameters = {name: value for name, value in values.items() if value}
    return f"?{urlencode(parameters)}" if parameters else ""
