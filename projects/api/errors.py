"""Errors as each client expects them: in the AI/ML API's, Luma's, or the studio's own format."""

import logging
import uuid

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from ninja.errors import HttpError, ValidationError

from projects.api.headers import client_id_of
from projects.api.request import KeyRequest
from projects.core.failures import RETRY_AFTER_S, describe
from projects.models import ApiRequest

log = logging.getLogger(__name__)
AIMLAPI = ("/v1/", "/v2/")


class ApiError(Exception):
    """An HTTP status and a sentence for the client's developer. field: the wrong part of the body or URL.

    should_retry: whether a retry may help (x-should-retry); None leaves it to the client.
    """

    def __init__(
        self, status: int, message: str, *, field: str = "", should_retry: bool | None = None, **headers
    ):
        super().__init__(message)
        self.status, self.should_retry = status, should_retry
        self.message = f"{field}: {message}" if field else message
        self.headers = {name.replace("_", "-"): str(value) for name, value in headers.items()}


def dialect_of(path: str) -> str:
    if path.startswith(AIMLAPI):
        return "aimlapi"
    return "luma" if path.startswith("/dream-machine/") else "studio"


def respond(request: HttpRequest, error: ApiError) -> JsonResponse:
    """Return the error in the dialect of the request's path."""
    serialize = serialize_for_aimlapi if dialect_of(request.path) == "aimlapi" else serialize_for_luma
    response = JsonResponse(serialize(request, error), status=error.status, headers=error.headers)
    if error.should_retry is not None:
        response["x-should-retry"] = str(error.should_retry).lower()
    return response


def serialize_for_luma(request: HttpRequest, error: ApiError) -> dict:
    return {"detail": error.message}


def serialize_for_aimlapi(request: HttpRequest, error: ApiError) -> dict:
    return {
        "message": error.message,
        "path": request.path,
        "requestId": uuid.uuid4().hex,
        "statusCode": error.status,
        "timestamp": timezone.now().isoformat(),
    }


# -- exception handlers ------------------------------------------------------------------------------------


def handle_api_error(request: HttpRequest, error: ApiError) -> JsonResponse:
    return respond(request, error)


def handle_validation(request: KeyRequest, invalid: ValidationError) -> JsonResponse:
    """Name every invalid field. Add refused POST requests to the key's log."""
    problems = "; ".join(f"{field_path(one['loc'])}: {one['msg']}" for one in invalid.errors[:8])
    error = ApiError(400, f"Body validation error: {problems}" if request.method == "POST" else problems)
    if request.method == "POST":
        log_request(request, error)
    return respond(request, error)


def field_path(loc: tuple) -> str:
    """Return "keyframes.frame0.url" for ("body", "body", "keyframes", "frame0", "url")."""
    return ".".join(str(part) for part in loc[1:] if part not in ("body", "query")) or str(loc[0])


def handle_not_found(request: HttpRequest, missing: Http404) -> JsonResponse:
    return respond(request, ApiError(404, "This doesn't exist in the project of this API key."))


def handle_http_error(request: HttpRequest, error: HttpError) -> JsonResponse:
    cause = error.__cause__  # ninja replaces the message of our parser with its own
    return respond(
        request, cause if isinstance(cause, ApiError) else ApiError(error.status_code, error.message)
    )


def handle_unreadable(request: HttpRequest, error: Exception) -> JsonResponse:
    """Refuse what Django can't or won't read: a body that is too large, too many fields, a broken upload."""
    if isinstance(error, RequestDataTooBig):
        return respond(request, ApiError(413, "The body is too large.", should_retry=False))
    return respond(request, ApiError(400, "The request can't be read.", should_retry=False))


def handle_busy_database(request: HttpRequest, busy: OperationalError) -> JsonResponse:
    """Ask the client to retry: the database was locked for too long or is full; it was rolled back."""
    if not (sentence := describe(busy)):
        return handle_unexpected(request, busy)
    log.warning("The database can't be used now: %s", busy)
    return respond(request, ApiError(503, sentence, Retry_After=RETRY_AFTER_S))


def handle_unexpected(request: HttpRequest, error: Exception) -> JsonResponse:
    """Respond to a bug of ours. A create may have succeeded all the same, so clients must not retry it."""
    log.exception("API: %s %s", request.method, request.path)
    message = "Something went wrong in the studio. See its log for details."
    should_retry = False if request.method == "POST" else None
    return respond(request, ApiError(500, message, should_retry=should_retry))


def log_request(request: KeyRequest, error: ApiError, **more) -> None:
    """Add a request that made no clip to its key's log."""
    ApiRequest.objects.create(
        key=request.auth,
        dialect=dialect_of(request.path),
        what=f"{request.method} {request.path}"[:120],
        token=f"none-{uuid.uuid4().hex}",
        client_request_id=client_id_of(request),
        status=error.status,
        error=error.message[:300],
        at=timezone.now(),
        **more,
    )
