"""Where clips are used, so that they can't be deleted. The rooms above answer `deletion_requested`.

| use | forbids it, because |
|---|---|
| a shot of a timeline, also of an archived one | the cut would have a hole |
| a saved version of a timeline | it can be restored, compared and exported |
| a version under review | its film can be made again, and its notes start new takes |
| an export in progress | it reads the film |
| a clip in progress that starts or ends on it | the provider may still fetch the frame |

What was made from a clip doesn't need it any more: a finished clip keeps the frames that it starts and ends
on (see bin.py), a picture cut from it is a file of its own, and so is an exported film. A removed shot
doesn't count either: undo says that its clip has to be restored first.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.library.signals import deletion_requested
from projects.models import End, Generation, Keyframe, Project
from projects.models.states import MOVING

IN_PROGRESS = {
    End.FRAME0: gettext_lazy("Clip %d, in progress, which starts on it"),
    End.FRAME1: gettext_lazy("Clip %d, in progress, which ends on it"),
}


@dataclass(frozen=True)
class Use:
    """One use of a clip. text: "Shot 3 of Rough cut". url: of its page."""

    generation_id: UUID
    text: str
    url: str


def find_uses(project: Project, ids: Collection[UUID]) -> Mapping[UUID, list[Use]]:
    """Return what forbids deleting each of these clips, in a fixed number of queries."""
    found: list[Use] = in_keyframes(project, ids)
    for _receiver, answer in deletion_requested.send(Generation, project=project, ids=ids):
        found += cast("list[Use]", answer)
    uses: dict[UUID, list[Use]] = defaultdict(list)
    for use in found:
        uses[use.generation_id].append(use)
    return uses


def in_keyframes(project: Project, ids: Collection[UUID]) -> list[Use]:
    keys = Keyframe.objects.filter(source__in=ids, generation__state__in=MOVING).select_related("generation")
    return [
        Use(
            key.source_id,
            str(IN_PROGRESS[End(key.end)]) % key.generation.number,
            reverse("generation", args=[project.slug, key.generation_id]),
        )
        for key in keys.order_by("generation__number")
        if key.source_id
    ]


def describe_moving(generation: Generation) -> str:
    """Return why a clip that is still changing can't be deleted, or ""."""
    if generation.state == "queued":
        return _("It is still waiting. Cancel it first.")
    if generation.is_moving:
        return _("It is still in progress. Wait until it is ready.")
    return _("It is still being prepared. Try again in a moment.") if generation.is_preparing else ""
