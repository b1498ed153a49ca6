"""Every route of the site, and of whom its address speaks."""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver


def routes(resolver=None, parents: dict | None = None) -> Iterator[URLPattern]:
    """Every route of the site, each with `parents`: the converters of what it is included under."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            one.parents = parents or {}
            yield one
        else:
            yield from routes(one, (parents or {}) | one.pattern.converters)


def parts_of(route: URLPattern) -> dict:
    """The changing parts of its address."""
    return route.parents | route.pattern.converters


def is_machine(route: URLPattern) -> bool:
    """Whether programs come in here, with a key."""
    from projects.core import http

    return http.is_machine("/" + str(route.pattern))


def objects_of(route: URLPattern) -> list[str]:
    parts = set(parts_of(route))
    foreign = "slug" in parts or (is_machine(route) and "id" in parts)
    kinds = {"own": True, "foreign": foreign, "crossed": {"slug", "id"} <= parts}
    return [kind for kind, there in (kinds | {"missing": bool(parts)}).items() if there]
