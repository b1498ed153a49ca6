"""Where another machine listens, and for what."""

from django import forms
from django.core.validators import URLValidator

from projects.models import EventType


class WebhookForm(forms.Form):
    address = forms.CharField(
        label="Address",
        max_length=400,
        validators=[URLValidator(["https", "http"])],
        widget=forms.URLInput({"placeholder": "https://example.com/dailies", "autocomplete": "off"}),
        error_messages={"required": "Where should it be sent?"},
    )
    event_types = forms.MultipleChoiceField(
        label="When",
        choices=EventType,
        widget=forms.CheckboxSelectMultiple,
        initial=EventType.values,
        error_messages={"required": "Choose at least one."},
    )
