"""What every answer about a clip has, whichever words it speaks."""

import uuid

from django.http import Http404, HttpResponse

from projects.api.creates import clips
from projects.api.request import KeyRequest
from projects.models import Generation


def base_of(request: KeyRequest) -> str:
    """Addresses are told under the name that the client itself came by."""
    return f"{request.scheme}://{request.get_host()}"


def clip_for(request: KeyRequest, id: str) -> Generation:
    """One clip of the key's film. Raises Http404 alike for what is not there, deleted, or another film's."""
    found = clips().filter(pk=as_uuid(id), project=request.auth.project, api_deleted_at=None).first()
    if found is None:
        raise Http404
    return found


def as_uuid(id: str) -> uuid.UUID | None:
    """Ids are plain UUIDs; "id:model", as another studio may have kept it, is understood."""
    try:
        return uuid.UUID(str(id).partition(":")[0])
    except ValueError:
        return None


def dressed(response: HttpResponse, clip: Generation) -> HttpResponse:
    """The headers by which a client finds the clip again though the body was cut off."""
    response["x-inference-id"] = str(clip.pk)
    if clip.cost_usd is not None:
        response["x-aimlapi-usd-spent"] = f"{clip.cost_usd:f}"
        response["x-aimlapi-credits-used"] = str(int(clip.cost_usd * 2_000_000))
    return response
