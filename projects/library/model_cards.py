"""Model cards: what each model can do, what it costs and how long it takes, before it is chosen."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.utils.translation import gettext as _

from projects.core import formats
from projects.ledger import estimate
from projects.library.quote import ModelChoice, Quote, fit_settings, model_value
from projects.models import Generation, Project, State
from projects.models.prompt import PromptSettings, name_resolution
from studio.engines.base import Model

LEARN_FROM = 200  # the project's newest clips
LEARNED = ("project", "pictures_at", "submitted_at", "ended_at", "prompt__engine", "prompt__model")


@dataclass(frozen=True)
class ModelCard:
    """One model. sample: the project's newest clip of it, or None. expected_s: None if unknown.

    price_usd: of one clip with the composer's settings, as far as the model has them; None if unknown.
    """

    choice: ModelChoice
    is_chosen: bool
    sample: Generation | None
    price_usd: Decimal | None
    expected_s: float | None

    @property
    def label(self) -> str:
        label = self.choice.model.label
        return _("%s (free, on this machine)") % label if self.choice.engine.local else label

    @property
    def note(self) -> str:
        """Return the engine's name, because two engines may have models of the same name, and a remark."""
        engine = "" if self.choice.engine.local else self.choice.engine.label
        return " · ".join(part for part in (engine, self.choice.model.note) if part)

    @property
    def abilities(self) -> str:
        return " · ".join(list_abilities(self.choice.model))

    @property
    def price(self) -> str:
        """Return "free", "about $1.59" or "price unknown"."""
        if self.choice.engine.local:
            return _("free")
        return _("price unknown") if self.price_usd is None else _("about %s") % formats.money(self.price_usd)


def build_cards(project: Project, quote: Quote) -> list[ModelCard]:
    """Return a card for each model, the retired ones last, in a fixed number of queries."""
    history, prices = newest_clips(project), estimate.price_lists()
    choices = sorted(quote.choices, key=lambda choice: choice.model.retired)
    return [build_card(quote, choice, history, prices) for choice in choices]


def newest_clips(project: Project) -> Mapping[str, list[Generation]]:
    """Return the project's newest completed clips by model, as ModelChoice.value names it."""
    rows = project.generations.not_deleted().filter(state=State.COMPLETED, submitted_at__isnull=False)
    found = defaultdict(list)
    rows = rows.select_related("prompt").only(*LEARNED).order_by("-created_at")
    for generation in rows[:LEARN_FROM]:
        found[model_value(generation.prompt)].append(generation)
    return found


def build_card(
    quote: Quote, choice: ModelChoice, history: Mapping[str, list[Generation]], prices: estimate.PriceLists
) -> ModelCard:
    settings = fit_settings(quote.settings.fields(), choice, quote.settings.aspect_ratio)
    made = history.get(choice.value, [])
    return ModelCard(
        choice,
        is_chosen=choice == quote.chosen,
        sample=next((generation for generation in made if generation.pictures_at), None),
        price_usd=price_of(choice, settings, prices),
        expected_s=quote.expected_s if choice == quote.chosen else expect(choice, made),
    )


def price_of(choice: ModelChoice, settings: PromptSettings, prices: estimate.PriceLists) -> Decimal | None:
    listed = prices.get((choice.engine.name, choice.model.id))
    if listed is None:
        return None
    resolution = settings.resolution or None
    return listed.usd(resolution=resolution, duration_s=settings.duration_s, loop=settings.loop)


def expect(choice: ModelChoice, made: Sequence[Generation]) -> float | None:
    """Return the median time of these clips of the model, else its own estimate, in seconds."""
    times = [row.ended_at - row.submitted_at for row in made if row.ended_at and row.submitted_at]
    return median(time.total_seconds() for time in times) if times else choice.model.expected_s


def list_abilities(model: Model) -> Iterator[str]:
    """Describe the keyframes, lengths, resolutions and loop of a model, as far as it has them."""
    yield describe_keyframes(model)
    if model.durations_s:
        *others, longest = [str(seconds) for seconds in sorted(model.durations_s)]
        yield _("%s s") % (_("%s or %s") % (", ".join(others), longest) if others else longest)
    if model.resolutions:
        yield _("up to %s") % name_resolution(model.id, model.resolutions[-1])
    if model.loop:
        yield _("loop")
    yield _("no sound")


def describe_keyframes(model: Model) -> str:
    if model.keyframe_images and model.keyframe_generations:
        return _("frames from clips and pictures")
    if model.keyframe_images:
        return _("frames from pictures")
    return _("frames from its own clips") if model.keyframe_generations else _("text only")
