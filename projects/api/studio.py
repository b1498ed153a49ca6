"""What neither Luma nor the AI/ML API has: the film, its pictures, its timelines, films that leave."""

from typing import Annotated
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from ninja import File, Query, Router
from ninja.files import UploadedFile
from ninja.responses import Status

from projects.api.bodies import LUMA_TROUBLE, Luma, LumaState
from projects.api.creates import clips
from projects.api.errors import Trouble, note
from projects.api.pagination import page
from projects.api.request import KeyRequest
from projects.api.responses import base_of, clip_for
from projects.api.schemas import (
    Append,
    ExportIn,
    ExportOut,
    GenerationPage,
    ImageOut,
    ImagePage,
    Place,
    ProjectOut,
    ProjectPage,
    TimelinePage,
    TimelineWhole,
)
from projects.core import signed_urls
from projects.exports import queue
from projects.library import images
from projects.library.uploads import is_too_large
from projects.models import Export, Image, Project, RenderState, Timeline
from projects.models.generation import ENDED, State
from projects.notifications.serializers import serialize, states_of
from projects.timeline import edits, insert
from projects.timeline.shots import shots_of
from studio.media.pictures import PictureError
from studio.media.uploads import TooLarge
from studio.web import ranges
from studio.wire.serializers import serialize_luma

router = Router(tags=["The studio"])
Limit = Annotated[int, Query(ge=1, le=100)]
Cursor = Annotated[str | None, Query(max_length=300, description="`next` of the page before")]
FILES = {"mp4": "video/mp4", "bundle": "application/zip"}


# -- the film and its clips --------------------------------------------------------------------------------


@router.get(
    "/projects",
    response={200: ProjectPage, **LUMA_TROUBLE},
    url_name="api-projects",
    summary="The films of this key",
)
def projects(request: KeyRequest, limit: Limit = 50, cursor: Cursor = None):
    """The films that this key opens: one."""
    return page(Project.objects.filter(pk=request.auth.project_id), as_it_is, limit=limit, cursor=cursor)


@router.get(
    "/projects/{slug}", response={200: ProjectOut, **LUMA_TROUBLE}, url_name="api-project", summary="One film"
)
def project(request: KeyRequest, slug: str):
    return get_object_or_404(Project, pk=request.auth.project_id, slug=slug)


@router.get(
    "/generations",
    response={200: GenerationPage, **LUMA_TROUBLE},
    url_name="api-generations",
    summary="The film's clips",
)
def generations(
    request: KeyRequest, limit: Limit = 50, cursor: Cursor = None, state: LumaState | None = None
):
    """The film's clips, the newest first, in Luma's words; with `state` those that are so far now. Luma's and
    the AI/ML addresses make them."""
    rows = clips().filter(project=request.auth.project, api_deleted_at=None)
    if state:
        rows = rows.filter(state__in=states_of(state))
    return page(rows, lambda clip: clip_told(request, clip), limit=limit, cursor=cursor)


@router.get(
    "/generations/{id}", response={200: Luma, **LUMA_TROUBLE}, url_name="api-generation", summary="One clip"
)
def generation(request: KeyRequest, id: UUID):
    return clip_told(request, clip_for(request, str(id)))


def clip_told(request: KeyRequest, clip) -> dict:
    return serialize_luma(serialize(clip, request.auth, base_of(request)))


def as_it_is(row):
    return row


# -- pictures ----------------------------------------------------------------------------------------------


@router.get(
    "/images", response={200: ImagePage, **LUMA_TROUBLE}, url_name="api-images", summary="The film's pictures"
)
def pictures(request: KeyRequest, limit: Limit = 50, cursor: Cursor = None):
    rows = request.auth.project.images.all()
    return page(rows, lambda image: image_told(request, image), limit=limit, cursor=cursor)


@router.post(
    "/images", response={201: ImageOut, **LUMA_TROUBLE}, url_name="api-images", summary="Upload a picture"
)
def upload(request: KeyRequest, file: Annotated[UploadedFile, File()]):
    """A picture (JPEG, PNG or WebP) to start or end clips on; its `url` goes into keyframes. The same picture
    twice is one."""
    try:
        if is_too_large(request.META.get("CONTENT_LENGTH")):
            raise TooLarge(settings.UPLOAD_MB)
        image = images.store_upload(request.auth.project, request.auth.created_by, file)
    except PictureError as refused:
        status = 413 if isinstance(refused, TooLarge) else 400
        raise Trouble(status, str(refused), field="file") from refused
    log(request, 201)
    return Status(201, image_told(request, image))


@router.get(
    "/images/{id}", response={200: ImageOut, **LUMA_TROUBLE}, url_name="api-image", summary="One picture"
)
def picture(request: KeyRequest, id: UUID):
    return image_told(request, get_object_or_404(request.auth.project.images, pk=id))


def image_told(request: KeyRequest, image: Image) -> ImageOut:
    path = signed_urls.result_path("image", image.pk, request.auth, "picture.png")
    names = ("id", "name", "width_px", "height_px", "created_at")
    return ImageOut(url=base_of(request) + path, **{name: getattr(image, name) for name in names})


# -- timelines ---------------------------------------------------------------------------------------------


@router.get(
    "/timelines",
    response={200: TimelinePage, **LUMA_TROUBLE},
    url_name="api-timelines",
    summary="The film's timelines",
)
def timelines(request: KeyRequest, limit: Limit = 50, cursor: Cursor = None):
    return page(standing(request), as_it_is, limit=limit, cursor=cursor)


@router.get(
    "/timelines/{number}",
    response={200: TimelineWhole, **LUMA_TROUBLE},
    url_name="api-timeline",
    summary="A timeline with its clips",
)
def timeline(request: KeyRequest, number: int):
    """With its clips in order; from which frame up to, not including, which."""
    return whole(timeline_of(request, number))


@router.post(
    "/timelines/{number}/clips",
    response={201: TimelineWhole, **LUMA_TROUBLE},
    url_name="api-timeline-clips",
    summary="Put a clip on a timeline",
)
def append(request: KeyRequest, number: int, body: Append):
    """Put a clip of the film on the timeline; one that still waits may stand there already. The same
    Idempotency-Key again puts it there no second time."""
    found = timeline_of(request, number)
    clip = request.auth.project.generations.filter(pk=body.generation_id, api_deleted_at=None).first()
    if clip is None or (clip.state in ENDED and clip.state != State.COMPLETED):
        raise Trouble(400, "There is no such clip in this film.", field="generation_id", again=False)
    try:
        after = body.after or insert.parse_after(found, insert.END)
        edits.place(found, request.auth.created_by, clip, after, id=id_of(request, f"place {number}"))
    except IntegrityError:  # its id is taken: by the same request, which came before
        return Status(201, whole(found))
    except edits.CannotEdit as refused:
        raise Trouble(409, str(refused), again=False) from refused
    log(request, 201)
    return Status(201, whole(found))


def standing(request: KeyRequest) -> QuerySet[Timeline]:
    """Each film has a first timeline."""
    project = request.auth.project
    project.timelines.get_or_create(number=1, defaults={"name": "Timeline 1"})
    return project.timelines.active()


def timeline_of(request: KeyRequest, number: int) -> Timeline:
    return get_object_or_404(standing(request).filter(number__lt=2**31), number=min(number, 2**31))


def whole(found: Timeline) -> TimelineWhole:
    found.refresh_from_db()
    places = [
        Place(
            id=shot.row.pk,
            generation_id=shot.generation.pk,
            start_frame=shot.start,
            end_frame=shot.end,
            playable=shot.generation.is_playable,
        )
        for shot in shots_of(found)
    ]
    facts = {name: getattr(found, name) for name in ("number", "name", "revision", "created_at")}
    return TimelineWhole(clips=places, **facts)


# -- films that leave --------------------------------------------------------------------------------------


@router.post(
    "/timelines/{number}/exports",
    response={201: ExportOut, **LUMA_TROUBLE},
    url_name="api-timeline-exports",
    summary="Ask for a film",
)
def export(request: KeyRequest, number: int, body: ExportIn):
    """Ask for a film of the timeline as it is now. The same Idempotency-Key again is the same export."""
    found = timeline_of(request, number)
    try:
        made = queue.request_export(
            found,
            request.auth.created_by,
            client_token=f"api-{id_of(request, 'export').hex}",
            format=body.format,
            size_name=body.size_name,
            labelled=body.labelled,
        )
    except queue.CannotExport as refused:
        raise Trouble(409, str(refused), again=False) from refused
    log(request, 201)
    return Status(201, made)


@router.get(
    "/exports/{id}",
    response={200: ExportOut, **LUMA_TROUBLE},
    url_name="api-export",
    summary="How far a film is",
)
def export_state(request: KeyRequest, id: UUID):
    return export_of(request, id)


@router.get(
    "/exports/{id}/file",
    response={200: bytes, **LUMA_TROUBLE},
    url_name="api-export-file",
    summary="Download a film",
)
def export_file(request: KeyRequest, id: UUID) -> HttpResponseBase:
    """The film or bundle, with ranges; 409 until it is ready."""
    found = export_of(request, id)
    if found.state != RenderState.READY:
        raise Trouble(409, f"It is not ready: {found.render.get_state_display().lower()}.", again=True)
    name = f"{request.auth.project.slug}{found.file.suffix}"
    return ranges.file_response(request, found.file, FILES[found.format], name, max_bytes=None)


def export_of(request: KeyRequest, id: UUID) -> Export:
    exports = Export.objects.select_related("render").filter(timeline__project=request.auth.project)
    return get_object_or_404(exports, pk=id)


def id_of(request: KeyRequest, what: str) -> UUID:
    """Of what this request makes: the same whenever the same Idempotency-Key of the same key says so."""
    name = request.headers.get("Idempotency-Key", "")
    told_by = f"{what}:{name}".encode("utf-8", "replace").decode()
    return uuid5(request.auth.pk, told_by) if name else uuid4()


def log(request: KeyRequest, status: int) -> None:
    note(request, Trouble(status, ""))
