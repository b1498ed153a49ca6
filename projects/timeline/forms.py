"""Forms of a timeline and its shots."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Shot, Timeline

LAST_FRAME = 10_000_000


class FrameField(forms.IntegerField):
    """A frame's number. Whatever is wrong with it, people learn that it isn't one of the shot's frames."""

    default_error_messages = dict.fromkeys(("required", "invalid"), _("Choose a frame of the shot."))

    def run_validators(self, value: Any) -> None:
        try:
            super().run_validators(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error


class TrimForm(forms.Form):
    """A field that isn't sent leaves its side alone; an empty end_frame means the last frame."""

    start_frame = FrameField(min_value=0, max_value=LAST_FRAME, required=False)
    end_frame = FrameField(min_value=1, max_value=LAST_FRAME, required=False)

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


class PartForm(forms.Form):
    """The part of a clip that becomes a shot, without end_frame. Empty: from its start, or to its end."""

    start_frame = FrameField(min_value=0, max_value=LAST_FRAME, required=False)
    end_frame = FrameField(min_value=1, max_value=LAST_FRAME, required=False)


class SplitForm(forms.Form):
    frame = FrameField()


class SelectionForm(forms.Form):
    """shots: of the timeline, also ones that somebody has removed meanwhile."""

    shots = forms.ModelMultipleChoiceField(Shot.objects.none())

    def __init__(self, *args: Any, timeline: Timeline, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["shots"].queryset = timeline.shots.all()  # type: ignore[attr-defined]


class StillForm(forms.Form):
    """seconds: how long the picture stands. image: a stored one; without it, the files are stored."""

    seconds = forms.DecimalField(
        min_value=Decimal("0.5"),
        max_value=60,
        max_digits=6,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("A still stands for 0.5 to 60 seconds.")
        ),
    )
    image = forms.UUIDField(required=False, error_messages={"invalid": _("Choose a picture.")})


class NameForm(forms.Form):
    name = forms.CharField(max_length=80, error_messages={"required": _("Enter a name.")})


class GenerationForm(forms.Form):
    generation = forms.UUIDField()


def name_in(request, default: str) -> str:
    form = NameForm(request.POST)
    return form.cleaned_data["name"] if form.is_valid() else default
