"""Store pictures: an upload, a picture from a URL, a frame of a clip, a part of another picture.

Files are written before the row, so that nobody sees half a picture, and removed if the row can't be written.
The same picture is stored once per project.
"""

import re
import shutil
import time
import unicodedata
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import PIL.Image
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from projects.core.uploads import max_upload_bytes
from projects.library.keyframe_choice import Box
from projects.models import Generation, Image, Project
from studio.media import MediaError, fetch, frames, pictures
from studio.media.pictures import PictureError
from studio.media.uploads import read_upload
from studio.text import one_line

ADDRESS_DEADLINE_S = 15
ORPHAN_AGE_S = 3600
MAX_NAME_LENGTH = 120
MIN_SIDE_PX = 12  # of a crop
MIN_PICTURE_PX = 32  # any aspect ratio that we offer leaves a crop of MIN_SIDE_PX
MAX_STRETCH = Fraction(1, 50)  # cropping less than this can't be seen
# Marks that change the reading direction: they can make "gpj.exe" look like a picture's name.
DIRECTION_MARKS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"


def store_upload(project: Project, by, file: UploadedFile) -> Image:
    """Store an uploaded file. Raise PictureError or TooLarge."""
    return store(
        read_upload(file, settings.UPLOAD_MB), project=project, by=by, name=clean_name(file.name or "")
    )


def store_address(project: Project, by, url: str) -> Image:
    """Fetch the picture at a public URL and store it. Raise PictureError."""
    try:
        data = fetch.read_image(
            url, max_bytes=max_upload_bytes(), deadline_s=ADDRESS_DEADLINE_S, allow_hosts=settings.OWN_HOSTS
        )
    except fetch.FetchError as error:
        raise PictureError(str(error)) from error
    return store(data, project=project, by=by, name=name_from_url(url), source_url=url)


def store_frame(generation: Generation, n: int) -> Image:
    """Store frame `n` (from 0) of a completed clip as a picture of its project. Raise PictureError."""
    project = generation.project
    if image := Image.objects.filter(project=project, generation=generation, frame=n).first():
        return image
    try:
        picture = frames.read_nth(generation.video, n)
    except MediaError as error:
        raise PictureError(_("This frame can't be read from the clip. Choose another one.")) from error
    name = _("Frame %(frame)d of clip %(number)d") % {"frame": n + 1, "number": generation.number}
    return store(encode_png(picture), project=project, by=None, name=name, generation=generation, frame=n)


def crop(image: Image, box: Box) -> Image:
    """Store a part of a picture: left, top, width, height in its pixels. Raise PictureError."""
    left, top, width, height = box
    right, bottom = left + width, top + height
    inside = 0 <= left < right <= image.width_px and 0 <= top < bottom <= image.height_px
    if not inside or min(width, height) < MIN_SIDE_PX:
        raise PictureError(_("This part is too small or outside the picture."))
    if crop := image.crops.filter(box=list(box)).first():
        return crop
    with PIL.Image.open(image.path) as picture:
        part = picture.crop((left, top, right, bottom))
    return store(
        encode_png(part),
        project=image.project,
        by=image.created_by,
        name=image.name,
        original=image,
        box=list(box),
    )


def find_middle(image: Image, ratio: Fraction) -> Box | None:
    """Return the largest box of this aspect ratio in the picture's middle; None if it already has it."""
    width, height = image.width_px, image.height_px
    if abs(Fraction(width, height) / ratio - 1) < MAX_STRETCH:
        return None
    across = min(width, round(height * ratio))
    down = min(height, round(width / ratio))
    return (width - across) // 2, (height - down) // 2, across, down


def encode_png(picture: PIL.Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return file.getvalue()


def store(source: bytes | Path, *, project: Project, by, name: str, **about) -> Image:
    """Write files and row, or return the row of the same picture. about: fields of Image."""
    image = Image(id=uuid4(), project=project, created_by=by, name=name, **about)
    picture = pictures.rebuild(source, image.folder)
    image.width_px, image.height_px = picture.width_px, picture.height_px
    image.size, image.sha256 = picture.size, picture.sha256
    try:
        require_size(image)
        with transaction.atomic():
            image.save(force_insert=True)
    except BaseException as error:
        shutil.rmtree(image.folder, ignore_errors=True)
        earlier = Image.objects.filter(project=project, sha256=image.sha256).first()
        if isinstance(error, IntegrityError) and earlier:
            return earlier
        raise
    return image


def require_size(image: Image) -> None:
    """Raise PictureError if the picture is too small to be cropped to any aspect ratio."""
    if not image.original and min(image.width_px, image.height_px) < MIN_PICTURE_PX:
        text = _("This image is too small. Each side needs at least %(side)d pixels; it has %(size)s.")
        size = f"{image.width_px} × {image.height_px}"
        raise PictureError(text % {"side": MIN_PICTURE_PX, "size": size})


def remove_orphans() -> int:
    """Remove folders without a row that are older than an hour, left by killed processes; return how many."""
    folders = (Path(settings.MEDIA_ROOT) / "images").glob("*-*-*-*-*")
    old = {folder.name: folder for folder in folders if time.time() - folder.stat().st_mtime > ORPHAN_AGE_S}
    ids = {str(id) for id in Image.objects.values_list("id", flat=True)} if old else set()
    orphans = [folder for name, folder in old.items() if name not in ids]
    for folder in orphans:
        shutil.rmtree(folder, ignore_errors=True)
    return len(orphans)


def name_from_url(url: str) -> str:
    """Return "koi.jpg" for https://example.com/ponds/koi.jpg?size=large; the host if the path is empty."""
    parts = urlsplit(url)
    return clean_name(unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.hostname or "")


def clean_name(name: str | None, otherwise: str = "Picture") -> str:
    """Return a file name as one safe line: no folders, no control characters, at most 120 characters."""
    text = unicodedata.normalize("NFC", name or "").replace("\\", "/").rpartition("/")[2]
    text = re.sub(f"[{DIRECTION_MARKS}]", "", text)
    text = "".join(
        " " if unicodedata.category(mark) in ("Cc", "Cs", "Co", "Zl", "Zp") else mark for mark in text
    )
    return one_line(text)[:MAX_NAME_LENGTH].strip(". ") or otherwise
