"""What a person does to a timeline. Each act is one change: whole or not at all, and it can be taken back.

Two people never undo each other's work by accident: an act names clips, not numbers, so it holds wherever the
others have moved them; what was removed meanwhile is refused with a sentence. Undo takes back the latest
change, whoever made it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction
from django.db.models import F

from projects.models import Change, Cut, Generation, Project, Shot, Timeline
from projects.models.positions import between
from projects.timeline.saved_shots import from_json
from projects.timeline.shots import film_frames


class CannotEdit(Exception):
    """The change does not fit the timeline as it is now; the words are for a person."""


GONE = "That clip was removed from the timeline meanwhile."
AS_IT_IS = -1


class Strip:
    """A timeline's clips while they are being changed; `said` tells the change: "trimmed clip 3"."""

    def __init__(self, timeline: Timeline, rows: list[Shot]):
        self.timeline, self.rows, self.said = timeline, rows, ""
        self.added: list[Shot] = []

    @property
    def standing(self) -> list[Shot]:
        return sorted((row for row in self.rows if row.active), key=lambda row: (row.position, str(row.pk)))

    def number(self, clip: Shot) -> int:
        return self.standing.index(clip) + 1

    def get(self, id: UUID) -> Shot:
        """The clip that stands there. Raises CannotEdit."""
        found = next((row for row in self.rows if row.pk == id and row.active), None)
        if found is None:
            raise CannotEdit(GONE)
        return found

    def position_after(self, id: UUID | None) -> str:
        """Free room behind a clip, also behind the place of one that was removed; None: the beginning."""
        standing = self.standing
        if id is None:
            return between("", standing[0].position if standing else "")
        before = next((row for row in self.rows if row.pk == id), None)
        if before is None:
            raise CannotEdit(GONE)
        taken = [row.position for row in self.rows if row.position > before.position]
        return between(before.position, min(taken, default=""))

    def add(self, generation: Generation, place: str, **fields) -> Shot:
        clip = Shot(timeline=self.timeline, generation=generation, position=place, **fields)
        self.rows.append(clip)
        self.added.append(clip)
        return clip


@contextmanager
def editing(timeline: Timeline, by) -> Iterator[Strip]:
    """The clips, held until the block ends; what it changed is then written down as one change."""
    with transaction.atomic():
        timeline = Timeline.objects.select_for_update().select_related("project").get(pk=timeline.pk)
        strip = Strip(timeline, list(timeline.shots.all()))
        before = {row.pk: as_fields(row) for row in strip.rows}
        yield strip
        fields = changed(before, strip.rows)
        if fields:
            write_down(strip, by, fields)


def as_fields(row: Shot) -> dict:
    return {name: plain(getattr(row, name)) for name in Shot.FIELDS}


def plain(value):
    return str(value) if isinstance(value, UUID) else value


def changed(before: dict, rows: list[Shot]) -> dict:
    """{clip id: {field: [before, after]}}; a clip that is new did not stand before."""
    found = {}
    for row in rows:
        was = before.get(row.pk, {**as_fields(row), "active": False})
        moved = {name: [was[name], now] for name, now in as_fields(row).items() if was[name] != now}
        if moved:
            found[str(row.pk)] = moved
    return found


def write_down(strip: Strip, by, fields: dict) -> None:
    timeline = strip.timeline
    Shot.objects.bulk_create(strip.added)
    new = {row.pk for row in strip.added}
    old = [row for row in strip.rows if str(row.pk) in fields and row.pk not in new]
    Shot.objects.bulk_update(old, ["position", "generation", "start_frame", "end_frame", "active"])
    timeline.changes.filter(undone=True).delete()
    last = timeline.changes.order_by("-number").values_list("number", flat=True).first()
    timeline.changes.create(
        number=(last or 0) + 1, description=strip.said[:120], fields=fields, created_by=by
    )
    touch(timeline)


def touch(timeline: Timeline) -> None:
    """Let every page of the timeline know."""
    Timeline.objects.filter(pk=timeline.pk).update(revision=F("revision") + 1)
    Project.objects.filter(pk=timeline.project_id).update(revision=F("revision") + 1)
    timeline.refresh_from_db(fields=["revision"])


# -- the acts --------------------------------------------------------------------------------------------


def place(timeline: Timeline, by, generation: Generation, after: UUID | None = None, **fields) -> Shot:
    """Put a clip of the library behind another one; None: at the beginning. fields: of the new Shot."""
    return place_all(timeline, by, [generation], after, **fields)[0]


def place_all(
    timeline: Timeline, by, generations: list[Generation], after: UUID | None, **fields
) -> list[Shot]:
    """Several, one behind the other, as one change."""
    clips: list[Shot] = []
    with editing(timeline, by) as strip:
        for generation in generations:
            clips.append(
                strip.add(generation, strip.position_after(clips[-1].pk if clips else after), **fields)
            )
        strip.said = f"added clip {strip.number(clips[0])}"
        if len(clips) > 1:
            strip.said = f"added {len(clips)} clips"
    return clips


def move(timeline: Timeline, by, id: UUID, after: UUID | None) -> int:
    """Put a clip behind another one (None: first); its new number."""
    with editing(timeline, by) as strip:
        clip = strip.get(id)
        was = strip.number(clip)
        if after != id:
            others = [row for row in strip.standing if row is not clip]
            index = [row.pk for row in others].index(after) + 1 if after in {row.pk for row in others} else 0
            if not (index == was - 1 and (after is None or index)):
                clip.position = strip.position_after(after)
        now = strip.number(clip)
        strip.said = f"moved clip {was} to place {now}"
    return now


def trim(timeline: Timeline, by, id: UUID, start: int = AS_IT_IS, end: int | None = AS_IT_IS) -> Shot:
    """Show the frames from `start` up to but without `end` (None: to the last). The side that is not told
    stays as somebody else may have cut it meanwhile."""
    with editing(timeline, by) as strip:
        clip = strip.get(id)
        length = film_frames(clip.generation)
        start = clip.start_frame if start == AS_IT_IS else max(0, min(start, length - 1))
        end = clip.end_frame if end == AS_IT_IS else end
        whole = end is None or end >= length
        if end is not None and not whole and end <= start:
            raise CannotEdit("Nothing of the clip would be left.")
        clip.start_frame, clip.end_frame = start, None if whole else end
        strip.said = f"trimmed clip {strip.number(clip)}"
    return clip


def split(timeline: Timeline, by, id: UUID, frame: int) -> Shot:
    """Cut a clip in two before `frame` of its film; the second part."""
    with editing(timeline, by) as strip:
        clip = strip.get(id)
        end = clip.end_frame or film_frames(clip.generation)
        if not clip.start_frame < frame < end:
            raise CannotEdit("There is nothing to cut at this frame: it is an end of the clip.")
        strip.said = f"split clip {strip.number(clip)}"
        second = strip.add(
            clip.generation, strip.position_after(clip.pk), start_frame=frame, end_frame=clip.end_frame
        )
        clip.end_frame = frame
    return second


def remove(timeline: Timeline, by, id: UUID) -> None:
    with editing(timeline, by) as strip:
        clip = strip.get(id)
        strip.said = f"removed clip {strip.number(clip)}"
        clip.active = False


def choose_take(timeline: Timeline, by, id: UUID, take: Generation) -> Shot:
    """Show another take in the same place; the trims stay where the new film has the frames."""
    with editing(timeline, by) as strip:
        clip = strip.get(id)
        clip.generation = take
        length = film_frames(take)
        if clip.start_frame >= length:
            clip.start_frame = 0
        if clip.end_frame is not None and clip.end_frame > length:
            clip.end_frame = None
        strip.said = f"chose take {take.take} for clip {strip.number(clip)}"
    return clip


def bring_back(timeline: Timeline, by, cut: Cut) -> None:
    """Put the clips of a kept cut in the place of all that stand there now."""
    with editing(timeline, by) as strip:
        for clip in strip.standing:
            clip.active = False
        saved = from_json(cut.shots)
        found = Generation.objects.select_related("prompt").in_bulk({one.generation_id for one in saved})
        place = ""
        for one in saved:
            generation = found[one.generation_id]
            end = one.end + one.gives_up
            place = between(place or max((row.position for row in strip.rows), default=""))
            whole = end >= film_frames(generation)
            strip.add(generation, place, start_frame=one.start, end_frame=None if whole else end)
        strip.said = f"brought {cut.name} back"


# -- back and forth --------------------------------------------------------------------------------------


def undo(timeline: Timeline, by) -> str:
    """Take the latest change back; what it was. Raises CannotEdit when there is none."""
    return turn(timeline, undone=True)


def redo(timeline: Timeline, by) -> str:
    """Do again what was taken back last."""
    return turn(timeline, undone=False)


@transaction.atomic
def turn(timeline: Timeline, *, undone: bool) -> str:
    timeline = Timeline.objects.select_for_update().get(pk=timeline.pk)
    change = next_back(timeline) if undone else next_forth(timeline)
    if change is None:
        raise CannotEdit("There is nothing to undo." if undone else "There is nothing to redo.")
    for id, fields in change.fields.items():
        Shot.objects.filter(timeline=timeline, pk=id).update(
            **{name: pair[0 if undone else 1] for name, pair in fields.items()}
        )
    Change.objects.filter(pk=change.pk).update(undone=undone)
    touch(timeline)
    return change.description


def next_back(timeline: Timeline) -> Change | None:
    return timeline.changes.filter(undone=False).order_by("-number").first()


def next_forth(timeline: Timeline) -> Change | None:
    return timeline.changes.filter(undone=True).order_by("number").first()
