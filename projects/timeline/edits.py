"""Edit a timeline. Each edit is one atomic change that can be undone.

Edits name shots by ID, not by number, so that they work even if somebody else moved the shots meanwhile.
Editing a removed shot raises CannotEdit. undo.py reverts the latest change.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from projects.ledger.requests import lock_project
from projects.models import Cut, Generation, Project, Shot, Timeline
from projects.models.positions import between
from projects.timeline.order import inserted, last_before
from projects.timeline.saved_shots import from_json
from projects.timeline.shots import fps_of, video_frames
from studio.media.rates import convert


class CannotEdit(Exception):
    """The edit isn't possible on the timeline as it is now. The message is shown to people."""


UNCHANGED = -1


def gone() -> CannotEdit:
    return CannotEdit(_("That shot has been removed from the timeline."))


class Edit:
    """A timeline's shots while they are edited. description: of the change, "trimmed shot 3"."""

    def __init__(self, timeline: Timeline, rows: list[Shot]):
        self.timeline, self.rows, self.description = timeline, rows, ""
        self.added: list[Shot] = []

    @property
    def active(self) -> list[Shot]:
        return sorted((row for row in self.rows if row.active), key=lambda row: (row.position, str(row.pk)))

    def number(self, shot: Shot) -> int:
        return self.active.index(shot) + 1

    def get(self, id: UUID) -> Shot:
        """Return the active shot with this ID. Raise CannotEdit if it was removed."""
        found = next((row for row in self.rows if row.pk == id and row.active), None)
        if found is None:
            raise gone()
        return found

    def get_all(self, ids: Collection[UUID]) -> list[Shot]:
        """Return those of these shots that are still there, in order. Raise CannotEdit if none is."""
        found = [row for row in self.active if row.pk in ids]
        if not found:
            raise gone()
        return found

    def describe(self, verb: str, shots: list[Shot]) -> str:
        """Return "removed shot 3" or "removed 3 shots"."""
        what = f"shot {self.number(shots[0])}" if len(shots) == 1 else f"{len(shots)} shots"
        return f"{verb} {what}"

    def position_after(self, id: UUID | None) -> str:
        """Return a free position after a shot, even a removed one; None: at the beginning."""
        if id is None:
            return between("", self.active[0].position if self.active else "")
        before = next((row for row in self.rows if row.pk == id), None)
        if before is None:
            raise gone()
        taken = [row.position for row in self.rows if row.position > before.position]
        return between(before.position, min(taken, default=""))

    def add(self, generation: Generation, position: str, **fields: Any) -> Shot:
        shot = Shot(timeline=self.timeline, generation=generation, position=position, **fields)
        self.rows.append(shot)
        self.added.append(shot)
        return shot


@contextmanager
def lock_for_edit(timeline: Timeline, by) -> Iterator[Edit]:
    """Lock the timeline's shots for the block and record its changes as one undo step."""
    with transaction.atomic():
        timeline = Timeline.objects.select_for_update().select_related("project").get(pk=timeline.pk)
        edit = Edit(timeline, list(timeline.shots.all()))
        before = {row.pk: fields_of(row) for row in edit.rows}
        yield edit
        fields = find_changes(before, edit.rows)
        if fields:
            save_change(edit, by, fields)


def fields_of(row: Shot) -> dict[str, Any]:
    return {name: json_value(getattr(row, name)) for name in Shot.FIELDS}


def json_value(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def find_changes(before: dict[UUID, dict[str, Any]], rows: list[Shot]) -> dict[str, dict[str, list]]:
    """Return {shot id: {field: [before, after]}}; a new shot was not active before."""
    changes = {}
    for row in rows:
        was = before.get(row.pk, {**fields_of(row), "active": False})
        fields = {name: [was[name], now] for name, now in fields_of(row).items() if was[name] != now}
        if fields:
            changes[str(row.pk)] = fields
    return changes


def save_change(edit: Edit, by, fields: dict[str, dict[str, list]]) -> None:
    timeline = edit.timeline
    require_not_deleted(
        timeline.project, {shot.generation_id for shot in edit.active if str(shot.pk) in fields}
    )
    Shot.objects.bulk_create(edit.added)
    new = {row.pk for row in edit.added}
    old = [row for row in edit.rows if str(row.pk) in fields and row.pk not in new]
    Shot.objects.bulk_update(old, ["position", "generation", "start_frame", "end_frame", "active"])
    timeline.changes.filter(undone=True).delete()
    last = timeline.changes.order_by("-number").values_list("number", flat=True).first()
    timeline.changes.create(
        number=(last or 0) + 1, description=edit.description[:120], fields=fields, created_by=by
    )
    touch(timeline)


def require_not_deleted(project: Project, ids: Collection[UUID]) -> None:
    """Raise CannotEdit if one of these clips is in the bin.

    The project stays locked until the transaction ends, so that none of them is deleted meanwhile:
    library/bin.py locks it, too.
    """
    lock_project(project)
    deleted = Generation.objects.filter(pk__in=ids, deleted_at__isnull=False).order_by("number").first()
    if deleted:
        text = _("Clip %(number)d was deleted. Restore it from the bin first.")
        raise CannotEdit(text % {"number": deleted.number})


def touch(timeline: Timeline) -> None:
    """Raise the revisions, so that all open pages of the timeline get the change."""
    Timeline.objects.filter(pk=timeline.pk).update(revision=F("revision") + 1)
    Project.objects.filter(pk=timeline.project_id).update(revision=F("revision") + 1)
    timeline.refresh_from_db(fields=["revision"])


# -- edits -----------------------------------------------------------------------------------------------


def place(timeline: Timeline, by, generation: Generation, after: UUID | None = None, **fields: Any) -> Shot:
    """Add a generation as a new shot after another one; None: at the beginning. fields: of the new Shot."""
    return place_all(timeline, by, [generation], after, **fields)[0]


def place_all(
    timeline: Timeline, by, generations: list[Generation], after: UUID | None, **fields: Any
) -> list[Shot]:
    """Add several generations, one after the other, as one change."""
    shots: list[Shot] = []
    with lock_for_edit(timeline, by) as edit:
        for generation in generations:
            shots.append(edit.add(generation, edit.position_after(after), **fields))
            after = shots[-1].pk
        edit.description = f"added shot {edit.number(shots[0])}"
        if len(shots) > 1:
            edit.description = f"added {len(shots)} shots"
    return shots


def move(timeline: Timeline, by, ids: Collection[UUID], after: UUID | None) -> int:
    """Move shots, in their order, after another one (None: to the beginning). Return the first's number."""
    with lock_for_edit(timeline, by) as edit:
        shots = edit.get_all(ids)
        moved = edit.describe("moved", shots)
        others = [row for row in edit.active if row not in shots]
        after = last_before(edit.active, after, others) if after in {shot.pk for shot in shots} else after
        if edit.active != inserted(others, shots, after):
            for shot in shots:
                shot.position = edit.position_after(after)
                after = shot.pk
        now = edit.number(shots[0])
        edit.description = f"{moved} to position {now}"
    return now


def duplicate(timeline: Timeline, by, ids: Collection[UUID]) -> list[Shot]:
    """Copy shots with their trims, after the last one of them, as one change."""
    with lock_for_edit(timeline, by) as edit:
        shots = edit.get_all(ids)
        copies: list[Shot] = []
        for shot in shots:
            position = edit.position_after((copies or shots)[-1].pk)
            copies.append(
                edit.add(shot.generation, position, start_frame=shot.start_frame, end_frame=shot.end_frame)
            )
        edit.description = edit.describe("duplicated", shots)
    return copies


def trim(timeline: Timeline, by, id: UUID, *, start: int = UNCHANGED, end: int | None = UNCHANGED) -> Shot:
    """Show the frames from `start` up to but not including `end` (None: to the last frame).

    A side that isn't given keeps its trim, which somebody else may have changed meanwhile.
    """
    with lock_for_edit(timeline, by) as edit:
        shot = edit.get(id)
        start = shot.start_frame if start == UNCHANGED else start
        end = shot.end_frame if end == UNCHANGED else end
        shot.start_frame, shot.end_frame = within_video(shot.generation, start, end)
        edit.description = f"trimmed shot {edit.number(shot)}"
    return shot


def within_video(generation: Generation, start: int, end: int | None) -> tuple[int, int | None]:
    """Return this part as far as the video has it, its end as None if that is the video's."""
    length = video_frames(generation)
    start = max(0, min(start, length - 1))
    end = None if end is None or end >= length else end
    if end is not None and end <= start:
        raise CannotEdit(_("The shot needs at least one frame."))
    return start, end


def split(timeline: Timeline, by, id: UUID, frame: int) -> Shot:
    """Split a shot before `frame` of its generation and return the second part."""
    with lock_for_edit(timeline, by) as edit:
        shot = edit.get(id)
        end = shot.end_frame or video_frames(shot.generation)
        if not shot.start_frame < frame < end:
            raise CannotEdit(_("You can't split a shot at its first or last frame."))
        edit.description = f"split shot {edit.number(shot)}"
        position = edit.position_after(shot.pk)
        second = edit.add(shot.generation, position, start_frame=frame, end_frame=shot.end_frame)
        shot.end_frame = frame
    return second


def remove(timeline: Timeline, by, ids: Collection[UUID]) -> int:
    """Remove shots as one change and return how many; those after them move up."""
    with lock_for_edit(timeline, by) as edit:
        shots = edit.get_all(ids)
        edit.description = edit.describe("removed", shots)
        for shot in shots:
            shot.active = False
    return len(shots)


def choose_take(timeline: Timeline, by, id: UUID, take: Generation) -> Shot:
    """Show another take in a shot. Keep its trims in time, as far as the take is so long."""
    with lock_for_edit(timeline, by) as edit:
        shot = edit.get(id)
        show_instead(shot, take)
        edit.description = f"chose take {take.take} for shot {edit.number(shot)}"
    return shot


def replace_clips(timeline: Timeline, by, clips: Mapping[UUID, Generation], model: str) -> None:
    """Show other clips in the shots that show those with these IDs, as one change. model: who makes them."""
    with lock_for_edit(timeline, by) as edit:
        shots = [shot for shot in edit.active if shot.generation_id in clips]
        for shot in shots:
            show_instead(shot, clips[shot.generation_id])
        edit.description = f"made {len(shots)} shots with {model}"


def show_instead(shot: Shot, take: Generation) -> None:
    rates = fps_of(shot.generation), fps_of(take)
    start, end = convert(shot.start_frame, *rates), shot.end_frame
    length = video_frames(take)
    shot.generation = take
    shot.start_frame = start if start < length else 0
    if end is not None:
        end = max(shot.start_frame + 1, convert(end, *rates))
        shot.end_frame = end if end <= length else None


def restore(timeline: Timeline, by, cut: Cut) -> None:
    """Replace all shots of the timeline with those of a saved version."""
    with lock_for_edit(timeline, by) as edit:
        for shot in edit.active:
            shot.active = False
        saved_shots = from_json(cut.shots)
        ids = {saved.generation_id for saved in saved_shots}
        generations = Generation.objects.select_related("prompt").in_bulk(ids)
        position = max((row.position for row in edit.rows), default="")
        for saved in saved_shots:
            generation = generations[saved.generation_id]
            position = between(position)
            end = saved.end + saved.gives_up
            end_frame = None if end >= video_frames(generation) else end
            edit.add(generation, position, start_frame=saved.start, end_frame=end_frame)
        edit.description = f"restored {cut.name}"
