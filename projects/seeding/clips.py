"""Make many clips with their prompts, attempts, events, keyframes, tags and collections."""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from projects.models import (
    Account,
    Attempt,
    Event,
    Generation,
    Keyframe,
    Person,
    Project,
    Prompt,
    State,
)
from studio.text import fold

WORDS = Path(__file__).with_name("words.txt").read_text(encoding="utf-8").split()
PRICE = Decimal("0.71")
TAKES = 2  # of a prompt
MOVING = 30  # of the newest clips
CHUNK = 2000  # rows of one statement
# Of 1,000 clips that have ended, how many failed, were refused, and lost their result.
ENDS = ((State.FAILED, 30), (State.REFUSED, 10), (State.RESULT_LOST, 1))
STEPS = {
    State.COMPLETED: ("queued", "submitting", "submitted", "ready", "completed"),
    State.SUBMITTED: ("queued", "submitting", "submitted"),
    State.FAILED: ("queued", "submitting", "submitted", "failed"),
    State.RESULT_LOST: ("queued", "submitting", "submitted", "ready", "result_lost"),
    State.REFUSED: ("queued", "submitting", "refused"),
}


@dataclass
class Rows:
    """What is written together."""

    generations: list[Generation] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    keyframes: list[Keyframe] = field(default_factory=list)

    def write(self) -> None:
        Generation.objects.bulk_create(self.generations, batch_size=CHUNK)
        Attempt.objects.bulk_create(self.attempts, batch_size=CHUNK)
        Event.objects.bulk_create(self.events, batch_size=CHUNK)
        Keyframe.objects.bulk_create(self.keyframes, batch_size=CHUNK)


def make_clips(
    project: Project, people: list[Person], account: Account, count: int, *, days: int, until: datetime
) -> list[uuid.UUID]:
    """Make clips over so many days, the newest at `until`. Return the IDs of those with a film, in order."""
    dice = Random(project.pk)  # noqa: S311 - the same clips in every studio
    completed: list[uuid.UUID] = []
    for numbers in chunks(count):
        prompts = make_prompts(dice, people, len(numbers) // TAKES + 1)
        rows = Rows()
        for number in numbers:
            at = until - timedelta(days=days * (1 - number / count))
            prompt = prompts[(number - numbers.start) // TAKES]
            state = State.SUBMITTED if number > count - MOVING else choose_end(dice)
            generation = make_generation(project, prompt, dice, number=number, state=state, at=at)
            rows.generations.append(generation)
            rows.attempts.append(make_attempt(generation, account, dice))
            rows.events += make_events(generation)
            if completed and dice.random() < 0.3:
                source = completed[-1]
                rows.keyframes.append(
                    Keyframe(generation=generation, end="frame0", source_id=source, edge="last")
                )
            if state == State.COMPLETED:
                completed.append(generation.pk)
        rows.write()
    Project.objects.filter(pk=project.pk).update(revision=count)
    return completed


def chunks(count: int) -> Iterator[range]:
    for start in range(1, count + 1, CHUNK):
        yield range(start, min(start + CHUNK, count + 1))


def make_prompts(dice: Random, people: list[Person], count: int) -> list[Prompt]:
    prompts = []
    for _ in range(count):
        text = make_text(dice, 8, 40)
        prompts.append(
            Prompt(
                text=text,
                search_text=fold(text),
                engine="aimlapi",
                model="luma/ray-2",
                aspect_ratio="16:9",
                resolution="720p",
                duration_s=5,
                created_by=dice.choice(people),
            )
        )
    return Prompt.objects.bulk_create(prompts, batch_size=CHUNK)


def make_text(dice: Random, least: int, most: int) -> str:
    return " ".join(dice.choices(WORDS, k=dice.randint(least, most))).capitalize()


def choose_end(dice: Random) -> State:
    drawn = dice.randrange(1000)
    for state, share in ENDS:
        if drawn < share:
            return state
        drawn -= share
    return State.COMPLETED


def make_generation(
    project: Project, prompt: Prompt, dice: Random, *, number: int, state: State, at: datetime
) -> Generation:
    facts: dict[str, Any] = {}
    if state != State.REFUSED:
        facts["provider_id"] = str(uuid.UUID(int=dice.getrandbits(128)))
    if state == State.SUBMITTED:
        facts |= {"stage": "generating", "progress": 0.4, "due_at": at + timedelta(days=365)}
    else:
        facts["ended_at"] = at + timedelta(seconds=dice.randint(30, 120))
    if state == State.COMPLETED:
        facts |= {
            "sha256": hashlib.sha256(str(number).encode()).hexdigest(),
            "size": 2_000_000,
            "frames": 120,
        }
        facts |= {"width_px": 1280, "height_px": 720, "fps_num": 24, "fps_den": 1}
        facts |= dict.fromkeys(("pictures_at", "examined_at", "ready_at"), facts["ended_at"])
    elif state != State.SUBMITTED:
        facts |= {"error_code": "moderation", "error_message": "The provider refused this prompt."}
    return Generation(
        project=project,
        prompt=prompt,
        created_by_id=prompt.created_by_id,
        number=number,
        take=1 + (number - 1) % TAKES,
        seed=number,
        client_token=f"seed-{number}",
        favorite=dice.random() < 0.02,
        rating=dice.choice((0, 0, 0, 0, 3, 4, 5)),
        state=state,
        revision=number,
        quote_usd=PRICE,
        created_at=at,
        submitted_at=at,
        **facts,
    )


def make_attempt(generation: Generation, account: Account, dice: Random) -> Attempt:
    refused = generation.state == State.REFUSED
    is_billed = generation.state == State.COMPLETED and dice.random() < 0.95
    return Attempt(
        generation=generation,
        account=account,
        client_request_id=f"seed-{generation.pk}",
        state="refused" if refused else "accepted",
        model="luma/ray-2",
        dialect="current",
        provider_id=generation.provider_id or None,
        quote_usd=PRICE,
        cost_usd=PRICE if is_billed else None,
        opened_at=generation.created_at,
        closed_at=generation.created_at,
    )


def make_events(generation: Generation) -> Iterator[Event]:
    was = ""
    for now in STEPS[State(generation.state)]:
        actor = None if was else generation.created_by_id
        yield Event(
            generation=generation,
            project_id=generation.project_id,
            was=was,
            now=now,
            at=generation.created_at,
            actor_id=actor,
        )
        was = now
