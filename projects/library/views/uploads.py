"""Upload films in pieces (tus 1.0), and list the person's films that are not clips yet."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods, require_POST

from projects.core import renders
from projects.core.access import project_for
from projects.core.http import Request
from projects.core.uploads import max_import_bytes
from projects.library import imports
from projects.library.imports import CannotImport
from projects.models import Project, Upload
from studio.web import tus

View = Callable[..., HttpResponse]


def speak_tus(view: View) -> View:
    """Add the protocol's headers, and turn what is raised into a response with a sentence."""

    @wraps(view)
    def wrapped(request: Request, *args: Any, **parts: Any) -> HttpResponse:
        try:
            response = view(request, *args, **parts)
        except (tus.Refused, CannotImport) as error:
            response = HttpResponse(str(error), status=error.status, content_type="text/plain")
        except tus.DiskFull:
            response = HttpResponse(renders.no_room(), status=507, content_type="text/plain")
        response["Tus-Resumable"] = response["Tus-Version"] = tus.VERSION
        return response

    return wrapped


@require_http_methods(["GET", "HEAD", "POST", "OPTIONS"])
@speak_tus
def index(request: Request, slug: str) -> HttpResponse:
    """List the person's films that are not clips yet; begin one (POST); say what we speak (OPTIONS)."""
    project = project_for(request.user, slug, need="make")
    if request.method == "POST":
        return create(request, project)
    if request.method == "OPTIONS":
        facts = {"Tus-Extension": tus.EXTENSIONS, "Tus-Max-Size": str(max_import_bytes())}
        return HttpResponse(status=204, headers=facts)
    return render(request, "library/imports/_list.html", list_context(request, project))


def create(request: Request, project: Project) -> HttpResponse:
    """Begin an upload; its address is in the header Location."""
    tus.check_version(request.headers)
    size, metadata = tus.read_number(request.headers, "Upload-Length"), tus.read_metadata(request.headers)
    upload = imports.begin(project, request.user, name=metadata.get("filename", ""), size=size)
    address = reverse("upload", args=[project.slug, upload.pk])
    return HttpResponse(status=201, headers={"Location": address, **expiry(upload)})


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@speak_tus
def upload(request: Request, slug: str, id: UUID) -> HttpResponse:
    """Say how much has arrived (HEAD), append to it (PATCH), or give it up (DELETE)."""
    found = upload_for(request, slug, id)
    tus.check_version(request.headers)
    if request.method == "DELETE":
        return HttpResponse(status=204 if imports.remove(found) else 409)
    if request.method == "PATCH":
        return append(request, found)
    facts = {"Upload-Offset": str(imports.find_arrived(found)), "Upload-Length": str(found.size)}
    return HttpResponse(headers={**facts, **expiry(found), "Cache-Control": "no-store"})


def append(request: Request, found: Upload) -> HttpResponse:
    if request.content_type != tus.CHUNK:
        raise tus.Refused(f"The content type must be {tus.CHUNK}.", 415)
    offset = imports.append(found, request, offset=tus.read_number(request.headers, "Upload-Offset"))
    return HttpResponse(status=204, headers={"Upload-Offset": str(offset), **expiry(found)})


@require_POST
def check(request: Request, slug: str, id: UUID) -> HttpResponse:
    """Repeat a check that failed, though not because of the film."""
    found = upload_for(request, slug, id)
    imports.check_again(found)
    return respond(request, found)


@require_POST
def remove(request: Request, slug: str, id: UUID) -> HttpResponse:
    """Remove an upload, or the sentence about a refused one."""
    found = upload_for(request, slug, id)
    imports.remove(found)
    return respond(request, found)


def respond(request: Request, found: Upload) -> HttpResponse:
    """Return the list as it is now."""
    if not request.htmx:
        return redirect("library", found.project.slug)
    return render(request, "library/imports/_list.html", list_context(request, found.project))


def upload_for(request: Request, slug: str, id: UUID) -> Upload:
    """Return the person's own upload. Raise 404."""
    project = project_for(request.user, slug, need="make")
    rows = Upload.objects.filter(created_by=request.user).select_related("project", "render")
    return get_object_or_404(rows, project=project, pk=id)


def expiry(found: Upload) -> dict[str, str]:
    return {"Upload-Expires": http_date(imports.expires_at(found))}


def list_context(request: Request, project: Project) -> dict[str, Any]:
    """Return the context of the list, and of the element around it."""
    uploads = list(imports.list_open(project, request.user))
    return {
        "project": project,
        "uploads": uploads,
        "is_checking": any(hasattr(row, "render") and row.render.is_unfinished for row in uploads),
        "import_mb": settings.IMPORT_MB,
        "chunk_mb": settings.IMPORT_CHUNK_MB,
    }
