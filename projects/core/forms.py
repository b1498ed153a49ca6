"""Forms for projects, and the errors of any form as sentences."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Project

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
    budget_usd = forms.DecimalField(
        label=_("Monthly budget in US dollars"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        help_text=_("New clips wait once it is used up. Leave empty for no limit."),
        widget=forms.NumberInput({"inputmode": "decimal", "step": "0.01", "placeholder": _("no limit")}),
        error_messages={
            "invalid": _("Enter an amount, such as 120 or 49.50."),
            "min_value": _("The budget can't be negative."),
        },
    )

    class Meta(NewProjectForm.Meta):
        fields = ["name", "aspect_ratio", "budget_usd"]
