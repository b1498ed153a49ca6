"""The panel beside the player, in which the next clip of a timeline is wished for."""

from dataclasses import replace
from uuid import UUID

from projects.core.http import Request
from projects.library import composer
from projects.models import Timeline
from projects.timeline.insert import endings_at, neighbours
from projects.timeline.shot import PlacedShot
from projects.timeline.shots import shots_of


def panel_instead(request: Request, timeline: Timeline, clip: UUID) -> dict | None:
    """The same for a clip that is to be made anew in its place: a composer with its words, settings and
    frames, or only what `keep` names. None where it does not stand there any more."""
    shot = next((shot for shot in shots_of(timeline) if shot.clip.pk == clip), None)
    if shot is None:
        return None
    asked = request.GET.copy()
    asked["from"] = str(shot.generation.pk)
    return {
        "project": timeline.project,
        "timeline": timeline,
        "instead": shot,
        "composer": replace(composer.from_address(asked, timeline.project, request.user), act="instead"),
    }


def panel_of(
    request: Request, timeline: Timeline, after: UUID | None, shots: list[PlacedShot] | None = None
) -> dict:
    """The context of _panel.html: a composer whose wells hold the frames at this place."""
    shots = shots_of(timeline) if shots is None else shots
    before, behind = neighbours(shots, after)
    asked = request.GET.copy()
    for end, choice in endings_at(timeline, after, shots).items():
        asked.setdefault(end, choice)
    act = "bridge" if before and behind else "append" if before else "prepend" if behind else ""
    return {
        "project": timeline.project,
        "timeline": timeline,
        "composer": replace(composer.from_address(asked, timeline.project, request.user), act=act),
        "after": after or "",
        "before_shot": before,
        "behind_shot": behind,
    }
