"""Typed requests, responses made of template fragments, and middleware for all pages."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.csrf import REASON_BAD_ORIGIN
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure
from django_htmx.middleware import HtmxDetails

from projects.models import Person
from studio.text import drop_control_characters
from studio.web.bodies import TOO_LARGE
from studio.web.lane import TOO_MANY


class Request(HttpRequest):
    """A request from a person who is signed in."""

    user: Person
    htmx: HtmxDetails


GetResponse = Callable[[HttpRequest], HttpResponseBase]


def render_fragments(
    request: HttpRequest, *named: tuple[str, dict[str, Any]], status: int = 200
) -> HttpResponse:
    """Render several templates, each with its own context, into one response."""
    return HttpResponse(
        "".join(render_to_string(name, context, request) for name, context in named), status=status
    )


# Paths for programs, with an API key and without a browser. Their documentation (/api/) is a page.
API_PATHS = ("/dream-machine/", "/v1/", "/v2/", "/api/")
# What answers before anybody has an account.
OPEN_BEFORE_FIRST_RUN = ("/static/", "/healthz", "/readyz", "/results/", *API_PATHS)


def is_api(path: str) -> bool:
    return path.startswith(API_PATHS) and path != "/api/"


class ServerLimitsMiddleware:
    """Answer what the web server refused: a body too large to be read, too many slow requests at once.

    The API says in its own words that a body is too large.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.META.get(TOO_LARGE) and not is_api(request.path_info):
            return HttpResponse(render_to_string("413.html"), status=413)
        if request.META.get(TOO_MANY):
            return refuse_more(request)
        return self.get_response(request)


def refuse_more(request: HttpRequest) -> HttpResponse:
    sentence = _("Several of your files are still being processed. Wait for them, then try again.")
    response: HttpResponse
    if is_api(request.path_info):
        response = JsonResponse({"detail": sentence, "message": sentence}, status=429)
    else:
        response = HttpResponse(format_html('<p role="alert">{}</p>', sentence), status=429)
    response["Retry-After"] = "5"
    return response


class ApiMiddleware:
    """Drop the cookies of API requests: only the API key counts, so they need no CSRF protection."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_api(request.path_info):
            request.META.pop("HTTP_COOKIE", None)
        return self.get_response(request)


class FirstRunMiddleware:
    """Redirect every page to the first-run page until there is an account."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response
        self.has_people = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not self.has_people and self.must_redirect(request.path):
            return redirect("first-run")
        return self.get_response(request)

    def must_redirect(self, path: str) -> bool:
        if path.startswith(OPEN_BEFORE_FIRST_RUN) or path == reverse("first-run"):
            return False
        self.has_people = Person.objects.exists()
        return not self.has_people


class SameSiteMiddleware:
    """Refuse cross-site requests that change something, before the CSRF check.

    Clients that send no Sec-Fetch-Site header (shells, old browsers) still need a CSRF token.
    """

    SAFE = ("GET", "HEAD", "OPTIONS")

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_cross_site = request.headers.get("Sec-Fetch-Site") == "cross-site"
        if is_cross_site and request.method not in self.SAFE and not is_api(request.path_info):
            return csrf_failure(request, REASON_BAD_ORIGIN % request.headers.get("Origin", "elsewhere"))
        return self.get_response(request)


class TextMiddleware:
    """Drop the control characters in queries and forms, so that no view, form or model meets them.

    Its place is after the CSRF check, which reads the form. The API's JSON bodies are cleaned where they are
    parsed.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        if is_api(request.path_info):
            with suppress(SuspiciousOperation):  # too many fields: the API refuses them in its own format
                request.GET = without_control_characters(request.GET)
            return
        request.GET = without_control_characters(request.GET)
        request.POST = without_control_characters(request.POST)


def without_control_characters(sent: QueryDict) -> Any:  # immutable: a type that the stubs alone know
    clean = QueryDict(mutable=True)
    for name, values in sent.lists():
        clean.setlist(name, [drop_control_characters(value) for value in values])
    clean._mutable = False
    return clean


class NoStoreMiddleware:
    """Keep answers out of the browser's cache, so that Back shows current clips, and nothing after sign-out.

    Files and static files say themselves how long they may be kept.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        kept = "private, no-cache" if "ETag" in response else "no-store"
        response.headers.setdefault("Cache-Control", kept)
        return response
