"""Serve videos and pictures with ranges: to members, and to providers and API clients by signed links."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from projects.core.formats import WORDS_OF_A_CLIP, file_words
from projects.core.http import Request
from projects.core.signed_urls import open_keyframe, open_result
from projects.models import Generation, Image
from studio.web import ranges

TYPES = {".mp4": "video/mp4", ".webp": "image/webp", ".png": "image/png"}
CLIP_FILES = ("film.mp4", Generation.ORIGINAL, "poster.webp", "strip.webp", "first.png", "last.png")
IMAGE_FILES = ("picture.png", "thumb.webp")


def serve_clip(
    request: Request, slug: str, id: UUID, name: str, *, film_for_download: Callable[[Generation], Path]
) -> HttpResponseBase:
    """Serve one file of a clip, with a single query, because a player requests many ranges."""
    if name not in CLIP_FILES:
        raise Http404
    rows = Generation.objects.visible_to(request.user).select_related("prompt", "project", "upload")
    generation = get_object_or_404(rows, project__slug=slug, id=id)
    if "download" not in request.GET:
        return ranges.respond_with_file(request, find_file(generation, name), content_type_of(name), None)
    path = find_file(generation, name)
    if name == "film.mp4" and path.is_file():
        path = film_for_download(generation)
    return ranges.respond_with_file(request, path, content_type_of(name), name_clip_file(generation, name))


@require_safe
def image(request: Request, slug: str, id, name: str) -> HttpResponseBase:
    if name not in IMAGE_FILES:
        raise Http404
    images = Image.objects.filter(project__memberships__person=request.user, project__slug=slug)
    image = get_object_or_404(images, id=id)
    download_name = name_image_file(image, name) if "download" in request.GET else None
    return ranges.respond_with_file(request, image.folder / name, content_type_of(name), download_name)


@login_not_required
@require_safe
def keyframe(request, token: str) -> HttpResponseBase:
    """Serve the picture of a signed link, in ranges of any length."""
    return ranges.respond_with_file(request, open_keyframe(token), "image/png", max_bytes=None)


@login_not_required
@require_safe
def result(request, token: str, name: str) -> HttpResponseBase:
    """Serve the video or picture of an API client's signed link, in ranges of any length."""
    row = open_result(token)
    if name not in (CLIP_FILES if isinstance(row, Generation) else IMAGE_FILES):
        raise Http404
    return ranges.respond_with_file(request, find_file(row, name), content_type_of(name), max_bytes=None)


def find_file(row: Generation | Image, name: str) -> Path:
    """Return the path of a file by its name. The original is film.mp4 itself, unless that was conformed."""
    if name == Generation.ORIGINAL and isinstance(row, Generation):
        return row.original
    return row.folder / name


def content_type_of(name: str) -> str:
    """Return the type of a file. An original may be of any kind, and isn't played."""
    return "application/octet-stream" if name == Generation.ORIGINAL else TYPES[Path(name).suffix]


def name_clip_file(generation: Generation, name: str) -> str:
    """Return "first-film_003_the-beam-sweeps-across_take2.mp4": sorted by clip, clear outside the studio."""
    parts = [
        generation.project.slug,
        f"{generation.number:03d}",
        file_words(generation.prompt.text, most=WORDS_OF_A_CLIP),
        f"take{generation.take}",
        "" if name == "film.mp4" else Path(name).stem,
    ]
    upload = generation.upload if name == Generation.ORIGINAL else None
    suffix = Path(upload.name).suffix if upload else ""
    is_usual = suffix[1:].isalnum() and suffix.isascii() and len(suffix) < 6
    return "_".join(part for part in parts if part) + (suffix if is_usual else Path(name).suffix)


def name_image_file(image: Image, name: str) -> str:
    stem = file_words(Path(image.name).stem, "picture")
    return stem + ("" if name == "picture.png" else "_small") + Path(name).suffix
