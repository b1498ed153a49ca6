"""What went wrong, in the shape that the caller's own client reads: AI/ML's, Luma's, or the studio's."""

import logging
import uuid

from django.db import OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from ninja.errors import HttpError, ValidationError

from projects.api.headers import client_id_of
from projects.api.request import KeyRequest
from projects.models import ApiRequest

log = logging.getLogger(__name__)
AIMLAPI = ("/v1/", "/v2/")


class Trouble(Exception):
    """status, and a sentence for whoever wrote the program. field: where in the body or address it lies.

    again: whether the client's own retries may help (x-should-retry); None leaves it to the client.
    """

    def __init__(self, status: int, message: str, *, field: str = "", again: bool | None = None, **headers):
        super().__init__(message)
        self.status, self.message, self.again = status, f"{field}: {message}" if field else message, again
        self.headers = {name.replace("_", "-"): str(value) for name, value in headers.items()}


def dialect_of(path: str) -> str:
    if path.startswith(AIMLAPI):
        return "aimlapi"
    return "luma" if path.startswith("/dream-machine/") else "studio"


def answer(request: HttpRequest, trouble: Trouble) -> JsonResponse:
    shape = in_aimlapi_words if dialect_of(request.path) == "aimlapi" else in_luma_words
    response = JsonResponse(shape(request, trouble), status=trouble.status, headers=trouble.headers)
    if trouble.again is not None:
        response["x-should-retry"] = str(trouble.again).lower()
    return response


def in_luma_words(request: HttpRequest, trouble: Trouble) -> dict:
    return {"detail": trouble.message}


def in_aimlapi_words(request: HttpRequest, trouble: Trouble) -> dict:
    return {
        "message": trouble.message,
        "path": request.path,
        "requestId": uuid.uuid4().hex,
        "statusCode": trouble.status,
        "timestamp": timezone.now().isoformat(),
    }


# -- from exceptions ---------------------------------------------------------------------------------------


def of_trouble(request: HttpRequest, trouble: Trouble) -> JsonResponse:
    return answer(request, trouble)


def of_validation(request: KeyRequest, wrong: ValidationError) -> JsonResponse:
    """Every field that is wrong, by its name; a create that was refused for it stands in the key's log."""
    said = "; ".join(f"{place(one['loc'])}: {one['msg']}" for one in wrong.errors[:8])
    trouble = Trouble(400, f"Body validation error: {said}" if request.method == "POST" else said)
    if request.method == "POST":
        note(request, trouble)
    return answer(request, trouble)


def place(loc: tuple) -> str:
    """ "keyframes.frame0.url" of ("body", "body", "keyframes", "frame0", "url")."""
    return ".".join(str(part) for part in loc[1:] if part not in ("body", "ask")) or str(loc[0])


def of_missing(request: HttpRequest, missing: Http404) -> JsonResponse:
    return answer(request, Trouble(404, "There is nothing like this in the film of this key."))


def of_http(request: HttpRequest, wrong: HttpError) -> JsonResponse:
    told = wrong.__cause__  # ninja puts words of its own over those of the parser
    return answer(request, told if isinstance(told, Trouble) else Trouble(wrong.status_code, wrong.message))


def of_busy(request: HttpRequest, busy: OperationalError) -> JsonResponse:
    """The database had no turn for it within its patience; whatever was begun was rolled back."""
    log.warning("The database is busy: %s", busy)
    return answer(request, Trouble(503, "The studio is busy just now. Ask again.", Retry_After=2))


def of_anything(request: HttpRequest, wrong: Exception) -> JsonResponse:
    """Our fault. A create may stand all the same, so no client should blindly ask again."""
    log.exception("API: %s %s", request.method, request.path)
    again = False if request.method == "POST" else None
    return answer(request, Trouble(500, "Something is wrong in this studio; it is in its log.", again=again))


def note(request: KeyRequest, trouble: Trouble, **more) -> None:
    """A request that made no clip, in its key's log."""
    ApiRequest.objects.create(
        key=request.auth,
        dialect=dialect_of(request.path),
        what=f"{request.method} {request.path}"[:120],
        token=f"none-{uuid.uuid4().hex}",
        client_request_id=client_id_of(request),
        status=trouble.status,
        error=trouble.message[:300],
        at=timezone.now(),
        **more,
    )
