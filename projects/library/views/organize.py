"""Rate and tag one clip."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from projects.core.access import generation_for
from projects.core.http import Request
from projects.library import organize
from projects.library.views.generations import respond


@require_POST
def rate(request: Request, slug: str, id) -> HttpResponse:
    generation = generation_for(request.user, slug, id, "make")
    try:
        rating = organize.read_rating(request.POST.get("rating", ""))
    except ValidationError as error:
        return refuse(request, slug, id, error)
    organize.rate(generation.project, [generation.pk], rating)
    return respond(request, slug, id, whole=False)


@require_POST
def tag(request: Request, slug: str, id) -> HttpResponse:
    """Add the tags named in "add", separated by commas, or remove the one in "remove"."""
    generation = generation_for(request.user, slug, id, "make")
    if removed := request.POST.get("remove", ""):
        organize.remove_tag(generation.project, [generation.pk], removed)
        return respond(request, slug, id, whole=False)
    try:
        organize.add_tags(generation.project, [generation.pk], request.POST.get("add", ""))
    except ValidationError as error:
        return refuse(request, slug, id, error)
    return respond(request, slug, id, whole=False)


def refuse(request: Request, slug: str, id, error: ValidationError) -> HttpResponse:
    messages.error(request, error.messages[0])
    return respond(request, slug, id, whole=False, status=422)
