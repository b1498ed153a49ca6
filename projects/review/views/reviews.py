"""A review's page, its film, what is new in it, and what is decided about it."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST, require_safe

from projects.core.access import generation_for, project_for, timeline_for
from projects.core.changes import number as whole
from projects.core.http import Request, pieces
from projects.models import VerdictKind
from projects.models.project import EDITORS
from projects.review import notes as review_notes
from projects.review import publish, share_links, version_diff
from projects.review.forms import NameForm, VerdictForm
from projects.review.views.access import for_visitors
from projects.review.visitors import Visitor
from projects.timeline.views.responses import respond
from studio.web import ranges

COLOURS = [("lamp", "Amber"), ("red", "Red"), ("green", "Green"), ("blue", "Blue"), ("white", "White")]


@require_GET
def index(request: Request, slug: str) -> HttpResponse:
    """Everything that was put up, newest first."""
    project = project_for(request.user, slug)
    reviews = list(project.reviews.prefetch_related("verdicts__person", "verdicts__guest", "notes", "links"))
    for review in reviews:
        standing = [note for note in review.notes.all() if note.removed_at is None and note.parent_id is None]
        review.open = sum(note.done_at is None for note in standing)
        review.done = len(standing) - review.open
    context = {"project": project, "reviews": reviews, "may_make": project.role in EDITORS}
    return render(request, "review/index.html", context)


@require_POST
def put_up_timeline(request: Request, slug: str, number: int) -> HttpResponse:
    timeline = timeline_for(request.user, slug, number, need="make")
    made = []

    def act() -> str:
        made.append(publish.put_up_timeline(timeline, request.user))
        return ""

    refused = respond(request, timeline, act)
    return redirect("review", slug, made[0].number) if made else refused


@require_POST
def put_up_take(request: Request, slug: str, id) -> HttpResponse:
    generation = generation_for(request.user, slug, id, "make")
    if not generation.is_playable:
        raise Http404
    return redirect("review", slug, publish.put_up_take(generation, request.user).number)


@require_GET
@for_visitors
def show(request, visitor: Visitor) -> HttpResponse:
    """The page. A guest is led to the newest version that the link opens, and asked for a name first."""
    address = (visitor.guest and newer_than(visitor)) or visitor.base
    if request.path != address:
        return redirect(address)
    if visitor.guest and not visitor.guest.name:
        return render(request, "review/name.html", {"visitor": visitor, "review": visitor.review})
    return render(request, "review/show.html", page_of(visitor))


@require_POST
@for_visitors
def name(request, visitor: Visitor) -> HttpResponse:
    """What a guest wants to be called; asked once."""
    form = NameForm(request.POST)
    if visitor.guest is None:
        raise Http404
    if not form.is_valid():
        context = {"visitor": visitor, "review": visitor.review, "form": form}
        return render(request, "review/name.html", context, status=422)
    share_links.name_guest(visitor.guest, form.cleaned_data["name"])
    return redirect(visitor.base)


@require_GET
@for_visitors
def pulse(request, visitor: Visitor) -> HttpResponse:
    """204 while nothing is new, else the notes that changed, and the verdicts as they are now."""
    since = whole(request.GET.get("since"), 0)
    if since == visitor.review.revision:
        return HttpResponse(status=204)
    if not whole(request.GET.get("ready"), 0) and visitor.review.is_ready:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return pieces(request, ("review/_changes.html", news_of(visitor, since) | {"fresh": True}))


@require_safe
@for_visitors
def film(request, visitor: Visitor) -> HttpResponseBase:
    """The version's film with ranges; each of them is asked for anew, so a revoked link stops at once."""
    review = visitor.review
    named = f"{slugify(review.name) or 'cut'}.mp4" if "download" in request.GET else None
    if named and not visitor.may_download:
        raise Http404
    return ranges.file_response(request, review.film, "video/mp4", named)


@require_safe
@for_visitors
def frame(request, visitor: Visitor, n: int) -> HttpResponseBase:
    """One frame, small, as it stands beside its notes."""
    if not n < (visitor.review.frames or 0):
        raise Http404
    return ranges.file_response(request, publish.frame_picture(visitor.review, n), "image/webp")


@require_POST
@for_visitors
def decide(request, visitor: Visitor) -> HttpResponse:
    """A verdict, after a second press."""
    form = VerdictForm(request.POST)
    if not visitor.may_decide or not form.is_valid():
        raise Http404
    kind = form.cleaned_data["kind"]
    asked = {} if form.cleaned_data["sure"] or "not" in request.POST else {"asked": VerdictKind(kind)}
    if form.cleaned_data["sure"]:
        review_notes.decide(visitor.review, visitor.voice, kind)
    if request.htmx:
        return pieces(request, ("review/_verdicts.html", verdicts_of(visitor) | asked))
    if asked:
        return render(request, "review/show.html", page_of(visitor) | asked)
    return redirect(visitor.base)


@require_safe
@for_visitors
def as_csv(request, visitor: Visitor) -> HttpResponse:
    if visitor.person is None:
        raise Http404
    name = f"{slugify(visitor.review.name) or 'notes'}-notes.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(
        review_notes.as_csv(visitor.review), content_type="text/csv; charset=utf-8", headers=headers
    )


def page_of(visitor: Visitor) -> dict:
    """The context of a review's page."""
    changes = version_diff.changed_since(visitor.review) if visitor.person else None
    return news_of(visitor) | {"colours": COLOURS, "changes": changes}


def news_of(visitor: Visitor, since: int = 0) -> dict:
    """The context of the pieces that change while a page is open: every note, or those that changed after
    that revision."""
    review = visitor.review
    notes = review_notes.notes_of(review, since)
    for note in notes:
        note.is_mine = visitor.said(note)
    return verdicts_of(visitor) | {
        "notes": notes,
        "gone": review_notes.gone_since(review, since),
        "count": review_notes.count_of(review),
        "project": review.project if visitor.person else None,
        "newer": newer_than(visitor),
    }


def verdicts_of(visitor: Visitor) -> dict:
    verdicts = list(visitor.review.verdicts.select_related("person", "guest"))
    own = next((one for one in verdicts if one.voice in (visitor.person, visitor.guest)), None)
    return {
        "visitor": visitor,
        "review": visitor.review,
        "base": visitor.base,
        "verdicts": verdicts,
        "own_verdict": own,
        "kinds": VerdictKind,
    }


def newer_than(visitor: Visitor) -> str:
    """The address of the newest version of this cut, if it is another one and this visitor may see it."""
    review = visitor.review
    if visitor.guest:
        link = visitor.guest.link
        newest = share_links.versions_of(link).first()
        if newest is None or newest == review:
            return ""
        return reverse("guest", args=[link.pk, newest.number])
    if review.cut is None:
        return ""
    line = review.project.reviews.filter(cut__timeline=review.cut.timeline_id, number__gt=review.number)
    newest = line.exclude(frames=None).first()
    return (newest and reverse("review", args=[review.project.slug, newest.number])) or ""


def note_at(visitor: Visitor, id):
    note = get_object_or_404(visitor.review.notes.select_related("person", "guest"), pk=id, removed_at=None)
    note.review = visitor.review
    return note
