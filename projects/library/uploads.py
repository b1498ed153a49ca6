"""Uploads that are too large are not even unpacked: the request's own length tells it."""

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from projects.library.images import most_bytes

FORM_BYTES = 64 * 1024  # what a form has besides its file


def is_too_large(length: str | int | None) -> bool:
    """Whether a request of this Content-Length carries more than one permitted picture."""
    return int(length or 0) > most_bytes() + FORM_BYTES


class AtMost(FileUploadHandler):
    """First of FILE_UPLOAD_HANDLERS: reads a file's bytes past nobody once the request is too long for us.

    It must stand there and not in the view, because the CSRF check reads the form before any view does.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.too_large = is_too_large(content_length)

    def receive_data_chunk(self, raw_data, start):
        if self.too_large:
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size):
        return None
