"""Choosing a frame for an end of a clip: from a clip, an upload, an address, or an earlier picture."""

import json
import re

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from projects.core.access import project_for
from projects.core.http import Request, pieces
from projects.library import images, keyframe_choice
from projects.library.clip_search import clips_found
from projects.library.forms import ImageForm
from projects.library.uploads import is_too_large
from projects.models import End, Image, Project, State
from projects.models.project import MAKERS
from studio.media.pictures import PictureError
from studio.media.uploads import TooLarge

EARLIER_PICTURES = 60
TABS = {"clip": "A clip", "upload": "Upload", "address": "Image address"}


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request, slug: str) -> HttpResponse:
    return take_in(request, slug) if request.method == "POST" else offer(request, slug)


@require_GET
def well(request: Request, slug: str, end: str) -> HttpResponse:
    """The well with the frame of `?choice=`; "none" empties it. A picture loses what does not fit into the
    clip's shape, unless `whole` is asked for."""
    project = project_for(request.user, slug)
    try:
        choice = request.GET.get("choice", "")
        if project.role in MAKERS:
            choice = keyframe_choice.settled(
                project, choice, shape="" if "whole" in request.GET else shape_in(request, project)
            )
        chosen = keyframe_choice.read(project, end, choice)
    except (keyframe_choice.WrongChoice, PictureError) as wrong:
        raise Http404 from wrong
    return filled(request, chosen)


def shape_in(request: Request, project: Project) -> str:
    """The shape that the composer is set to: "16:9"; else the project's."""
    said = request.GET.get("aspect_ratio") or request.POST.get("aspect_ratio") or ""
    return said if keyframe_choice.SHAPE.fullmatch(said) else project.aspect_ratio


# -- what there is to choose from ------------------------------------------------------------------------


def offer(request: Request, slug: str) -> HttpResponse:
    """The picker's content, or only further clips of it (`?before=`)."""
    project = project_for(request.user, slug)
    end = request.GET.get("end", "")
    if end not in End.values:
        raise Http404
    if "clip" in request.GET or "crop" in request.GET:
        return closer(request, project, End(end))
    name = "library/images/_choices.html" if "before" in request.GET else "library/images/_picker.html"
    return render(request, name, context(request, project, End(end)))


def closer(request: Request, project: Project, end: End) -> HttpResponse:
    """One clip, to choose any frame of it (`?clip=`), or one picture, to choose a part of it (`?crop=`)."""
    given = {"project": project, "end": end, "label": keyframe_choice.LABELS[end]}
    try:
        if "clip" in request.GET:
            clip = keyframe_choice.clip_of(project, checked_id(request.GET["clip"]))
            if clip.state != State.COMPLETED:
                raise Http404
            return render(request, "library/images/_scrub.html", given | {"clip": clip})
        part = keyframe_choice.image_of(project, checked_id(request.GET["crop"]))
    except keyframe_choice.WrongChoice as wrong:
        raise Http404 from wrong
    whole, shape = part.whole or part, shape_in(request, project)
    box = (
        part.box
        or images.middle(whole, keyframe_choice.ratio(shape))
        or [0, 0, whole.width_px, whole.height_px]
    )
    return render(request, "library/images/_crop.html", given | {"image": whole, "box": box, "shape": shape})


def checked_id(text: str) -> str:
    if not re.fullmatch(keyframe_choice.HEX, text):
        raise keyframe_choice.WrongChoice
    return text


def context(request: Request, project: Project, end: End) -> dict:
    may_make = project.role in MAKERS
    given = {"project": project, "end": end, "label": keyframe_choice.LABELS[end], "may_make": may_make}
    words = request.GET.get("q", "").strip()[:200]
    clips, more = clips_found(project, words, request.GET.get("before", ""))
    tab = chosen_tab(request, may_make=may_make, any_clips=bool(clips or words))
    given |= {"tab": tab, "tabs": TABS if may_make else {}, "words": words}
    given |= {"clips": clips, "more": more, "most_mb": settings.UPLOAD_MB}
    return given | {"earlier": project.images.filter(whole=None, clip=None)[:EARLIER_PICTURES]}


def chosen_tab(request: Request, *, may_make: bool, any_clips: bool) -> str:
    """The tab that was asked for; at first the clips, and the upload where there are none yet."""
    asked = request.GET.get("tab", "")
    if asked in TABS and may_make:
        return asked
    return "clip" if any_clips or not may_make else "upload"


# -- bringing one ----------------------------------------------------------------------------------------


def take_in(request: Request, slug: str) -> HttpResponse:
    """A new picture, already in its well; else one sentence that says why not."""
    project = project_for(request.user, slug, need="make")
    try:
        if is_too_large(request.META.get("CONTENT_LENGTH")):
            raise TooLarge(settings.UPLOAD_MB)
        form = ImageForm(request.POST, request.FILES)
        if not form.is_valid():
            raise PictureError(form.refusal)
        image = brought(project, request.user, form.cleaned_data)
        image = keyframe_choice.fitting(image, shape_in(request, project))
    except PictureError as refused:
        status = 413 if isinstance(refused, TooLarge) else 422
        return pieces(request, ("library/images/_refusal.html", {"words": refused.words}), status=status)
    return filled(
        request, keyframe_choice.Well(project, End(form.cleaned_data["end"]), image=image), status=201
    )


def brought(project: Project, by, given: dict) -> Image:
    if given["file"]:
        return images.from_upload(project, by, given["file"])
    return images.from_address(project, by, given["url"])


def filled(request: Request, chosen: keyframe_choice.Well, status: int = 200) -> HttpResponse:
    """The well; the page hears "keyframe-chosen" when it stands in its place."""
    answer = pieces(request, ("library/images/_keyframe_slot.html", {"well": chosen}), status=status)
    told = {"keyframe-chosen": {"end": chosen.end, "choice": chosen.choice}}
    answer["HX-Trigger-After-Swap"] = json.dumps(told)
    return answer
