"""Delete clips, and the bin that they go to: restore them, or delete them for good."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from projects.core.access import project_for
from projects.core.http import Request, render_fragments
from projects.library import bin
from projects.library.selection import ids_in
from projects.models import Project, Role
from projects.models.deletion import BIN_DAYS

PAGE = 60
HTML = "html"  # the tag of a message that is a piece of a page


@require_POST
def delete(request: Request, slug: str) -> HttpResponse:
    """Move the clips of the field `clip` to the bin. Say which were refused, and why."""
    project = project_for(request.user, slug, "make")
    ids = ids_in(request.POST)
    if not ids:
        return refuse_nothing(request, project)
    outcome = bin.delete_clips(project, request.user, ids)
    if outcome.deleted:
        add_piece(request, messages.SUCCESS, "_deleted", project=project, clips=outcome.deleted)
    if outcome.refused:
        add_piece(request, messages.WARNING, "_refused", project=project, refused=outcome.refused)
    if outcome.deleted and request.POST.get("on") == "clip":  # its page is no more
        url = reverse("library", args=[slug])
        return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
    return respond(
        request, "library", project, status=409 if outcome.refused and not outcome.deleted else 200
    )


@require_safe
def show(request: Request, slug: str) -> HttpResponse:
    """Show the clips in the bin, the latest first."""
    project = project_for(request.user, slug, "make")
    rows = bin.list_bin(project)
    pages = Paginator(rows, PAGE)
    context = {
        "project": project,
        "page": pages.get_page(request.GET.get("page")),
        "count": pages.count,
        "bytes": bin.count_bytes(rows),
        "days": BIN_DAYS,
        "may_purge": project.role == Role.OWNER,
    }
    return render(request, "library/bin/show.html", context)


@require_POST
def purge(request: Request, slug: str) -> HttpResponse:
    """Delete clips of the bin for good: those of the field `clip`, or `all`. Ask first."""
    project = project_for(request.user, slug, "own")
    ids = None if request.POST.get("all") else ids_in(request.POST)
    rows = bin.list_bin(project) if ids is None else bin.list_bin(project).filter(pk__in=ids)
    clips = list(rows)
    if clips and request.POST.get("confirmed") != str(len(clips)):
        context = {"clips": clips, "count": len(clips), "bytes": bin.count_bytes(rows), "all": ids is None}
        return render(request, "library/bin/confirm.html", context | {"project": project})
    purged = bin.purge_clips(project, request.user, [clip.pk for clip in clips])
    if purged:
        one, many = _("Clip %(number)d was deleted for good."), _("%(count)d clips were deleted for good.")
        text = one if len(purged) == 1 else many
        messages.success(request, text % {"number": purged[0].number, "count": len(purged)})
    else:
        messages.warning(request, gone())
    return redirect("bin", slug)


@require_POST
def restore(request: Request, slug: str) -> HttpResponse:
    project = project_for(request.user, slug, "make")
    restored = bin.restore_clips(project, request.user, ids_in(request.POST))
    if restored:
        text = ngettext("Clip %(number)d is back.", "%(count)d clips are back.", len(restored))
        messages.success(request, text % {"number": restored[0].number, "count": len(restored)})
    else:
        messages.warning(request, gone())
    page = "bin" if request.POST.get("on") == "bin" else "library"
    return respond(request, page, project, status=200 if restored else 409)


def gone() -> str:
    return _("It’s no longer in the bin.")


def refuse_nothing(request: Request, project: Project) -> HttpResponse:
    messages.warning(request, _("Choose at least one clip."))
    return respond(request, "library", project, status=422)


def add_piece(request: Request, level: int, template: str, **context: Any) -> None:
    """Keep a piece of a page as a message, for this response or for the next page."""
    text = render_to_string(f"library/bin/{template}.html", context, request)
    messages.add_message(request, level, text, extra_tags=HTML)


def respond(request: Request, page: str, project: Project, *, status: int) -> HttpResponse:
    """Return the messages; the page's poll brings the cards. Without htmx, go to the page."""
    if not request.htmx:
        return redirect(page, project.slug)
    return render_fragments(request, ("_flash.html", {"flash_oob": True}), status=status)
