"""Notes at the frames of a review: written, answered, done, taken back, made into a new take."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from projects.core.changes import number
from projects.core.forms import errors_of
from projects.core.http import pieces
from projects.library.keyframe_choice import FrameGone
from projects.library.keyframe_slot import choose_frame
from projects.models.keyframe import End
from projects.review import notes
from projects.review.forms import NoteForm
from projects.review.notes import Said
from projects.review.views.access import for_visitors
from projects.review.views.reviews import news_of, note_at
from projects.review.visitors import Visitor
from studio.media.pictures import PictureError


@require_POST
@for_visitors
def create(request, visitor: Visitor) -> HttpResponse:
    """Write it down; what is new for this page comes back, and a form with a fresh token."""
    if not visitor.may_speak or not visitor.review.is_ready:
        raise Http404
    form = NoteForm(request.POST)
    if not form.is_valid():
        reasons = errors_of(form)
        context = {"reasons": reasons, "token": request.POST.get("client_token", "")}
        return pieces(request, ("review/_said.html", context), status=422)
    said = form.cleaned_data
    parent = note_at(visitor, said["parent"]) if said["parent"] else None
    notes.say(
        visitor.review,
        visitor.voice,
        Said(
            said["frame"],
            said["words"],
            said["client_token"],
            said["end_frame"],
            said["drawing"],
            parent.parent or parent if parent else None,
        ),
    )
    return told(request, visitor)


@require_POST
@for_visitors
def done(request, visitor: Visitor, id) -> HttpResponse:
    """Mark it done, or open again."""
    if visitor.person is None or not visitor.may_speak:
        raise Http404
    note = note_at(visitor, id)
    notes.mark_done(note, visitor.person, done=note.done_at is None)
    return told(request, visitor)


@require_POST
@for_visitors
def remove(request, visitor: Visitor, id) -> HttpResponse:
    """Only who said it may take it back, and only while nobody has answered."""
    note = note_at(visitor, id)
    if not visitor.said(note) or note.answers.filter(removed_at=None).exists():
        raise Http404
    notes.remove(note)
    return told(request, visitor)


@require_POST
@for_visitors
def new_take(request, visitor: Visitor, id) -> HttpResponse:
    """The composer with that very frame as the first one or the last, and the note in view."""
    note = note_at(visitor, id)
    found = notes.source_of(visitor.review, note.frame) if visitor.may_make else None
    if found is None:
        raise Http404
    generation, frame = found
    try:
        choice = choose_frame(generation, frame)
    except (FrameGone, PictureError) as gone:
        raise Http404 from gone
    end = End.FRAME1 if request.POST.get("end") == End.FRAME1 else End.FRAME0
    asked = urlencode({"from": generation.pk, "keep": "settings", end: choice, "note": note.pk})
    return redirect(f"{reverse('library', args=[visitor.review.project.slug])}?{asked}")


def told(request, visitor: Visitor) -> HttpResponse:
    if not request.htmx:
        return redirect(visitor.base)
    news = news_of(visitor, number(request.POST.get("since"), 0))
    return pieces(
        request,
        ("review/_said.html", {"heard": True}),
        ("review/_changes.html", news | {"fresh": True, "oob": True}),
    )
