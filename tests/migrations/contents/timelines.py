"""Timelines that were edited, saved and exported."""

from uuid import UUID

from projects.models import Export, ExportFormat, Project, Render, RenderState, Timeline
from projects.timeline import edits
from projects.timeline.saved_shots import as_json
from projects.timeline.shots import shots_of
from projects.timeline.undo import undo_change
from tests.migrations.contents.library import Library
from tests.migrations.contents.people import AT, LATER, Cast

SIZES = ["source", "720p", "1080p", "4k", "source"]
FILM = {"bytes": 4_800_000, "frames": 239}
ENDS: dict[RenderState, dict] = {
    RenderState.WAITING: {},
    RenderState.MAKING: {"lease_owner": "worker-2", "lease_until": LATER, "started_at": AT, "progress": 0.5},
    RenderState.READY: {"started_at": AT, "ended_at": AT, "progress": 1},
    RenderState.FAILED: {
        "started_at": AT,
        "ended_at": AT,
        "message": "The disk isn't large enough.",
        "tries": 3,
    },
    RenderState.CANCELLED: {"ended_at": AT},
}


def edit(cast: Cast, project: Project, clips: Library) -> Timeline:
    """Create a timeline with three shots (one trimmed, one split), a removed one, and two undone changes."""
    timeline = project.timelines.create(number=1, name="First cut", created_by=cast.ada)
    project.timelines.create(number=2, name="Zweiter Schnitt: “Nebel”", archived_at=AT)
    first = edits.place(timeline, None, clips.first)
    second, third = edits.place_all(timeline, cast.ada, [clips.second, clips.third], first.pk)
    edits.trim(timeline, cast.ada, third.pk, start=12, end=100)
    edits.move(timeline, cast.ben, [third.pk], first.pk)
    edits.move(timeline, cast.ben, [third.pk], second.pk)
    tail = edits.split(timeline, cast.ben, third.pk, 60)
    edits.remove(timeline, cast.ben, [tail.pk])
    keep_cut(cast, timeline, "As it was before “the retake”")
    edits.choose_take(timeline, cast.ada, second.pk, clips.retake)
    edits.remove(timeline, cast.ben, [first.pk])
    edits.move(timeline, cast.ben, [third.pk], None)
    undo_change(timeline)
    undo_change(timeline)
    return timeline


def keep_cut(cast: Cast, timeline: Timeline, name: str) -> None:
    timeline.cuts.create(number=1, name=name, shots=as_json(shots_of(timeline)), created_by=cast.ada)


def export(cast: Cast, timeline: Timeline) -> None:
    """Create an export in each state, in both formats."""
    shots = as_json(shots_of(timeline))
    for number, (state, fields) in enumerate(ENDS.items()):
        export = Export.objects.create(
            id=UUID(int=number + 1),
            timeline=timeline,
            name=timeline.name,
            shots=shots,
            format=ExportFormat.values[number % 2],
            size_name=SIZES[number],
            labeled=number % 2 == 0,
            includes_prompts=number > 2,
            created_by=cast.ada if number else None,
            client_token=f"export-{number}",
            **(FILM if state == RenderState.READY else {}),
        )
        Render.objects.create(export=export, state=state, **fields)
    Render.objects.create(timeline=timeline, key="0f" * 16, state=RenderState.READY, ended_at=AT)
