"""Quotes: the price and time of a request, and what its model will ignore or refuse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from projects.ledger import engines, estimate
from projects.ledger.requests import RequestedKeyframe
from projects.library.composer_warnings import ComposerWarning, make_warnings
from projects.models import Person, Project, Prompt, Studio
from projects.models.prompt import CAMERAS, IMPORTED, STILL, PromptSettings
from studio.engines.base import Engine, Model

MOST_TAKES = 4


@dataclass(frozen=True)
class ModelChoice:
    """One model of one engine. value: "engine:model", as the composer's form sends it."""

    engine: Engine
    model: Model

    @property
    def value(self) -> str:
        return f"{self.engine.name}:{self.model.id}"


@dataclass(frozen=True)
class Quote:
    """Settings that the model supports, their price and time, and warnings to read before paying.

    price_usd: of one take, None if unknown. expected_s: from request to result, None if unknown.
    """

    choices: Sequence[ModelChoice]
    chosen: ModelChoice
    settings: PromptSettings
    takes: int
    keyframes: Sequence[RequestedKeyframe]
    price_usd: Decimal | None
    expected_s: float | None
    warnings: Sequence[ComposerWarning]

    @property
    def engine(self) -> Engine:
        return self.chosen.engine

    @property
    def model(self) -> Model:
        return self.chosen.model

    @property
    def total_usd(self) -> Decimal | None:
        return None if self.price_usd is None else self.price_usd * self.takes

    @property
    def blockers(self) -> list[ComposerWarning]:
        return [warning for warning in self.warnings if warning.blocks]

    @property
    def can_loop(self) -> bool:
        return self.model.loop

    @property
    def is_free(self) -> bool:
        return self.engine.local


def make_quote(
    project: Project,
    wanted: Mapping[str, Any],
    keyframes: Sequence[RequestedKeyframe] = (),
    *,
    by: Person | None = None,
) -> Quote:
    """Quote the wanted settings. Replace missing and unknown ones by the project's or the model's.

    wanted: "model" ("engine:model"), the other fields of PromptSettings, and "takes". by: the person whose
    last settings are the defaults.
    """
    choices = available_models()
    given_settings = {name: value for name, value in wanted.items() if value is not None}
    wanted = default_settings(project, by, choices) | given_settings
    chosen, warnings = choose_model(choices, wanted)
    settings = fit_settings(wanted, chosen, project.aspect_ratio)
    return Quote(
        choices,
        chosen,
        settings,
        takes=min(MOST_TAKES, max(1, wanted.get("takes") or 1)),
        keyframes=keyframes,
        price_usd=find_price(chosen, settings),
        expected_s=estimate.estimate_s(chosen.engine.name, chosen.model.id, settings.duration_s),
        warnings=[*warnings, *make_warnings(chosen.engine, chosen.model, settings, keyframes)],
    )


def available_models() -> list[ModelChoice]:
    """Return all models that can be used now, the paid ones first."""
    return [
        ModelChoice(engine, model)
        for _name, engine in engines.usable_engines()
        for model in engine.models().values()
    ]


def default_settings(project: Project, by: Person | None, choices: Sequence[ModelChoice]) -> dict[str, Any]:
    """Return the composer's initial settings: the studio's default model, or this person's last ones.

    A new key changes neither: nobody's composer moves from a free engine to a paid one by itself.
    """
    values = {choice.value for choice in choices}
    studio = Studio.objects.first()
    if studio and f"{studio.default_engine}:{studio.default_model}" in values:
        return {"model": f"{studio.default_engine}:{studio.default_model}"}
    if by is None:
        return {}
    made = project.generations.filter(created_by=by, prompt__created_by=by)
    made = made.exclude(prompt__engine=IMPORTED).exclude(prompt__model=STILL)
    newest = made.select_related("prompt").order_by("-number").first()
    last = newest.prompt if newest else None
    return form_values(last) if last and model_value(last) in values else {}


def form_values(prompt: Prompt) -> dict[str, Any]:
    """Return a prompt's settings by their names in the composer's form."""
    values = prompt.settings.fields()
    del values["engine"]
    return values | {"model": model_value(prompt)}


def model_value(prompt: Prompt) -> str:
    return f"{prompt.engine}:{prompt.model}"


def choose_model(
    choices: Sequence[ModelChoice], wanted: Mapping[str, Any]
) -> tuple[ModelChoice, list[ComposerWarning]]:
    """Return the wanted model, else the free one, with a warning if another one was wanted."""
    value = wanted.get("model")
    for choice in choices:
        if choice.value == value:
            return choice, []
    default = next(choice for choice in choices if choice.engine.local)
    if not value:
        return default, []
    warning = _("That model isn't available right now, so %(model)s is selected.")
    return default, [ComposerWarning(warning % {"model": default.model.label})]


def fit_settings(wanted: Mapping[str, Any], chosen: ModelChoice, aspect_ratio: str) -> PromptSettings:
    """Return the wanted settings if the model has them, else this ratio, or the model's own."""
    model = chosen.model
    duration_s = pick(model.durations_s, wanted.get("duration_s"), model.default_duration_s)
    return PromptSettings(
        engine=chosen.engine.name,
        model=model.id,
        aspect_ratio=pick(model.aspect_ratios, wanted.get("aspect_ratio"), aspect_ratio),
        resolution=pick(model.resolutions, wanted.get("resolution"), model.default_resolution),
        duration_s=duration_s or None,
        loop=bool(wanted.get("loop")) and model.loop,
        camera=pick(CAMERAS, wanted.get("camera"), ""),
        slate=bool(wanted.get("slate", True)),
    )


def pick(available, wanted, fallback):
    """Return the wanted value if available, else the fallback, else the first one, else ""."""
    for value in (wanted, fallback):
        if value in available:
            return value
    return next(iter(available), "")


def find_price(chosen: ModelChoice, settings: PromptSettings) -> Decimal | None:
    return estimate.price_usd(
        chosen.engine.name,
        chosen.model.id,
        resolution=settings.resolution or None,
        duration_s=settings.duration_s,
        loop=settings.loop,
    )
