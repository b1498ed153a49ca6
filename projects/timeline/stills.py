"""Stills: pictures on a timeline. Each is drawn once, as a minute of video, and shots show a part of it."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from projects.ledger.requests import GenerationRequest, RequestedKeyframe, request_generations
from projects.library.imports import title_of
from projects.models import End, Generation, Image, Person, Project, Shot, State, Timeline
from projects.models.prompt import STILL, PromptSettings
from projects.models.states import ENDED
from projects.timeline import edits
from projects.timeline.shots import fps_of

SHORTEST_S, LONGEST_S, USUAL_S = Fraction(1, 2), 60, 3
RESOLUTION = "720p"


@dataclass(frozen=True)
class Still:
    """A picture, and how long it stands."""

    image: Image
    seconds: Fraction


@transaction.atomic
def place(timeline: Timeline, by: Person | None, still: Still, after: UUID | None, **fields: Any) -> Shot:
    """Let a picture stand on the timeline, after another shot (None: at the beginning).

    fields: of the new Shot. Raise CannotEdit.
    """
    if not SHORTEST_S <= still.seconds <= LONGEST_S:
        raise edits.CannotEdit(_("A still stands for 0.5 to 60 seconds."))
    video = request_video(timeline.project, by, still.image)
    end = None if still.seconds == LONGEST_S else round(still.seconds * fps_of(video))
    return edits.place(timeline, by, video, after, end_frame=end, **fields)


def request_video(project: Project, by: Person | None, image: Image) -> Generation:
    """Return the video of a picture in the project's aspect ratio; have it drawn unless it was before."""
    name = f"still.{image.pk.hex}.{project.aspect_ratio}"
    earlier = project.generations.filter(client_token__startswith=f"{name}.")
    is_gone = Q(state__in=ENDED) & ~Q(state=State.COMPLETED) | Q(deleted_at__isnull=False)
    settings = PromptSettings(
        engine="preview",
        model=STILL,
        aspect_ratio=project.aspect_ratio,
        resolution=RESOLUTION,
        duration_s=LONGEST_S,
        slate=False,
    )
    request = GenerationRequest(
        project=project,
        text=title_of(image.name),
        settings=settings,
        client_token=f"{name}.{earlier.filter(is_gone).count()}",
        keyframes=(RequestedKeyframe(End.FRAME0, image=image),),
        quote_usd=Decimal(),
        created_by=by,
    )
    return request_generations(request)[0]
