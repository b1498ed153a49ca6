"""Choose a keyframe: a frame of a clip, an upload, a picture from a URL, or a stored picture."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from projects.core.access import project_for
from projects.core.http import Request, render_fragments
from projects.core.uploads import is_too_large
from projects.library import images, keyframe_slot
from projects.library.clip_search import find_clips
from projects.library.forms import ImageForm
from projects.library.keyframe_choice import FrameGone, KeyframeChoice
from projects.library.keyframe_slot import KeyframeSlot
from projects.models import End, Image, Person, Project, State
from projects.models.project import EDITORS
from studio.media.pictures import PictureError
from studio.media.uploads import TooLarge

EARLIER_PICTURES = 60
TABS = {"clip": _("Clip"), "upload": _("Upload"), "address": _("Web address")}


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request, slug: str) -> HttpResponse:
    return add(request, slug) if request.method == "POST" else choose(request, slug)


@require_safe
def slot(request: Request, slug: str, end: str) -> HttpResponse:
    """Return the slot with the frame of `?choice=`; "none" empties it.

    A picture is cropped to the clip's aspect ratio, unless `whole` is given.
    """
    project = project_for(request.user, slug)
    try:
        choice = KeyframeChoice.parse(request.GET.get("choice", ""))
        if project.role in EDITORS:
            ratio = "" if "whole" in request.GET else ratio_of(request, project)
            choice = keyframe_slot.make_picture(project, choice, ratio=ratio)
        chosen = keyframe_slot.fill_slot(project, end, choice)
    except (FrameGone, PictureError) as error:
        raise Http404 from error
    return respond(request, chosen)


def ratio_of(request: Request, project: Project) -> str:
    """Return the aspect ratio chosen in the composer ("16:9"), else the project's."""
    ratio = request.GET.get("aspect_ratio") or request.POST.get("aspect_ratio") or ""
    return ratio if keyframe_slot.RATIO.fullmatch(ratio) else project.aspect_ratio


# -- what there is to choose from ------------------------------------------------------------------------


def choose(request: Request, slug: str) -> HttpResponse:
    """Show the picker, only its next clips (`?before=`), or one clip or picture (`?clip=`, `?crop=`)."""
    project = project_for(request.user, slug)
    end = request.GET.get("end", "")
    if end not in End.values:
        raise Http404
    context = {"project": project, "end": end, "label": keyframe_slot.LABELS[End(end)]}
    try:
        if "clip" in request.GET:
            return choose_frame(request, context)
        if "crop" in request.GET:
            return choose_part(request, context)
    except (FrameGone, ValueError) as error:
        raise Http404 from error
    template = "library/images/_choices.html" if "before" in request.GET else "library/images/_picker.html"
    return render(request, template, context | describe_picker(request, project))


def choose_frame(request: Request, context: dict[str, Any]) -> HttpResponse:
    """Show one clip, to choose any of its frames."""
    generation = keyframe_slot.find_source(context["project"], UUID(request.GET["clip"]))
    if generation.state != State.COMPLETED:
        raise Http404
    return render(request, "library/images/_scrub.html", context | {"generation": generation})


def choose_part(request: Request, context: dict[str, Any]) -> HttpResponse:
    """Show one picture, to choose a part of it."""
    project = context["project"]
    image = keyframe_slot.find_image(project, UUID(request.GET["crop"]))
    original, ratio = image.original or image, ratio_of(request, project)
    middle = images.find_middle(original, keyframe_slot.parse_ratio(ratio))
    box = image.box or middle or (0, 0, original.width_px, original.height_px)
    choice = KeyframeChoice(image=original.pk, box=tuple(box))
    context |= {"image": original, "box": box, "ratio": ratio, "choice": choice}
    return render(request, "library/images/_crop.html", context)


def describe_picker(request: Request, project: Project) -> dict[str, Any]:
    may_make = project.role in EDITORS
    query = request.GET.get("q", "").strip()[:200]
    generations, more = find_clips(project, query, request.GET.get("before", ""))
    return {
        "may_make": may_make,
        "tabs": TABS if may_make else {},
        "tab": find_tab(request, may_make=may_make, has_clips=bool(generations or query)),
        "query": query,
        "generations": generations,
        "more": more,
        "max_mb": settings.UPLOAD_MB,
        "earlier": project.images.filter(original=None, generation=None)[:EARLIER_PICTURES],
    }


def find_tab(request: Request, *, may_make: bool, has_clips: bool) -> str:
    """Return the requested tab. The default is the clips, or the upload if there are none."""
    tab = request.GET.get("tab", "")
    if tab in TABS and may_make:
        return tab
    return "clip" if has_clips or not may_make else "upload"


# -- adding one ------------------------------------------------------------------------------------------


def add(request: Request, slug: str) -> HttpResponse:
    """Store a new picture and respond with its slot, or with an error in one sentence."""
    project = project_for(request.user, slug, need="make")
    try:
        if is_too_large(request.META.get("CONTENT_LENGTH")):
            raise TooLarge(settings.UPLOAD_MB)
        form = ImageForm(request.POST, request.FILES)
        if not form.is_valid():
            raise PictureError(form.problem)
        image = store(project, request.user, form.cleaned_data)
        image = keyframe_slot.crop_to_fit(image, ratio_of(request, project))
    except PictureError as error:
        status = 413 if isinstance(error, TooLarge) else 422
        return render_fragments(
            request, ("library/images/_problem.html", {"problem": error.message}), status=status
        )
    return respond(request, KeyframeSlot(project, End(form.cleaned_data["end"]), image=image), status=201)


def store(project: Project, by: Person, source: dict[str, Any]) -> Image:
    if source["file"]:
        return images.store_upload(project, by, source["file"])
    return images.store_address(project, by, source["url"])


def respond(request: Request, slot: KeyframeSlot, status: int = 200) -> HttpResponse:
    """Return the slot. Once it is in place, the page gets the event "keyframe-chosen"."""
    response = render_fragments(
        request, ("library/images/_keyframe_slot.html", {"slot": slot}), status=status
    )
    event = {"keyframe-chosen": {"end": slot.end, "choice": str(slot.choice)}}
    response["HX-Trigger-After-Swap"] = json.dumps(event)
    return response
