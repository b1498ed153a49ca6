"""The form that adds a webhook."""

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from projects.models import EventType


class WebhookForm(forms.Form):
    address = forms.CharField(
        label=_("URL"),
        max_length=400,
        validators=[URLValidator(["https", "http"])],
        widget=forms.URLInput({"placeholder": "https://example.com/dailies", "autocomplete": "off"}),
        error_messages={"required": _("Enter the URL to send events to.")},
    )
    event_types = forms.MultipleChoiceField(
        label=_("Events"),
        choices=EventType,
        widget=forms.CheckboxSelectMultiple,
        initial=EventType.values,
        error_messages={"required": _("Choose at least one event.")},
    )
