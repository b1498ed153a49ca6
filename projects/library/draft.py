"""Draft: the input of a form, the API or the shell. Once checked, it becomes a GenerationRequest."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from projects.ledger.requests import GenerationRequest, RequestedKeyframe
from projects.library import quote
from projects.library.composer_warnings import about_conflicts
from projects.library.quote import MOST_TAKES, Quote
from projects.models import ApiKey, Person, Project
from studio.engines.base import Model


class InvalidDraft(ValueError):
    """problems: {field: sentences}; the field "" is for the draft as a whole."""

    def __init__(self, problems: dict[str, list[str]]) -> None:
        super().__init__(" ".join(text for texts in problems.values() for text in texts))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A request that was not checked yet. Empty settings mean the defaults.

    model: "engine:model", or "engine:" for that engine's default model. Settings that the model doesn't have
    are ignored. defaults_of: the person whose last settings are the defaults. stands_for: the model whose
    rules hold, if Preview draws in its place.
    """

    project: Project
    prompt: str
    client_token: str
    model: str = ""
    aspect_ratio: str = ""
    resolution: str = ""
    duration_s: int | None = None
    loop: bool = False
    camera: str = ""
    slate: bool = True
    takes: int | None = None
    keyframes: Sequence[RequestedKeyframe] = ()
    defaults_of: Person | None = None
    stands_for: Model | None = None

    def check(self) -> None:
        """Raise InvalidDraft with all problems."""
        problems: dict[str, list[str]] = defaultdict(list)
        for field, text in self.find_problems():
            problems[field].append(text)
        if problems:
            raise InvalidDraft(dict(problems))

    def build_request(self, created_by: Person | None, *, api_key: ApiKey | None = None) -> GenerationRequest:
        """Return the request for the ledger. Raise InvalidDraft."""
        self.check()
        return GenerationRequest(
            project=self.project,
            text=self.prompt.strip(),
            settings=self.quote.settings,
            client_token=self.client_token,
            keyframes=tuple(self.keyframes),
            takes=self.quote.takes,
            quote_usd=self.quote.price_usd,
            created_by=created_by,
            api_key=api_key,
        )

    @cached_property
    def quote(self) -> Quote:
        return quote.make_quote(self.project, self.wanted, self.keyframes, by=self.defaults_of)

    @cached_property
    def wanted(self) -> dict[str, Any]:
        """Return the given settings by their names in make_quote."""
        settings = {
            "model": self.find_model(),
            "aspect_ratio": self.aspect_ratio,
            "resolution": self.resolution,
            "duration_s": self.duration_s,
            "takes": self.takes,
        }
        settings = {name: value for name, value in settings.items() if value not in ("", None)}
        return settings | {"loop": self.loop, "slate": self.slate, "camera": self.camera}

    def find_model(self) -> str:
        """Return "engine:model"; for "engine:", with the engine's default model if it has one now."""
        engine, _colon, model = self.model.partition(":")
        if model or not engine:
            return self.model
        values = (choice.value for choice in quote.available_models() if choice.engine.name == engine)
        return next(values, self.model)

    # -- problems ----------------------------------------------------------------------------------------

    def find_problems(self):
        if not self.prompt.strip() and (self.quote.model.needs_prompt or not self.keyframes):
            yield "prompt", _("Describe what should happen in the clip.")
        if "\0" in self.prompt:
            yield "prompt", _("The prompt must not contain null characters.")
        if self.takes is not None and not 1 <= self.takes <= MOST_TAKES:
            yield "takes", _("Choose between 1 and %d takes.") % MOST_TAKES
        model = self.wanted.get("model")
        if model and model != self.quote.chosen.value:
            yield "", _("That model isn't available right now. Choose another one.")
            return
        yield from self.find_unsupported_settings()
        yield from self.find_excess_length()
        yield from ((warning.field, warning.text) for warning in self.quote.blockers)
        if self.stands_for:
            conflicts = about_conflicts(self.stands_for, self.quote.settings, self.keyframes)
            yield from ((warning.field, warning.text) for warning in conflicts)

    def find_unsupported_settings(self):
        model = self.quote.model
        supported = {
            "aspect_ratio": model.aspect_ratios,
            "resolution": model.resolutions,
            "duration_s": model.durations_s,
        }
        for field, values in supported.items():
            if (problem := name_unsupported(model.label, getattr(self, field), values)) is not None:
                yield field, problem

    def find_excess_length(self):
        camera = f", {self.camera}" if self.camera else ""
        model, length = self.stands_for or self.quote.model, len(self.prompt.strip() + camera)
        if length > model.prompt_limit:
            text = _("%(model)s accepts up to %(limit)d characters; this prompt has %(length)d.")
            yield "prompt", text % {"model": model.label, "limit": model.prompt_limit, "length": length}


def name_unsupported(label: str, value: str | int | None, values: Sequence) -> str | None:
    """Return why this model doesn't support `value`; None if it does, or has no such setting."""
    if not value or not values or value in values:
        return None
    text = _("%(model)s doesn't support %(value)s. Choose from: %(values)s.")
    return text % {"model": label, "value": value, "values": ", ".join(map(str, values))}
