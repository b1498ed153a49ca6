"""Chips: the composer's settings, each with its options."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.library.quote import MOST_TAKES, ModelChoice, Quote
from projects.models.prompt import CAMERAS, name_resolution

RATIO_NAMES = {
    "16:9": gettext_lazy("Widescreen"),
    "9:16": gettext_lazy("Vertical"),
    "1:1": gettext_lazy("Square"),
    "4:3": gettext_lazy("Classic"),
    "3:4": gettext_lazy("Portrait"),
    "21:9": gettext_lazy("Cinema"),
    "9:21": gettext_lazy("Tall"),
}


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    help: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Chip:
    """One setting. name: its form field. label: shown before the chosen option. ignored: it has no effect."""

    name: str
    label: str
    title: str
    options: Sequence[Option]
    ignored: bool = False

    @property
    def chosen(self) -> Option:
        return next((option for option in self.options if option.chosen), self.options[0])

    @property
    def is_fixed(self) -> bool:
        """Return True if there is only one option. The model's chip is never fixed."""
        return len(self.options) == 1 and self.name != "model"


def build_chips(quote: Quote) -> list[Chip]:
    """Return a chip for each setting that the model has."""
    builders = (ratio_chip, length_chip, quality_chip, camera_chip, takes_chip, model_chip)
    return [chip for build in builders if (chip := build(quote)).options]


def ratio_chip(quote: Quote) -> Chip:
    options = [
        Option(ratio, ratio, str(RATIO_NAMES.get(ratio, "")), ratio == quote.settings.aspect_ratio)
        for ratio in quote.model.aspect_ratios
    ]
    ignored = bool(quote.keyframes) and not quote.model.aspect_with_keyframe
    return Chip("aspect_ratio", "", _("Aspect ratio"), options, ignored)


def length_chip(quote: Quote) -> Chip:
    options = [
        Option(str(seconds), f"{seconds} s", chosen=seconds == quote.settings.duration_s)
        for seconds in quote.model.durations_s
    ]
    return Chip("duration_s", "", _("Length"), options)


def quality_chip(quote: Quote) -> Chip:
    options = [
        Option(size, name_resolution(quote.model.id, size), chosen=size == quote.settings.resolution)
        for size in quote.model.resolutions
    ]
    return Chip("resolution", "", _("Resolution"), options)


def camera_chip(quote: Quote) -> Chip:
    options = [
        Option(move, str(label), chosen=move == quote.settings.camera) for move, label in CAMERAS.items()
    ]
    return Chip("camera", _("Camera"), _("Camera move"), options)


def takes_chip(quote: Quote) -> Chip:
    numbers = range(1, MOST_TAKES + 1)
    options = [Option(str(number), str(number), chosen=number == quote.takes) for number in numbers]
    return Chip("takes", _("Takes"), _("Takes"), options)


def model_chip(quote: Quote) -> Chip:
    options = [
        Option(choice.value, choice.model.label, describe_model(choice), choice == quote.chosen)
        for choice in quote.choices
    ]
    return Chip("model", "", _("Model"), options)


def describe_model(choice: ModelChoice) -> str:
    """Return the engine's name and the model's note, because two engines may have models of the same name."""
    engine = "" if choice.engine.local else choice.engine.label
    return " · ".join(part for part in (engine, choice.model.note) if part)
