"""The registry: an engine's name to its class, loaded on first use.

`get("preview")`, `get("aimlapi", key=…)`. A new engine is one module and one line here.
"""

from importlib import import_module
from typing import Any

from studio.engines.base import Engine

PATHS = {
    "preview": "studio.engines.preview.Preview",
    "aimlapi": "studio.engines.aimlapi.AimlApi",
    "luma": "studio.engines.luma.Luma",
}


def get_class(name: str) -> type[Engine]:
    """The class behind an engine's name. Raises KeyError for a name that nobody registered."""
    module, _, attribute = PATHS[name].rpartition(".")
    found: type[Engine] = getattr(import_module(module), attribute)
    return found


def get(name: str, **options: Any) -> Engine:
    """An engine ready to use; `options` are its own (`key`, `base_url`, `folder`)."""
    return get_class(name)(**options)
