"""The form that creates an API key."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.core.forms import AmountField
from projects.models import Scope

DAYS = {"": _("Until it is revoked"), "30": _("30 days"), "90": _("90 days"), "365": _("One year")}


class ApiKeyForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("Shown beside the clips that it generates."),
        error_messages={"required": _("Give the key a name.")},
    )
    scope = forms.ChoiceField(label=_("Access"), choices=Scope, initial=Scope.WRITE)
    cap_usd = AmountField(
        label=_("Spending cap in US dollars"),
        help_text=_("For the whole life of the key. Leave empty to allow as much as you may spend."),
    )
    days = forms.ChoiceField(label=_("Expires after"), choices=list(DAYS.items()), required=False)
    preview_only = forms.BooleanField(
        label=_("Draw every model with Preview (free, for testing)"), required=False
    )

    def settings(self) -> dict:
        """Return the fields of ApiKey."""
        settings = dict(self.cleaned_data)
        days = settings.pop("days")
        return settings | {"expires_at": timezone.now() + timedelta(days=int(days)) if days else None}
