"""Clips as one ZIP file that is written while it is sent: it never is in memory or on the disk as a whole."""

from collections.abc import Iterable, Iterator

from zipstream import ZIP_STORED, ZipStream

from projects.exports import content_credentials
from projects.library.views.files import name_clip_file
from projects.models import Generation

CHUNK = 256 * 1024


def stream_clips(clips: Iterable[Generation]) -> Iterator[bytes]:
    """Yield the ZIP file of these clips' videos. Each is signed in its turn; lost files are left out."""
    archive = ZipStream(compress_type=ZIP_STORED)
    for clip in clips:
        if clip.video.is_file():
            archive.add(read_signed(clip), name_clip_file(clip, "film.mp4"))
            yield from archive.all_files()
    yield from archive.finalize()


def read_signed(clip: Generation) -> Iterator[bytes]:
    with content_credentials.for_download(clip).open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
