"""The studio's own API under /api/: the project, its clips and images."""

from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.shortcuts import get_object_or_404
from ninja import File, Query, Router
from ninja.files import UploadedFile
from ninja.responses import Status

from projects.api import creates
from projects.api.bodies import LUMA_ERRORS, LumaState
from projects.api.errors import ApiError
from projects.api.idempotency import log_success
from projects.api.pagination import paginate
from projects.api.request import KeyRequest
from projects.api.responses import base_url, find_generation
from projects.api.schemas import (
    GenerationPage,
    ImageOut,
    ImagePage,
    ProjectOut,
    ProjectPage,
    StudioClip,
)
from projects.core import signed_urls
from projects.core.uploads import is_too_large
from projects.library import images
from projects.models import Generation, Image, Project
from projects.notifications.serializers import serialize, states_of
from studio.media.pictures import PictureError
from studio.media.uploads import TooLarge
from studio.wire.serializers import serialize_luma

router = Router(tags=["The studio"])
Limit = Annotated[int, Query(ge=1, le=100)]
Cursor = Annotated[str | None, Query(max_length=300, description="`next` of the previous page")]


# -- the project and its clips -----------------------------------------------------------------------------


@router.get(
    "/projects",
    response={200: ProjectPage, **LUMA_ERRORS},
    url_name="api-projects",
    summary="List the key's projects",
)
def list_projects(request: KeyRequest, limit: Limit = 50, cursor: Cursor = None):
    """List the projects of this key. There is always exactly one."""
    return paginate(Project.objects.filter(pk=request.auth.project_id), unchanged, limit=limit, cursor=cursor)


@router.get(
    "/projects/{slug}",
    response={200: ProjectOut, **LUMA_ERRORS},
    url_name="api-project",
    summary="Get a project",
)
def get_project(request: KeyRequest, slug: str):
    return get_object_or_404(Project, pk=request.auth.project_id, slug=slug)


@router.get(
    "/generations",
    response={200: GenerationPage, **LUMA_ERRORS},
    url_name="api-generations",
    summary="List the project's clips",
)
def list_generations(
    request: KeyRequest, limit: Limit = 50, cursor: Cursor = None, state: LumaState | None = None
):
    """List the project's clips in Luma's format, newest first; with `state`, only those in this state. Create
    clips with Luma's or the AI/ML API's paths."""
    rows = creates.generations().in_api().filter(project=request.auth.project)
    if state:
        rows = rows.filter(state__in=states_of(state))
    return paginate(
        rows, lambda generation: serialize_generation(request, generation), limit=limit, cursor=cursor
    )


@router.get(
    "/generations/{id}",
    response={200: StudioClip, **LUMA_ERRORS},
    url_name="api-generation",
    summary="Get a clip",
)
def get_generation(request: KeyRequest, id: UUID):
    return serialize_generation(request, find_generation(request, str(id)))


def serialize_generation(request: KeyRequest, generation: Generation) -> dict:
    body = serialize_luma(serialize(generation, request.auth, base_url(request)))
    return {**body, **{name: generation.drawn.get(name) for name in ("staged", "not_staged")}}


def unchanged(row):
    return row


# -- images ------------------------------------------------------------------------------------------------


@router.get(
    "/images",
    response={200: ImagePage, **LUMA_ERRORS},
    url_name="api-images",
    summary="List the project's images",
)
def list_images(request: KeyRequest, limit: Limit = 50, cursor: Cursor = None):
    rows = request.auth.project.images.all()
    return paginate(rows, lambda image: serialize_image(request, image), limit=limit, cursor=cursor)


@router.post(
    "/images", response={201: ImageOut, **LUMA_ERRORS}, url_name="api-images", summary="Upload an image"
)
def upload_image(request: KeyRequest, file: Annotated[UploadedFile, File()]):
    """Upload an image (JPEG, PNG or WebP) for use as a keyframe, by its `url`. Uploading the same image again
    returns the first one."""
    try:
        if is_too_large(request.META.get("CONTENT_LENGTH")):
            raise TooLarge(settings.UPLOAD_MB)
        image = images.store_upload(request.auth.project, request.auth.created_by, file)
    except PictureError as error:
        status = 413 if isinstance(error, TooLarge) else 400
        raise ApiError(status, str(error), field="file") from error
    log_success(request)
    return Status(201, serialize_image(request, image))


@router.get(
    "/images/{id}", response={200: ImageOut, **LUMA_ERRORS}, url_name="api-image", summary="Get an image"
)
def get_image(request: KeyRequest, id: UUID):
    return serialize_image(request, get_object_or_404(request.auth.project.images, pk=id))


def serialize_image(request: KeyRequest, image: Image) -> ImageOut:
    path = signed_urls.result_path("image", image.pk, request.auth, "picture.png")
    names = ("id", "name", "width_px", "height_px", "created_at")
    return ImageOut(url=base_url(request) + path, **{name: getattr(image, name) for name in names})
