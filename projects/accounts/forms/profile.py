"""What a person changes about themselves."""

from django import forms
from django.contrib.auth.forms import PasswordChangeForm

from projects.models import NotificationKind, Person
from projects.models.notification import Way
from projects.notifications.notifications import way_of


class NameForm(forms.Form):
    name = forms.CharField(
        label="Your name",
        max_length=80,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text="It stands beside your notes and clips.",
        error_messages={"required": "Tell a name."},
    )


class PortraitForm(forms.Form):
    file = forms.FileField(
        required=False, error_messages={"empty": "This file is empty.", "invalid": "No file came with this."}
    )


class TellingForm(forms.Form):
    """How a person hears about each kind of news."""

    def __init__(self, person: Person, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in NotificationKind:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label, choices=Way.choices, initial=way_of(person, kind)
            )


class PasswordForm(PasswordChangeForm):
    """The old one, and the new one twice."""

    error_messages = PasswordChangeForm.error_messages | {
        "password_incorrect": "That is not the password you have now.",
        "password_mismatch": "The two new passwords are different.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {
            "old_password": "Password now",
            "new_password1": "New password",
            "new_password2": "The same once more",
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("autofocus", None)
        self.fields["new_password1"].help_text = "At least 12 characters. A short sentence is good."
        self.fields["new_password2"].help_text = ""
