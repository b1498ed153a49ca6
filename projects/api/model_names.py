"""Find what a model's name means here: an engine of the studio, or Preview in its place."""

from dataclasses import dataclass

from projects.api.errors import Trouble
from projects.library import quote
from projects.models import ApiKey
from studio.engines.aimlapi import MODELS
from studio.engines.base import Model

PREVIEW = ("preview", "preview/preview")
NAMES = {id.removeprefix("luma/"): model for id, model in MODELS.items()}


@dataclass(frozen=True)
class Named:
    """value: "engine:model" as Draft names it. model: what the name promises."""

    value: str
    model: Model


def named(name: str, key: ApiKey) -> Named:
    """Luma's models by the AI/ML API's names and by Luma's own. With an engine that makes it and has a key,
    that one; where no paid engine has a key, or the key says so, Preview draws it. Raises Trouble 400."""
    choices = {choice.value: choice.model for choice in quote.available_models()}
    preview = Named("preview:preview", choices["preview:preview"])
    if name in PREVIEW:
        return preview
    plain = name.removeprefix("luma/")
    if plain not in NAMES:
        known = ", ".join((*NAMES, PREVIEW[0]))
        raise Trouble(400, f"There is no model {name[:60]!r} here. There are: {known}.", field="model")
    paid = {value: model for value, model in choices.items() if value != preview.value}
    if not paid or key.preview_only:
        return Named(preview.value, NAMES[plain])
    for value, model in paid.items():
        if model.id.removeprefix("luma/") == plain:
            return Named(value, model)
    raise Trouble(400, f"No engine that has a key here makes {plain}.", field="model")
