"""From a create's body to a wish in the ledger: the composer's own form checks it, in the API's words."""

import re
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone

from projects.api import retries
from projects.api.bodies import Asked, Frame
from projects.api.errors import Trouble
from projects.api.model_names import Named, named
from projects.api.request import KeyRequest
from projects.core import signed_urls
from projects.ledger.requests import ClientTokenReused, request_generations
from projects.ledger.spending import OverCap
from projects.library import images
from projects.library.forms import WishForm
from projects.library.keyframe_choice import HEX
from projects.models import ApiKey, ApiRequest, Generation
from projects.notifications.serializers import CONCEPTS
from studio.media.pictures import PictureError

EDGES = {"frame0": "last", "frame1": "first"}  # a clip is continued, or led into
FIELDS = {
    "words": "prompt",
    "duration_s": "duration",
    "maker": "model",
    "camera": "concepts",
    "frame0": "keyframes.frame0",
    "frame1": "keyframes.frame1",
    "__all__": "",
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
        retries.settle(row, trouble.status, trouble.words)
        raise


def wish_for(key: ApiKey, row: ApiRequest, body: Asked, of: Named) -> Generation:
    form = form_for(key, row.token, body, of)
    if timezone.now() - row.at > AT_LONGEST:
        raise Trouble(503, "The pictures took too long to fetch. Ask again.", again=True)
    try:
        with transaction.atomic():
            made = request_generations(form.request(key.created_by, api_key=key))[0]
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


def form_for(key: ApiKey, token: str, body: Asked, of: Named) -> WishForm:
    """The filled form, valid. What the model has no setting for is left out; what it does not make is refused
    by the rules of the model that was named, also where Preview draws in its place."""
    said = {
        "words": body.prompt,
        "maker": of.maker,
        "loop": bool(body.loop),
        "slate": True,
        "takes": 1,
        "client_token": token,
        "camera": camera_of(body),
        **settings_of(body, of),
        **frames_of(key, body),
    }
    form = WishForm(said, project=key.project, by=None)
    if not form.is_valid():
        raise Trouble(400, "; ".join(sentences(form)), again=False)
    return form


def sentences(form: WishForm):
    for field, errors in form.errors.items():
        name = FIELDS.get(field, field)
        yield from (f"{name}: {words}" if name else str(words) for words in errors)


def settings_of(body: Asked, of: Named) -> dict:
    model = of.model
    asked = {
        "aspect_ratio": (body.aspect_ratio, model.aspect_ratios),
        "resolution": (body.resolution, model.resolutions),
        "duration_s": (seconds(body.duration), model.durations_s),
    }
    for name, (value, made) in asked.items():
        if value and made and value not in made:
            kinds = ", ".join(map(str, made))
            words = f"{model.label} does not make {value}; it makes {kinds}."
            raise Trouble(400, words, field=FIELDS.get(name, name), again=False)
    return {name: value for name, (value, made) in asked.items() if value and made}


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


def frames_of(key: ApiKey, body: Asked) -> dict:
    """The frames as the wells name them; a picture is taken in first."""
    keyframes = body.keyframes
    if keyframes is None:
        return {}
    given = {"frame0": keyframes.frame0, "frame1": keyframes.frame1}
    return {end: choice(key, end, frame) for end, frame in given.items() if frame}


def choice(key: ApiKey, end: str, frame: Frame) -> str:
    field = f"keyframes.{end}"
    if frame.type == "generation":
        return f"clip:{known_clip(key, frame.id, field)}:{EDGES[end]}"
    if not frame.url:
        raise Trouble(400, "An image needs its url.", field=f"{field}.url", again=False)
    try:
        own = signed_urls.own_choice(frame.url, key.project)
        return own or f"image:{images.from_address(key.project, key.created_by, frame.url).pk}"
    except PictureError as trouble:
        raise Trouble(400, str(trouble), field=f"{field}.url", again=False) from trouble


def known_clip(key: ApiKey, id: str | None, field: str) -> str:
    """Ids are ours; whoever learned "id:model" elsewhere may send it so."""
    plain = (id or "").partition(":")[0].lower()
    known = (
        re.fullmatch(HEX, plain) and key.project.generations.filter(pk=plain, api_deleted_at=None).exists()
    )
    if not known:
        raise Trouble(400, "There is no such generation in this film.", field=f"{field}.id", again=False)
    return plain
