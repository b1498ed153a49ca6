"""Exports in the studio's own API under /api/."""

from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.responses import Status

from projects.api.bodies import LUMA_ERRORS
from projects.api.errors import ApiError
from projects.api.idempotency import idempotent_id, log_success
from projects.api.request import KeyRequest
from projects.api.schemas import ExportBody, ExportOut
from projects.api.timelines import find_timeline
from projects.exports import queue
from projects.models import Export, RenderState
from studio.web import ranges

router = Router(tags=["The studio"])
FILES = {"mp4": "video/mp4", "bundle": "application/zip"}


@router.post(
    "/timelines/{number}/exports",
    response={201: ExportOut, **LUMA_ERRORS},
    url_name="api-timeline-exports",
    summary="Request an export",
)
def request_export(request: KeyRequest, number: int, body: ExportBody):
    """Request an export of the timeline as it is now. A repeated request with the same Idempotency-Key
    returns the same export."""
    timeline = find_timeline(request, number)
    try:
        export = queue.request_export(
            timeline,
            request.auth.created_by,
            client_token=f"api-{idempotent_id(request, 'export').hex}",
            format=body.format,
            size_name=body.size_name,
            labeled=body.labeled,
        )
    except queue.CannotExport as error:
        raise ApiError(409, str(error), should_retry=False) from error
    log_success(request)
    return Status(201, export)


@router.get(
    "/exports/{id}",
    response={200: ExportOut, **LUMA_ERRORS},
    url_name="api-export",
    summary="Get an export's progress",
)
def get_export(request: KeyRequest, id: UUID):
    return find_export(request, id)


@router.get(
    "/exports/{id}/file",
    response={200: bytes, **LUMA_ERRORS},
    url_name="api-export-file",
    summary="Download an export",
)
def download_export(request: KeyRequest, id: UUID) -> HttpResponseBase:
    """Download the film or bundle, with ranges. Responds 409 until it is ready."""
    export = find_export(request, id)
    if export.state != RenderState.READY:
        state = export.render.get_state_display().lower()
        raise ApiError(409, f"The export isn't ready: {state}.", should_retry=True)
    name = f"{request.auth.project.slug}{export.file.suffix}"
    return ranges.respond_with_file(request, export.file, FILES[export.format], name, max_bytes=None)


def find_export(request: KeyRequest, id: UUID) -> Export:
    exports = Export.objects.select_related("render").filter(timeline__project=request.auth.project)
    return get_object_or_404(exports, pk=id)
