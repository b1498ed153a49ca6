"""URLs of clips' and images' files, fast enough for hundreds on a page: one `reverse` for each project."""

from functools import lru_cache
from uuid import UUID

from django.urls import reverse

ANY = UUID(int=0)


def clip_file(slug: str, id: UUID, name: str) -> str:
    """Return the URL of a generation's file."""
    return url_pattern("clip-file", slug).format(id, name)


def image_file(slug: str, id: UUID, name: str) -> str:
    """Return the URL of an image's file."""
    return url_pattern("image-file", slug).format(id, name)


@lru_cache(maxsize=1000)
def url_pattern(route: str, slug: str) -> str:
    """Return the route's URL with {} for the ID and the name."""
    url = reverse(route, args=[slug, ANY, "name"])
    return url.removesuffix("name").replace(str(ANY), "{}") + "{}"
