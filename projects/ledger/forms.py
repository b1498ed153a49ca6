"""A provider's key, as it is pasted."""

import re

from django import forms

ONE_WORD = re.compile(r"[\x21-\x7e]{8,300}")


class KeyForm(forms.Form):
    """Write-only: it is never shown again, and never sent back to the page."""

    key = forms.CharField(
        label="Key",
        max_length=400,
        widget=forms.PasswordInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Please paste the key first.",
            "max_length": "This is too long to be a key.",
        },
    )

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"]).removeprefix("Bearer ").strip()
        if not ONE_WORD.fullmatch(key):
            raise forms.ValidationError(
                "A key is one word of at least 8 plain characters. Please copy it again."
            )
        return key
