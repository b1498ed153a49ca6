"""Redirect URLs of earlier versions, so that bookmarks and mailed links keep working."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

PROJECT = r"^(/projects/[^/]+)"
TIMELINE = PROJECT + r"/timelines/(\d+)"
OLD_URLS = [
    (re.compile(old), new)
    for old, new in (
        (PROJECT + r"/wishes/$", r"\1/generations/"),
        (PROJECT + r"/pulse/$", r"\1/changes/"),
        (PROJECT + r"/people/", r"\1/members/"),
        (PROJECT + r"/wells/", r"\1/keyframe-slots/"),
        (PROJECT + r"/clips/([^/]+)/release/$", r"\1/clips/\2/approval/"),
        (TIMELINE + r"/shelf/$", r"\1/timelines/\2/clip-search/"),
        (TIMELINE + r"/clips/", r"\1/timelines/\2/shots/"),
        (TIMELINE + r"/reels/", r"\1/timelines/\2/playback/"),
        (r"^(/projects/[^/]+/reviews/\d+|/r/[^/]+/\d+)/pulse/$", r"\1/changes/"),
        (r"^(/projects/[^/]+/reviews/\d+|/r/[^/]+/\d+)/here/$", r"\1/presence/"),
        (r"^/api/timelines/(\d+)/clips$", r"/api/timelines/\1/shots"),
        (r"^/forgotten/$", "/password-reset/"),
        (r"^/reset/", "/password-reset/"),
        (r"^/sign-in/second-step/$", "/sign-in/two-factor/"),
        (r"^/you/second-step/", "/profile/two-factor/"),
        (r"^/you/portrait/$", "/profile/avatar/"),
        (r"^/you/telling/$", "/profile/notifications/"),
        (r"^/you/", "/profile/"),
        (r"^/portraits/", "/avatars/"),
        (r"^/bell/$", "/notifications/"),
        (r"^/settings/beginners/$", "/settings/project-creators/"),
    )
]


class PermanentRedirect(HttpResponsePermanentRedirect):
    """Keep the method and the body: forms on a page that was open during the upgrade still work."""

    status_code = 308


class OldUrlMiddleware:
    """Redirect URLs of earlier versions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        new = new_path(request.path_info)
        if new is None:
            return self.get_response(request)
        query = request.META.get("QUERY_STRING", "")
        return PermanentRedirect(f"{new}?{query}" if query else new)


def new_path(path: str) -> str | None:
    """Return the new path for one of an earlier version; None for every other path."""
    for old, new in OLD_URLS:
        if old.match(path):
            return old.sub(new, path, count=1)
    return None
