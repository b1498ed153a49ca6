"""What a person may bring as a picture: a file or an address, for one end of a clip."""

from urllib.parse import urlsplit

from django import forms

from projects.core.forms import errors_of
from projects.models import End


class ImageForm(forms.Form):
    """Exactly one of `file` and `url`; `refusal` says in one sentence what is wrong."""

    end = forms.ChoiceField(choices=End.choices, error_messages={"required": "", "invalid_choice": ""})
    file = forms.FileField(
        required=False,
        max_length=None,
        error_messages={"empty": "This file is empty.", "invalid": "No file came with this."},
    )
    url = forms.CharField(
        required=False, max_length=2000, error_messages={"max_length": "This address is too long."}
    )

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].strip()
        if url and not is_web_address(url):
            raise forms.ValidationError("This is not a web address. It should begin with https://")
        return url

    def clean(self) -> dict:
        given = [self.cleaned_data.get("file"), self.cleaned_data.get("url")]
        if not self.errors and sum(map(bool, given)) != 1:
            raise forms.ValidationError("Choose one file, or give one address.")
        return self.cleaned_data

    @property
    def refusal(self) -> str:
        said = [word for word in errors_of(self) if word]
        return said[0] if said else "Something is missing. Reload the page and try again."


def is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
