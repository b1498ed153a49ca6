"""The AI/ML API, in both of its dialects, and the service calls that its clients settle by."""

import hashlib
import json
from typing import Annotated, Literal

from django.http import HttpResponse, JsonResponse
from ninja import Query, Router

from projects.api import logs, model_list
from projects.api.balance import left_usd
from projects.api.bodies import (
    AIMLAPI_TROUBLE,
    Asked,
    Current,
    CurrentBody,
    Frame,
    Keyframes,
    Luma,
    OriginalBody,
)
from projects.api.creates import clips, create
from projects.api.errors import Trouble
from projects.api.long_poll import wait_until, wanted_rank
from projects.api.request import KeyRequest
from projects.api.responses import as_uuid, base_of, clip_for, dressed
from projects.models import Generation
from projects.notifications.serializers import serialize
from studio.wire.serializers import serialize_current, serialize_luma

router = Router(tags=["The AI/ML API"])
MANY = 100
Id = Annotated[str, Query(max_length=200)]


# -- /v2/video/generations ---------------------------------------------------------------------------------


@router.post(
    "/v2/video/generations",
    response={200: Current, **AIMLAPI_TROUBLE},
    url_name="aimlapi-generations",
    summary="Create a clip",
)
def make(request: KeyRequest, body: CurrentBody):
    """Answered at once, before the clip is made."""
    return current(request, create(request, plain(body), body.model))


@router.get(
    "/v2/video/generations",
    response={200: Current, **AIMLAPI_TROUBLE},
    url_name="aimlapi-generations",
    summary="Fetch a clip",
)
def one(request: KeyRequest, generation_id: Id):
    return current(request, clip_for(request, generation_id))


def current(request: KeyRequest, clip: Generation) -> HttpResponse:
    said = serialize_current(serialize(clip, request.auth, base_of(request)))
    return dressed(JsonResponse(said), clip)


def plain(body: CurrentBody) -> Asked:
    """With the end pictures of ray-3.2 as the keyframes that they are. Raises Trouble 501, 400."""
    if body.type != "video" or body.video_url or body.hdr or body.exr_export:
        words = "This studio makes clips from words and frames only: no edits, reframing, HDR or EXR."
        raise Trouble(501, words, again=False)
    ends = {"frame0": body.image_url, "frame1": body.last_image_url}
    frames = {end: Frame(type="image", url=url, id=None) for end, url in ends.items() if url}
    if not frames:
        return body
    if body.keyframes:
        raise Trouble(
            400, "Either keyframes, or image_url and last_image_url.", field="keyframes", again=False
        )
    return body.model_copy(update={"keyframes": Keyframes(**frames)})


# -- /v2/generate/video/luma-ai ----------------------------------------------------------------------------

ORIGINAL = "/v2/generate/video/luma-ai/generation"


@router.post(
    ORIGINAL,
    response={201: Luma, **AIMLAPI_TROUBLE},
    url_name="aimlapi-original",
    summary="Create or extend a clip (original paths)",
)
def make_original(request: KeyRequest, body: OriginalBody):
    return original(request, create(request, body, body.model), 201)


@router.get(
    ORIGINAL,
    response={200: Luma, **AIMLAPI_TROUBLE},
    url_name="aimlapi-original",
    summary="Fetch a clip, and wait for it (original paths)",
)
def one_original(request: KeyRequest, generation_id: Id, state: str | None = None, status: str | None = None):
    """With `state` (or `status`: queued, dreaming, completed), wait up to 30 seconds until it is reached."""
    wanted = wanted_rank(state or status)
    wait_until(clip_for(request, generation_id).pk, wanted)
    return original(request, clip_for(request, generation_id))


def original(request: KeyRequest, clip: Generation, status: int = 200) -> HttpResponse:
    said = serialize_luma(serialize(clip, request.auth, base_of(request)))
    return dressed(JsonResponse(said, status=status), clip)


@router.get(
    ORIGINAL + "s",
    response={200: list[Luma], **AIMLAPI_TROUBLE},
    url_name="aimlapi-many",
    summary="Fetch many clips (original paths)",
)
def many(request: KeyRequest, generation_ids: Annotated[str, Query(max_length=8000)] = ""):
    """`generation_ids=A,B`, or `generation_ids[]=A&generation_ids[]=B`; at most 100. In the order asked for;
    an id that is not known is left out."""
    ids = asked_ids(request)
    rows = clips().filter(pk__in=ids, project=request.auth.project, api_deleted_at=None)
    found = {clip.pk: clip for clip in rows}
    base = base_of(request)
    said = [serialize_luma(serialize(found[id], request.auth, base)) for id in ids if id in found]
    return JsonResponse(said, safe=False)


def asked_ids(request: KeyRequest) -> list:
    """Each id once; what is no id is none that is known."""
    given = [*request.GET.getlist("generation_ids"), *request.GET.getlist("generation_ids[]")]
    split = [one.strip() for text in given for one in text.split(",") if one.strip()]
    if not split:
        raise Trouble(400, "Which generations? generation_ids=A,B", field="generation_ids")
    if len(split) > MANY:
        raise Trouble(400, f"At most {MANY} at once.", field="generation_ids")
    return list(dict.fromkeys(id for id in map(as_uuid, split) if id))


# -- the service calls -------------------------------------------------------------------------------------


@router.get(
    "/v2/billing",
    response={200: dict, **AIMLAPI_TROUBLE},
    url_name="aimlapi-billing",
    summary="What is left to spend",
)
def billing(request: KeyRequest):
    """What this key may still spend; null where nothing limits it."""
    left = left_usd(request.auth)
    return {"current_balance": None if left is None else float(left), "currency": "USD"}


@router.get(
    "/v1/models",
    auth=None,
    response={200: dict, **AIMLAPI_TROUBLE},
    url_name="aimlapi-models",
    summary="Models and prices",
)
def listed(request: KeyRequest, id: str = "", include: str = ""):
    """Every model's name that a create takes; with `include=pricing` what it costs. Needs no key."""
    said = json.dumps({"data": model_list.told(only=id, with_prices="pricing" in include)}).encode()
    tag = f'"{hashlib.sha256(said).hexdigest()[:32]}"'
    known = request.headers.get("If-None-Match", "").replace("W/", "")
    if tag in known or known.strip() == "*":
        return HttpResponse(status=304, headers={"ETag": tag})
    return HttpResponse(said, content_type="application/json", headers={"ETag": tag})


@router.get(
    "/v2/logs",
    response={200: dict, **AIMLAPI_TROUBLE},
    url_name="aimlapi-logs",
    summary="This key's own creates",
)
def logged(
    request: KeyRequest,
    start: str | None = None,
    end: str | None = None,
    period: Annotated[str | None, Query(pattern=r"^[0-9]{1,4}[hd]$")] = None,
    model: Annotated[list[str], Query(max_length=50)] = [],  # noqa: B006
    status: Annotated[list[Literal["succeeded", "failed"]], Query()] = [],  # noqa: B006
    limit: Annotated[int, Query(ge=1, le=100)] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
):
    """This key's own creates, the newest first; refused ones too. Either start and end, or a period (24h)."""
    window = logs.window(start, end, period)
    return logs.told(request.auth, window, models=model, statuses=status, limit=limit, offset=offset)
