"""Pass an uploaded file to the image decoder."""

from pathlib import Path
from typing import Protocol

from studio.media.pictures import PictureError

MB = 1000**2


class Upload(Protocol):
    """The part of Django's UploadedFile that is used here."""

    size: int | None

    def read(self) -> bytes: ...


class TooLarge(PictureError):
    """The upload has more megabytes than allowed."""

    def __init__(self, most_mb: int):
        super().__init__(f"This file is larger than {most_mb} MB, the maximum for uploads.")


def read_upload(file: Upload, most_mb: int) -> bytes | Path:
    """Return the upload's bytes, or its path if it lies on disk. Raise TooLarge."""
    if (file.size or 0) > most_mb * MB:
        raise TooLarge(most_mb)
    on_disk = getattr(file, "temporary_file_path", None)
    return Path(on_disk()) if on_disk else file.read()
