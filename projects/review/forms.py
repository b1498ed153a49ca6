"""What may be said at a frame, decided, and given to guests."""

from django import forms

from projects.models import VerdictKind
from projects.review.share_links import DAYS, MOST_DAYS
from studio.media import drawings

LONGEST = 4000
HIGHEST = 2**31 - 1


class NoteForm(forms.Form):
    words = forms.CharField(
        max_length=LONGEST,
        error_messages={
            "required": "Write what you mean.",
            "max_length": "This note is too long.",
        },
    )
    frame = forms.IntegerField(min_value=0, max_value=HIGHEST)
    end_frame = forms.IntegerField(min_value=0, max_value=HIGHEST, required=False)
    drawing = forms.CharField(required=False)
    parent = forms.UUIDField(required=False)
    client_token = forms.RegexField(r"^[\w-]{8,64}$")

    def clean_drawing(self) -> list[dict]:
        try:
            return drawings.read(self.cleaned_data["drawing"])
        except drawings.WrongDrawing as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


class VerdictForm(forms.Form):
    kind = forms.ChoiceField(choices=VerdictKind)
    sure = forms.BooleanField(required=False)


class NameForm(forms.Form):
    name = forms.CharField(
        max_length=60, error_messages={"required": "Tell your name, so that others know who speaks."}
    )


class LinkForm(forms.Form):
    name = forms.CharField(max_length=80, required=False)
    days = forms.IntegerField(min_value=1, max_value=MOST_DAYS, required=False)
    passphrase = forms.CharField(max_length=200, required=False, strip=False)
    newest = forms.BooleanField(required=False)
    may_comment = forms.BooleanField(required=False)
    may_decide = forms.BooleanField(required=False)
    may_download = forms.BooleanField(required=False)

    def clean_days(self) -> int:
        return self.cleaned_data["days"] or DAYS
