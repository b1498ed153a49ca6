"""A version is put up for review; people say things at its frames, and decide.

Everything said is written once, however often it is sent: each form has a token of its own.
"""

import csv
import io
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from projects.core.enqueue import nudge
from projects.models import Cut, Generation, Note, Project, Review, Timeline, Verdict
from projects.notifications import notifications
from projects.timeline import edits
from projects.timeline.shots import Shot, shots_kept, shots_of, written
from studio.exports.cut import Marker
from studio.media import MediaError, frames, probe, stills, timecode
from studio.media.pieces import count
from studio.media.stitch import Piece, Shape, Stopped, stitch

log = logging.getLogger(__name__)
PICTURE_PX = 480
AT_WORK_S = 60
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class CannotSay(Exception):
    """The words are for a person."""


# -- putting up --------------------------------------------------------------------------------------------


def put_up_timeline(timeline: Timeline, by) -> Review:
    """The cut as it is now, kept under a name and put up; the same review while nothing was changed. Raises
    edits.CannotEdit."""
    with transaction.atomic():
        locked = Timeline.objects.select_for_update().get(pk=timeline.pk)
        shots = shots_of(timeline)
        if not shots or not all(shot.generation.is_playable for shot in shots):
            raise edits.CannotEdit("Every clip has to be finished before the cut can be shown.")
        latest: Cut | None = locked.cuts.first()
        if latest is None or latest.shots != written(shots):
            number = (latest.number if latest else 0) + 1
            latest = locked.cuts.create(number=number, name=f"Cut {number}", shots=written(shots), by=by)
        return put_up_cut(timeline.project, latest, by)


def put_up_cut(project: Project, cut: Cut, by) -> Review:
    name = f"{cut.timeline.name}: {cut.name}"
    return put_up(project, by, shots_kept(cut, project), name=name, cut=cut)


def put_up_take(generation: Generation, by) -> Review:
    """A single finished take."""
    clip = edits.Clip(generation=generation)
    clip.generation = generation
    shot = Shot(clip, 1, 0, generation.frames, generation.frames)
    name = f"Clip {generation.number}, take {generation.take}"
    return put_up(generation.project, by, [shot], name=name, generation=generation)


@transaction.atomic
def put_up(project: Project, by, shots: Sequence[Shot], *, name: str, **what) -> Review:
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if made := Review.objects.filter(**what).first():
        if made.words:  # its film failed: once more
            Review.objects.filter(pk=made.pk).update(words="", revision=F("revision") + 1)
            transaction.on_commit(lambda: nudge("review", made.pk))
        return made
    last = project.reviews.values_list("number", flat=True).first() or 0
    review = project.reviews.create(number=last + 1, name=name[:120], shots=written(shots), by=by, **what)
    transaction.on_commit(lambda: nudge("review", review.pk))
    return review


def make_film(review: Review) -> None:
    """Join the film, if it is not there and nobody is at it; the frames of each shot are written down
    with it."""
    if (review.is_ready and review.film.exists()) or is_being_made(review):
        return
    ids = [one["generation"] for one in review.shots]
    found = {str(one.pk): one for one in Generation.objects.filter(pk__in=ids)}
    pieces = [Piece(found[one["generation"]].film, one["start"], one["end"]) for one in review.shots]
    raw = review.film.with_name(f"{uuid4().hex}.part.mp4")
    raw.parent.mkdir(parents=True, exist_ok=True)
    sign = sign_of_work(review)
    sign.touch()
    try:
        stitch(pieces, raw, progress=lambda part: sign.touch())
        facts = probe.facts(raw)
        raw.replace(review.film)
    except (MediaError, Stopped, OSError) as trouble:
        log.warning("No film for review %s.", review.pk, exc_info=True)
        Review.objects.filter(pk=review.pk).update(words=str(trouble)[:200], revision=F("revision") + 1)
        return
    finally:
        raw.unlink(missing_ok=True)
        sign.unlink(missing_ok=True)
    shape, at, shots = Shape(facts.width_px, facts.height_px, facts.fps), 0, []
    for one, piece in zip(review.shots, pieces, strict=True):
        frames = count(piece, found[one["generation"]].fps, shape)
        shots.append(one | {"at": at, "frames": frames})
        at += frames
    Review.objects.filter(pk=review.pk).update(
        frames=facts.frames, fps_num=facts.fps.numerator, fps_den=facts.fps.denominator,
        width_px=facts.width_px, height_px=facts.height_px, shots=shots, words="", revision=F("revision") + 1,
    )  # fmt: skip
    if review.cut:  # who looks at an older version hears of this one
        line = Review.objects.filter(cut__timeline=review.cut.timeline_id, number__lt=review.number)
        line.update(revision=F("revision") + 1)


def is_being_made(review: Review) -> bool:
    """A worker touched its sign a moment ago; a killed one's grows old."""
    sign = sign_of_work(review)
    return sign.exists() and time.time() - sign.stat().st_mtime < AT_WORK_S


def sign_of_work(review: Review) -> Path:
    return review.film.with_name("making")


def frame_picture(review: Review, n: int) -> Path:
    """Where a frame of the review's film is as a small picture, cut when it is first wanted; where the film
    cannot be read the path leads nowhere."""
    target = review.film.with_name("frames") / f"{n}.webp"
    if not target.exists():
        try:
            picture = frames.nth(review.film, n)
            picture.thumbnail((PICTURE_PX, PICTURE_PX))
            target.parent.mkdir(parents=True, exist_ok=True)
            stills.save(picture, target, quality=80)
        except MediaError:
            log.warning("No picture of frame %s of review %s.", n, review.pk)
    return target


def nudge_due() -> None:
    """Reviews whose film nobody has made: a worker was lost, or the disk was full."""
    for review in Review.objects.filter(frames=None, words="")[:20]:
        if not is_being_made(review):
            nudge("review", review.pk)


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
                review=review, frame=frame, end_frame=end, words=said.words, drawing=list(said.drawing),
                parent=said.parent, client_token=said.client_token, **voice,
            )  # fmt: skip
            touch(review, note)
            notifications.note_written(note)
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
        notifications.decided(verdict)


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
    rows = list(rows)
    answers: dict = {}
    for row in rows:
        row.review = review
        answers.setdefault(row.parent_id, []).append(row)
    for row in rows:
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
    for one in review.shots:
        if one.get("at", 0) <= frame < one.get("at", 0) + one.get("frames", 0):
            generation = review.project.generations.filter(pk=one["generation"]).first()
            offset = frame - one["at"]
            return generation and (generation, min(one["start"] + offset, one["end"] - 1))
    return None


def as_csv(review: Review) -> str:
    """Every note as a row; what a spreadsheet would take for a formula is kept from being one."""
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(["time", "to", "frame", "who", "words", "answer to", "done", "said at"])
    for note in notes_of(review):
        for one in [note, *note.thread]:
            end = timecode.written(one.end_frame, review.fps) if one.end_frame else ""
            done = f"{one.done_by}, {one.done_at:%Y-%m-%d}" if one.done_at else ""
            rows.writerow([plain(cell) for cell in (
                timecode.written(one.frame, review.fps), end, one.frame, str(one.voice), one.words,
                str(note.voice) if one is not note else "", done, f"{one.created_at:%Y-%m-%d %H:%M}",
            )])  # fmt: skip
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
