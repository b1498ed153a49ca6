"""Helpers for responses about clips, in every dialect."""

import uuid

from django.http import Http404, HttpResponse

from projects.api.creates import generations
from projects.api.request import KeyRequest
from projects.models import Generation


def base_url(request: KeyRequest) -> str:
    """Return the scheme and host that the client used, for URLs in the response."""
    return f"{request.scheme}://{request.get_host()}"


def find_generation(request: KeyRequest, id: str) -> Generation:
    """Return a generation of the key's project. Raise Http404."""
    generation_id = parse_id(id)
    rows = generations().in_api().filter(project=request.auth.project)
    generation = rows.filter(pk=generation_id).first() if generation_id else None
    if generation is None:
        raise Http404
    return generation


def parse_id(id: str) -> uuid.UUID | None:
    """Return the UUID of "id" or "id:model" (as another studio may have stored it), or None."""
    try:
        return uuid.UUID(str(id).partition(":")[0])
    except ValueError:
        return None


def add_headers(response: HttpResponse, generation: Generation) -> HttpResponse:
    """Add the generation's ID, which survives if the body is cut off, and its cost."""
    response["x-inference-id"] = str(generation.pk)
    if generation.cost_usd is not None:
        response["x-aimlapi-usd-spent"] = f"{generation.cost_usd:f}"
        response["x-aimlapi-credits-used"] = str(int(generation.cost_usd * 2_000_000))
    return response
