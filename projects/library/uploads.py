"""Stop uploads that are too large before they are read, by the request's own length."""

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from projects.library.images import max_upload_bytes

FORM_BYTES = 64 * 1024  # what a form has besides its file


def is_too_large(length: str | int | None) -> bool:
    """Return True if a request of this Content-Length carries more than one permitted picture."""
    return int(length or 0) > max_upload_bytes() + FORM_BYTES


class UploadLimit(FileUploadHandler):
    """First of FILE_UPLOAD_HANDLERS: reads no file of a request that is too long.

    A check in the view would come too late: the CSRF check reads the form before any view does.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.too_large = is_too_large(content_length)

    def receive_data_chunk(self, raw_data, start):
        if self.too_large:
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size):
        return None
