"""Look up engines by name and load them on first use.

`get("preview")`, `get("aimlapi", key=…)`. To add an engine, add one module and one line here.
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
    """Return the class for an engine's name. Raise KeyError if the name is unknown."""
    module, _, attribute = PATHS[name].rpartition(".")
    found: type[Engine] = getattr(import_module(module), attribute)
    return found


def get(name: str, **options: Any) -> Engine:
    """Return an engine ready for use; `options` are its own (`key`, `base_url`, `folder`)."""
    return get_class(name)(**options)
