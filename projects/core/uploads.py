"""Refuse uploads that are too large before they are read, by their Content-Length."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.urls import resolve

from studio.media.uploads import MB

FORM_BYTES = 64 * 1024  # for the form's other fields
FILMS = "api-clips"  # the route whose files are films, whose size its body's limit is for


def max_upload_bytes() -> int:
    return int(settings.UPLOAD_MB) * MB


def max_import_bytes() -> int:
    return int(settings.IMPORT_MB) * MB


def is_too_large(length: str | int | None) -> bool:
    """Return True if a request of this Content-Length carries more than one permitted picture."""
    return int(length or 0) > max_upload_bytes() + FORM_BYTES


class UploadLimit(FileUploadHandler):
    """The first of FILE_UPLOAD_HANDLERS: skip the files of a request that is too long.

    A check in the view would be too late, because the CSRF check reads the form before any view does.
    """

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        is_film = self.request is not None and resolve(self.request.path_info).view_name == FILMS
        self.too_large = not is_film and is_too_large(content_length)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if self.too_large:
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
