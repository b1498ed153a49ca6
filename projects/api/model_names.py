"""Find the engine for a model's name: one that makes it, or Preview in its place."""

from dataclasses import dataclass

from projects.api.errors import ApiError
from projects.library import quote
from projects.models import ApiKey
from studio.engines.aimlapi import MODELS
from studio.engines.base import Model

PREVIEW = ("preview", "preview/preview")
NAMES = {id.removeprefix("luma/"): model for id, model in MODELS.items()}


@dataclass(frozen=True)
class NamedModel:
    """value: "engine:model", as Draft expects it. model: the model that the client named."""

    value: str
    model: Model

    @property
    def stands_for(self) -> Model | None:
        """Return the model if Preview draws in its place."""
        is_drawn = self.value.startswith("preview:") and self.model.id != "preview"
        return self.model if is_drawn else None


def find_model(name: str, key: ApiKey) -> NamedModel:
    """Return the model by its name at Luma or at the AI/ML API. Raise ApiError 400.

    If no paid engine has a key, or this API key is preview-only, Preview draws in its place.
    """
    choices = {choice.value: choice.model for choice in quote.available_models()}
    preview = NamedModel("preview:preview", choices["preview:preview"])
    if name in PREVIEW:
        return preview
    plain = name.removeprefix("luma/")
    if plain not in NAMES:
        known = ", ".join((*NAMES, PREVIEW[0]))
        raise ApiError(400, f"There is no model {name[:60]!r}. Use one of: {known}.", field="model")
    del choices[preview.value]
    if not choices or key.preview_only:
        return NamedModel(preview.value, NAMES[plain])
    return find_paid(plain, choices)


def find_paid(plain: str, choices: dict[str, Model]) -> NamedModel:
    """Return the first of these models with this name. Raise ApiError 400."""
    for value, model in choices.items():
        if model.id.removeprefix("luma/") == plain:
            return NamedModel(value, model)
    raise ApiError(400, f"No engine with a key in this studio offers {plain}.", field="model")
