"""Forms of a timeline and its shots."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NO_FRAME = _("Choose a frame of the shot.")


class TrimForm(forms.Form):
    """A field that isn't sent leaves its side alone; an empty end_frame means the last frame."""

    start_frame = forms.IntegerField(required=False, error_messages={"invalid": NO_FRAME})
    end_frame = forms.IntegerField(required=False, error_messages={"invalid": NO_FRAME})

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and not self.sides():
            raise forms.ValidationError(_("Choose where the shot starts or ends."))
        return cleaned

    def sides(self) -> dict[str, Any]:
        """Return the keyword arguments of edits.trim."""
        sides = {"end": self.cleaned_data["end_frame"]} if "end_frame" in self.data else {}
        start = self.cleaned_data["start_frame"]
        return sides if start is None else sides | {"start": start}


class SplitForm(forms.Form):
    frame = forms.IntegerField(error_messages={"required": NO_FRAME, "invalid": NO_FRAME})


class NameForm(forms.Form):
    name = forms.CharField(max_length=80, error_messages={"required": _("Enter a name.")})


class GenerationForm(forms.Form):
    generation = forms.UUIDField()


def name_in(request, default: str) -> str:
    form = NameForm(request.POST)
    return form.cleaned_data["name"] if form.is_valid() else default
