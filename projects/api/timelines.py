"""Timelines in the studio's own API: read them, and cut."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.responses import Status

from projects.api.bodies import LUMA_ERRORS
from projects.api.errors import ApiError
from projects.api.idempotency import idempotent_id, log_success
from projects.api.pagination import paginate
from projects.api.request import KeyRequest
from projects.api.schemas import ShotBody, ShotChange, ShotOut, TimelinePage, TimelineWithShots
from projects.api.studio import Cursor, Limit, unchanged
from projects.models import Generation, Image, Shot, Timeline
from projects.models.states import ENDED, State
from projects.timeline import edits, insert, stills
from projects.timeline.shots import shots_of

router = Router(tags=["The studio"])


@router.get(
    "/timelines",
    response={200: TimelinePage, **LUMA_ERRORS},
    url_name="api-timelines",
    summary="List the project's timelines",
)
def list_timelines(request: KeyRequest, limit: Limit = 50, cursor: Cursor = None):
    return paginate(active_timelines(request), unchanged, limit=limit, cursor=cursor)


@router.get(
    "/timelines/{number}",
    response={200: TimelineWithShots, **LUMA_ERRORS},
    url_name="api-timeline",
    summary="Get a timeline with its shots",
)
def get_timeline(request: KeyRequest, number: int):
    """Get a timeline with its shots in order. `end_frame` is the first frame that isn't shown."""
    return serialize_timeline(find_timeline(request, number))


# -- shots -------------------------------------------------------------------------------------------------


@router.post(
    "/timelines/{number}/shots",
    response={201: TimelineWithShots, **LUMA_ERRORS},
    url_name="api-timeline-shots",
    summary="Add a shot to a timeline",
)
def add_shot(request: KeyRequest, number: int, body: ShotBody):
    """Add a clip of the project to the timeline, even if it is still in progress, or an image as a still. A
    repeated request with the same Idempotency-Key doesn't add it again."""
    timeline = find_timeline(request, number)
    shot_id = idempotent_id(request, f"place {number}")
    try:
        with as_api_errors():
            place(request, timeline, body, shot_id)
    except IntegrityError:  # the ID is taken: an earlier request with this Idempotency-Key has added it
        return Status(201, serialize_timeline(timeline))
    log_success(request)
    return Status(201, serialize_timeline(timeline))


@router.patch(
    "/timelines/{number}/shots/{id}",
    response={200: TimelineWithShots, **LUMA_ERRORS},
    url_name="api-timeline-shot",
    summary="Trim or move a shot, or show another clip in it",
)
def change_shot(request: KeyRequest, number: int, id: UUID, body: ShotChange):
    """Change a shot: its first frame, its end, its position, its clip. A removed shot is 409."""
    timeline, given = find_timeline_of(request, number, id), body.dict(exclude_unset=True)
    with as_api_errors(), transaction.atomic():
        if body.generation_id:
            generation = find_generation(request, body.generation_id)
            edits.choose_take(timeline, request.auth.created_by, id, generation)
        trim(request, timeline, id, {name: given[name] for name in SIDES if name in given})
        if body.position:
            others = [shot.row.pk for shot in shots_of(timeline) if shot.row.pk != id]
            edits.move(timeline, request.auth.created_by, [id], shot_before(others, body.position))
    log_success(request)
    return serialize_timeline(timeline)


@router.delete(
    "/timelines/{number}/shots/{id}",
    response={200: TimelineWithShots, **LUMA_ERRORS},
    url_name="api-timeline-shot",
    summary="Remove a shot from a timeline",
)
def remove_shot(request: KeyRequest, number: int, id: UUID):
    """Remove a shot. Its clip stays in the library; a removed shot is 409."""
    timeline = find_timeline_of(request, number, id)
    with as_api_errors():
        edits.remove(timeline, request.auth.created_by, [id])
    log_success(request)
    return serialize_timeline(timeline)


SIDES = ("start_frame", "end_frame")


def place(request: KeyRequest, timeline: Timeline, body: ShotBody, id: UUID) -> Shot:
    """Add the body's clip or image. Raise CannotEdit or ApiError."""
    by, after = request.auth.created_by, find_place(timeline, body)
    if (body.generation_id is None) == (body.image_id is None):
        raise ApiError(400, "Give generation_id or image_id.", field="generation_id", should_retry=False)
    with transaction.atomic():
        if body.image_id:
            still = stills.Still(find_image(request, body.image_id), Fraction(body.seconds))
            shot = stills.place(timeline, by, still, after, id=id)
        else:
            assert body.generation_id is not None
            shot = edits.place(timeline, by, find_generation(request, body.generation_id), after, id=id)
        given = body.dict(exclude_none=True)
        trim(request, timeline, shot.pk, {name: given[name] for name in SIDES if name in given})
    return shot


def trim(request: KeyRequest, timeline: Timeline, id: UUID, sides: dict[str, int | None]) -> None:
    """Trim the given sides, if any. A start_frame of null is the first frame."""
    if sides:
        start = (sides["start_frame"] or 0) if "start_frame" in sides else edits.UNCHANGED
        end = sides.get("end_frame", edits.UNCHANGED)
        edits.trim(timeline, request.auth.created_by, id, start=start, end=end)


def find_place(timeline: Timeline, body: ShotBody) -> UUID | None:
    """Return the shot before the new one; None: at the beginning."""
    if body.position:
        return shot_before([shot.row.pk for shot in shots_of(timeline)], body.position)
    return body.after or insert.parse_after(timeline, insert.END)


def shot_before(ids: list[UUID], position: int) -> UUID | None:
    return ids[min(position - 1, len(ids)) - 1] if position > 1 and ids else None


@contextmanager
def as_api_errors() -> Iterator[None]:
    try:
        yield
    except edits.CannotEdit as error:
        raise ApiError(409, str(error), should_retry=False) from error


# -- finding -----------------------------------------------------------------------------------------------


def find_generation(request: KeyRequest, id: UUID) -> Generation:
    """Return a generation that is completed or in progress. Raise ApiError 400."""
    rows = request.auth.project.generations.in_api().select_related("prompt")
    generation = rows.filter(pk=id).first()
    if generation is None or (generation.state in ENDED and generation.state != State.COMPLETED):
        message = "There is no such clip in this project."
        raise ApiError(400, message, field="generation_id", should_retry=False)
    return generation


def find_image(request: KeyRequest, id: UUID) -> Image:
    image = request.auth.project.images.filter(pk=id).first()
    if image is None:
        raise ApiError(400, "There is no such image in this project.", field="image_id", should_retry=False)
    return image


def active_timelines(request: KeyRequest) -> QuerySet[Timeline]:
    """Return the timelines of the key's project; create the first one if there is none."""
    project = request.auth.project
    project.timelines.get_or_create(number=1, defaults={"name": "Timeline 1"})
    return project.timelines.active()


def find_timeline(request: KeyRequest, number: int) -> Timeline:
    return get_object_or_404(active_timelines(request).filter(number__lt=2**31), number=min(number, 2**31))


def find_timeline_of(request: KeyRequest, number: int, id: UUID) -> Timeline:
    """Return the timeline if it has this shot, or had it. Raise 404."""
    timeline = find_timeline(request, number)
    if not timeline.shots.filter(pk=id).exists():
        raise Http404
    return timeline


def serialize_timeline(timeline: Timeline) -> TimelineWithShots:
    timeline.refresh_from_db()
    shots = [
        ShotOut(
            id=shot.row.pk,
            generation_id=shot.generation.pk,
            start_frame=shot.start,
            end_frame=shot.end,
            playable=shot.generation.is_playable,
        )
        for shot in shots_of(timeline)
    ]
    facts = {name: getattr(timeline, name) for name in ("number", "name", "revision", "created_at")}
    return TimelineWithShots(shots=shots, **facts)
