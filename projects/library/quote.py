"""What the composer may offer and say before anything is paid: models, settings, price, time, and what a
model will ignore or refuse. Free of requests: the shell asks the same questions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from projects.ledger import engines, estimate, orders
from projects.ledger.requests import RequestedKeyframe
from projects.models import Account, EngineKey, Project, Prompt, Studio
from projects.models.prompt import CAMERAS, PromptSettings
from studio.engines.base import Engine, Model, Refused
from studio.wire import ImageFrame

END_WORDS = {"frame0": "first frame", "frame1": "last frame"}


@dataclass(frozen=True)
class Note:
    """One plain sentence. stops: nothing can be ordered until then. instead: a model that would do."""

    words: str
    stops: bool = False
    instead: str = ""


@dataclass(frozen=True)
class Choice:
    """One model of one engine. value: as the composer's form sends it."""

    engine: Engine
    model: Model

    @property
    def value(self) -> str:
        return f"{self.engine.name}:{self.model.id}"


@dataclass(frozen=True)
class Offer:
    """settings: what Prompt wants apart from the words, corrected to what the model has. price_usd: of one
    clip; None: unknown. expected_s: from order to film; None: nobody knows."""

    choices: Sequence[Choice]
    chosen: Choice
    settings: PromptSettings
    takes: int
    endings: Sequence[RequestedKeyframe]
    price_usd: Decimal | None
    expected_s: float | None
    notes: Sequence[Note]

    @property
    def engine(self) -> Engine:
        return self.chosen.engine

    @property
    def model(self) -> Model:
        return self.chosen.model

    @property
    def total_usd(self) -> Decimal | None:
        return None if self.price_usd is None else self.price_usd * self.takes

    @property
    def stops(self) -> list[Note]:
        return [note for note in self.notes if note.stops]

    @property
    def can_loop(self) -> bool:
        return self.model.loop

    @property
    def is_free(self) -> bool:
        return self.engine.local


def offer(project: Project, asked: Mapping, endings: Sequence[RequestedKeyframe] = (), *, by=None) -> Offer:
    """What can be had for what is asked; unknown or missing settings become the project's or the model's."""
    choices = all_choices()
    asked = {
        **usual(project, by, choices),
        **{name: asked[name] for name in asked if asked[name] is not None},
    }
    chosen, missing = choose(choices, asked)
    settings = corrected(asked, chosen, project)
    takes = min(4, max(1, whole(asked.get("takes")) or 1))
    return Offer(
        choices,
        chosen,
        settings,
        takes,
        endings,
        price_usd=price(chosen, settings),
        expected_s=estimate.expected_s(chosen.engine.name, chosen.model.id, settings.duration_s),
        notes=[*missing, *notes(chosen, settings, endings)],
    )


def all_choices() -> list[Choice]:
    """Every model that can take an order now, the usual one first."""
    return [Choice(engine, model) for _, engine in engines.offered() for model in engine.models().values()]


def usual(project: Project, by, choices: Sequence[Choice]) -> dict:
    """What the composer begins with: the studio's default model; where none was chosen, what this person
    asked for last in this project, unless a key was added since then."""
    values = {choice.value for choice in choices}
    studio = Studio.objects.first()
    if studio and f"{studio.default_engine}:{studio.default_model}" in values:
        return {"maker": f"{studio.default_engine}:{studio.default_model}"}
    if by is None:
        return {}
    last = Prompt.objects.filter(generations__project=project, created_by=by).order_by("-created_at").first()
    if last is None or EngineKey.objects.filter(saved_at__gt=last.created_at, retired_at=None).exists():
        return {}
    return settings_of(last) if value_of(last) in values else {}


def settings_of(prompt: Prompt) -> dict:
    """A prompt's settings as the composer's form names them."""
    return {
        "maker": value_of(prompt),
        "aspect_ratio": prompt.aspect_ratio,
        "resolution": prompt.resolution,
        "duration_s": prompt.duration_s,
        "loop": prompt.loop,
        "camera": prompt.camera,
        "slate": prompt.slate,
    }


def value_of(prompt: Prompt) -> str:
    return f"{prompt.engine}:{prompt.model}"


def choose(choices: Sequence[Choice], asked: Mapping) -> tuple[Choice, list[Note]]:
    """The asked model, else the usual one with a word about why."""
    wanted = asked.get("maker")
    for choice in choices:
        if choice.value == wanted:
            return choice, []
    said = (
        [Note(f"That model cannot be used just now, so {choices[0].model.label} is chosen.")]
        if wanted
        else []
    )
    return choices[0], said


def corrected(asked: Mapping, chosen: Choice, project: Project) -> PromptSettings:
    """The asked settings where the model has them; else the project's shape and the model's own defaults."""
    model = chosen.model
    return PromptSettings(
        engine=chosen.engine.name,
        model=model.id,
        aspect_ratio=one_of(model.aspect_ratios, asked.get("aspect_ratio"), project.aspect_ratio),
        resolution=one_of(model.resolutions, asked.get("resolution"), model.default_resolution),
        duration_s=one_of(model.durations_s, whole(asked.get("duration_s")), model.default_duration_s)
        or None,
        loop=bool(asked.get("loop")) and model.loop,
        camera=one_of(CAMERAS, asked.get("camera"), ""),
        slate=bool(asked.get("slate", True)),
    )


def one_of(offered, wanted, otherwise):
    """The wanted value, else the other one, else the first that is offered, else ""."""
    for value in (wanted, otherwise):
        if value in offered:
            return value
    return next(iter(offered), "")


def whole(value) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def price(chosen: Choice, settings: PromptSettings) -> Decimal | None:
    return estimate.price_usd(
        chosen.engine.name,
        chosen.model.id,
        resolution=settings.resolution or None,
        duration_s=settings.duration_s,
        loop=settings.loop,
    )


# -- what is said before anything is paid ----------------------------------------------------------------


def notes(chosen: Choice, settings: PromptSettings, endings: Sequence[RequestedKeyframe]) -> list[Note]:
    """Everything that this model will ignore, refuse or do differently."""
    account = None if chosen.engine.local else engines.account_of(chosen.engine)
    return [
        *of_the_model(chosen.model),
        *of_the_settings(chosen.model, settings, endings),
        *of_the_frames(chosen, endings, account),
        *of_the_key(account),
    ]


def of_the_model(model: Model) -> Iterator[Note]:
    if model.retired:
        yield Note(f"{model.label} is retired by its provider: it may stop working any day.")
    if not model.durations_s and not model.resolutions:
        yield Note(f"{model.label} decides length and quality itself.")


def of_the_settings(
    model: Model, settings: PromptSettings, endings: Sequence[RequestedKeyframe]
) -> Iterator[Note]:
    if endings and not model.aspect_with_keyframe and settings.aspect_ratio:
        yield Note(f"The clip takes the shape of its frame; {settings.aspect_ratio} is not used.")
    if settings.loop and not model.loop_with_end and ends_somewhere(endings):
        yield Note("Loop is not used: the clip already has a last frame to end on.")


def of_the_frames(
    chosen: Choice, endings: Sequence[RequestedKeyframe], account: Account | None
) -> Iterator[Note]:
    for ending in endings:
        yield from of_a_frame(chosen, ending, account)


def of_a_frame(chosen: Choice, ending: RequestedKeyframe, account: Account | None) -> Iterator[Note]:
    """Asks the very function that the sender will ask, so that what is said here is what will happen."""
    engine, model = chosen.engine, chosen.model
    key = ending.build_row()
    try:
        frame = orders.frame_for(key, model, engine, account)
    except orders.SourceMoving as moving:
        yield Note(moving.words)
    except Refused as refused:
        words, instead = way_out(engine, refused)
        yield Note(f"{refused.words} {words}".strip(), stops=True, instead=instead)
    else:
        if isinstance(frame, ImageFrame) and not model.keyframe_images:
            yield Note(f"{model.label} takes no pictures as {END_WORDS[ending.end]}.", stops=True)
        elif isinstance(frame, ImageFrame) and ending.source and key.continues and not engine.local:
            number = ending.source.number
            yield Note(f"{model.label} gets the frame of clip {number} as a picture, not the clip itself.")


def way_out(engine: Engine, refused: Refused) -> tuple[str, str]:
    """What would work instead, in words, and a model that would."""
    if refused.code != "keyframe_unreachable":
        return "", ""
    return (
        f"What works now: a clip that {engine.label} made with this key, or the free Preview.",
        "preview:preview",
    )


def of_the_key(account: Account | None) -> Iterator[Note]:
    if account and account.hold:
        yield Note(
            f"It will wait for now: {HELD.get(account.hold, 'the provider does not take orders just now')}."
        )


def ends_somewhere(endings: Sequence[RequestedKeyframe]) -> bool:
    return any(ending.end == "frame1" for ending in endings)


HELD = {
    "rate": "the provider asked us to slow down",
    "credits": "the key's balance is used up",
    "key": "the provider does not accept the key",
    "outage": "the provider does not answer just now",
    "disk": "the disk is nearly full",
}
