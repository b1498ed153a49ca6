"""Let pictures stand on the timeline."""

from fractions import Fraction
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from projects.core.access import timeline_for
from projects.core.http import Request, render_fragments
from projects.core.uploads import is_too_large
from projects.library import images
from projects.models import Image, Timeline
from projects.timeline import edits, stills
from projects.timeline.forms import StillForm
from projects.timeline.insert import parse_after
from projects.timeline.views.responses import respond
from projects.timeline.views.shots import validate
from studio.media.pictures import PictureError
from studio.media.uploads import TooLarge

EARLIER_PICTURES = 60


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request, slug: str, number: int) -> HttpResponse:
    """Show the pictures to choose from, or add some after the shot `after` (POST)."""
    timeline = timeline_for(request.user, slug, number, need="make")
    if request.method == "POST":
        return respond(request, timeline, lambda: add(request, timeline))
    return render_fragments(request, ("timeline/_stills.html", describe_choice(request, timeline)))


def describe_choice(request: Request, timeline: Timeline) -> dict[str, Any]:
    return {
        "project": timeline.project,
        "timeline": timeline,
        "after": request.GET.get("after", "end")[:36],
        "seconds": stills.USUAL_S,
        "max_mb": settings.UPLOAD_MB,
        "images": timeline.project.images.filter(original=None)[:EARLIER_PICTURES],
    }


def add(request: Request, timeline: Timeline) -> str:
    """Add the form's picture, or its files in order, and return the message. Raise CannotEdit."""
    form = StillForm(request.POST, request.FILES)
    try:
        validate(form)
        pictures = list_pictures(request, timeline, form)
    except PictureError as error:
        raise edits.CannotEdit(error.message) from error
    after = parse_after(timeline, request.POST.get("after", "end"))
    for picture in pictures:
        still = stills.Still(picture, Fraction(form.cleaned_data["seconds"]))
        after = stills.place(timeline, request.user, still, after).pk
    count = len(pictures)
    return ngettext("%(count)s picture added.", "%(count)s pictures added.", count) % {"count": count}


def list_pictures(request: Request, timeline: Timeline, form: StillForm) -> list[Image]:
    """Return the stored picture that the form names, or store its files. Raise PictureError or CannotEdit."""
    if is_too_large(request.META.get("CONTENT_LENGTH")):
        raise TooLarge(settings.UPLOAD_MB)
    project = timeline.project
    if id := form.cleaned_data["image"]:
        found = list(project.images.filter(pk=id))
    else:
        files = request.FILES.getlist("file")
        found = [images.store_upload(project, request.user, file) for file in files]
    if not found:
        raise edits.CannotEdit(_("Choose a picture."))
    return found
