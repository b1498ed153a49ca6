"""Create clips from API bodies, by the rules of the composer, with errors in the API's format."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone

from projects.api import retries
from projects.api.bodies import CreateBody, Frame
from projects.api.errors import ApiError
from projects.api.model_names import NamedModel, find_model
from projects.api.request import KeyRequest
from projects.ledger.requests import (
    ClientTokenReused,
    GenerationRequest,
    RequestedKeyframe,
    request_generations,
)
from projects.ledger.spending import OverCap
from projects.library import images
from projects.library.draft import Draft, InvalidDraft, name_unsupported
from projects.library.keyframe_choice import FrameGone, KeyframeChoice
from projects.library.keyframe_slot import choice_at, fill_slot
from projects.models import ApiKey, ApiRequest, End, Generation
from projects.models.generation import Generations
from projects.models.keyframe import NATURAL_EDGE
from projects.notifications.serializers import CONCEPTS
from studio.engines.base import Model
from studio.media.pictures import PictureError

FIELDS = {
    "duration_s": "duration",
    "camera": "concepts",
}
OVER_CAP = {"luma": 402, "aimlapi": 403, "studio": 403}
MAX_DELAY = timedelta(seconds=90)  # from the claim to the request; less than retries.GIVEN_UP


def create(request: KeyRequest, body: CreateBody, model: str) -> Generation:
    """Return the generation that this request creates, or created before. Raise ApiError."""
    row = retries.claim(request, model=model, callback=check_callback(body.callback_url))
    if row.generation_id:
        return generations().get(pk=row.generation_id)
    try:
        created = request_generation(request.auth, row, body, find_model(model, request.auth))
        return generations().get(pk=created.pk)
    except ApiError as error:
        retries.record_response(row, error.status, error.message)
        raise


def request_generation(key: ApiKey, row: ApiRequest, body: CreateBody, named: NamedModel) -> Generation:
    """Request the generation and record it in the key's log. Raise ApiError."""
    generation_request = build_request(key, row.token, body, named)
    if timezone.now() - row.at > MAX_DELAY:
        raise ApiError(503, "Fetching the images took too long. Try again.", should_retry=True)
    try:
        with transaction.atomic():
            generation = request_generations(generation_request)[0]
            retries.record_response(row, 201, generation=generation)
    except OverCap as error:
        prefix = {"aimlapi": "You've run out of credits. "}.get(row.dialect, "")
        raise ApiError(OVER_CAP[row.dialect], f"{prefix}{error}", should_retry=False) from error
    except ClientTokenReused as error:
        message = "This request was already sent with another body."
        raise ApiError(409, message, should_retry=False) from error
    return generation


def generations() -> Generations:
    """Return the generations with all that a response contains, in a fixed number of queries."""
    return Generation.objects.for_cards().prefetch_related("api_requests")


# -- checking ----------------------------------------------------------------------------------------------


def build_request(key: ApiKey, token: str, body: CreateBody, named: NamedModel) -> GenerationRequest:
    """Return the checked request. Raise ApiError.

    Ignore settings that the model doesn't have. Refuse values that it doesn't support, even if Preview draws
    in its place.
    """
    draft = Draft(
        project=key.project,
        prompt=body.prompt,
        client_token=token,
        model=named.value,
        loop=bool(body.loop),
        camera=camera_of(body),
        takes=1,
        keyframes=keyframes_of(key, body),
        stands_for=named.stands_for,
        **settings_of(body, named.model),
    )
    try:
        return draft.build_request(key.created_by, api_key=key)
    except InvalidDraft as error:
        raise ApiError(400, "; ".join(list_problems(error)), should_retry=False) from error


def list_problems(invalid: InvalidDraft) -> Iterator[str]:
    for field, texts in invalid.problems.items():
        name = FIELDS.get(field, field)
        yield from (f"{name}: {text}" if name else text for text in texts)


def settings_of(body: CreateBody, model: Model) -> dict[str, Any]:
    """Return the settings that this model has. Raise ApiError for a value that it doesn't support."""
    given = {
        "aspect_ratio": (body.aspect_ratio, model.aspect_ratios),
        "resolution": (body.resolution, model.resolutions),
        "duration_s": (parse_seconds(body.duration), model.durations_s),
    }
    for name, (value, values) in given.items():
        if problem := name_unsupported(model.label, value, values):
            raise ApiError(400, problem, field=FIELDS.get(name, name), should_retry=False)
    return {name: value for name, (value, values) in given.items() if value and values}


def parse_seconds(duration: int | str | None) -> int | None:
    """Return 5 for 5, "5" and "5s"."""
    if duration is None or duration == "":
        return None
    found = re.fullmatch(r"([0-9]{1,3})(?:\.0)?\s*s?", str(duration).strip(), re.ASCII)
    if not found or not int(found[1]):
        raise ApiError(400, "Use a number of seconds, such as 5 or 5s.", field="duration", should_retry=False)
    return int(found[1])


def camera_of(body: CreateBody) -> str:
    keys = [concept.key for concept in body.concepts or []]
    unknown = [key for key in keys if key not in CONCEPTS]
    if unknown or len(keys) > 1:
        message = f"Use one of: {', '.join(CONCEPTS)}."
        raise ApiError(400, message, field="concepts", should_retry=False)
    return CONCEPTS[keys[0]] if keys else ""


def check_callback(url: str | None) -> str:
    """Return the URL, or "" without one. Raise ApiError if it isn't a web URL."""
    try:
        URLValidator(["https", "http"])(url) if url else None
    except ValidationError as error:
        message = "Use a URL that begins with https:// or http://."
        raise ApiError(400, message, field="callback_url", should_retry=False) from error
    return url or ""


# -- keyframes ---------------------------------------------------------------------------------------------


def keyframes_of(key: ApiKey, body: CreateBody) -> list[RequestedKeyframe]:
    """Return the keyframes of a body; pictures are stored first. Raise ApiError."""
    if body.keyframes is None:
        return []
    given = {End.FRAME0: body.keyframes.frame0, End.FRAME1: body.keyframes.frame1}
    return [keyframe for end, frame in given.items() if frame and (keyframe := keyframe_of(key, end, frame))]


def keyframe_of(key: ApiKey, end: End, frame: Frame) -> RequestedKeyframe | None:
    field = f"keyframes.{end}"
    if frame.type == "generation":
        choice = KeyframeChoice(clip=find_clip_id(key, frame.id, field), edge=NATURAL_EDGE[end])
    else:
        choice = picture_of(key, frame, field)
    try:
        return fill_slot(key.project, end, choice).keyframe
    except FrameGone as error:
        raise ApiError(400, str(error), field=field, should_retry=False) from error


def picture_of(key: ApiKey, frame: Frame, field: str) -> KeyframeChoice:
    """Return the picture at the frame's URL. If it isn't one of ours, fetch and store it."""
    if not frame.url:
        raise ApiError(400, "An image needs a URL.", field=f"{field}.url", should_retry=False)
    try:
        own = choice_at(frame.url, key.project)
        return own or KeyframeChoice.of_image(images.store_address(key.project, key.created_by, frame.url))
    except PictureError as error:
        raise ApiError(400, str(error), field=f"{field}.url", should_retry=False) from error


def find_clip_id(key: ApiKey, id: str | None, field: str) -> UUID:
    """Return the ID of a clip of this project. Clients may send it as "id:model"."""
    try:
        clip_id = UUID((id or "").partition(":")[0])
    except ValueError:
        clip_id = None
    if clip_id is None or not key.project.generations.in_api().filter(pk=clip_id).exists():
        raise ApiError(
            400, "There is no such generation in this project.", field=f"{field}.id", should_retry=False
        )
    return clip_id
