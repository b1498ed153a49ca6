"""The panel beside the player, with the composer for the next shot."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from projects.core.http import Request
from projects.library import composer
from projects.library.composer import Composer
from projects.models import End, Timeline
from projects.timeline.insert import find_picture, keyframes_at, neighbors
from projects.timeline.shot import PlacedShot
from projects.timeline.shots import shots_of


@dataclass(frozen=True)
class Panel:
    """The place of the next shot: between `before` and `behind`, or in place of the shot `instead`."""

    composer: Composer
    before: PlacedShot | None = None
    behind: PlacedShot | None = None
    instead: PlacedShot | None = None
    after: UUID | str = ""  # the form field: the ID of the previous shot, "" for the beginning

    @property
    def is_at_end(self) -> bool:
        return not self.behind and not self.instead

    @property
    def draft_suffix(self) -> str:
        """Return a suffix that separates the draft of a remix from the draft of the next shot."""
        return f":{self.instead.row.pk}" if self.instead else ""

    @property
    def title(self) -> str:
        if self.instead and self.instead.generation.is_still:
            return _("Generate shot %(number)s") % {"number": self.instead.number}
        if self.instead:
            return _("Remix shot %(number)s") % {"number": self.instead.number}
        if self.before and self.behind:
            numbers = {"before": self.before.number, "behind": self.behind.number}
            return _("Bridge between shots %(before)s and %(behind)s") % numbers
        if self.before:
            return _("Append after shot %(number)s") % {"number": self.before.number}
        if self.behind:
            return _("Prepend before shot %(number)s") % {"number": self.behind.number}
        return _("First shot")

    @property
    def hint(self) -> str:
        if self.instead:
            return _("Replaces this shot right away. The old take stays available, and you can undo.")
        if self.lacks_frame:
            return _("A neighboring shot has no frame yet. Choose one, or leave it empty.")
        if self.before and self.behind:
            return _("Starts on the last frame of one shot and ends on the first frame of the other.")
        if self.before:
            return _("Continues from the last frame.")
        if self.behind:
            return _("Ends on the first frame of the next shot.")
        return _("Describe what happens. The shot takes its place right away.")

    @property
    def lacks_frame(self) -> bool:
        """Return True if a neighbor has no frame to start or end on."""
        slots = self.composer.slots
        no_first = bool(self.before) and not slots[End.FRAME0].choice
        return no_first or (bool(self.behind) and not slots[End.FRAME1].choice)


def replacement_panel(request: Request, timeline: Timeline, id: UUID) -> Panel | None:
    """Return the panel that remixes a shot, or None if the shot was removed.

    Its composer has the shot's prompt, settings and keyframes, or only those that `keep` names.
    """
    shot = next((shot for shot in shots_of(timeline) if shot.row.pk == id), None)
    if shot is None:
        return None
    query = request.GET.copy()
    query["from"] = str(shot.generation.pk)
    if shot.generation.is_still:
        query["frame0"] = str(find_picture(shot.generation))
    return Panel(compose(request, timeline, query, act="instead"), instead=shot)


def panel_at(
    request: Request, timeline: Timeline, after: UUID | None, shots: list[PlacedShot] | None = None
) -> Panel:
    """Return the panel for a place. Its composer has the frames of the neighboring shots as keyframes."""
    shots = shots_of(timeline) if shots is None else shots
    before, behind = neighbors(shots, after)
    query = request.GET.copy()
    for end, choice in keyframes_at(timeline, after, shots).items():
        query.setdefault(end, str(choice))
    composed = compose(request, timeline, query, act=act_of(before, behind))
    return Panel(composed, before, behind, after=after or "")


def act_of(before: PlacedShot | None, behind: PlacedShot | None) -> str:
    if before and behind:
        return "bridge"
    return "append" if before else "prepend" if behind else ""


def compose(request: Request, timeline: Timeline, query: QueryDict, *, act: str) -> Composer:
    return replace(composer.from_address(query, timeline.project, request.user), act=act)


def panel_context(timeline: Timeline, panel: Panel) -> dict[str, Any]:
    """Return the context of timeline/_panel.html."""
    return {
        "project": timeline.project,
        "timeline": timeline,
        "panel": panel,
        "composer": panel.composer,
    }
