"""What a page may ask of a timeline's clips."""

from typing import Any

from django import forms

LAST_FRAME = 10_000_000


class TrimForm(forms.Form):
    """A field that is not sent leaves its side alone; end_frame sent empty: to the last frame."""

    start_frame = forms.IntegerField(min_value=0, max_value=LAST_FRAME, required=False)
    end_frame = forms.IntegerField(min_value=1, max_value=LAST_FRAME, required=False)

    def clean(self):
        said = super().clean()
        if not self.errors and not self.sides():
            raise forms.ValidationError("Say where the clip starts or ends.")
        return said

    def sides(self) -> dict[str, Any]:
        """What edits.trim is told."""
        sides = {"end": self.cleaned_data["end_frame"]} if "end_frame" in self.data else {}
        start = self.cleaned_data["start_frame"]
        return sides if start is None else sides | {"start": start}


class SplitForm(forms.Form):
    frame = forms.IntegerField(min_value=1, max_value=LAST_FRAME)


class NameForm(forms.Form):
    name = forms.CharField(max_length=80, error_messages={"required": "Give it a name."})


class GenerationForm(forms.Form):
    generation = forms.UUIDField()


def name_in(request, otherwise: str) -> str:
    form = NameForm(request.POST)
    return form.cleaned_data["name"] if form.is_valid() else otherwise
