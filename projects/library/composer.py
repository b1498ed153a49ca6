"""The composer: prompt, keyframe slots, settings and price, from its form or from a URL."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.core import formats
from projects.ledger import spending
from projects.ledger.engines import PAID
from projects.library.composer_settings import Setting, build_settings
from projects.library.composer_warnings import ComposerWarning, Remedy
from projects.library.forms import SettingsForm
from projects.library.keyframe_choice import FrameGone, KeyframeChoice
from projects.library.keyframe_slot import KeyframeSlot, fill_slot
from projects.library.model_cards import ModelCard, build_cards
from projects.library.quote import Quote, form_values, make_quote
from projects.models import End, Generation, Note, Person, Project

BUTTONS = {
    "": gettext_lazy("Generate"),
    "append": gettext_lazy("Append shot"),
    "prepend": gettext_lazy("Prepend shot"),
    "bridge": gettext_lazy("Bridge"),
    "instead": gettext_lazy("Replace shot"),
}
KEEP = ("prompt", "settings", "keyframes")


def fresh_token() -> str:
    return uuid.uuid4().hex


@dataclass(frozen=True)
class Composer:
    """note: the review note that the clip answers. approval: why an owner must approve it, or "".

    act: the new clip's role on a timeline, a key of BUTTONS. several: each line is a clip, and their total
    price is shown before they are requested.
    """

    project: Project
    quote: Quote
    slots: Mapping[End, KeyframeSlot]
    prompt: str = ""
    own_warnings: Sequence[ComposerWarning] = ()
    note: Note | None = None
    approval: str = ""
    act: str = ""
    several: bool = False
    token: str = field(default_factory=fresh_token)

    @property
    def warnings(self) -> list[ComposerWarning]:
        return [*self.own_warnings, *self.quote.warnings]

    @property
    def is_blocked(self) -> bool:
        return any(warning.blocks for warning in self.warnings)

    @property
    def button(self) -> str:
        """Return the label of the button that sends the form."""
        if self.several:
            return _("Review total price…")
        return _("Request approval") if self.approval else str(BUTTONS.get(self.act, BUTTONS[""]))

    @property
    def price(self) -> str:
        """Return the price for the button: "free", "about $1.59" or "price unknown"; "" for several clips."""
        if self.several:
            return ""
        if self.quote.is_free:
            return _("free")
        total_usd = self.quote.total_usd
        return _("price unknown") if total_usd is None else _("about %s") % formats.money(total_usd)

    @property
    def has_keyframes(self) -> bool:
        return bool(self.quote.keyframes)

    @property
    def has_prompt(self) -> bool:
        """Return True if the prompt is from the URL; then it replaces the browser's draft."""
        return bool(self.prompt)

    @property
    def settings(self) -> list[Setting]:
        return build_settings(self.quote)

    @cached_property
    def models(self) -> list[ModelCard]:
        return build_cards(self.project, self.quote)


def from_form(data: Mapping[str, Any], project: Project, by: Person) -> Composer:
    """Return the composer with the form's values so far."""
    choices = {end: data.get(end, "") for end in End}
    composer = compose(project, by, SettingsForm(data).valid_settings(), choices)
    return replace(composer, act=data.get("act", ""), several=bool(data.get("several")))


def from_address(data: QueryDict, project: Project, by: Person) -> Composer:
    """Return the composer for a new page: with the frames of `?frame0=…&frame1=…`, or a clip's values.

    `?from`: that clip's ID. `?keep`: only these parts of it (prompt, settings, keyframes).
    """
    source, note = find_source(data.get("from", ""), project), find_note(data.get("note", ""), project)
    choices = {end: data.get(end, "") for end in End}
    if source is None:
        return replace(compose(project, by, {}, choices), note=note)
    keep = [part for part in data.getlist("keep") if part in KEEP] or KEEP
    kept_choices = choices_of(source) if "keyframes" in keep else {}
    composer = compose(
        project,
        by,
        form_values(source.prompt) if "settings" in keep else {},
        {end: choices[end] or str(kept_choices.get(end, "")) for end in End},
    )
    return replace(composer, note=note, prompt=source.prompt.text if "prompt" in keep else "")


def compose(project: Project, by: Person, settings: dict[str, Any], choices: Mapping[End, str]) -> Composer:
    """Return the composer for these settings and frames, with a warning for each missing frame."""
    slots, warnings = {}, []
    for end, choice in choices.items():
        try:
            slots[end] = fill_slot(project, end, KeyframeChoice.parse(choice))
        except FrameGone as error:
            slots[end] = KeyframeSlot(project, end)
            warnings.append(ComposerWarning(str(error)))
    keyframes = [keyframe for slot in slots.values() if (keyframe := slot.keyframe)]
    quote = make_quote(project, settings, keyframes, by=by)
    approval = "" if quote.is_free else spending.approval_reason(project, by, quote.total_usd)
    if approval:
        warnings.append(ComposerWarning(approval))
    if suggestion := suggest_paid(quote, project, by):
        warnings.append(suggestion)
    return Composer(project, quote, slots, own_warnings=warnings, approval=approval)


def suggest_paid(quote: Quote, project: Project, by: Person) -> ComposerWarning | None:
    """Return the offer of a paid model to somebody who hasn't used one in this project.

    A new key is announced like this, because it moves nobody's composer by itself.
    """
    paid = next((choice for choice in quote.choices if not choice.engine.local), None)
    used = project.generations.filter(prompt__engine__in=PAID, created_by=by)
    if paid is None or not quote.is_free or used.exists():
        return None
    text = _("Preview draws a free animatic on this machine. %s makes the real clip.") % paid.model.label
    use = Remedy("model", paid.value, _("Use %s") % paid.model.label)
    return ComposerWarning(text, instead=use)


def choices_of(generation: Generation) -> dict[End, KeyframeChoice]:
    """Return the choices of a clip's own keyframes."""
    return {End(key.end): KeyframeChoice.of_keyframe(key) for key in generation.keyframes.all()}


def find_source(id: str, project: Project) -> Generation | None:
    try:
        return project.generations.not_deleted().for_cards().filter(pk=uuid.UUID(id)).first()
    except ValueError:
        return None


def find_note(id: str, project: Project) -> Note | None:
    notes = Note.objects.filter(review__project=project, removed_at=None)
    try:
        return notes.select_related("review", "person", "guest").filter(pk=uuid.UUID(id)).first()
    except ValueError:
        return None
