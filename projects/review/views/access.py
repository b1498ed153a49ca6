"""Let members and guests into the same views of a review, from two different URLs."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from projects.review.visitors import MustSignIn, find_visitor

Response = TypeVar("Response", bound=HttpResponseBase)

# Not "no-referrer": with it browsers send forms with "Origin: null", and Django refuses them. The policy of
# every page, same-origin, tells other sites nothing either.
PRIVATE = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "private, no-store"}


def for_visitors(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Call the view with the visitor. Guests without access get the page for invalid links."""

    @login_not_required
    @wraps(view)
    def find_and_call(request, *, slug: str = "", number: int = 0, link=None, **rest) -> HttpResponseBase:
        try:
            visitor = find_visitor(request, slug, number, link)
            response = view(request, visitor, **rest)
        except MustSignIn as error:
            return error.response
        except Http404:
            if link is None:
                raise
            return show_invalid_link(request)
        return add_private_headers(response) if link is not None else response

    return find_and_call


def show_invalid_link(request) -> HttpResponse:
    """Return the same page for wrong, expired and revoked links."""
    return add_private_headers(render(request, "review/invalid_link.html", status=404))


def add_private_headers(response: Response) -> Response:
    for name, value in PRIVATE.items():
        if name != "Cache-Control" or "Content-Range" not in response:
            response[name] = value
    return response
