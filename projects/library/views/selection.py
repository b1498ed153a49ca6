"""What is done with the clips that somebody selected in the library."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from projects.core.access import project_for
from projects.core.http import Request, render_fragments
from projects.library import organize
from projects.library.selection import read_selection
from projects.models import Project
from projects.models.generation import Generations


@require_POST
def rate(request: Request, slug: str) -> HttpResponse:
    def act(project: Project, rows: Generations) -> str:
        rating = organize.read_rating(request.POST.get("rating", ""))
        organize.rate(project, list(rows.values_list("pk", flat=True)), rating)
        count = rows.count()
        message = ngettext("%(count)s clip rated.", "%(count)s clips rated.", count)
        return message % {"count": count}

    return act_on_selection(request, slug, act)


@require_POST
def tag(request: Request, slug: str) -> HttpResponse:
    """Add the tags named in "add", separated by commas, or with "without" remove them."""

    def act(project: Project, rows: Generations) -> str:
        ids, text = list(rows.values_list("pk", flat=True)), request.POST.get("add", "")
        if "without" in request.POST:
            for name in organize.read_names(text).values():
                organize.remove_tag(project, ids, name)
            return _("Tags removed.")
        organize.add_tags(project, ids, text)
        message = ngettext("%(count)s clip tagged.", "%(count)s clips tagged.", len(ids))
        return message % {"count": len(ids)}

    return act_on_selection(request, slug, act)


def act_on_selection(request: Request, slug: str, act: Callable[[Project, Generations], str]) -> HttpResponse:
    """Act, and respond with the message or the problem. The page's poll brings the changed cards."""
    project = project_for(request.user, slug, "make")
    try:
        messages.success(request, act(project, read_selection(request.POST, project)))
        status = 200
    except ValidationError as error:
        messages.error(request, error.messages[0])
        status = 422
    return respond(request, project, status)


def respond(request: Request, project: Project, status: int) -> HttpResponse:
    if not request.htmx:
        return redirect("library", project.slug)
    return render_fragments(request, ("_flash.html", {"flash_oob": True}), status=status)
