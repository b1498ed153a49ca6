"""A project's library: the composer, and every clip as a live card."""

from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django_htmx.http import replace_url

from projects.core.access import project_for
from projects.core.changes import moving_in, number
from projects.core.http import Request, pieces
from projects.ledger.changes import LIVE, prepare_cards
from projects.library import composer
from projects.models import State
from projects.models.generation import MOVING
from projects.models.project import MAKERS

PAGE = 60
SHOWS = {
    "all": ("All", Q()),
    "starred": ("Starred", Q(starred=True)),
    "moving": ("In progress", Q(state__in=MOVING)),
    "failed": ("Failed", Q(state__in=(State.FAILED, State.REFUSED, State.RESULT_LOST, State.UNCONFIRMED))),
}


@require_GET
def show(request: Request, slug: str) -> HttpResponse:
    project = project_for(request.user, slug)
    revision = project.revision  # read before the cards, so that the pulse misses nothing
    may_make = project.role in MAKERS
    context = found(request, project) | {
        "may_make": may_make,
        "composer": composer.from_address(request.GET, project, request.user) if may_make else None,
        "moving": moving_in(project),
        "revision": revision,
        "rests": not project.generations.filter(LIVE).exists(),
    }
    return render(request, "library/show.html", context)


@require_GET
def clips(request: Request, slug: str) -> HttpResponse:
    """The cards that match a search, or the next ones of it."""
    project = project_for(request.user, slug)
    context = found(request, project)
    if request.GET.get("before"):
        return pieces(request, ("library/_cards.html", context))
    return replace_url(pieces(request, ("library/_results.html", context)), context["address"])


@require_GET
def quote(request: Request, slug: str) -> HttpResponse:
    """The composer's chips, notes and button for the settings as they stand."""
    project = project_for(request.user, slug, need="make")
    standing = composer.from_form(request.GET, project, request.user)
    return pieces(request, ("library/_settings.html", {"project": project, "composer": standing}))


def found(request: Request, project) -> dict:
    """One page of the clips that are asked for, newest first, and how many there are in all."""
    words, shown = request.GET.get("q", "").strip()[:200], request.GET.get("show", "")
    shown = shown if shown in SHOWS else "all"
    rows = project.generations.filter(SHOWS[shown][1], *search(words))
    before = number(request.GET.get("before"), 0)
    page = (rows.filter(number__lt=before) if before else rows).for_cards().order_by("-number")[: PAGE + 1]
    clips = prepare_cards(page, project)
    return {
        "project": project,
        "cards": clips[:PAGE],
        "more": clips[PAGE - 1].number if len(clips) > PAGE else None,
        "count": rows.count(),
        "is_empty": not clips and not words and shown == "all",
        "is_whole": not words and shown == "all" and not before,
        "words": words,
        "shown": shown,
        "shows": [(key, label) for key, (label, _) in SHOWS.items()],
        "query": as_query(words, shown),
        "address": f"{request.path.removesuffix('clips/')}{as_query(words, shown)}",
    }


def search(words: str) -> list[Q]:
    """Each word must be found in the prompt or in the maker's name; "#12" is clip 12."""
    return [
        Q(number=int(word[1:]))
        if word[0] == "#" and word[1:].isdecimal() and len(word) < 10
        else Q(prompt__text__icontains=word)
        | Q(prompt__camera__icontains=word)
        | Q(created_by__name__icontains=word)
        for word in words.split()[:12]
    ]


def as_query(words: str, shown: str) -> str:
    kept = {name: value for name, value in (("q", words), ("show", shown)) if value and value != "all"}
    return f"?{urlencode(kept)}" if kept else ""
