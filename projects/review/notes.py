"""Notes and verdicts on a review: write, resolve, remove and read them.

Each form has a token of its own, so a note is stored once however often it is sent.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from projects.models import Generation, Note, Review, Verdict
from projects.notifications import notifications
from projects.timeline.saved_shots import from_json
from studio.exports.cut import Marker
from studio.media import timecode

FORMULA = ("=", "+", "-", "@", "\t", "\r")


# -- saying ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    frame: int
    words: str
    client_token: str
    end_frame: int | None = None
    drawing: Sequence[dict] = ()
    parent: Note | None = None


def say(review: Review, voice: dict, said: Said) -> Note:
    """One note; the same token again returns the same one. voice: {"person": …} or {"guest": …}."""
    last = (review.frames or 1) - 1
    frame = min(said.parent.frame if said.parent else said.frame, last)
    end = said.end_frame if said.end_frame is not None and frame < said.end_frame <= last else None
    earlier = review.notes.filter(client_token=said.client_token).first()
    if earlier:
        return earlier
    try:
        with transaction.atomic():
            note = Note.objects.create(
                review=review,
                frame=frame,
                end_frame=end,
                words=said.words,
                drawing=list(said.drawing),
                parent=said.parent,
                client_token=said.client_token,
                **voice,
            )
            touch(review, note)
            notifications.notify_note(note)
    except IntegrityError:
        return review.notes.get(client_token=said.client_token)
    return note


@transaction.atomic
def mark_done(note: Note, by, *, done: bool) -> None:
    rows = Note.objects.filter(pk=note.pk, done_at__isnull=done)
    if rows.update(done_at=timezone.now() if done else None, done_by=by if done else None):
        touch(note.review, note)


@transaction.atomic
def remove(note: Note) -> None:
    """Taken back by the one who said it; the row stays."""
    if Note.objects.filter(pk=note.pk, removed_at=None).update(removed_at=timezone.now()):
        touch(note.review, note)


def decide(review: Review, voice: dict, kind: str) -> None:
    with transaction.atomic():
        verdict, _ = Verdict.objects.update_or_create(review=review, **voice, defaults={"kind": kind})
        touch(review)
        notifications.notify_verdict(verdict)


@transaction.atomic
def answer_with(note: Note, take: Generation) -> None:
    """The take that was wished for because of a note; the note says so."""
    Note.objects.filter(pk=note.pk).update(take=take)
    touch(note.review, note)


def touch(review: Review, note: Note | None = None) -> None:
    """Say that something is new, with the note in whose thread it is. In the transaction of the change: the
    review's row stays locked until its end, so whoever reads a revision finds everything that led to it."""
    Review.objects.filter(pk=review.pk).update(revision=F("revision") + 1)
    review.refresh_from_db(fields=["revision"])
    if note:
        Note.objects.filter(pk=note.parent_id or note.pk).update(revision=review.revision)


# -- reading -----------------------------------------------------------------------------------------------


def notes_of(review: Review, since: int = 0) -> list[Note]:
    """What stands, in the film's order, each with `thread`: its answers; with `since` only what changed after
    that revision. One query."""
    rows = review.notes.filter(removed_at=None).select_related("person", "guest", "done_by", "take")
    if since:
        rows = rows.filter(Q(revision__gt=since) | Q(parent__revision__gt=since))
    notes = list(rows)
    answers: dict = {}
    for row in notes:
        row.review = review
        answers.setdefault(row.parent_id, []).append(row)
    for row in notes:
        row.thread = sorted(answers.get(row.pk, []), key=lambda one: one.created_at)
    return answers.get(None, [])


def gone_since(review: Review, since: int) -> list:
    """The ids of the notes that were taken back after that revision."""
    taken_back = review.notes.filter(parent=None, removed_at__isnull=False, revision__gt=since)
    return list(taken_back.values_list("pk", flat=True)) if since else []


def count_of(review: Review) -> dict:
    """How many notes stand, and how many of them are open."""
    standing = review.notes.filter(parent=None, removed_at=None)
    return standing.aggregate(all=Count("pk"), open=Count("pk", filter=Q(done_at=None)))


def source_of(review: Review, frame: int) -> tuple[Generation, int] | None:
    """The clip, and which frame of it, that is shown at a frame of the review's film."""
    shot = next((shot for shot in from_json(review.shots) if shot.shows(frame)), None)
    generation = shot and review.project.generations.filter(pk=shot.generation_id).first()
    return (generation, min(shot.start + frame - shot.at, shot.end - 1)) if shot and generation else None


def as_csv(review: Review) -> str:
    """Every note as a row; what a spreadsheet would take for a formula is kept from being one."""
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(["time", "to", "frame", "who", "words", "answer to", "done", "said at"])
    for note in notes_of(review):
        for one in [note, *note.thread]:
            end = timecode.format_timecode(one.end_frame, review.fps) if one.end_frame else ""
            done = f"{one.done_by}, {one.done_at:%Y-%m-%d}" if one.done_at else ""
            rows.writerow(
                [
                    plain(cell)
                    for cell in (
                        timecode.format_timecode(one.frame, review.fps),
                        end,
                        one.frame,
                        str(one.voice),
                        one.words,
                        str(note.voice) if one is not note else "",
                        done,
                        f"{one.created_at:%Y-%m-%d %H:%M}",
                    )
                ]
            )
    return file.getvalue()


def plain(cell) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


def markers_of(review: Review) -> tuple[Marker, ...]:
    """The notes as the exports' markers."""
    return tuple(
        Marker(note.frame, note.words, str(note.voice), (note.end_frame or note.frame) - note.frame + 1)
        for note in notes_of(review)
    )
