"""Exports: request, list, cancel, download. Also downloads of single clips."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.core.access import project_for, timeline_for
from projects.core.formats import file_words
from projects.core.forms import errors_of
from projects.core.http import Request, render_fragments
from projects.exports import content_credentials, queue
from projects.exports.forms import ExportForm
from projects.exports.zip_stream import stream_clips
from projects.library.selection import read_selection
from projects.library.views.files import serve_clip
from projects.models import Export, ExportFormat, RenderState, State, Timeline
from projects.models.project import EDITORS
from studio.exports import CUT_FORMATS
from studio.web import ranges

SHOWN = 20
CONTENT_TYPES: dict[str, str] = {ExportFormat.MP4: "video/mp4", ExportFormat.BUNDLE: "application/zip"}


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request, slug: str, number: int) -> HttpResponse:
    """List a timeline's exports. A POST requests one of the timeline as it is now."""
    if request.method != "POST":
        return list_exports(request, timeline_for(request.user, slug, number))
    timeline = timeline_for(request.user, slug, number, need="make")
    form = ExportForm(request.POST)
    if not form.is_valid():
        return list_exports(request, timeline, reasons=errors_of(form))
    options = form.cleaned_data
    options["client_token"] = options["client_token"] or uuid4().hex
    try:
        queue.request_export(timeline, request.user, **options)
    except queue.CannotExport as error:
        return list_exports(request, timeline, reasons=[str(error)])
    return list_exports(request, timeline)


@require_safe
def cut_file(request: Request, slug: str, number: int) -> HttpResponse:
    """Download the timeline as it is now in the format `?as=`, one of studio/exports."""
    timeline = timeline_for(request.user, slug, number)
    format = request.GET.get("as", "otio")
    if format not in CUT_FORMATS:
        raise Http404
    try:
        text = queue.format_cut(timeline, format)
    except queue.CannotExport as error:
        context = {"project": timeline.project, "timeline": timeline, "sentence": str(error)}
        return render(request, "exports/refused.html", context, status=409)
    name = file_name(slug, timeline.name, CUT_FORMATS[format][0])
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(text, "application/octet-stream", headers=headers)


@require_POST
def cancel(request: Request, slug: str, id: UUID) -> HttpResponse:
    export = export_for(request.user, slug, id, need="make")
    queue.cancel(export)
    return list_exports(request, export.timeline)


@require_safe
def file(request: Request, slug: str, id: UUID) -> HttpResponseBase:
    """Serve the film or bundle, with ranges; with `?download` as an attachment."""
    export = export_for(request.user, slug, id)
    if not export.has_file:
        raise Http404
    name = file_name(slug, export.name, export.file.suffix) if "download" in request.GET else None
    return ranges.respond_with_file(request, export.file, CONTENT_TYPES[export.format], name)


@require_safe
def clip_file(request: Request, slug: str, id: UUID, name: str) -> HttpResponseBase:
    """Serve one file of a clip. Its video is downloaded with Content Credentials."""
    return serve_clip(request, slug, id, name, film_for_download=content_credentials.for_download)


@require_POST
def selection_file(request: Request, slug: str) -> HttpResponseBase:
    """Download the selected clips that have a video as one ZIP file."""
    project = project_for(request.user, slug)
    try:
        rows = read_selection(request.POST, project).filter(state=State.COMPLETED)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("library", slug)
    clips = list(rows.select_related("prompt", "project", "upload"))
    name = file_name(slug, _("clips"), ".zip")
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return StreamingHttpResponse(stream_clips(clips), content_type="application/zip", headers=headers)


def list_exports(request: Request, timeline: Timeline, reasons: list[str] | None = None) -> HttpResponse:
    """Return the list, with any errors of the request. Without htmx, redirect to the timeline."""
    if not request.htmx and request.method == "POST":
        for reason in reasons or []:
            messages.error(request, reason)
        return redirect("timeline", timeline.project.slug, timeline.number)
    exports = list(timeline.exports.select_related("created_by", "render")[:SHOWN])
    for export in exports:
        export.time_left = describe_time_left(export)
    context = {
        "project": timeline.project,
        "timeline": timeline,
        "exports": exports,
        "reasons": reasons,
        "busy": any(export.is_unfinished for export in exports),
        "may_make": timeline.project.role in EDITORS,
    }
    return render_fragments(request, ("exports/_list.html", context), status=409 if reasons else 200)


def describe_time_left(export: Export) -> str:
    """Return "about 20 s left" or "about 3 min left", from the speed so far."""
    if export.state == RenderState.WAITING:
        return _("Waiting")
    if export.progress < 0.02 or not export.render.started_at:
        return _("In progress")
    passed_s = (timezone.now() - export.render.started_at).total_seconds()
    left_s = max(1, round(passed_s * (1 - export.progress) / export.progress))
    if left_s < 90:
        return ngettext("about %d s left", "about %d s left", left_s) % left_s
    minutes = round(left_s / 60)
    return ngettext("about %d min left", "about %d min left", minutes) % minutes


def file_name(slug: str, name: str, suffix: str) -> str:
    return f"{slug}_{file_words(name, 'film')}{suffix}"


def export_for(person, slug: str, id: UUID, need: str = "see") -> Export:
    project = project_for(person, slug, need)
    exports = Export.objects.select_related("timeline", "render").filter(timeline__project=project)
    export = get_object_or_404(exports, pk=id)
    export.timeline.project = project
    return export
