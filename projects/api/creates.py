"""Turn the body of a create into a request: checked like the composer's, refused in the API's words."""

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
from projects.api.bodies import Asked, Frame
from projects.api.errors import Trouble
from projects.api.model_names import Named, named
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
from projects.models.keyframe import NATURAL_EDGE
from projects.notifications.serializers import CONCEPTS
from studio.media.pictures import PictureError

FIELDS = {
    "duration_s": "duration",
    "camera": "concepts",
}
OVER_CAP = {"luma": 402, "aimlapi": 403, "studio": 403}
AT_LONGEST = timedelta(seconds=90)  # between claim and wish; less than retries.GIVEN_UP


def create(request: KeyRequest, body: Asked, model: str) -> Generation:
    """The clip that this create made, or that the same create made before. Raises Trouble."""
    row = retries.claim(request, model=model, callback=checked_callback(body.callback_url))
    if row.generation_id:
        return clip_of(row.generation_id)
    try:
        return clip_of(wish_for(request.auth, row, body, named(model, request.auth)).pk)
    except Trouble as trouble:
        retries.settle(row, trouble.status, trouble.message)
        raise


def wish_for(key: ApiKey, row: ApiRequest, body: Asked, of: Named) -> Generation:
    wanted = build_request(key, row.token, body, of)
    if timezone.now() - row.at > AT_LONGEST:
        raise Trouble(503, "The pictures took too long to fetch. Ask again.", again=True)
    try:
        with transaction.atomic():
            made = request_generations(wanted)[0]
            retries.settle(row, 201, generation=made)
    except OverCap as over:
        said = {"aimlapi": "You've run out of credits. "}.get(row.dialect, "")
        raise Trouble(OVER_CAP[row.dialect], f"{said}{over}", again=False) from over
    except ClientTokenReused as other:
        raise Trouble(409, "The same request was told differently before.", again=False) from other
    return made


def clip_of(id) -> Generation:
    return clips().get(pk=id)


def clips():
    """As `told` reads them: in a fixed number of queries."""
    return Generation.objects.for_cards().prefetch_related("api_requests")


# -- checking ----------------------------------------------------------------------------------------------


def build_request(key: ApiKey, token: str, body: Asked, of: Named) -> GenerationRequest:
    """Return the checked request. Raise Trouble.

    What the model has no setting for is left out. What it doesn't make is refused by the rules of the model
    that was named, also where Preview draws in its place.
    """
    draft = Draft(
        project=key.project,
        prompt=body.prompt,
        client_token=token,
        model=of.value,
        loop=bool(body.loop),
        camera=camera_of(body),
        takes=1,
        keyframes=keyframes_of(key, body),
        **settings_of(body, of),
    )
    try:
        return draft.build_request(key.created_by, api_key=key)
    except InvalidDraft as invalid:
        raise Trouble(400, "; ".join(sentences(invalid)), again=False) from invalid


def sentences(invalid: InvalidDraft) -> Iterator[str]:
    for field, texts in invalid.problems.items():
        name = FIELDS.get(field, field)
        yield from (f"{name}: {text}" if name else text for text in texts)


def settings_of(body: Asked, of: Named) -> dict[str, Any]:
    """Return the settings that this model has. Raise Trouble for a value that it doesn't support."""
    model = of.model
    given = {
        "aspect_ratio": (body.aspect_ratio, model.aspect_ratios),
        "resolution": (body.resolution, model.resolutions),
        "duration_s": (seconds(body.duration), model.durations_s),
    }
    for name, (value, values) in given.items():
        if problem := name_unsupported(model.label, value, values):
            raise Trouble(400, problem, field=FIELDS.get(name, name), again=False)
    return {name: value for name, (value, values) in given.items() if value and values}


def seconds(duration: int | str | None) -> int | None:
    """Of 5, "5" and "5s"."""
    if duration is None or duration == "":
        return None
    found = re.fullmatch(r"([0-9]{1,3})(?:\.0)?\s*s?", str(duration).strip(), re.ASCII)
    if not found or not int(found[1]):
        raise Trouble(400, "A number of seconds, such as 5 or 5s.", field="duration", again=False)
    return int(found[1])


def camera_of(body: Asked) -> str:
    keys = [concept.key for concept in body.concepts or []]
    unknown = [key for key in keys if key not in CONCEPTS]
    if unknown or len(keys) > 1:
        words = f"One of: {', '.join(CONCEPTS)}."
        raise Trouble(400, words, field="concepts", again=False)
    return CONCEPTS[keys[0]] if keys else ""


def checked_callback(url: str | None) -> str:
    try:
        URLValidator(["https", "http"])(url) if url else None
    except ValidationError as wrong:
        words = "An address that begins with https:// or http://."
        raise Trouble(400, words, field="callback_url", again=False) from wrong
    return url or ""


# -- keyframes ---------------------------------------------------------------------------------------------


def keyframes_of(key: ApiKey, body: Asked) -> list[RequestedKeyframe]:
    """Return the keyframes of a body; pictures are stored first. Raise Trouble."""
    if body.keyframes is None:
        return []
    given = {End.FRAME0: body.keyframes.frame0, End.FRAME1: body.keyframes.frame1}
    return [keyframe for end, frame in given.items() if frame and (keyframe := keyframe_of(key, end, frame))]


def keyframe_of(key: ApiKey, end: End, frame: Frame) -> RequestedKeyframe | None:
    field = f"keyframes.{end}"
    if frame.type == "generation":
        choice = KeyframeChoice(clip=known_clip(key, frame.id, field), edge=NATURAL_EDGE[end])
    else:
        choice = picture_of(key, frame, field)
    try:
        return fill_slot(key.project, end, choice).keyframe
    except FrameGone as gone:
        raise Trouble(400, str(gone), field=field, again=False) from gone


def picture_of(key: ApiKey, frame: Frame, field: str) -> KeyframeChoice:
    """Return the picture at the frame's address: our own, or fetched and stored."""
    if not frame.url:
        raise Trouble(400, "An image needs its url.", field=f"{field}.url", again=False)
    try:
        own = choice_at(frame.url, key.project)
        return own or KeyframeChoice.of_image(images.store_address(key.project, key.created_by, frame.url))
    except PictureError as trouble:
        raise Trouble(400, str(trouble), field=f"{field}.url", again=False) from trouble


def known_clip(key: ApiKey, id: str | None, field: str) -> UUID:
    """Return the ID of a clip of this project. Clients may send it as "id:model"."""
    try:
        plain = UUID((id or "").partition(":")[0])
    except ValueError:
        plain = None
    if plain is None or not key.project.generations.filter(pk=plain, api_deleted_at=None).exists():
        raise Trouble(400, "There is no such generation in this project.", field=f"{field}.id", again=False)
    return plain
