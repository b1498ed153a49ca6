"""Take in a picture: an upload, an address, a frame of a clip. What is shown is whole, or not there at all.

The files come first and the row after them, so nobody sees a picture that is half there; when the row cannot
be written the files go again. The same picture twice in a project is one row.
"""

import re
import shutil
import time
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import PIL.Image
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from projects.models import Generation, Image, Project
from studio.media import MediaError, fetch, frames, pictures
from studio.media.pictures import PictureError
from studio.media.uploads import MB, source_of

ADDRESS_DEADLINE_S = 15
ORPHAN_AFTER_S = 3600
NAME_LENGTH = 120
LEAST_PX = 16
ALIKE = Fraction(1, 50)  # nobody sees a picture of nearly the same shape being fitted
# Marks that turn the reading direction: "gpj.exe" read backwards looks like a picture's name.
TURNS_TEXT = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"


def most_bytes() -> int:
    return settings.UPLOAD_MB * MB


def from_upload(project: Project, by, file: UploadedFile) -> Image:
    """The picture in an uploaded file. Raises PictureError or TooLarge."""
    return keep(source_of(file, settings.UPLOAD_MB), project=project, by=by, name=plain_name(file.name or ""))


def from_address(project: Project, by, url: str) -> Image:
    """The picture at a public address, fetched once and kept as our own. Raises PictureError."""
    try:
        data = fetch.read_image(
            url, max_bytes=most_bytes(), deadline_s=ADDRESS_DEADLINE_S, allow_hosts=settings.OWN_HOSTS
        )
    except fetch.FetchError as refused:
        raise PictureError(str(refused)) from refused
    return keep(data, project=project, by=by, name=name_in(url), source_url=url)


def of_frame(generation: Generation, n: int) -> Image:
    """Frame `n` (from 0) of a finished clip as a picture of its project. Raises PictureError."""
    project = generation.project
    if made := Image.objects.filter(project=project, clip=generation, frame=n).first():
        return made
    try:
        picture = frames.nth(generation.film, n)
    except MediaError as trouble:
        raise PictureError("This frame cannot be read from the film. Choose another one.") from trouble
    name = f"Frame {n + 1} of clip {generation.number}"
    return keep(as_png(picture), project=project, by=None, name=name, clip=generation, frame=n)


def cropped(image: Image, box: Sequence[int]) -> Image:
    """A part of a picture: left, top, width, height in its pixels. Raises PictureError."""
    left, top, width, height = box
    right, bottom = left + width, top + height
    inside = 0 <= left < right <= image.width_px and 0 <= top < bottom <= image.height_px
    if not inside or min(width, height) < LEAST_PX:
        raise PictureError("This part is too small, or not in the picture.")
    if made := image.parts.filter(box=list(box)).first():
        return made
    with PIL.Image.open(image.path) as whole:
        part = whole.crop((left, top, right, bottom))
    return keep(
        as_png(part), project=image.project, by=image.created_by, name=image.name, whole=image, box=list(box)
    )


def middle(image: Image, ratio: Fraction) -> list[int] | None:
    """The largest box of this shape in the middle of the picture; None where the picture has the shape."""
    width, height = image.width_px, image.height_px
    if abs(Fraction(width, height) / ratio - 1) < ALIKE:
        return None
    across = min(width, round(height * ratio))
    down = min(height, round(width / ratio))
    return [(width - across) // 2, (height - down) // 2, across, down]


def as_png(picture: PIL.Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return file.getvalue()


def keep(source: bytes | Path, *, project: Project, by, name: str, **about) -> Image:
    """The stored picture; the earlier one where the project has it already. about: fields of Image."""
    image = Image(id=uuid4(), project=project, created_by=by, name=name, **about)
    picture = pictures.rebuild(source, image.folder)
    image.width_px, image.height_px = picture.width_px, picture.height_px
    image.size, image.sha256 = picture.size, picture.sha256
    try:
        with transaction.atomic():
            image.save(force_insert=True)
    except BaseException as trouble:
        shutil.rmtree(image.folder, ignore_errors=True)
        earlier = Image.objects.filter(project=project, sha256=image.sha256).first()
        if isinstance(trouble, IntegrityError) and earlier:
            return earlier
        raise
    return image


def sweep() -> int:
    """Remove folders without a row (a process died between files and row), an hour old; how many."""
    folders = (Path(settings.MEDIA_ROOT) / "images").glob("*-*-*-*-*")
    old = {folder.name: folder for folder in folders if time.time() - folder.stat().st_mtime > ORPHAN_AFTER_S}
    kept = {str(id) for id in Image.objects.values_list("id", flat=True)} if old else set()
    orphans = [folder for name, folder in old.items() if name not in kept]
    for folder in orphans:
        shutil.rmtree(folder, ignore_errors=True)
    return len(orphans)


def name_in(url: str) -> str:
    """ "koi.jpg" from https://example.com/ponds/koi.jpg?size=large; the host where there is no such part."""
    parts = urlsplit(url)
    return plain_name(unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.hostname or "")


def plain_name(name: str | None) -> str:
    """A file's name as harmless text of one line: no folders, no control marks, at most 120 letters."""
    text = unicodedata.normalize("NFC", name or "").replace("\\", "/").rpartition("/")[2]
    text = re.sub(f"[{TURNS_TEXT}]", "", text)
    text = "".join(
        " " if unicodedata.category(mark) in ("Cc", "Cs", "Co", "Zl", "Zp") else mark for mark in text
    )
    return " ".join(text.split())[:NAME_LENGTH].strip(". ") or "Picture"
