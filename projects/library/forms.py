"""What a person may request, bring as a picture, and in which words we refuse."""

from functools import cached_property
from urllib.parse import urlsplit

from django import forms

from projects.core.forms import errors_of
from projects.ledger.requests import GenerationRequest, RequestedKeyframe
from projects.library import keyframe_choice, quote
from projects.models import ApiKey, End, Person, Project
from projects.models.prompt import CAMERAS

ENDS = ("frame0", "frame1")


class WishForm(forms.Form):
    """A new clip; the page, the API and the shell use the same form.

    engine and model, or both as maker ("aimlapi:luma/ray-2"); left out: the usual one. A setting that the
    model does not have is dropped silently: its chip is not there either. frame0, frame1: see wells.read.

    A valid form returns its `request()` for the ledger.
    """

    words = forms.CharField(max_length=4000, error_messages={"required": "Say what should be seen."})
    engine = forms.CharField(required=False)
    model = forms.CharField(required=False)
    maker = forms.CharField(required=False)
    aspect_ratio = forms.CharField(required=False)
    resolution = forms.CharField(required=False)
    duration_s = forms.IntegerField(required=False)
    loop = forms.BooleanField(required=False)
    slate = forms.BooleanField(required=False)
    camera = forms.ChoiceField(choices=list(CAMERAS.items()), required=False)
    takes = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=4,
        error_messages={"min_value": "At least one take.", "max_value": "At most four takes at once."},
    )
    frame0 = forms.CharField(required=False)
    frame1 = forms.CharField(required=False)
    note = forms.UUIDField(required=False)  # of a review, because of which the clip is made
    client_token = forms.RegexField(
        r"^[\w-]{8,64}$", error_messages={"required": "Reload the page and try again."}
    )

    def __init__(self, data, *, project: Project, by=None):
        super().__init__(data)
        self.project, self.by = project, by

    def clean(self):
        said = super().clean()
        if self.errors:
            return said
        self.refuse_unknown_maker(said)
        self.refuse_what_the_model_does_not_make(said)
        self.refuse_too_many_words(said)
        for note in self.offer.stops:
            self.add_error(None, note.words)
        return said

    def clean_frame0(self) -> list[RequestedKeyframe]:
        return self.ending_of("frame0")

    def clean_frame1(self) -> list[RequestedKeyframe]:
        return self.ending_of("frame1")

    def request(self, created_by: Person | None, *, api_key: ApiKey | None = None) -> GenerationRequest:
        return GenerationRequest(
            project=self.project,
            text=self.cleaned_data["words"],
            settings=self.offer.settings,
            client_token=self.cleaned_data["client_token"],
            keyframes=tuple(self.endings()),
            takes=self.offer.takes,
            quote_usd=self.offer.price_usd,
            created_by=created_by,
            api_key=api_key,
        )

    def endings(self) -> list[RequestedKeyframe]:
        return [ending for end in ENDS for ending in self.cleaned_data.get(end) or []]

    @cached_property
    def offer(self) -> quote.Offer:
        return quote.offer(self.project, self.asked(), self.endings(), by=self.by)

    # -- private -----------------------------------------------------------------------------------------

    def asked(self) -> dict:
        """The settings as asked; what was left empty is left to the usual."""
        said = self.cleaned_data
        named = f"{said['engine']}:{said['model']}" if said["engine"] and said["model"] else ""
        asked = {"maker": said["maker"] or named or self.first_of(said["engine"])}
        asked |= {name: said[name] for name in ("aspect_ratio", "resolution", "duration_s", "takes")}
        asked = {name: value for name, value in asked.items() if value not in ("", None)}
        return asked | {name: said[name] for name in ("loop", "slate", "camera")}

    def first_of(self, engine: str) -> str:
        """The usual model of an engine that was named alone."""
        values = (choice.value for choice in quote.all_choices() if choice.engine.name == engine)
        return next(values, f"{engine}:" if engine else "")

    def ending_of(self, end: str) -> list[RequestedKeyframe]:
        try:
            ending = keyframe_choice.read(self.project, end, self.cleaned_data[end]).ending()
        except keyframe_choice.WrongChoice as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        return [ending] if ending else []

    def refuse_unknown_maker(self, said) -> None:
        wanted = self.asked().get("maker")
        if wanted and wanted != self.offer.chosen.value:
            self.add_error(None, "That model cannot be used now. Choose another one.")

    def refuse_what_the_model_does_not_make(self, said) -> None:
        model = self.offer.model
        offered = {
            "aspect_ratio": model.aspect_ratios,
            "resolution": model.resolutions,
            "duration_s": model.durations_s,
        }
        for name, kinds in offered.items():
            asked = said.get(name)
            if asked and kinds and asked not in kinds:
                said_kinds = ", ".join(str(kind) for kind in kinds)
                self.add_error(name, f"{model.label} does not make {asked}; it makes {said_kinds}.")

    def refuse_too_many_words(self, said) -> None:
        camera = f", {said['camera']}" if said["camera"] else ""
        limit, length = self.offer.model.prompt_limit, len(said["words"] + camera)
        if length > limit:
            self.add_error("words", f"{self.offer.model.label} takes {limit} characters; these are {length}.")


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
