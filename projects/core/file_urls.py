"""Addresses of clips' and images' files, for pages that show hundreds of them: the URLconf is asked once."""

from functools import lru_cache
from uuid import UUID

from django.urls import reverse

ANY = UUID(int=0)


def clip_file(slug: str, id: UUID, name: str) -> str:
    return pattern("clip-file", slug).format(id, name)


def image_file(slug: str, id: UUID, name: str) -> str:
    return pattern("image-file", slug).format(id, name)


@lru_cache(maxsize=1000)
def pattern(route: str, slug: str) -> str:
    found = reverse(route, args=[slug, ANY, "name"])
    return found.removesuffix("name").replace(str(ANY), "{}") + "{}"
