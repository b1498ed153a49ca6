"""The composer's settings, each with its options and with its words for the one line that sums them up."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.library.quote import MOST_TAKES, Quote
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
class Setting:
    """One setting. name: its form field. ignored: it has no effect. phrase: for the line, if it differs."""

    name: str
    title: str
    options: Sequence[Option]
    ignored: bool = False
    phrase: str = ""

    @property
    def chosen(self) -> Option:
        return next((option for option in self.options if option.chosen), self.options[0])

    @property
    def is_fixed(self) -> bool:
        """Return True if there is nothing to choose."""
        return len(self.options) == 1

    @property
    def line(self) -> str:
        return self.phrase or self.chosen.label


def build_settings(quote: Quote) -> list[Setting]:
    """Return each setting that the model has, in the order of the line."""
    builders = (ratio_setting, length_setting, resolution_setting, camera_setting, takes_setting)
    return [setting for build in builders if (setting := build(quote)).options]


def ratio_setting(quote: Quote) -> Setting:
    options = [
        Option(ratio, ratio, str(RATIO_NAMES.get(ratio, "")), ratio == quote.settings.aspect_ratio)
        for ratio in quote.model.aspect_ratios
    ]
    ignored = bool(quote.keyframes) and not quote.model.aspect_with_keyframe
    return Setting("aspect_ratio", _("Aspect ratio"), options, ignored)


def length_setting(quote: Quote) -> Setting:
    options = [
        Option(str(seconds), f"{seconds} s", chosen=seconds == quote.settings.duration_s)
        for seconds in quote.model.durations_s
    ]
    return Setting("duration_s", _("Length"), options)


def resolution_setting(quote: Quote) -> Setting:
    options = [
        Option(size, name_resolution(quote.model.id, size), chosen=size == quote.settings.resolution)
        for size in quote.model.resolutions
    ]
    return Setting("resolution", _("Resolution"), options)


def camera_setting(quote: Quote) -> Setting:
    labels = CAMERAS | {"": _("As written")}
    options = [Option(move, label, chosen=move == quote.settings.camera) for move, label in labels.items()]
    phrase = "" if quote.settings.camera else _("camera as written")
    return Setting("camera", _("Camera move"), options, phrase=phrase)


def takes_setting(quote: Quote) -> Setting:
    numbers = range(1, MOST_TAKES + 1)
    options = [Option(str(number), str(number), chosen=number == quote.takes) for number in numbers]
    count = ngettext("%(n)d take", "%(n)d takes", quote.takes) % {"n": quote.takes}
    return Setting("takes", _("Takes"), options, phrase=count)
