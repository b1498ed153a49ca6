"""Luma's API under /dream-machine/v1, as its SDKs use it."""

from typing import Annotated

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Query, Router

from projects.api.balance import balance_usd
from projects.api.bodies import LUMA_ERRORS, LumaBody, LumaClip
from projects.api.creates import create, generations
from projects.api.errors import ApiError
from projects.api.request import KeyRequest
from projects.api.responses import add_headers, base_url, find_generation
from projects.ledger.transitions import change_state
from projects.models import ApiKey, Generation, State
from projects.notifications.serializers import CONCEPTS, serialize
from studio.wire.serializers import serialize_for_sdk

router = Router(tags=["Luma's API"])
NOT_OFFERED = "This studio generates clips only. It can't make {}."
OTHERS = {
    "/generations/image": "an image",
    "/generations/image/reframe": "a reframed image",
    "/generations/video/reframe": "a reframed video",
    "/generations/video/modify": "a modified video",
    "/generations/{id}/upscale": "an upscaled video",
    "/generations/{id}/audio": "audio",
}


def respond(request: KeyRequest, generation: Generation, status: int = 200) -> HttpResponse:
    body = serialize_for_sdk(serialize(generation, request.auth, base_url(request)))
    return add_headers(JsonResponse(body, status=status), generation)


def create_clip(request: KeyRequest, body: LumaBody) -> HttpResponse:
    """Request a clip. The response comes at once; callback_url receives each change of state."""
    return respond(request, create(request, body, body.model), 201)


for path, name in (("/generations", "luma-generations"), ("/generations/video", "luma-create")):
    router.post(
        path,
        response={201: LumaClip, **LUMA_ERRORS},
        url_name=name,
        operation_id=name,
        summary="Create a clip",
    )(create_clip)


@router.get(
    "/generations",
    response={200: dict, **LUMA_ERRORS},
    url_name="luma-generations",
    summary="List the project's clips",
)
def list_clips(
    request: KeyRequest,
    limit: Annotated[int, Query(ge=0, le=100)] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
):
    """List all clips of the project, newest first, including those made on the website."""
    rows = generations().in_api().filter(project=request.auth.project)
    count = rows.count()
    page = [
        serialize_for_sdk(serialize(generation, request.auth, base_url(request)))
        for generation in rows.order_by("-created_at", "-number")[offset : offset + limit]
    ]
    more = offset + len(page) < count
    return {"has_more": more, "count": count, "limit": limit, "offset": offset, "generations": page}


@router.get(
    "/generations/concepts/list",
    response={200: list[str], **LUMA_ERRORS},
    url_name="luma-concepts",
    summary="List the camera moves",
)
def list_concepts(request: KeyRequest):
    """List the camera moves that can be used as concepts."""
    return list(CONCEPTS)


def refuse(what: str, *, has_id: bool):
    """Return a view that responds 501; `has_id` if its path contains the ID of a clip."""

    def refuse_all(request: KeyRequest) -> HttpResponse:
        raise ApiError(501, NOT_OFFERED.format(what), should_retry=False)

    def refuse_clip(request: KeyRequest, id: str) -> HttpResponse:
        raise ApiError(501, NOT_OFFERED.format(what), should_retry=False)

    return refuse_clip if has_id else refuse_all


for path, what in OTHERS.items():
    name = "luma" + path.replace("/generations", "").replace("/{id}", "").replace("/", "-")
    add = router.post(
        path, response=LUMA_ERRORS, url_name=name, operation_id=name, summary=f"Not available: {what}"
    )
    add(refuse(what, has_id="{id}" in path))


@router.get(
    "/generations/{id}",
    response={200: LumaClip, **LUMA_ERRORS},
    url_name="luma-generation",
    summary="Fetch a clip",
)
def get_clip(request: KeyRequest, id: str):
    return respond(request, find_generation(request, id))


@router.delete(
    "/generations/{id}",
    response={204: None, **LUMA_ERRORS},
    url_name="luma-generation",
    summary="Delete a clip",
)
def delete_clip(request: KeyRequest, id: str) -> HttpResponse:
    """Delete a clip from the API, and cancel it if it still waits. It stays in the project's library."""
    generation = find_generation(request, id)
    key: ApiKey = request.auth
    change_state(
        generation.pk, State.QUEUED, State.CANCELLED, actor=key.created_by, message=f"By API key {key}."
    )
    Generation.objects.filter(pk=generation.pk).update(api_deleted_at=timezone.now())
    return HttpResponse(status=204)


@router.get(
    "/ping", response={200: dict, **LUMA_ERRORS}, url_name="luma-ping", summary="Check the connection"
)
def ping(request: KeyRequest):
    return {"message": "pong"}


@router.get(
    "/credits",
    response={200: dict, **LUMA_ERRORS},
    url_name="luma-credits",
    summary="Get the remaining credit",
)
def get_credits(request: KeyRequest):
    """Get what this key may still spend, in US cents; without a limit, the provider's balance."""
    return {"credit_balance": float(balance_usd(request.auth) * 100)}
