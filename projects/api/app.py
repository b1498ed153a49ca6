"""The API as one whole: every dialect's addresses, one way in, and each dialect's own words for trouble."""

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

from projects.api import aimlapi, errors, luma, studio
from projects.api.auth import KeyAuth
from projects.api.errors import Trouble


class Plain(Parser):
    """JSON of which every text can be stored."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            said = json.loads(request.body)
            json.dumps(said, ensure_ascii=False).encode()
        except RequestDataTooBig:
            raise Trouble(413, "This body is too large.", again=False) from None
        except (ValueError, RecursionError):
            raise Trouble(400, "The body is no JSON that can be read.", again=False) from None
        return said


KEYS = KeyAuth()
api = NinjaAPI(
    title="Dailies",
    version="1",
    auth=KEYS,
    docs_url=None,
    openapi_url=None,
    parser=Plain(),
    urls_namespace="machines",
)
api.add_router("", aimlapi.router)
api.add_router("/dream-machine/v1", luma.router)
api.add_router("/api", studio.router)

HANDLERS: tuple[tuple[type[Exception], Callable[..., HttpResponse]], ...] = (
    (Trouble, errors.of_trouble),
    (ValidationError, errors.of_validation),
    (Http404, errors.of_missing),
    (HttpError, errors.of_http),
    (OperationalError, errors.of_busy),
    (Exception, errors.of_anything),
)
for kind, handler in HANDLERS:
    api.add_exception_handler(kind, handler)


@require_http_methods(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
def nowhere(request: HttpRequest, rest: str) -> JsonResponse:
    """Every other address under the API's: first the key, then that there is nothing."""
    try:
        KEYS(request)
    except Trouble as trouble:
        return errors.answer(request, trouble)
    return errors.answer(request, Trouble(404, "The API has no such address. They are listed at /api/."))
