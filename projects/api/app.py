"""The whole API: the paths of every dialect, one check of the key, and each dialect's error format."""

import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.http import require_http_methods
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from projects.api import aimlapi, clips, errors, exports, luma, studio, timelines
from projects.api.auth import KeyAuth
from projects.api.errors import ApiError
from studio.text import drop_controls_within


class JsonParser(Parser):
    """Parse JSON bodies, and drop their control characters.

    Refuse text that no database can store, such as half a surrogate pair, and objects with the same name
    twice, because programs differ in which of the two counts.
    """

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            body = json.loads(request.body, object_pairs_hook=read_object)
            json.dumps(body, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            raise ApiError(400, "The body isn't valid JSON.", should_retry=False) from None
        return drop_controls_within(body)


def read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object. Raise ApiError 400 if it has a name twice."""
    read = dict(pairs)
    if len(read) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in read if names.count(name) > 1)
        raise ApiError(400, "The body has this field twice.", field=twice[:60], should_retry=False)
    return read


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
api.add_router("/api", timelines.router)
api.add_router("/api", clips.router)
api.add_router("/api", exports.router)

HANDLERS: tuple[tuple[type[Exception], Callable[..., HttpResponse]], ...] = (
    (ApiError, errors.handle_api_error),
    (ValidationError, errors.handle_validation),
    (Http404, errors.handle_not_found),
    (HttpError, errors.handle_http_error),
    (SuspiciousOperation, errors.handle_unreadable),
    (MultiPartParserError, errors.handle_unreadable),
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
