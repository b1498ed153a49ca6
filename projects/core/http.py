"""Typed requests, and answers made of pieces."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import REASON_BAD_ORIGIN
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.csrf import csrf_failure
from django_htmx.middleware import HtmxDetails

from projects.models import Person


class Request(HttpRequest):
    """A request of somebody who is signed in."""

    user: Person
    htmx: HtmxDetails


GetResponse = Callable[[HttpRequest], HttpResponseBase]


def pieces(request: HttpRequest, *named: tuple[str, dict[str, Any]], status: int = 200) -> HttpResponse:
    """An answer made of several templates, each with its own context, one after the other."""
    return HttpResponse(
        "".join(render_to_string(name, context, request) for name, context in named), status=status
    )


# Where programs come in, with a key and in no browser. The page that describes it (/api/) is a page.
MACHINES = ("/dream-machine/", "/v1/", "/v2/", "/api/")


def is_machine(path: str) -> bool:
    return path.startswith(MACHINES) and path != "/api/"


class MachinesMiddleware:
    """A program's request has no cookies, whatever it sends: its key counts, and no form can forge it."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_machine(request.path_info):
            request.META.pop("HTTP_COOKIE", None)
        return self.get_response(request)


class FirstRunMiddleware:
    """Until there is an account, every page is the first-run page."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response
        self.somebody_is_here = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not self.somebody_is_here and self.must_begin(request.path):
            return redirect("first-run")
        return self.get_response(request)

    def must_begin(self, path: str) -> bool:
        if path.startswith(("/static/", "/healthz", "/results/", *MACHINES)) or path == reverse("first-run"):
            return False
        self.somebody_is_here = Person.objects.exists()
        return not self.somebody_is_here


class FromHereMiddleware:
    """No other site makes this one act: what a browser says of where a request began counts before any
    token does. What says nothing (a shell, an old browser) goes on to the check of the token."""

    SAFE = ("GET", "HEAD", "OPTIONS")

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        elsewhere = request.headers.get("Sec-Fetch-Site") == "cross-site"
        if elsewhere and request.method not in self.SAFE and not is_machine(request.path_info):
            return csrf_failure(request, REASON_BAD_ORIGIN % request.headers.get("Origin", "elsewhere"))
        return self.get_response(request)


class FreshPagesMiddleware:
    """Pages are never taken from a browser's cache: going back shows the clips as they are now, and after
    signing out nothing."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
