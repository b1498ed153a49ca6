"""Forms of the library: the composer's settings and request, and a picture to add."""

from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.core.forms import errors_of
from projects.ledger.requests import GenerationRequest, RequestedKeyframe
from projects.library.draft import Draft, InvalidDraft
from projects.library.keyframe_choice import FrameGone, KeyframeChoice
from projects.library.keyframe_slot import fill_slot
from projects.library.quote import MOST_TAKES, Quote
from projects.models import End, Person, Project
from projects.models.prompt import CAMERAS

TAKES_ERROR = gettext_lazy("Choose between 1 and 4 takes.")


class SettingsForm(forms.Form):
    """The composer's settings. model: "engine:model". Unchecked boxes are off."""

    model = forms.CharField(required=False)
    aspect_ratio = forms.CharField(required=False)
    resolution = forms.CharField(required=False)
    duration_s = forms.IntegerField(required=False)
    loop = forms.BooleanField(required=False)
    slate = forms.BooleanField(required=False)
    camera = forms.ChoiceField(choices=list(CAMERAS.items()), required=False)
    takes = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_TAKES,
        error_messages={"min_value": TAKES_ERROR, "max_value": TAKES_ERROR},
    )

    def valid_settings(self) -> dict:
        """Return the valid settings; the others become the defaults while the form is being filled in."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in SettingsForm.base_fields}


class RequestForm(SettingsForm):
    """A request from the composer. frame0, frame1: see KeyframeChoice."""

    prompt = forms.CharField(
        error_messages={"required": gettext_lazy("Describe what should happen in the clip.")},
    )
    frame0 = forms.CharField(required=False)
    frame1 = forms.CharField(required=False)
    note = forms.UUIDField(required=False)  # the review note that the clip answers
    client_token = forms.RegexField(
        r"^[\w-]{8,64}$", error_messages={"required": gettext_lazy("Reload the page and try again.")}
    )

    draft: Draft

    def __init__(self, data, *, project: Project, by: Person | None = None):
        super().__init__(data)
        self.project, self.by = project, by

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        self.draft = self.build_draft()
        try:
            self.draft.check()
        except InvalidDraft as invalid:
            for field, texts in invalid.problems.items():
                self.add_error(field or None, texts)
        return cleaned

    def clean_frame0(self) -> RequestedKeyframe | None:
        return self.find_keyframe(End.FRAME0)

    def clean_frame1(self) -> RequestedKeyframe | None:
        return self.find_keyframe(End.FRAME1)

    @property
    def quote(self) -> Quote:
        return self.draft.quote

    def request(self) -> GenerationRequest:
        """Return the request for the ledger, by the person who sent the form."""
        return self.draft.build_request(self.by)

    # -- private -----------------------------------------------------------------------------------------

    def build_draft(self) -> Draft:
        cleaned = self.cleaned_data
        settings = {name: cleaned[name] for name in SettingsForm.base_fields}
        return Draft(
            project=self.project,
            prompt=cleaned["prompt"],
            client_token=cleaned["client_token"],
            keyframes=[keyframe for end in End if (keyframe := cleaned[end])],
            defaults_of=self.by,
            **settings,
        )

    def find_keyframe(self, end: End) -> RequestedKeyframe | None:
        try:
            return fill_slot(self.project, end, KeyframeChoice.parse(self.cleaned_data[end])).keyframe
        except FrameGone as error:
            raise forms.ValidationError(str(error)) from error


class ImageForm(forms.Form):
    """Exactly one of `file` and `url`. problem: the error as one sentence."""

    end = forms.ChoiceField(choices=End.choices, error_messages={"required": "", "invalid_choice": ""})
    file = forms.FileField(
        required=False,
        max_length=None,
        error_messages={
            "empty": gettext_lazy("This file is empty."),
            "invalid": gettext_lazy("No file was sent."),
        },
    )
    url = forms.CharField(
        required=False,
        max_length=2000,
        error_messages={"max_length": gettext_lazy("This address is too long.")},
    )

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].strip()
        if url and not is_web_address(url):
            raise forms.ValidationError(_("This isn't a web address. It should start with https://"))
        return url

    def clean(self) -> dict:
        sources = [self.cleaned_data.get("file"), self.cleaned_data.get("url")]
        if not self.errors and sum(map(bool, sources)) != 1:
            raise forms.ValidationError(_("Choose one file or enter one address."))
        return self.cleaned_data

    @property
    def problem(self) -> str:
        problems = [text for text in errors_of(self) if text]
        return problems[0] if problems else _("Something is missing. Reload the page and try again.")


def is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
