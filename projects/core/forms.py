"""Forms for projects, the errors of any form as sentences, and IDs that no form reads."""

import re
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from projects.core.signed_urls import host_of
from projects.models import Project, Studio
from studio.media.rates import STANDARD
from studio.text import one_line

NO_LIMIT = _("no limit")
ASPECT_RATIOS = {
    "16:9": _("16:9 – widescreen"),
    "21:9": _("21:9 – cinema"),
    "4:3": _("4:3 – classic"),
    "1:1": _("1:1 – square"),
    "3:4": _("3:4 – portrait"),
    "9:16": _("9:16 – phone"),
    "9:21": _("9:21 – tall phone"),
}


def errors_of(form: forms.BaseForm) -> list[str]:
    """Return every error as a sentence, in the order of the fields."""
    return [str(reason) for field in form.errors.values() for reason in field]


class AmountField(forms.DecimalField):
    """An amount in US dollars; empty means no limit. "1,59" is 1.59, as half of the world writes it."""

    default_error_messages = dict.fromkeys(
        ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits"),
        _("Enter an amount in US dollars, such as 120 or 49.50."),
    )

    def __init__(self, *, placeholder: Any = NO_LIMIT, **options: Any):
        attributes = {"inputmode": "decimal", "autocomplete": "off", "placeholder": placeholder}
        # Not a number field: a browser shows such a field empty if it can't read the value that was refused.
        options |= {"required": False, "max_digits": 9, "decimal_places": 2}
        super().__init__(widget=forms.TextInput(attributes), **options)

    def to_python(self, value: Any) -> Any:
        return super().to_python(re.sub(r",(\d{1,2})$", r".\1", str(value or "").strip()))

    def run_validators(self, value: Any) -> None:
        if value is not None and value < 0:
            raise forms.ValidationError(self.error_messages["invalid"])
        try:
            super().run_validators(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error


class NewProjectForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off", "placeholder": _("Lighthouse")}),
        error_messages={
            "required": _("Enter a name."),
            "max_length": _("Use at most 80 characters."),
        },
    )
    aspect_ratio = forms.ChoiceField(label=_("Aspect ratio"), choices=ASPECT_RATIOS, initial="16:9")

    class Meta:
        model = Project
        fields = ["name", "aspect_ratio"]


class ProjectForm(NewProjectForm):
    frame_rate = forms.ChoiceField(
        label=_("Frame rate"),
        required=False,
        help_text=_("Timelines, notes and films count in it. Clips of other rates keep their duration."),
    )
    budget_usd = AmountField(
        label=_("Monthly budget in US dollars"),
        help_text=_("New clips wait once it is used up. Leave empty for no limit."),
    )
    confirm_above_usd = AmountField(
        label=_("Confirm prices above, in US dollars"),
        help_text=_("Clips that cost more are confirmed first. Leave empty to never ask."),
        placeholder=_("never"),
    )

    class Meta(NewProjectForm.Meta):
        fields = ["name", "aspect_ratio", "frame_rate", "budget_usd", "confirm_above_usd"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        undecided = [] if self.instance.frame_rate else [("", _("the first clip’s"))]
        rates = [(name, _("%(rate)s fps") % {"rate": name}) for name in STANDARD]
        self.fields["frame_rate"].choices = undecided + rates  # type: ignore[attr-defined]

    def clean_frame_rate(self) -> str:
        return str(self.cleaned_data["frame_rate"] or self.instance.frame_rate)

    def save(self, commit: bool = True) -> Any:
        """Write what was changed only: the project's revision may have risen meanwhile.

        Open timelines count in the frame rate, so they get the change.
        """
        self.instance.save(update_fields=self.changed_data)
        if "frame_rate" in self.changed_data:
            Project.objects.filter(pk=self.instance.pk).update(revision=F("revision") + 1)
        return self.instance


class StudioForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    name = forms.CharField(
        label=_("Studio name"),
        required=False,
        max_length=Studio.LONGEST_NAME,
        widget=forms.TextInput({"autocomplete": "organization", "placeholder": "Dailies"}),
        help_text=_("Clients see it on the pages you share, and in invitations and mail."),
        error_messages={"max_length": _("Use at most %(limit_value)d characters.")},
    )

    class Meta:
        model = Studio
        fields = ["name"]

    def clean_name(self) -> str:
        """Return the name on one line: the subject of a mail can't have more."""
        return one_line(str(self.cleaned_data["name"]))


class AddressForm(forms.Form):
    """The public address; empty means none."""

    url = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=200,
        widget=forms.URLInput({"placeholder": "https://dailies.example.com", "autocomplete": "off"}),
    )

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"]).strip().rstrip("/")
        if url and (not host_of(url) or "@" in url or urlsplit(url)._replace(scheme="", netloc="").geturl()):
            raise forms.ValidationError(
                _("Enter an address such as https://dailies.example.com, without a path.")
            )
        return url


def uuid_or_none(text: str | None) -> UUID | None:
    """Return the ID, or None if there is none or it is nonsense."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
