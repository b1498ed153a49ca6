"""Luma's own API, as its SDKs speak it, under /dream-machine/v1."""

from typing import Annotated

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Query, Router

from projects.api.balance import left_usd
from projects.api.bodies import LUMA_TROUBLE, Luma, LumaBody
from projects.api.creates import clips, create
from projects.api.errors import Trouble
from projects.api.request import KeyRequest
from projects.api.responses import base_of, clip_for, dressed
from projects.ledger.transitions import change_state
from projects.models import ApiKey, Generation, State
from projects.notifications.serializers import CONCEPTS, serialize
from studio.wire.serializers import serialize_luma

router = Router(tags=["Luma's API"])
NOT_MADE = "This studio makes clips only, no images, sound, larger copies or changed films: {}."
UNMADE = {
    "/generations/image": "an image",
    "/generations/image/reframe": "a reframed image",
    "/generations/video/reframe": "a reframed film",
    "/generations/video/modify": "a changed film",
    "/generations/{id}/upscale": "a larger copy",
    "/generations/{id}/audio": "sound",
}


def shown(request: KeyRequest, clip: Generation, status: int = 200) -> HttpResponse:
    said = serialize_luma(serialize(clip, request.auth, base_of(request)))
    return dressed(JsonResponse(said, status=status), clip)


def make(request: KeyRequest, body: LumaBody) -> HttpResponse:
    """Wish for a clip; answered at once, before it is made. With callback_url it is told how it goes."""
    return shown(request, create(request, body, body.model), 201)


for path, name in (("/generations", "luma-generations"), ("/generations/video", "luma-create")):
    router.post(
        path, response={201: Luma, **LUMA_TROUBLE}, url_name=name, operation_id=name, summary="Create a clip"
    )(make)


@router.get(
    "/generations",
    response={200: dict, **LUMA_TROUBLE},
    url_name="luma-generations",
    summary="List the film's clips",
)
def listed(
    request: KeyRequest,
    limit: Annotated[int, Query(ge=1, le=100)] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
):
    """The film's clips, the newest first; those that were made on the pages too."""
    rows = clips().filter(project=request.auth.project, api_deleted_at=None)
    count = rows.count()
    page = [
        serialize_luma(serialize(clip, request.auth, base_of(request)))
        for clip in rows.order_by("-created_at", "-number")[offset : offset + limit]
    ]
    more = offset + len(page) < count
    return {"has_more": more, "count": count, "limit": limit, "offset": offset, "generations": page}


@router.get(
    "/generations/concepts/list",
    response={200: list[str], **LUMA_TROUBLE},
    url_name="luma-concepts",
    summary="List the camera moves",
)
def concepts(request: KeyRequest):
    """The camera moves that a create takes as concepts."""
    return list(CONCEPTS)


def not_made(what: str, *, of_a_clip: bool):
    def unmade(request: KeyRequest) -> HttpResponse:
        raise Trouble(501, NOT_MADE.format(what), again=False)

    def unmade_of(request: KeyRequest, id: str) -> HttpResponse:
        raise Trouble(501, NOT_MADE.format(what), again=False)

    return unmade_of if of_a_clip else unmade


for path, what in UNMADE.items():
    name = "luma" + path.replace("/generations", "").replace("/{id}", "").replace("/", "-")
    add = router.post(
        path, response=LUMA_TROUBLE, url_name=name, operation_id=name, summary=f"Not made here: {what}"
    )
    add(not_made(what, of_a_clip="{id}" in path))


@router.get(
    "/generations/{id}",
    response={200: Luma, **LUMA_TROUBLE},
    url_name="luma-generation",
    summary="Fetch a clip",
)
def one(request: KeyRequest, id: str):
    return shown(request, clip_for(request, id))


@router.delete(
    "/generations/{id}",
    response={204: None, **LUMA_TROUBLE},
    url_name="luma-generation",
    summary="Delete a clip",
)
def let_go(request: KeyRequest, id: str) -> HttpResponse:
    """The API knows it no more; one that waits is not sent. The film's library keeps what was made."""
    clip = clip_for(request, id)
    key: ApiKey = request.auth
    change_state(clip.pk, State.QUEUED, State.CANCELLED, actor=key.created_by, message=f"By API key {key}.")
    Generation.objects.filter(pk=clip.pk).update(api_deleted_at=timezone.now())
    return HttpResponse(status=204)


@router.get("/ping", response={200: dict, **LUMA_TROUBLE}, url_name="luma-ping", summary="Is anybody there?")
def ping(request: KeyRequest):
    return {"message": "pong"}


@router.get(
    "/credits", response={200: dict, **LUMA_TROUBLE}, url_name="luma-credits", summary="What is left to spend"
)
def credits(request: KeyRequest):
    """What this key may still spend, in US dollars; null where nothing limits it."""
    left = left_usd(request.auth)
    return {"credit_balance": None if left is None else float(left)}
