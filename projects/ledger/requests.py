"""A person asks for clips. The same wish told twice (double press, reload, retry) is one wish."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from projects.core.enqueue import nudge
from projects.ledger import spending
from projects.ledger.transitions import note, soon, touch
from projects.models import ApiKey, Edge, End, Generation, Hold, Image, Keyframe, Person, Project, Prompt
from projects.models.generation import next_number
from projects.notifications import notifications

NUDGE_LOST_AFTER_S = 5  # the watcher sends what no worker has taken up by then
SEEDS = 2**31


class OtherWish(Exception):
    """This client token was already used for a different wish."""


@dataclass(frozen=True)
class Ending:
    """One chosen frame: `source` with `edge`, or `image`."""

    end: End
    source: Generation | None = None
    edge: Edge | str = ""
    image: Image | None = None
    as_picture: bool = False

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes two endings the same."""
        source, image = self.source and self.source.pk, self.image and self.image.pk
        return (self.end, source, self.edge, image, self.as_picture)


def wish(
    project: Project,
    by: Person | None,
    settings: dict[str, Any],
    *,
    endings: Iterable[Ending] = (),
    takes: int = 1,
    client_token: str,
    quote_usd: Decimal | None = None,
    api_key: ApiKey | None = None,
) -> list[Generation]:
    """Write the wish down and let the workers know; the generations, one a take, in order.

    settings: the fields of Prompt (words, engine, model, aspect_ratio, resolution, duration_s, loop, camera,
    slate). The same client_token again returns the same generations. Raises OtherWish if it comes with
    another wish: other words, other settings, other frames or another number of takes. api_key: with which it
    came in; raises OverCap where that may not spend so much.
    """
    asked = Asked(project, settings, tuple(endings), takes, client_token, api_key)
    try:
        with transaction.atomic():
            return write_down(asked, by, quote_usd)
    except IntegrityError:
        if made := earlier(asked):
            return made
        raise


@dataclass(frozen=True)
class Asked:
    """A wish as it came in."""

    project: Project
    settings: dict[str, Any]
    endings: tuple[Ending, ...]
    takes: int
    client_token: str
    api_key: ApiKey | None = None


def write_down(asked: Asked, by: Person | None, quote_usd: Decimal | None) -> list[Generation]:
    project = lock(asked.project)
    if said_before := earlier(asked):
        return said_before
    total_usd = None if quote_usd is None else quote_usd * asked.takes
    asks = spending.why_ask(project, by, total_usd)
    if asked.api_key:
        spending.refuse_over(asked.api_key, total_usd, asks)
    prompt = Prompt.objects.create(created_by=by, **asked.settings)
    first_number = next_number(project)
    made = [
        take_of(
            project,
            by,
            prompt,
            asked.endings,
            quote_usd,
            take=take,
            number=first_number + take - 1,
            token=asked.client_token,
            asks=asks,
            api_key=asked.api_key,
        )
        for take in range(1, asked.takes + 1)
    ]
    for generation in made if not asks else ():
        transaction.on_commit(partial(nudge, "submit", generation.pk))
    return made


def lock(project: Project) -> Project:
    """The project's row, held until the transaction ends: numbers are given out one wish at a time."""
    return Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def take_of(
    project: Project,
    by: Person | None,
    prompt: Prompt,
    endings: Iterable[Ending],
    quote_usd: Decimal | None,
    *,
    take: int,
    number: int,
    token: str,
    seed: int | None = None,
    asks: str = "",
    api_key: ApiKey | None = None,
) -> Generation:
    """One generation with its keyframes and its first event; call it inside the wish's transaction."""
    generation = Generation.objects.create(
        project=project,
        prompt=prompt,
        created_by=by,
        take=take,
        number=number,
        quote_usd=quote_usd,
        seed=number if seed is None else seed,
        client_token=f"{token}.{take}",
        created_at=timezone.now(),
        due_at=None if asks else soon(NUDGE_LOST_AFTER_S),
        hold=Hold.ASK if asks else Hold.NONE,
        hold_message=asks,
        api_key=api_key,
    )
    Keyframe.objects.bulk_create(
        Keyframe(
            generation=generation,
            end=ending.end,
            source=ending.source,
            edge=ending.edge,
            image=ending.image,
            as_picture=ending.as_picture,
        )
        for ending in endings
    )
    words = f"By API key {api_key}." if api_key else ""
    note(generation.pk, "moved", now=generation.state, actor=by, words=words)
    if asks:
        note(generation.pk, "held", now=Hold.ASK, words=asks)
        notifications.asked(generation)
    touch(generation.pk)
    return generation


def earlier(asked: Asked) -> list[Generation]:
    """What this token made before, or []. Raises OtherWish when that was something else."""
    made = told_by(asked.project, asked.client_token)
    if made and not is_same(asked, made):
        raise OtherWish("This form was already used for another clip. Reload the page and try again.")
    return made


def told_by(project: Project, client_token: str) -> list[Generation]:
    found = Generation.objects.filter(project=project, client_token__startswith=f"{client_token}.")
    told = found.select_related("prompt").prefetch_related("keyframes").order_by("take")
    return [made for made in told if made.client_token.rpartition(".")[0] == client_token]


def is_same(asked: Asked, made: list[Generation]) -> bool:
    prompt, keyframes = made[0].prompt, made[0].keyframes.all()
    was = {(key.end, key.source_id, key.edge, key.image_id, key.as_picture) for key in keyframes}
    return (
        all(getattr(prompt, name) == value for name, value in asked.settings.items())
        and was == {ending.key for ending in asked.endings}
        and len(made) == asked.takes
    )


def repeat(generation: Generation, by: Person | None, *, client_token: str) -> Generation:
    """The same words, settings and keyframes again, as the next take."""
    project = generation.project
    with transaction.atomic():
        lock(project)
        if said_before := told_by(project, client_token):
            return said_before[0]
        takes = [take for (take,) in generation.prompt.generations.values_list("take")]
        endings = [
            Ending(End(key.end), key.source, key.edge, key.image, key.as_picture)
            for key in generation.keyframes.all()
        ]
        asks = spending.why_ask(project, by, generation.quote_usd)
        made = take_of(
            project,
            by,
            generation.prompt,
            endings,
            generation.quote_usd,
            take=max(takes) + 1,
            number=next_number(project),
            token=client_token,
            asks=asks,
        )
        if not asks:
            transaction.on_commit(lambda: nudge("submit", made.pk))
    return made
