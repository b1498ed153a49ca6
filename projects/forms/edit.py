"""What a page may ask of a timeline's clips."""

from django import forms

LAST_FRAME = 10_000_000


class TrimForm(forms.Form):
    """end_frame left empty: to the last frame."""

    start_frame = forms.IntegerField(min_value=0, max_value=LAST_FRAME)
    end_frame = forms.IntegerField(min_value=1, max_value=LAST_FRAME, required=False)

    def clean(self):
        said = super().clean()
        start, end = said.get("start_frame"), said.get("end_frame")
        if start is not None and end is not None and end <= start:
            raise forms.ValidationError("A clip needs at least one frame.")
        return said


class SplitForm(forms.Form):
    frame = forms.IntegerField(min_value=1, max_value=LAST_FRAME)


class NameForm(forms.Form):
    name = forms.CharField(max_length=80, error_messages={"required": "Give it a name."})


class GenerationForm(forms.Form):
    generation = forms.UUIDField()


def name_in(request, otherwise: str) -> str:
    form = NameForm(request.POST)
    return form.cleaned_data["name"] if form.is_valid() else otherwise
