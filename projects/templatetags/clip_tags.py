"""What the pages about one clip ask for: its story, its history, its kin."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce
from operator import or_
from uuid import uuid4

from django import template
from django.db.models import Q

from projects.ledger import charged, status_text
from projects.ledger.activity import Activity, load_activity
from projects.ledger.estimate import known_models
from projects.ledger.history import Line, label_of_engine
from projects.ledger.history import list_history as history_of
from projects.ledger.status import Status
from projects.models import Generation, Keyframe, Note, Shot, Timeline

register = template.Library()
MANY_WORDS = 240  # characters; from then on they are set smaller
LATEST = 12  # other takes and offspring shown on a clip's page


@register.simple_tag(takes_context=True)
def status_of(context, generation) -> Status:
    """What happened, what it cost and what to do, with only the buttons that this person may press."""
    project = context.get("project") or generation.project
    return status_text.describe_status(generation).for_person(
        context["request"].user, getattr(project, "role", "")
    )


@register.simple_tag
def client_token() -> str:
    """A fresh token: the same form sent twice makes one clip."""
    return uuid4().hex


@register.simple_tag
def engine_label(name: str) -> str:
    return label_of_engine(name)


@register.simple_tag
def activity_of(project) -> Activity:
    return load_activity(project)


@register.simple_tag
def timelines_of(project) -> list[Timeline]:
    """Those that are worked on; the first one is made when it is first looked at."""
    return list(project.timelines.active()) or [Timeline(project=project, number=1, name="Timeline 1")]


@register.simple_tag
def page_of(generation) -> "ClipPage":
    return ClipPage(generation)


@register.filter
def rate(fps: Fraction | None) -> str:
    """ "24 fps", or "23.976 fps (24000/1001)" where the rate is no whole number."""
    if fps is None:
        return ""
    if fps.denominator == 1:
        return f"{fps.numerator} fps"
    return f"{float(fps):.3f} fps ({fps.numerator}/{fps.denominator})"


@register.filter
def seconds(value: float | None) -> str:
    """ "5 s", "5.04 s"."""
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".") + " s"


@register.filter
def take_name(take: Generation, shown: Generation) -> str:
    """ "take 2"; "clip 7" of what was made from other words than the one that is shown."""
    return f"take {take.take}" if take.prompt_id == shown.prompt_id else f"clip {take.number}"


@register.filter
def name_of(shown: Generation, other: Generation) -> str:
    return shown.name_for(other)


@dataclass
class ClipPage:
    """What a clip's own page shows besides the row itself; each part is asked for once, when it is shown."""

    generation: Generation

    @cached_property
    def history(self) -> list[Line]:
        return history_of(self.generation)

    @cached_property
    def attempts(self) -> list:
        return list(self.generation.attempts.all())

    @cached_property
    def takes(self) -> list[Generation]:
        """Every take of this prompt, this one too, in order; empty when it is the only one."""
        takes = list(self.generation.prompt.generations.order_by("take")[: 4 * LATEST])
        return takes if len(takes) > 1 else []

    @cached_property
    def starts_and_ends(self) -> list[Keyframe]:
        return list(self.generation.keyframes.all())

    @cached_property
    def grown(self) -> Iterable[Keyframe]:
        """The keyframes of other clips that point here: at an end, or at a frame inside, also cropped."""
        here = (Q(**{name: self.generation}) for name in ("source", "image__clip", "image__whole__clip"))
        keys = Keyframe.objects.filter(reduce(or_, here)).select_related("generation__prompt")
        return list(keys.order_by("-generation__created_at")[:LATEST])

    @cached_property
    def because_of(self) -> list[Note]:
        """The notes because of which it was made."""
        return list(self.generation.asked_by.select_related("review", "person", "guest"))

    @cached_property
    def used_in(self) -> list[Timeline]:
        """The timelines on which it stands."""
        places = Shot.objects.filter(generation=self.generation, active=True)
        return list(Timeline.objects.filter(pk__in=places.values("timeline")).order_by("number"))

    @property
    def quote(self):
        return charged.expected_usd(self.generation)

    @property
    def charged(self) -> charged.Charged:
        return status_text.describe_status(self.generation).charged

    @property
    def model(self) -> str:
        """The model's name as its engine writes it, else its id."""
        known = known_models(self.generation.prompt.engine).get(self.generation.prompt.model)
        return known.label if known else self.generation.prompt.model

    @property
    def has_many_words(self) -> bool:
        return len(self.generation.prompt.text) > MANY_WORDS

    @property
    def engine(self) -> str:
        return label_of_engine(self.generation.prompt.engine)

    @property
    def is_free(self) -> bool:
        return charged.is_local(self.generation)
