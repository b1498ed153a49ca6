"""Static files under names that change with their content, so that browsers may keep them for ever."""

import re
from collections.abc import Callable
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "js/"


class Assets(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Our scripts are ES modules that import each other by relative paths; those paths get the new names too.

    Django leaves imports alone by default, and finds only those that end with a semicolon. Other people's
    scripts stay as they are: some name modules that do not exist as files (htmx's extensions do).
    """

    support_js_module_import_aggregation = True

    def url_converter(self, name: str, *args: Any, **kwargs: Any) -> Callable[[re.Match[str]], str]:
        if name.endswith(".js") and not name.startswith(OURS):
            return unchanged
        convert: Callable[[re.Match[str]], str] = super().url_converter(name, *args, **kwargs)
        return convert


def unchanged(matched: re.Match[str]) -> str:
    return matched[0]
