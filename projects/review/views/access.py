"""Two doors to the same review: a member's address and a guest's. Both lead to the same functions."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from projects.review.visitors import MustSignIn, visitor_at

Answer = TypeVar("Answer", bound=HttpResponseBase)

# Not "no-referrer": with it browsers send forms with "Origin: null", and Django refuses them. The policy of
# every page, same-origin, tells other sites nothing either.
PRIVATE = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "private, no-store"}


def for_visitors(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Call the view with the visitor at its address; who has no business there learns nothing."""

    @login_not_required
    @wraps(view)
    def opened(request, *, slug: str = "", number: int = 0, link=None, **rest) -> HttpResponseBase:
        try:
            visitor = visitor_at(request, slug, number, link)
            answer = view(request, visitor, **rest)
        except MustSignIn as must:
            return must.answer
        except Http404:
            if link is None:
                raise
            return no_door(request)
        return private(answer) if link is not None else answer

    return opened


def no_door(request) -> HttpResponse:
    """Wrong, expired, revoked: the same words."""
    return private(render(request, "review/closed.html", status=404))


def private(answer: Answer) -> Answer:
    for name, value in PRIVATE.items():
        if name != "Cache-Control" or "Content-Range" not in answer:
            answer[name] = value
    return answer
