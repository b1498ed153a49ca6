"""Every route of the site, and the kinds of objects that its address can name."""

from collections.abc import Iterator
from typing import cast

from django.urls import URLPattern, get_resolver


class Route(URLPattern):
    """parents: the converters of the patterns that include it."""

    name: str
    parents: dict


def routes(resolver=None, parents: dict | None = None) -> Iterator[Route]:
    """Yield every route of the site."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            route = cast(Route, one)
            route.parents = parents or {}
            yield route
        else:
            yield from routes(one, (parents or {}) | one.pattern.converters)


def parts_of(route: Route) -> dict:
    """Return the variable parts of its address."""
    return route.parents | route.pattern.converters


def is_api(route: Route) -> bool:
    """Return True if it is for programs with a key."""
    from projects.core import http

    return http.is_api("/" + str(route.pattern))


def objects_of(route: Route) -> list[str]:
    parts = set(parts_of(route))
    foreign = "slug" in parts or (is_api(route) and "id" in parts)
    kinds = {"own": True, "foreign": foreign, "crossed": {"slug", "id"} <= parts}
    return [kind for kind, there in (kinds | {"missing": bool(parts)}).items() if there]
