"""Serve static files under names that change with their content, so that browsers may cache them forever."""

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from .bundles import bundle_script, bundle_style

BUNDLERS = {"css": bundle_style, "js": bundle_script}

Sources = dict[str, tuple[Storage, str]]


class Assets(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Bundle a page's scripts and styles, and hash file names.

    Pages name the files of `static/css` and `static/js`; the folders below these hold their parts, which
    aren't served by themselves. With DEBUG, the files are served as they are.
    """

    def post_process(self, paths: Sources, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        yield from super().post_process(paths if dry_run else bundle(paths), dry_run=dry_run, **options)


def bundle(paths: Sources) -> Sources:
    """Return the collected files without the parts of bundles, and each bundle in place of its first file."""
    sources = {name.replace("\\", "/"): path for name, path in paths.items()}
    bundles = InMemoryStorage()

    def read(name: str) -> str:
        storage, path = sources[name]
        with storage.open(path) as file:
            text: str = file.read().decode()
            return text

    bundled: Sources = {}
    for name, source in sources.items():
        top, *below = name.split("/")
        if top not in BUNDLERS:
            bundled[name] = source
        elif len(below) == 1:
            bundles.save(name, ContentFile(BUNDLERS[top](name, read).encode()))
            bundled[name] = bundles, name
    return bundled
