"""Films that leave the studio: asked for, watched, cancelled, downloaded; and downloads of single clips."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.core.access import project_for, timeline_for
from projects.core.http import Request, pieces
from projects.exports import content_credentials, queue
from projects.library.views.files import serve_clip
from projects.models import Export, ExportFormat, RenderState, Timeline
from projects.models.export import SIZES
from projects.models.project import EDITORS
from studio.exports import CUT_FORMATS
from studio.web import ranges

SHOWN = 20
TYPES: dict[str, str] = {ExportFormat.MP4: "video/mp4", ExportFormat.BUNDLE: "application/zip"}


@require_http_methods(["GET", "POST"])
def index(request: Request, slug: str, number: int) -> HttpResponse:
    """What was exported; POST asks for a film of the cut as it is now."""
    if request.method == "GET":
        return listed(request, timeline_for(request.user, slug, number))
    timeline = timeline_for(request.user, slug, number, need="make")
    token = request.POST.get("client_token", "")[:60] or uuid4().hex
    try:
        queue.ask(timeline, request.user, client_token=token, **wanted(request.POST))
    except queue.CannotExport as refused:
        return listed(request, timeline, reasons=str(refused))
    return listed(request, timeline)


def wanted(said) -> dict:
    """What the form asks for; what it does not know is the usual."""
    format, size_name = said.get("format", ""), said.get("size_name", "")
    return {
        "format": format if format in ExportFormat.values else ExportFormat.MP4,
        "size_name": size_name if size_name in SIZES else "source",
        "labelled": "labelled" in said,
        "includes_prompts": "includes_prompts" in said,
    }


@require_safe
def cut_file(request: Request, slug: str, number: int) -> HttpResponse:
    """The cut as it is now; `?as=otio` or another format of studio/exports."""
    timeline = timeline_for(request.user, slug, number)
    format = request.GET.get("as", "otio")
    if format not in CUT_FORMATS:
        raise Http404
    try:
        text = queue.cut_text(timeline, format)
    except queue.CannotExport as refused:
        messages.error(request, str(refused))
        return redirect("timeline", slug, number)
    name = f"{slug}_{slugify(timeline.name, allow_unicode=True) or 'film'}{CUT_FORMATS[format][0]}"
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(text, "application/octet-stream", headers=headers)


@require_POST
def cancel(request: Request, slug: str, id: UUID) -> HttpResponse:
    export = export_for(request.user, slug, id, need="make")
    queue.cancel(export)
    return listed(request, export.timeline)


@require_safe
def file(request: Request, slug: str, id: UUID) -> HttpResponseBase:
    """The film or bundle, with ranges; `?download` under a name of its own."""
    export = export_for(request.user, slug, id)
    if not export.has_file:
        raise Http404
    name = f"{slug}_{slugify(export.name, allow_unicode=True) or 'film'}{export.file.suffix}"
    return ranges.file_response(
        request, export.file, TYPES[export.format], name if "download" in request.GET else None
    )


@require_safe
def clip_file(request: Request, slug: str, id: UUID, name: str) -> HttpResponseBase:
    """One file of a clip; its film is downloaded with Content Credentials."""
    return serve_clip(request, slug, id, name, film_for_download=content_credentials.for_download)


def listed(request: Request, timeline: Timeline, reasons: str = "") -> HttpResponse:
    if not request.htmx and request.method == "POST":
        if reasons:
            messages.error(request, reasons)
        return redirect("timeline", timeline.project.slug, timeline.number)
    exports = list(timeline.exports.select_related("created_by", "render")[:SHOWN])
    for export in exports:
        export.left = left_of(export)
    context = {
        "project": timeline.project,
        "timeline": timeline,
        "exports": exports,
        "reasons": reasons,
        "busy": any(export.is_unfinished for export in exports),
        "may_make": timeline.project.role in EDITORS,
    }
    return pieces(request, ("exports/_list.html", context), status=409 if reasons else 200)


def left_of(export: Export) -> str:
    """ "about 20 s left", from how fast it went so far; "about 3 min left"."""
    if export.state == RenderState.WAITING:
        return "waiting for its turn"
    if export.progress < 0.02 or not export.render.started_at:
        return "being made"
    passed_s = (timezone.now() - export.render.started_at).total_seconds()
    left_s = max(1, round(passed_s * (1 - export.progress) / export.progress))
    return f"about {left_s} s left" if left_s < 90 else f"about {round(left_s / 60)} min left"


def export_for(person, slug: str, id: UUID, need: str = "see") -> Export:
    project = project_for(person, slug, need)
    exports = Export.objects.select_related("timeline", "render").filter(timeline__project=project)
    export = get_object_or_404(exports, pk=id)
    export.timeline.project = project
    return export
