"""Notes on a review's frames: write, reply, resolve, delete, and request a new take."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from projects.core.forms import errors_of
from projects.core.http import render_fragments
from projects.library.keyframe_choice import FrameGone
from projects.library.keyframe_slot import choose_frame
from projects.models import Note
from projects.review import notes
from projects.review.forms import ChangesForm, NoteForm, TakeForm
from projects.review.views.access import for_visitors
from projects.review.views.context import changes_context
from projects.review.visitors import Visitor
from studio.media.pictures import PictureError


@require_POST
@for_visitors
def create(request, visitor: Visitor) -> HttpResponse:
    """Store a note or a reply."""
    if not visitor.can_comment or not visitor.review.is_ready:
        raise Http404
    form = NoteForm(request.POST, frames=visitor.review.frames or 0)
    if not form.is_valid():
        context = {"reasons": errors_of(form), "token": request.POST.get("client_token", "")}
        return render_fragments(request, ("review/_note_result.html", context), status=422)
    fields = form.cleaned_data
    parent = find_note(visitor, fields.pop("parent")) if fields["parent"] else None
    fields["parent"] = parent and (parent.parent or parent)
    notes.write(visitor.review, visitor.author_fields, notes.NewNote(**fields))
    return respond(request, visitor)


@require_POST
@for_visitors
def done(request, visitor: Visitor, id: UUID) -> HttpResponse:
    """Mark a note as done, or reopen it."""
    if visitor.person is None or not visitor.can_comment:
        raise Http404
    note = find_note(visitor, id)
    notes.mark_done(note, visitor.person, done=note.done_at is None)
    return respond(request, visitor)


@require_POST
@for_visitors
def remove(request, visitor: Visitor, id: UUID) -> HttpResponse:
    """Delete the visitor's own note while nobody has replied."""
    note = find_note(visitor, id)
    if not visitor.wrote(note) or note.replies.filter(removed_at=None).exists():
        raise Http404
    notes.remove(note)
    return respond(request, visitor)


@require_POST
@for_visitors
def new_take(request, visitor: Visitor, id: UUID) -> HttpResponse:
    """Open the composer with the note in view and the shot's own prompt, settings and frames.

    The note's frame takes the place of the first or last one, if the form says so.
    """
    note = find_note(visitor, id)
    form = TakeForm(request.POST)
    source = notes.find_source(visitor.review, note.frame) if visitor.can_edit and form.is_valid() else None
    if source is None:
        raise Http404
    generation, frame = source
    values: dict[str, object] = {"from": generation.pk, "note": note.pk}
    if end := form.cleaned_data["end"]:
        try:
            values[end] = choose_frame(generation, frame)
        except (FrameGone, PictureError) as error:
            raise Http404 from error
    return redirect(f"{reverse('library', args=[visitor.review.project.slug])}?{urlencode(values)}")


def find_note(visitor: Visitor, id: UUID) -> Note:
    notes_left = visitor.review.notes.filter(removed_at=None)
    note = get_object_or_404(notes_left.select_related("parent", "person", "guest"), pk=id)
    note.review = visitor.review
    return note


def respond(request, visitor: Visitor) -> HttpResponse:
    """Return a new token for the form, and the changes since the page's revision."""
    if not request.htmx:
        return redirect(visitor.base)
    since = ChangesForm(request.POST).value("since")
    return render_fragments(
        request,
        ("review/_note_result.html", {"is_stored": True}),
        ("review/_changes.html", changes_context(visitor, since) | {"fresh": True, "oob": True}),
    )
