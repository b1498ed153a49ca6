"""The whole API: the paths of every dialect, one check of the key, and each dialect's error format."""

import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from projects.api import aimlapi, errors, exports, luma, studio
from projects.api.auth import KeyAuth
from projects.api.errors import ApiError


class JsonParser(Parser):
    """Parse JSON bodies. Refuse text that no database can store, such as half a surrogate pair."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            body = json.loads(request.body)
            json.dumps(body, ensure_ascii=False).encode()
        except RequestDataTooBig:
            raise ApiError(413, "The body is too large.", should_retry=False) from None
        except (ValueError, RecursionError):
            raise ApiError(400, "The body isn't valid JSON.", should_retry=False) from None
        return body


KEY_AUTH = KeyAuth()
api = NinjaAPI(
    title="Dailies",
    version="1",
    auth=KEY_AUTH,
    docs_url=None,
    openapi_url=None,
    parser=JsonParser(),
    urls_namespace="machines",
)
api.add_router("", aimlapi.router)
api.add_router("/dream-machine/v1", luma.router)
api.add_router("/api", studio.router)
api.add_router("/api", exports.router)

HANDLERS: tuple[tuple[type[Exception], Callable[..., HttpResponse]], ...] = (
    (ApiError, errors.handle_api_error),
    (ValidationError, errors.handle_validation),
    (Http404, errors.handle_not_found),
    (HttpError, errors.handle_http_error),
    (OperationalError, errors.handle_busy_database),
    (Exception, errors.handle_unexpected),
)
for kind, handler in HANDLERS:
    api.add_exception_handler(kind, handler)


@require_http_methods(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
def respond_not_found(request: HttpRequest, rest: str) -> JsonResponse:
    """Respond to every other path under the API's: 401 without a key, else 404."""
    try:
        KEY_AUTH(request)
    except ApiError as error:
        return errors.respond(request, error)
    return errors.respond(request, ApiError(404, "The API has no such path. See /api/ for all paths."))
