"""The AI/ML API in both of its dialects, with its billing, models and logs."""

import hashlib
import json
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from ninja import Query, Router

from projects.api import logs, model_list
from projects.api.balance import balance_usd
from projects.api.bodies import (
    AIMLAPI_ERRORS,
    CreateBody,
    CurrentBody,
    CurrentClip,
    Frame,
    Keyframes,
    LumaClip,
    OriginalBody,
)
from projects.api.creates import create, generations
from projects.api.errors import ApiError
from projects.api.long_poll import wait_until, wanted_rank
from projects.api.request import KeyRequest
from projects.api.responses import add_headers, base_url, find_generation, parse_id
from projects.models import Generation
from projects.notifications.serializers import serialize
from studio.wire.serializers import serialize_current, serialize_luma

router = Router(tags=["The AI/ML API"])
MAX_IDS = 100
Id = Annotated[str, Query(max_length=200)]


# -- /v2/video/generations ---------------------------------------------------------------------------------


@router.post(
    "/v2/video/generations",
    response={200: CurrentClip, **AIMLAPI_ERRORS},
    url_name="aimlapi-generations",
    summary="Create a clip",
)
def create_clip(request: KeyRequest, body: CurrentBody):
    """Request a clip. The response comes at once, before the clip is made."""
    return respond(request, create(request, move_images_to_keyframes(body), body.model))


@router.get(
    "/v2/video/generations",
    response={200: CurrentClip, **AIMLAPI_ERRORS},
    url_name="aimlapi-generations",
    summary="Fetch a clip",
)
def get_clip(request: KeyRequest, generation_id: Id):
    return respond(request, find_generation(request, generation_id))


def respond(request: KeyRequest, generation: Generation) -> HttpResponse:
    body = serialize_current(serialize(generation, request.auth, base_url(request)))
    return add_headers(JsonResponse(body), generation)


def move_images_to_keyframes(body: CurrentBody) -> CreateBody:
    """Return the body with image_url and last_image_url of ray-3.2 as keyframes. Raise ApiError 501, 400."""
    others = {
        "type": body.type != "video",
        "video_url": body.video_url,
        "hdr": body.hdr,
        "exr_export": body.exr_export,
    }
    if fields := [name for name, value in others.items() if value]:
        message = "This studio generates clips from text and images only: no edits, reframing, HDR or EXR."
        raise ApiError(501, message, field=fields[0], should_retry=False)
    ends = {"frame0": body.image_url, "frame1": body.last_image_url}
    frames = {end: Frame(type="image", url=url, id=None) for end, url in ends.items() if url}
    if not frames:
        return body
    if body.keyframes:
        message = "Use either keyframes, or image_url and last_image_url."
        raise ApiError(400, message, field="keyframes", should_retry=False)
    return body.model_copy(update={"keyframes": Keyframes(**frames)})


# -- /v2/generate/video/luma-ai ----------------------------------------------------------------------------

ORIGINAL = "/v2/generate/video/luma-ai/generation"


@router.post(
    ORIGINAL,
    response={201: LumaClip, **AIMLAPI_ERRORS},
    url_name="aimlapi-original",
    summary="Create or extend a clip (original paths)",
)
def create_original(request: KeyRequest, body: OriginalBody):
    return respond_original(request, create(request, body, body.model), 201)


@router.get(
    ORIGINAL,
    response={200: LumaClip, **AIMLAPI_ERRORS},
    url_name="aimlapi-original",
    summary="Fetch a clip, and wait for it (original paths)",
)
def get_original(request: KeyRequest, generation_id: Id, state: str | None = None, status: str | None = None):
    """With `state` (or `status`: queued, dreaming, completed), wait up to 30 seconds until it is reached."""
    wanted = wanted_rank(state or status)
    wait_until(find_generation(request, generation_id).pk, wanted)
    return respond_original(request, find_generation(request, generation_id))


def respond_original(request: KeyRequest, generation: Generation, status: int = 200) -> HttpResponse:
    body = serialize_luma(serialize(generation, request.auth, base_url(request)))
    return add_headers(JsonResponse(body, status=status), generation)


@router.get(
    ORIGINAL + "s",
    response={200: list[LumaClip], **AIMLAPI_ERRORS},
    url_name="aimlapi-many",
    summary="Fetch many clips (original paths)",
)
def get_originals(request: KeyRequest, generation_ids: Annotated[str, Query(max_length=8000)] = ""):
    """Fetch up to 100 clips: `generation_ids=A,B`, or `generation_ids[]=A&generation_ids[]=B`. The response
    has the same order; unknown IDs are left out."""
    ids = requested_ids(request)
    rows = generations().in_api().filter(pk__in=ids, project=request.auth.project)
    found = {generation.pk: generation for generation in rows}
    base = base_url(request)
    body = [serialize_luma(serialize(found[id], request.auth, base)) for id in ids if id in found]
    return JsonResponse(body, safe=False)


def requested_ids(request: KeyRequest) -> list[UUID]:
    """Return each ID once; ignore text that isn't an ID. Raise ApiError 400 for none or too many."""
    texts = [*request.GET.getlist("generation_ids"), *request.GET.getlist("generation_ids[]")]
    ids = [part.strip() for text in texts for part in text.split(",") if part.strip()]
    if not ids:
        raise ApiError(400, "Name at least one generation: generation_ids=A,B", field="generation_ids")
    if len(ids) > MAX_IDS:
        raise ApiError(400, f"Use at most {MAX_IDS} IDs at once.", field="generation_ids")
    return list(dict.fromkeys(id for id in map(parse_id, ids) if id))


# -- billing, models, logs ---------------------------------------------------------------------------------


@router.get(
    "/v2/billing",
    response={200: dict, **AIMLAPI_ERRORS},
    url_name="aimlapi-billing",
    summary="Get the remaining balance",
)
def get_balance(request: KeyRequest):
    """Get what this key may still spend; without a limit, the provider's balance."""
    return {"current_balance": float(balance_usd(request.auth)), "currency": "USD"}


@router.get(
    "/v1/models",
    auth=None,
    response={200: dict, **AIMLAPI_ERRORS},
    url_name="aimlapi-models",
    summary="List models and prices",
)
def list_models(request: KeyRequest, id: str = "", include: str = ""):
    """List the models that a create can name, with `include=pricing` their prices too. Needs no key.

    `id=A,B` or `id=A&id=B`: only these models, by ID or alias.
    """
    only = {part.strip().lower() for text in request.GET.getlist("id") for part in text.split(",")} - {""}
    with_prices = bool({"pricing", "all"} & set(include.split(",")))
    models = model_list.list_models(only=only, with_prices=with_prices)
    body = json.dumps({"object": "list", "data": models}).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = request.headers.get("If-None-Match", "").replace("W/", "")
    if tag in known or known.strip() == "*":
        return HttpResponse(status=304, headers={"ETag": tag})
    return HttpResponse(body, content_type="application/json", headers={"ETag": tag})


@router.get(
    "/v2/logs",
    response={200: dict, **AIMLAPI_ERRORS},
    url_name="aimlapi-logs",
    summary="List this key's creates",
)
def list_logs(request: KeyRequest, query: Query[logs.LogQuery]):
    """List this key's creates, newest first, including refused ones. Use either start and end, or a period
    (24h)."""
    return logs.list_creates(request.auth, query)
