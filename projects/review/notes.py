"""Notes and verdicts on a review: write, resolve, remove and read them.

Each form has its own token, so a note that is sent twice is stored once.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from projects.core.formats import local
from projects.models import Generation, Note, Person, Review, Verdict
from projects.notifications import notifications
from projects.timeline.saved_shots import from_json
from studio.exports import table
from studio.exports.cut import Marker
from studio.media import timecode

COLUMNS = ("time", "end", "frame", "author", "text", "reply to", "done")


# -- writing -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NewNote:
    frame: int
    text: str
    client_token: str
    end_frame: int | None = None
    drawing: Sequence[dict] = ()
    parent: Note | None = None


def write(review: Review, author: dict, new: NewNote) -> Note:
    """Store a note, or return the one stored under the same token before.

    author: {"person": …} or {"guest": …}. The form has checked that the film has these frames.
    """
    if earlier := review.notes.filter(client_token=new.client_token).first():
        return earlier
    try:
        return store(review, author, new)
    except IntegrityError:
        return review.notes.get(client_token=new.client_token)


@transaction.atomic
def store(review: Review, author: dict, new: NewNote) -> Note:
    note = Note.objects.create(
        review=review,
        frame=new.parent.frame if new.parent else new.frame,
        end_frame=None if new.parent or new.end_frame == new.frame else new.end_frame,
        text=new.text,
        drawing=list(new.drawing),
        parent=new.parent,
        client_token=new.client_token,
        **author,
    )
    raise_revision(review, note)
    notifications.notify_note(note)
    return note


@transaction.atomic
def mark_done(note: Note, by: Person, *, done: bool) -> None:
    rows = Note.objects.filter(pk=note.pk, done_at__isnull=done)
    if rows.update(done_at=timezone.now() if done else None, done_by=by if done else None):
        raise_revision(note.review, note)


@transaction.atomic
def remove(note: Note) -> None:
    """Hide a note; its row stays."""
    if Note.objects.filter(pk=note.pk, removed_at=None).update(removed_at=timezone.now()):
        raise_revision(note.review, note)


@transaction.atomic
def decide(review: Review, author: dict, kind: str) -> None:
    """Store a verdict in place of the author's earlier one."""
    verdict, _ = Verdict.objects.update_or_create(review=review, **author, defaults={"kind": kind})
    raise_revision(review)
    notifications.notify_verdict(verdict)


@transaction.atomic
def link_take(note: Note, take: Generation) -> None:
    """Link a note to the take that was requested because of it."""
    Note.objects.filter(pk=note.pk).update(take=take)
    raise_revision(note.review, note)


def raise_revision(review: Review, note: Note | None = None) -> None:
    """Raise the revision of the review, and of the note whose thread changed, for open pages.

    Call it in the transaction of the change. The review's row stays locked until its end, so a page that
    reads a revision gets all changes up to it.
    """
    Review.objects.filter(pk=review.pk).update(revision=F("revision") + 1)
    review.refresh_from_db(fields=["revision"])
    if note:
        Note.objects.filter(pk=note.parent_id or note.pk).update(revision=review.revision)


# -- reading -----------------------------------------------------------------------------------------------


def load_threads(review: Review, since: int = 0) -> list[Note]:
    """Return the notes by frame, each with its replies in `thread`, in one query.

    since: only threads that changed after this revision.
    """
    rows = review.notes.filter(removed_at=None).select_related("person", "guest", "done_by", "take")
    if since:
        rows = rows.filter(Q(revision__gt=since) | Q(parent__revision__gt=since))
    replies: defaultdict[UUID | None, list[Note]] = defaultdict(list)
    for note in rows:
        note.review = review
        replies[note.parent_id].append(note)
    threads = replies.pop(None, [])
    for note in threads:
        note.thread = sorted(replies[note.pk], key=lambda reply: reply.created_at)
    return threads


def removed_since(review: Review, since: int) -> list[UUID]:
    """Return the IDs of notes that were removed after this revision."""
    removed = review.notes.filter(parent=None, removed_at__isnull=False, revision__gt=since)
    return list(removed.values_list("pk", flat=True)) if since else []


def count_threads(review: Review) -> dict[str, int]:
    """Return the numbers of "all" threads and of "open" ones."""
    threads = review.notes.filter(parent=None, removed_at=None)
    return threads.aggregate(all=Count("pk"), open=Count("pk", filter=Q(done_at=None)))


def find_source(review: Review, frame: int) -> tuple[Generation, int] | None:
    """Return the generation shown at a frame of the review's film, and the number of its own frame."""
    shot = next((shot for shot in from_json(review.shots) if shot.shows(frame)), None)
    if shot is None:
        return None
    generation = review.project.generations.filter(pk=shot.generation_id).first()
    if generation is None:
        return None
    return generation, shot.span(generation.film_facts.fps, review.fps).video_frame(frame)


def as_csv(review: Review) -> str:
    """Return every note and reply as a row of a table."""
    rows: list[Sequence[object]] = [[*COLUMNS, f"written at ({timezone.get_current_timezone_name()})"]]
    for note in load_threads(review):
        rows.append(cells_of(note, reply_to=""))
        rows += [cells_of(reply, reply_to=str(note.author)) for reply in note.thread]
    return table.write(rows)


def cells_of(note: Note, reply_to: str) -> Sequence[object]:
    fps = note.review.fps
    return (
        timecode.format_timecode(note.frame, fps),
        timecode.format_timecode(note.end_frame, fps) if note.end_frame else "",
        note.frame,
        note.author,
        note.text,
        reply_to,
        f"{note.done_by}, {local(note.done_at, '%Y-%m-%d')}" if note.done_at else "",
        local(note.created_at, "%Y-%m-%d %H:%M"),
    )


def make_markers(review: Review) -> tuple[Marker, ...]:
    """Return the notes as markers for an editing program."""
    return tuple(
        Marker(note.frame, note.text, str(note.author), (note.end_frame or note.frame) - note.frame + 1)
        for note in load_threads(review)
    )
