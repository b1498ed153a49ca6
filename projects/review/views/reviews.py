"""A review's page, its poll, its film, and verdicts."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from projects.core.access import generation_for, project_for, timeline_for
from projects.core.formats import file_words
from projects.core.http import Request, render_fragments
from projects.models import VerdictKind
from projects.models.project import EDITORS
from projects.review import notes as review_notes
from projects.review import publish, share_links, unfinished
from projects.review.forms import ChangesForm, NameForm, VerdictForm
from projects.review.views.access import for_visitors
from projects.review.views.context import changes_context, newer_version_url, page_context, verdicts_context
from projects.review.visitors import Visitor
from projects.timeline.edits import CannotEdit
from studio.web import ranges

THREADS = Q(notes__parent=None, notes__removed_at=None, notes__isnull=False)


@require_safe
def index(request: Request, slug: str) -> HttpResponse:
    """List the project's reviews, latest first."""
    project = project_for(request.user, slug)
    reviews = project.reviews.select_related("created_by", "render", "cut").prefetch_related(
        "verdicts__person", "verdicts__guest"
    )
    counted = reviews.annotate(
        open_count=Count("notes", filter=THREADS & Q(notes__done_at=None)),
        done_count=Count("notes", filter=THREADS & Q(notes__done_at__isnull=False)),
    )
    counted = counted.order_by("-number")  # grouped queries ignore the model's ordering
    context = {"project": project, "reviews": counted, "may_make": project.role in EDITORS}
    return render(request, "review/index.html", context)


@require_POST
def publish_timeline(request: Request, slug: str, number: int) -> HttpResponse:
    """Publish the timeline. If some shots aren't ready, say so and offer to wait for them."""
    timeline = timeline_for(request.user, slug, number, need="make")
    try:
        review = publish.publish_timeline(timeline, request.user, wait="wait" in request.POST)
    except publish.NotReady as error:
        progress = unfinished.Progress(unfinished.measure_shots(error.shots), None, "")
        context = {"project": timeline.project, "timeline": timeline, "progress": progress}
        return render(request, "review/unfinished.html", context)
    except CannotEdit as error:
        messages.error(request, str(error))
        return redirect("timeline", slug, number)
    return redirect("review", slug, review.number)


@require_POST
def publish_take(request: Request, slug: str, id: UUID) -> HttpResponse:
    generation = generation_for(request.user, slug, id, "make")
    if not generation.is_playable:
        raise Http404
    try:
        return redirect("review", slug, publish.publish_take(generation, request.user).number)
    except CannotEdit as error:  # deleted since the page was opened
        raise Http404 from error


@require_safe
@for_visitors
def show(request, visitor: Visitor) -> HttpResponse:
    """Show the page. Redirect guests to the latest version of their link, and ask for their name first.

    ?older: the guest has chosen this version.
    """
    url = (visitor.guest and newer_version_url(visitor)) or visitor.base
    if request.path != url and ("older" not in request.GET or request.path != visitor.base):
        return redirect(url)
    if visitor.guest and not visitor.guest.name:
        return render(request, "review/name.html", {"visitor": visitor, "review": visitor.review})
    return render(request, "review/show.html", page_context(visitor))


@require_POST
@for_visitors
def set_name(request, visitor: Visitor) -> HttpResponse:
    """Store a guest's name."""
    if visitor.guest is None:
        raise Http404
    form = NameForm(request.POST)
    if not form.is_valid():
        context = {"visitor": visitor, "review": visitor.review, "form": form}
        return render(request, "review/name.html", context, status=422)
    share_links.name_guest(visitor.guest, form.cleaned_data["name"])
    return redirect(visitor.base)


@require_safe
@for_visitors
def changes(request, visitor: Visitor) -> HttpResponse:
    """Respond 204 if nothing is new, otherwise with the changed notes and the current verdicts."""
    form = ChangesForm(request.GET)
    since = form.value("since")
    if not form.value("ready") and not visitor.review.is_ready:
        return unfinished_changes(request, visitor, form)
    if since == visitor.review.revision:
        return HttpResponse(status=204)
    if not form.value("ready") and visitor.review.is_ready:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render_fragments(
        request, ("review/_changes.html", changes_context(visitor, since) | {"fresh": True})
    )


def unfinished_changes(request, visitor: Visitor, form: ChangesForm) -> HttpResponse:
    """Respond with what changed while there is no film yet; reload the page if its parts changed."""
    progress = unfinished.measure(visitor.review)
    if progress.key == form.shown_key():
        return HttpResponse(status=204)
    if not progress.has_same_parts(form.shown_key()):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context = changes_context(visitor, visitor.review.revision) | {"fresh": True, "progress": progress}
    return render_fragments(request, ("review/_changes.html", context))


@require_safe
@for_visitors
def shot_video(request, visitor: Visitor, n: int) -> HttpResponseBase:
    """Serve one shot of a version whose film isn't ready yet."""
    shot = unfinished.find_shot(visitor.review, n)
    if shot is None or not shot.has_video:
        raise Http404
    return ranges.respond_with_file(request, shot.generation.video, "video/mp4")


@require_safe
@for_visitors
def shot_picture(request, visitor: Visitor, n: int) -> HttpResponseBase:
    """Serve the first frame of one shot of a version whose film isn't ready yet."""
    shot = unfinished.find_shot(visitor.review, n)
    if shot is None:
        raise Http404
    return ranges.respond_with_file(request, unfinished.shot_picture(visitor.review, shot), "image/webp")


@require_safe
@for_visitors
def video(request, visitor: Visitor) -> HttpResponseBase:
    """Serve the version's film. Access is checked for each range, so a revoked link stops at once."""
    review = visitor.review
    is_download = "download" in request.GET
    if is_download and not visitor.can_download:
        raise Http404
    name = f"{file_words(review.name, 'cut')}.mp4" if is_download else None
    return ranges.respond_with_file(request, review.video, "video/mp4", name)


@require_safe
@for_visitors
def frame(request, visitor: Visitor, n: int) -> HttpResponseBase:
    """Serve a small picture of one frame, for its notes."""
    if not n < (visitor.review.frames or 0):
        raise Http404
    return ranges.respond_with_file(request, publish.frame_picture(visitor.review, n), "image/webp")


@require_POST
@for_visitors
def decide(request, visitor: Visitor) -> HttpResponse:
    """Store a verdict, after a confirmation."""
    form = VerdictForm(request.POST)
    if not visitor.can_decide or visitor.review.is_waiting or not form.is_valid():
        raise Http404
    chosen = form.cleaned_data
    asks = not chosen["confirmed"] and not chosen["dismissed"]
    question = {"to_confirm": VerdictKind(chosen["kind"])} if asks else {}
    if chosen["confirmed"]:
        review_notes.decide(visitor.review, visitor.author_fields, chosen["kind"])
    if request.htmx:
        return render_fragments(request, ("review/_verdicts.html", verdicts_context(visitor) | question))
    if question:
        return render(request, "review/show.html", page_context(visitor) | question)
    return redirect(visitor.base)


@require_safe
@for_visitors
def as_csv(request, visitor: Visitor) -> HttpResponse:
    if visitor.person is None:
        raise Http404
    name = f"{file_words(visitor.review.name, 'review')}-notes.csv"
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    text = review_notes.as_csv(visitor.review)
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
