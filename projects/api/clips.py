"""Importing films through the studio's own API."""

from typing import Annotated
from uuid import UUID

from django.db import IntegrityError
from django.shortcuts import get_object_or_404
from ninja import File, Router
from ninja.files import UploadedFile
from ninja.responses import Status

from projects.api.bodies import LUMA_ERRORS
from projects.api.errors import ApiError
from projects.api.idempotency import idempotent_id, log_success
from projects.api.request import KeyRequest
from projects.api.schemas import ImportOut
from projects.library import imports
from projects.models import Upload

router = Router(tags=["The studio"])
STATUSES = {422: 400, 507: 503}  # of the page's refusals, as the API says them


@router.post(
    "/clips", response={202: ImportOut, **LUMA_ERRORS}, url_name="api-clips", summary="Import a film"
)
def import_film(request: KeyRequest, file: Annotated[UploadedFile, File()]):
    """Import a film (MP4, MOV, WebM or MKV) as a clip. It is checked in the background: ask `/api/clips/{id}`
    until it is `ready`, then `/api/generations/{id}` has the clip. A repeated request with the same
    Idempotency-Key returns the first one."""
    key, id = request.auth, idempotent_id(request, "import")
    try:
        upload = imports.store_file(file, key.project, key.created_by, api_key=key, id=id)
    except IntegrityError:  # an earlier request with this Idempotency-Key
        return Status(202, find_import(request, id))
    except imports.CannotImport as error:
        status = STATUSES.get(error.status, error.status)
        raise ApiError(status, str(error), field="file") from error
    log_success(request)
    return Status(202, find_import(request, upload.pk))


@router.get(
    "/clips/{id}", response={200: ImportOut, **LUMA_ERRORS}, url_name="api-upload", summary="Get an import"
)
def get_import(request: KeyRequest, id: UUID):
    """Get how far the check of an imported film is."""
    return find_import(request, id)


def find_import(request: KeyRequest, id: UUID) -> Upload:
    rows = Upload.objects.filter(project=request.auth.project, render__isnull=False)
    return get_object_or_404(rows.select_related("render"), pk=id)
