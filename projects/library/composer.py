"""The composer as it stands: words, chips, wells, and what it would cost; from a form or from an address."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from projects.ledger import spending
from projects.ledger.requests import RequestedKeyframe
from projects.library import keyframe_choice, quote
from projects.library.quote import Note, Offer
from projects.models import Generation, Project
from projects.models import Note as Said
from projects.models.prompt import CAMERAS

ENDS = ("frame0", "frame1")
GO = {
    "": "Generate",
    "append": "Append clip",
    "prepend": "Prepend clip",
    "bridge": "Bridge",
    "instead": "Make it anew",
}
KEEP = ("words", "settings", "keyframes")
RATIO_WORDS = {
    "16:9": "Wide",
    "9:16": "Upright",
    "1:1": "Square",
    "4:3": "Classic",
    "3:4": "Portrait",
    "21:9": "Cinema",
    "9:21": "Tall",
}


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    help: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Chip:
    """One setting: its name in the form, its words, its options. label is shown before the chosen option."""

    name: str
    label: str
    title: str
    options: Sequence[Option]
    ignored: bool = False

    @property
    def chosen(self) -> Option:
        return next((option for option in self.options if option.chosen), self.options[0])


@dataclass(frozen=True)
class Composer:
    project: Project
    offer: Offer
    wells: Mapping[str, keyframe_choice.Well]
    words: str = ""
    remarks: Sequence[Note] = ()
    note: Said | None = None  # of a review, because of which the clip is made
    asks: str = ""  # why an owner has to release it
    act: str = ""  # what the new clip does on a timeline, a key of GO
    several: bool = False  # each line is a clip: the price of all of them is asked for first
    token: str = field(default_factory=lambda: Composer.fresh_token())

    @staticmethod
    def fresh_token() -> str:
        return uuid.uuid4().hex

    @property
    def notes(self) -> list[Note]:
        return [*self.remarks, *self.offer.notes]

    @property
    def stopped(self) -> bool:
        return any(note.stops for note in self.notes)

    @property
    def go(self) -> str:
        """The word on the button."""
        if self.several:
            return "Price of all of them…"
        return "Ask to generate" if self.asks else GO.get(self.act, GO[""])

    @property
    def has_frames(self) -> bool:
        return bool(self.offer.endings)

    @property
    def has_words(self) -> bool:
        """Whether the words come from the address, and so count more than the draft kept in the browser."""
        return bool(self.words)

    @property
    def chips(self) -> list[Chip]:
        """One for each setting that the model has and that is a choice."""
        made = (ratio_chip, length_chip, quality_chip, camera_chip, takes_chip, model_chip)
        return [chip for make in made if (chip := make(self.offer)).options]


def from_form(data: Mapping, project: Project, by) -> Composer:
    """The composer while somebody is at it: all settings stand in `data`; a box that is not there is off."""
    asked = {
        name: data.get(name)
        for name in ("maker", "aspect_ratio", "resolution", "duration_s", "camera", "takes")
    }
    asked |= {"loop": bool(data.get("loop")), "slate": bool(data.get("slate"))}
    choices = {end: data.get(end, "") for end in ENDS}
    made = compose(project, by, asked, choices)
    return replace(made, act=data.get("act", ""), several=bool(data.get("several")))


def from_address(data: QueryDict, project: Project, by) -> Composer:
    """The composer as a page opens: empty, with the frames of `?frame0=…&frame1=…`, or like the clip of
    `?from=<id>`, whole or only as far as `keep` says (words, settings, keyframes)."""
    source, note = clip_named(data.get("from", ""), project), note_named(data.get("note", ""), project)
    choices = {end: data.get(end, "") for end in ENDS}
    if source is None:
        return replace(compose(project, by, {}, choices), note=note)
    keep = [part for part in data.getlist("keep") if part in KEEP] or KEEP
    kept = {end: choice for end, choice in keyframes_of(source).items() if "keyframes" in keep}
    made = compose(
        project,
        by,
        quote.settings_of(source.prompt) if "settings" in keep else {},
        {end: choices[end] or kept.get(end, "") for end in ENDS},
        source.prompt.text if "words" in keep else "",
    )
    return replace(made, note=note)


def compose(project: Project, by, asked: dict, choices: Mapping[str, str], words: str = "") -> Composer:
    found, remarks = {}, []
    for end, choice in choices.items():
        try:
            found[end] = keyframe_choice.read(project, end, choice)
        except keyframe_choice.WrongChoice as wrong:
            found[end] = keyframe_choice.read(project, end, "")
            remarks.append(Note(str(wrong)))
    offer = quote.offer(project, asked, endings_in(found), by=by)
    asks = "" if offer.is_free else spending.why_ask(project, by, offer.total_usd)
    if asks:
        remarks.append(Note(asks))
    return Composer(project, offer, found, words, remarks, asks=asks)


def endings_in(found: Mapping[str, keyframe_choice.Well]) -> list[RequestedKeyframe]:
    return [ending for well in found.values() if (ending := well.ending())]


def clip_named(id: str, project: Project) -> Generation | None:
    try:
        named = uuid.UUID(id)
    except ValueError:
        return None
    return project.generations.for_cards().filter(pk=named).first()


def note_named(id: str, project: Project) -> Said | None:
    try:
        named = uuid.UUID(id)
    except ValueError:
        return None
    notes = Said.objects.filter(review__project=project, removed_at=None)
    return notes.select_related("review", "person", "guest").filter(pk=named).first()


def keyframes_of(generation: Generation) -> dict[str, str]:
    """A clip's own keyframes as the wells name them."""
    return {
        key.end: f"clip:{key.source_id}:{key.edge}" if key.source_id else f"image:{key.image_id}"
        for key in generation.keyframes.all()
    }


# -- the chips -------------------------------------------------------------------------------------------


def ratio_chip(offer: Offer) -> Chip:
    options = [
        Option(ratio, ratio, RATIO_WORDS.get(ratio, ""), ratio == offer.settings.aspect_ratio)
        for ratio in offer.model.aspect_ratios
    ]
    ignored = bool(offer.endings) and not offer.model.aspect_with_keyframe
    return Chip("aspect_ratio", "", "Shape", options, ignored)


def length_chip(offer: Offer) -> Chip:
    options = [
        Option(str(seconds), f"{seconds} s", chosen=seconds == offer.settings.duration_s)
        for seconds in offer.model.durations_s
    ]
    return Chip("duration_s", "", "Length", options)


def quality_chip(offer: Offer) -> Chip:
    options = [
        Option(size, size, chosen=size == offer.settings.resolution) for size in offer.model.resolutions
    ]
    return Chip("resolution", "", "Quality", options)


def camera_chip(offer: Offer) -> Chip:
    options = [Option(move, label, chosen=move == offer.settings.camera) for move, label in CAMERAS.items()]
    return Chip("camera", "Camera", "Camera", options)


def takes_chip(offer: Offer) -> Chip:
    options = [Option(str(number), str(number), chosen=number == offer.takes) for number in range(1, 5)]
    return Chip("takes", "Takes", "Takes at once", options)


def model_chip(offer: Offer) -> Chip:
    """Labels that two engines share are told apart by the engine's name."""
    labels = [choice.model.label for choice in offer.choices]
    options = [
        Option(
            choice.value,
            choice.model.label,
            " · ".join(part for part in (maker_of(choice, labels), choice.model.note) if part),
            choice == offer.chosen,
        )
        for choice in offer.choices
    ]
    return Chip("maker", "", "Model", options)


def maker_of(choice: quote.Choice, labels: Sequence[str]) -> str:
    return "" if choice.engine.local else choice.engine.label
