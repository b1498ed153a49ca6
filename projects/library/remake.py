"""Remake: request Preview clips again from a paid model, with the same prompts and frames in their places.

Everything is planned and priced before anything is requested. A clip's sources have lower numbers than the
clip, so in the order of their numbers each remake can start or end on another one.
"""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.core import formats
from projects.ledger import engines, orders, spending
from projects.ledger.requests import RequestedKeyframe, request_generations
from projects.library.draft import Draft
from projects.library.quote import ModelChoice, available_models
from projects.models import Account, End, Generation, Keyframe, Person
from projects.models.prompt import PromptSettings, name_resolution
from studio.engines.base import Model, Refused
from studio.engines.model_options import Conflict, find_conflicts

MOST_CLIPS = 100
PREVIEW = "preview"
NAMES = {End.FRAME0: gettext_lazy("first frame"), End.FRAME1: gettext_lazy("last frame")}


@dataclass(frozen=True)
class Step:
    """One clip to be made. keyframes: the Preview clip's, as far as the model can use them.

    remarks: what differs from the Preview clip. problems: why it can't be made; then it is left out.
    """

    clip: Generation
    draft: Draft
    keyframes: Sequence[Keyframe]
    remarks: Sequence[str]
    problems: Sequence[str]

    @property
    def price(self) -> str:
        return describe_price(self.draft.quote.price_usd)

    @property
    def facts(self) -> str:
        """Return "5 s · 720p · starts on clip 3"."""
        settings = self.draft.quote.settings
        length = f"{settings.duration_s} s" if settings.duration_s else ""
        frames = [describe_frame(key) for key in self.keyframes]
        return " · ".join(part for part in (length, settings.resolution, *frames) if part)

    def request(self, by: Person, made: Mapping[UUID, Generation]) -> Generation:
        """Request it. made: the remakes so far, by the ID of their Preview clip."""
        keyframes = [
            RequestedKeyframe(
                End(key.end),
                source=made.get(key.source_id, key.source) if key.source_id else None,
                edge=key.edge,
                image=key.image,
                as_picture=key.as_picture,
            )
            for key in self.keyframes
        ]
        [generation] = request_generations(replace(self.draft, keyframes=keyframes).build_request(by))
        return generation


@dataclass(frozen=True)
class Plan:
    """What will be requested, in order. choices: all paid models. approval: why it needs one, or ""."""

    choice: ModelChoice
    choices: Sequence[ModelChoice]
    steps: Sequence[Step]
    left_out: Sequence[Step]
    approval: str

    @cached_property
    def total_usd(self) -> Decimal | None:
        prices = [step.draft.quote.price_usd for step in self.steps]
        known = [price for price in prices if price is not None]
        return sum(known, Decimal()) if len(known) == len(prices) else None

    @property
    def price(self) -> str:
        return describe_price(self.total_usd)

    @property
    def confirmed(self) -> str:
        """Return what the person confirms: this model, this many clips, this price."""
        return f"{self.choice.value} {len(self.steps)} {self.total_usd}"


def describe_frame(key: Keyframe) -> str:
    if not key.source:
        return _("starts on a picture") if key.end == End.FRAME0 else _("ends on a picture")
    text = _("starts on clip %(number)d") if key.end == End.FRAME0 else _("ends on clip %(number)d")
    return text % {"number": key.source.number}


def describe_price(usd: Decimal | None) -> str:
    return _("price unknown") if usd is None else _("about %s") % formats.money(usd)


def is_remakable(generation: Generation) -> bool:
    """Return True for a clip that Preview drew, or was to draw, from a prompt."""
    return generation.prompt.engine == PREVIEW and generation.is_generated


def paid_models() -> list[ModelChoice]:
    """Return the paid models that can be used now, the retired ones last."""
    paid = [choice for choice in available_models() if not choice.engine.local]
    return sorted(paid, key=lambda choice: choice.model.retired)


def make_plan(clips: Sequence[Generation], model: str, by: Person, *, token: str) -> Plan | None:
    """Plan remakes of Preview clips of one project, or return None without a paid model.

    model: "engine:model", or "" for the first one. token: the client token of the requests.
    """
    choices = paid_models()
    if not choices or not clips:
        return None
    choice = next((choice for choice in choices if choice.value == model), choices[0])
    project, planner = clips[0].project, Planner(choice, token)
    for clip in sorted(clips[:MOST_CLIPS], key=lambda clip: clip.number):
        planner.add(clip)
    plan = Plan(choice, choices, planner.steps, planner.left_out, approval="")
    return replace(plan, approval=spending.approval_reason(project, by, plan.total_usd))


@transaction.atomic
def request_remakes(plan: Plan, by: Person) -> dict[UUID, Generation]:
    """Request all of them, or none; return {ID of the Preview clip: its remake}."""
    made: dict[UUID, Generation] = {}
    for step in plan.steps:
        made[step.clip.pk] = step.request(by, made)
    return made


class Planner:
    """Plans one remake after the other with one model."""

    def __init__(self, choice: ModelChoice, token: str):
        self.choice, self.token = choice, token
        self.account: Account | None = engines.find_account(choice.engine)
        self.steps: list[Step] = []
        self.left_out: list[Step] = []

    @property
    def model(self) -> Model:
        return self.choice.model

    def add(self, clip: Generation) -> None:
        keyframes, remarks = self.plan_keyframes(clip)
        draft = self.draft_of(clip, keyframes)
        remarks += describe_changes(clip.prompt.settings, draft.quote.settings)
        problems = [text for _field, text in draft.find_problems()]
        if not clip.prompt.text.strip() and not keyframes:
            problems = [_("It has no prompt, and its frames can't be used.")]
        step = Step(clip, draft, keyframes, remarks, problems)
        (self.left_out if problems else self.steps).append(step)

    def draft_of(self, clip: Generation, keyframes: Sequence[Keyframe]) -> Draft:
        settings = clip.prompt.settings
        ends = [key.end for key in keyframes]
        loop = settings.loop and self.model.loop
        loop = loop and Conflict.LOOP not in find_conflicts(self.model, duration_s=None, loop=True, ends=ends)
        return Draft(
            project=clip.project,
            prompt=clip.prompt.text,
            client_token=f"{self.token}-{clip.number}",
            model=self.choice.value,
            aspect_ratio=keep(settings.aspect_ratio, self.model.aspect_ratios),
            resolution=find_resolution(settings.resolution, self.model.resolutions),
            duration_s=self.find_length(settings.duration_s, loop=loop, ends=ends),
            loop=loop,
            camera=settings.camera,
            slate=settings.slate,
            takes=1,
        )

    def find_length(self, wanted: int | None, *, loop: bool, ends: Sequence[str]) -> int | None:
        """Return the length nearest to the wanted one, of those that the model makes with these frames."""
        lengths = [
            seconds
            for seconds in self.model.durations_s
            if not find_conflicts(self.model, duration_s=seconds, loop=loop, ends=ends)
        ]
        return min(lengths, key=lambda seconds: abs(seconds - (wanted or 0)), default=None)

    # -- frames --------------------------------------------------------------------------------------------

    def plan_keyframes(self, clip: Generation) -> tuple[list[Keyframe], list[str]]:
        """Return the keyframes that the model can use, and what it uses instead of the others."""
        usable, remarks = [], []
        for key in clip.keyframes.all():
            try:
                remarks += self.check(key)
                usable.append(key)
            except Refused as error:
                text = _("Made without its %(frame)s. %(reason)s")
                remarks.append(text % {"frame": NAMES[End(key.end)], "reason": error.message})
        return usable, remarks

    def check(self, key: Keyframe) -> list[str]:
        """Return remarks on a keyframe that can be used. Raise Refused if it can't."""
        is_remade = any(step.clip.pk == key.source_id for step in self.steps)
        if is_remade and key.continues and self.model.keyframe_generations:
            return []
        if not self.model.keyframe_images:
            raise Refused(_("%s takes no pictures.") % self.model.label)
        if is_remade:
            orders.picture_url(key, self.choice.engine)  # raises Refused if the provider can't fetch it
            return []
        with contextlib.suppress(orders.SourceNotReady):
            orders.build_frame(key, self.model, self.choice.engine, self.account)
        return describe_source(key)


def describe_source(key: Keyframe) -> list[str]:
    if not (key.source and is_remakable(key.source)):
        return []
    text = _("Its %(frame)s is the picture that Preview drew for clip %(number)d.")
    return [text % {"frame": NAMES[End(key.end)], "number": key.source.number}]


def find_resolution(wanted: str, offered: Sequence[str]) -> str:
    """Return the lowest resolution that is no lower than the wanted one, else the highest, or ""."""
    enough = [size for size in offered if lines_of(size) >= lines_of(wanted)]
    return next(iter([*enough, *reversed(offered)]), "")


def lines_of(resolution: str) -> int:
    """Return 720 for "720p", 2160 for "4k"."""
    return 2160 if resolution == "4k" else int(resolution.removesuffix("p") or 0)


def keep(value: Any, offered: Sequence[Any]) -> Any:
    """Return the value if the model offers it, else "", which means the model's own."""
    return value if value in offered else ""


def describe_changes(was: PromptSettings, now: PromptSettings) -> list[str]:
    """Return "9 s instead of 10 s" for each setting that the model makes otherwise."""
    pairs = (
        (f"{was.duration_s} s", f"{now.duration_s} s" if now.duration_s else ""),
        (was.resolution, now.resolution and name_resolution(now.model, now.resolution)),
        (was.aspect_ratio, now.aspect_ratio),
    )
    texts = [_("%(now)s instead of %(was)s.") % {"was": a, "now": b} for a, b in pairs if a and b and a != b]
    return texts + ([_("Not as a loop.")] if was.loop and not now.loop else [])
