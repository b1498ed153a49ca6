"""Let members and guests into the same views of a review, from two different URLs."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from projects.models import ShareLink
from projects.review import share_links
from projects.review.visitors import COOKIE, MustSignIn, find_visitor

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
            return show_invalid_link(
                request, share_links.find_closed_for(link, request.COOKIES.get(COOKIE, ""))
            )
        return add_private_headers(response) if link is not None else response

    return find_and_call


def show_invalid_link(request, link: ShareLink | None = None) -> HttpResponse:
    """Say why a link that this visitor has opened shows nothing. Others don't learn whether there is one."""
    context = {"link": link, "is_behind_link": request.resolver_match.url_name != "share-link"}
    return add_private_headers(render(request, "review/invalid_link.html", context, status=404))


def add_private_headers(response: Response) -> Response:
    for name, value in PRIVATE.items():
        if name != "Cache-Control" or "Content-Range" not in response:
            response[name] = value
    return response
