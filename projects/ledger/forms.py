"""Forms of the studio's settings."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Person

ONE_WORD = re.compile(r"[\x21-\x7e]{8,300}")


class KeyForm(forms.Form):
    """A provider's API key. It is never sent back to the page."""

    key = forms.CharField(
        label=_("API key"),
        max_length=400,
        widget=forms.PasswordInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Paste the key first."),
            "max_length": _("This is too long to be an API key."),
        },
    )

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"]).removeprefix("Bearer ").strip()
        if not ONE_WORD.fullmatch(key):
            raise forms.ValidationError(
                _("An API key is one word of at least 8 letters, digits and signs. Copy it again.")
            )
        return key


class ProjectCreatorsForm(forms.Form):
    """The people who can create projects besides the admins."""

    can_create_projects = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, people: Iterable[Person], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [(person.pk, str(person)) for person in people]
        self.fields["can_create_projects"].choices = choices  # type: ignore[attr-defined]
