"""Serve static files under names that change with their content, so that browsers may cache them forever."""

import re
from collections.abc import Callable
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "js/"


class Assets(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Hash file names, also in the relative imports of our ES modules.

    By default Django leaves imports alone, and it finds only those that end with a semicolon. Third-party
    scripts stay as they are: some import modules that do not exist as files (htmx's extensions do).
    """

    support_js_module_import_aggregation = True

    def url_converter(self, name: str, *args: Any, **kwargs: Any) -> Callable[[re.Match[str]], str]:
        if name.endswith(".js") and not name.startswith(OURS):
            return keep_match
        convert: Callable[[re.Match[str]], str] = super().url_converter(name, *args, **kwargs)
        return convert


def keep_match(match: re.Match[str]) -> str:
    return match[0]
