"""A key for another program: what for, what it may do, how much, how long."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from projects.models import Scope

DAYS = {"": "Until it is revoked", "30": "30 days", "90": "90 days", "365": "A year"}


class ApiKeyForm(forms.Form):
    name = forms.CharField(
        label="What is it for?",
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Give it a name: clips that it makes say it."},
    )
    scope = forms.ChoiceField(label="It may", choices=Scope, initial=Scope.WRITE)
    cap_usd = forms.DecimalField(
        label="The most that it may spend, in US dollars",
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        help_text="In all. Empty: as much as you may.",
    )
    days = forms.ChoiceField(label="It opens the door", choices=list(DAYS.items()), required=False)
    preview_only = forms.BooleanField(
        label="Draw everything with Preview, whatever model is named (free, for tries)", required=False
    )

    def settings(self) -> dict:
        """The fields of ApiKey."""
        said = dict(self.cleaned_data)
        days = said.pop("days")
        return said | {"expires_at": timezone.now() + timedelta(days=int(days)) if days else None}
