"""Tags for pages about a clip: its status, history and connections."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from uuid import UUID, uuid4

from django import template
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.ledger import charged, film_text, status_text
from projects.ledger.activity import Activity, load_activity
from projects.ledger.estimate import known_models
from projects.ledger.history import Line, label_of_engine
from projects.ledger.history import list_history as history_of
from projects.ledger.status import Status
from projects.ledger.waiting import Cause, list_causes
from projects.library import drawn_text
from projects.library.connections import Connection, find_uses, list_connections
from projects.library.filter_panel import name_model
from projects.library.keyframe_choice import KeyframeChoice
from projects.library.organize import SUGGESTED
from projects.library.remake import is_remakable, paid_models
from projects.library.stacks import compare_takes
from projects.models import (
    Collection,
    Edge,
    Generation,
    Image,
    Keyframe,
    Note,
    Project,
    Prompt,
    Shot,
    Tag,
    Timeline,
)
from projects.models.project import EDITORS

register = template.Library()
LONG_PROMPT = 240  # characters; longer prompts are shown smaller
LISTS = ("library", "activity")  # what holds many clips is said once above them
MAX_TAKES = 48  # shown on a clip's page


@register.simple_tag(takes_context=True)
def status_of(context, generation, on: str = "") -> Status:
    """Return the status text, cost and next step, with the actions that this person may take."""
    project = context.get("project") or generation.project
    status = status_text.describe_status(generation)
    role = getattr(project, "role", "")
    status = status.for_person(context["request"].user, role, may_spend=project.may_spend)
    return status.for_list() if on in LISTS else status


@register.simple_tag(takes_context=True)
def causes_in(context, project: Project) -> list[Cause]:
    """Return what holds clips of the project back."""
    return list_causes(project, context["request"].user)


@register.simple_tag
def client_token() -> str:
    """Return a new token, so that a form that is sent twice requests one clip."""
    return uuid4().hex


@register.simple_tag
def remake_label(generation: Generation) -> str:
    """Return "Ray 2" for a Preview clip that this model can make, or "" for other clips and without a key."""
    models = paid_models() if is_remakable(generation) else []
    return models[0].model.label if models else ""


@register.simple_tag
def engine_label(name: str) -> str:
    return label_of_engine(name)


@register.simple_tag
def activity_of(project) -> Activity:
    return load_activity(project)


@register.simple_tag
def timelines_of(project) -> list[Timeline]:
    """Return the project's active timelines. The first one is created when it is opened."""
    return list(project.timelines.active()) or [Timeline(project=project, number=1, name="Timeline 1")]


@register.simple_tag
def suggested_tags(project: Project) -> list[Tag]:
    return list(project.tags.all()[:SUGGESTED])


@register.simple_tag
def collections_of(project: Project) -> list[Collection]:
    return list(project.collections.all())


@register.simple_tag
def page_of(generation) -> "ClipPage":
    return ClipPage(generation)


@register.filter
def can_edit(project: Project) -> bool:
    """Return True if this person may generate and edit clips in the project."""
    return getattr(project, "role", "") in EDITORS


@register.filter
def edge_choice(generation: Generation, edge: str) -> str:
    """Return the keyframe choice of a clip's "first" or "last" frame."""
    return str(KeyframeChoice.of_edge(generation, Edge(edge)))


@register.filter
def frame_choice(generation: Generation, n: int) -> str:
    """Return the keyframe choice of frame `n` of a clip."""
    return str(KeyframeChoice(clip=generation.pk, frame=n))


@register.filter
def image_choice(image: Image) -> str:
    return str(KeyframeChoice.of_image(image))


@register.filter
def drawn_line(generation: Generation) -> str:
    return drawn_text.describe_drawn(generation)


@register.filter
def drawn_things(generation: Generation) -> str:
    return drawn_text.list_drawn(generation)


@register.filter
def requested_by(generation: Generation) -> str:
    """Return the person or API key that requested the clip."""
    if generation.api_key:
        return _("API key %s") % generation.api_key
    return str(generation.created_by or _("the command line"))


@register.filter
def model_name(prompt: Prompt) -> str:
    return name_model(f"{prompt.engine}:{prompt.model}")


@register.filter
def rate(fps: Fraction | None) -> str:
    """Return "24 fps", or "23.976 fps (24000/1001)" if it is not a whole number."""
    if fps is None:
        return ""
    if fps.denominator == 1:
        return f"{fps.numerator} fps"
    return f"{float(fps):.3f} fps ({fps.numerator}/{fps.denominator})"


@register.filter
def seconds(value: float | None) -> str:
    """Return "5 s" or "5.04 s"."""
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".") + " s"


@register.filter
def take_name(take: Generation, shown: Generation) -> str:
    """Return "take 2", or "clip 7" if it was made from another prompt than the one shown."""
    return _("take %d") % take.take if take.prompt_id == shown.prompt_id else _("clip %d") % take.number


@register.filter
def name_of(shown: Generation, other: Generation) -> str:
    return shown.name_for(other)


@dataclass
class ClipPage:
    """The data of a clip's page besides its row. Each part is loaded once, when it is needed."""

    generation: Generation

    @cached_property
    def history(self) -> list[Line]:
        return history_of(self.generation)

    @cached_property
    def attempts(self) -> list:
        return list(self.generation.attempts.all())

    @cached_property
    def takes(self) -> list[Generation]:
        """Return all takes of this prompt in order; none if there is only this one."""
        takes = list(self.generation.prompt.generations.not_deleted().order_by("take")[:MAX_TAKES])
        return takes if len(takes) > 1 else []

    @cached_property
    def tags(self) -> list[Tag]:
        return list(self.generation.tags.all())

    @cached_property
    def suggested_tags(self) -> list[Tag]:
        """Return the project's tags that it doesn't have."""
        rest = self.generation.project.tags.exclude(pk__in=[tag.pk for tag in self.tags])
        return list(rest[:SUGGESTED])

    @cached_property
    def collections(self) -> list[Collection]:
        return list(self.generation.collections.all())

    @cached_property
    def suggested_collections(self) -> list[Collection]:
        """Return the project's collections that it isn't in."""
        return list(self.generation.project.collections.exclude(pk__in=[one.pk for one in self.collections]))

    @cached_property
    def keyframes(self) -> list[Keyframe]:
        return list(self.generation.keyframes.all())

    @cached_property
    def newer(self) -> UUID | None:
        """Return the ID of the clip before this one in the library."""
        return self.ids.filter(number__gt=self.generation.number).order_by("number").first()

    @cached_property
    def older(self) -> UUID | None:
        return self.ids.filter(number__lt=self.generation.number).order_by("-number").first()

    @property
    def ids(self) -> QuerySet[Generation, UUID]:
        return self.generation.project.generations.not_deleted().values_list("pk", flat=True)

    @property
    def compare_url(self) -> str:
        """Return the URL of the page that compares it with the first other takes of its prompt, or ""."""
        query = compare_takes(self.generation, self.takes)
        return query and reverse("compare", args=[self.generation.project.slug]) + query

    @cached_property
    def connections(self) -> list[Connection]:
        return list_connections(self.generation.project, self.keyframes, self.uses)

    @cached_property
    def uses(self) -> list[Keyframe]:
        """Return the keyframes of other clips that use a frame of this one."""
        return find_uses(self.generation)

    @cached_property
    def answered_notes(self) -> list[Note]:
        """Return the review notes that the clip answers."""
        return list(self.generation.source_notes.select_related("review", "person", "guest"))

    @cached_property
    def timelines(self) -> list[Timeline]:
        """Return the timelines that show it."""
        shots = Shot.objects.filter(generation=self.generation, active=True)
        return list(Timeline.objects.filter(pk__in=shots.values("timeline")).order_by("number"))

    @property
    def quote(self):
        return charged.expected_usd(self.generation)

    @property
    def charged(self) -> charged.Charged:
        return status_text.describe_status(self.generation).charged

    @property
    def model(self) -> str:
        """Return the model's name, or its ID if the engine no longer has it."""
        known = known_models(self.generation.prompt.engine).get(self.generation.prompt.model)
        return known.label if known else self.generation.prompt.model

    @property
    def conformed(self) -> str:
        return film_text.describe_conform(self.generation)

    @property
    def hdr(self) -> str:
        return film_text.describe_hdr(self.generation)

    @property
    def has_long_prompt(self) -> bool:
        return len(self.generation.prompt.text) > LONG_PROMPT

    @property
    def engine(self) -> str:
        return label_of_engine(self.generation.prompt.engine)

    @property
    def is_free(self) -> bool:
        return charged.is_local(self.generation)
