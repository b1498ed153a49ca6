"""Forms of a review: notes, verdicts, a guest's name, share links, presence, the page's poll."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import End, VerdictKind
from projects.review.share_links import DAYS, MAX_DAYS
from studio.media import drawings

MAX_LENGTH = 4000
MAX_INTEGER = 2**31 - 1
DAYS_ERROR = _("Enter how many days the link is open: a whole number from 1 to 365.")


class NoteForm(forms.Form):
    text = forms.CharField(
        max_length=MAX_LENGTH,
        error_messages={
            "required": _("Write something first."),
            "max_length": _("Notes can have at most %(limit_value)d characters."),
        },
    )
    frame = forms.IntegerField(min_value=0, max_value=MAX_INTEGER)
    end_frame = forms.IntegerField(min_value=0, max_value=MAX_INTEGER, required=False)
    drawing = forms.CharField(required=False)
    parent = forms.UUIDField(required=False)
    client_token = forms.RegexField(r"^[\w-]{8,64}$")

    def __init__(self, data, *, frames: int):
        super().__init__(data)
        self.frames = frames  # of the film

    def clean(self) -> dict:
        """Refuse a range that the film doesn't have. A reply is about its parent's frame."""
        cleaned = self.cleaned_data
        if self.errors or cleaned["parent"]:
            return cleaned
        start, end = cleaned["frame"], cleaned["end_frame"]
        if max(start, end or 0) >= self.frames:
            text = _("This version ends at frame %(last)d. Choose a frame before its end.")
            raise forms.ValidationError(text, params={"last": self.frames - 1})
        if end is not None and end < start:
            raise forms.ValidationError(_("The range ends before it starts."))
        return cleaned

    def clean_drawing(self) -> list[dict]:
        try:
            return drawings.read_strokes(self.cleaned_data["drawing"])
        except drawings.InvalidDrawing as error:
            raise forms.ValidationError(str(error)) from error


class TakeForm(forms.Form):
    """end: the end of the new take that is the note's frame; "" for the same shot again."""

    end = forms.ChoiceField(choices=End, required=False)


class VerdictForm(forms.Form):
    """confirmed: the confirmation was accepted. dismissed: it was canceled."""

    kind = forms.ChoiceField(choices=VerdictKind)
    confirmed = forms.BooleanField(required=False)
    dismissed = forms.BooleanField(required=False)


class NameForm(forms.Form):
    name = forms.CharField(
        max_length=60, error_messages={"required": _("Enter your name so that others know who's commenting.")}
    )


class LinkForm(forms.Form):
    """days: any number to 365 from a program; the page offers those in EXPIRIES."""

    EXPIRIES = [
        ("1", _("1 day")),
        ("7", _("7 days")),
        ("14", _("14 days")),
        ("30", _("30 days")),
        ("365", _("1 year")),
    ]

    label = forms.CharField(max_length=80, required=False)
    days = forms.IntegerField(required=False, error_messages={"invalid": DAYS_ERROR})
    passphrase = forms.CharField(max_length=200, required=False, strip=False)
    always_latest = forms.BooleanField(required=False)
    may_comment = forms.BooleanField(required=False)
    may_decide = forms.BooleanField(required=False)
    may_download = forms.BooleanField(required=False)

    def clean_days(self) -> int:
        days = DAYS if self.cleaned_data["days"] is None else self.cleaned_data["days"]
        if not 1 <= days <= MAX_DAYS:
            raise forms.ValidationError(DAYS_ERROR)
        return days


class PresenceForm(forms.Form):
    frame = forms.IntegerField(required=False, min_value=0, max_value=MAX_INTEGER)
    plays = forms.BooleanField(required=False)
    lead = forms.NullBooleanField(required=False)


class ChangesForm(forms.Form):
    """The state of the page: its revision, and `ready` if it shows the film. Invalid values count as 0.

    shown: what it says about a version without a film (see review/unfinished.py).
    """

    since = forms.IntegerField(required=False, min_value=0)
    ready = forms.IntegerField(required=False, min_value=0, max_value=1)
    shown = forms.CharField(required=False, max_length=40)

    def value(self, name: str) -> int:
        self.is_valid()
        return self.cleaned_data.get(name) or 0

    def shown_key(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("shown") or ""


class CompareForm(forms.Form):
    """The view, the frame, and the divider's position in percent. Invalid values are ignored."""

    VIEWS = [("side", _("Side by side")), ("wipe", _("Wipe"))]

    view = forms.ChoiceField(choices=VIEWS, required=False)
    at = forms.IntegerField(required=False, min_value=0)
    line = forms.IntegerField(required=False, min_value=0, max_value=100)

    def value(self, name: str, default: int) -> int:
        self.is_valid()
        number = self.cleaned_data.get(name)
        return default if number is None else number

    def chosen_view(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("view") or "side"
