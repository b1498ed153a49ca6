"""Request generations. The same request sent twice (double press, reload, retry) is one request."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from projects.core.enqueue import enqueue
from projects.ledger import spending
from projects.ledger.transitions import bump_revision, due_in, record_event
from projects.models import ApiKey, Edge, End, Generation, Hold, Image, Keyframe, Person, Project, Prompt
from projects.models.generation import next_number
from projects.models.prompt import PromptSettings
from projects.notifications import notifications

TASK_LOST_AFTER_S = 5  # the watcher sends what no worker has started by then


class ClientTokenReused(Exception):
    """This client token was already used for a different request."""


@dataclass(frozen=True)
class RequestedKeyframe:
    """One chosen frame: `source` with `edge`, or `image`."""

    end: End
    source: Generation | None = None
    edge: Edge | str = ""
    image: Image | None = None
    as_picture: bool = False

    @property
    def identity(self) -> tuple[Any, ...]:
        """Return a tuple that is equal for equal keyframes."""
        source, image = self.source and self.source.pk, self.image and self.image.pk
        return (self.end, source, self.edge, image, self.as_picture)

    def build_row(self, generation: Generation | None = None) -> Keyframe:
        """Return the unsaved row for `generation`."""
        return Keyframe(
            generation=generation,
            end=self.end,
            source=self.source,
            edge=self.edge,
            image=self.image,
            as_picture=self.as_picture,
        )


@dataclass(frozen=True, kw_only=True)
class GenerationRequest:
    """A request from the composer, the API or the shell: one prompt, one or more takes.

    quote_usd: price of one take, None if unknown. api_key: the key that the request came with.
    """

    project: Project
    text: str
    settings: PromptSettings
    client_token: str
    keyframes: tuple[RequestedKeyframe, ...] = ()
    takes: int = 1
    quote_usd: Decimal | None = None
    created_by: Person | None = None
    api_key: ApiKey | None = None

    @property
    def total_usd(self) -> Decimal | None:
        return None if self.quote_usd is None else self.quote_usd * self.takes


def request_generations(request: GenerationRequest) -> list[Generation]:
    """Record the request, enqueue its takes, and return one generation for each, in order.

    The same client_token again returns the same generations. Raise ClientTokenReused if it comes with another
    prompt, settings, keyframes or number of takes; OverCap if the API key may not spend this much.
    """
    try:
        with transaction.atomic():
            return record_request(request)
    except IntegrityError:
        if made := find_earlier(request):
            return made
        raise


def record_request(request: GenerationRequest) -> list[Generation]:
    project = lock_project(request.project)
    if made := find_earlier(request):
        return made
    asks = spending.decide(project, request.created_by, request.total_usd, key=request.api_key)
    prompt = Prompt.objects.create(
        created_by=request.created_by, text=request.text, **request.settings.fields()
    )
    first_number = next_number(project)
    made = [
        create_take(request, prompt, take=take, number=first_number + take - 1, asks=asks)
        for take in range(1, request.takes + 1)
    ]
    for generation in made if not asks else ():
        transaction.on_commit(partial(enqueue, "submit", generation.pk))
    return made


def lock_project(project: Project) -> Project:
    """Return the project's row, locked until the transaction ends: numbers go to one request at a time."""
    return Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def create_take(
    request: GenerationRequest, prompt: Prompt, *, take: int, number: int, asks: str = ""
) -> Generation:
    """Create one generation with its keyframes and its first event, inside the request's transaction.

    asks: why it waits for an owner's approval; "" if it need not.
    """
    generation = Generation.objects.create(
        project=request.project,
        prompt=prompt,
        created_by=request.created_by,
        take=take,
        number=number,
        quote_usd=request.quote_usd,
        seed=number,
        client_token=f"{request.client_token}.{take}",
        created_at=timezone.now(),
        due_at=None if asks else due_in(TASK_LOST_AFTER_S),
        hold=Hold.ASK if asks else Hold.NONE,
        hold_message=asks,
        api_key=request.api_key,
    )
    Keyframe.objects.bulk_create(keyframe.build_row(generation) for keyframe in request.keyframes)
    message = f"By API key {request.api_key}." if request.api_key else ""
    record_event(generation.pk, "moved", now=generation.state, actor=request.created_by, message=message)
    if asks:
        record_event(generation.pk, "held", now=Hold.ASK, message=asks)
        notifications.notify_approval_requested(generation)
    bump_revision(generation.pk)
    return generation


def find_earlier(request: GenerationRequest) -> list[Generation]:
    """Return what this token made before, or []. Raise ClientTokenReused if that was something else."""
    made = find_by_token(request.project, request.client_token)
    if made and not is_same(request, made):
        raise ClientTokenReused("This form was already used for another clip. Reload the page and try again.")
    return made


def find_by_token(project: Project, client_token: str) -> list[Generation]:
    """Return the generations that this token made, in order of takes."""
    rows = Generation.objects.filter(project=project, client_token__startswith=f"{client_token}.")
    rows = rows.select_related("prompt").prefetch_related("keyframes").order_by("take")
    return [generation for generation in rows if generation.client_token.rpartition(".")[0] == client_token]


def is_same(request: GenerationRequest, made: list[Generation]) -> bool:
    prompt, keyframes = made[0].prompt, made[0].keyframes.all()
    was = {(key.end, key.source_id, key.edge, key.image_id, key.as_picture) for key in keyframes}
    return (
        (prompt.text, prompt.settings) == (request.text, request.settings)
        and was == {keyframe.identity for keyframe in request.keyframes}
        and len(made) == request.takes
    )


def request_like(
    generation: Generation, by: Person | None, *, client_token: str, as_pictures: bool = False
) -> GenerationRequest:
    """Return a request for one more of `generation`: same prompt, settings and keyframes.

    as_pictures: send our stored frames even where the provider knows the clip.
    """
    return GenerationRequest(
        project=generation.project,
        text=generation.prompt.text,
        settings=generation.prompt.settings,
        client_token=client_token,
        keyframes=tuple(copy_keyframes(generation, as_pictures=as_pictures)),
        quote_usd=generation.quote_usd,
        created_by=by,
    )


def copy_keyframes(generation: Generation, *, as_pictures: bool = False) -> Iterable[RequestedKeyframe]:
    for key in generation.keyframes.all():
        as_picture = bool(key.source) if as_pictures else key.as_picture
        yield RequestedKeyframe(End(key.end), key.source, key.edge, key.image, as_picture)


def repeat(generation: Generation, by: Person | None, *, client_token: str) -> Generation:
    """Request the same prompt, settings and keyframes again, as the next take."""
    request = request_like(generation, by, client_token=client_token)
    with transaction.atomic():
        project = lock_project(request.project)
        if made := find_by_token(project, client_token):
            return made[0]
        takes = [take for (take,) in generation.prompt.generations.values_list("take")]
        asks = spending.decide(project, by, generation.quote_usd)
        retake = create_take(
            replace(request, project=project),
            generation.prompt,
            take=max(takes) + 1,
            number=next_number(project),
            asks=asks,
        )
        if not asks:
            transaction.on_commit(partial(enqueue, "submit", retake.pk))
    return retake
