"""Generations in every state and hold, with their attempts, events, keyframes and images."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import count, pairwise, zip_longest
from typing import Any

from django.utils import timezone

from projects.ledger import engines
from projects.ledger.importing import record_import
from projects.ledger.requests import GenerationRequest, RequestedKeyframe, repeat, request_generations
from projects.ledger.transitions import change_state, record_event
from projects.ledger.transitions import update_fields as change_generation
from projects.library.collecting import collect
from projects.library.organize import add_tags
from projects.models import (
    Account,
    ApiKey,
    Attempt,
    Edge,
    End,
    Generation,
    Hold,
    Image,
    PriceList,
    Project,
    Render,
    Upload,
)
from projects.models.prompt import CAMERAS, PromptSettings
from tests.migrations.contents.people import AT, LATER, Cast, change

KEY, OLD_KEY = "sk-aimlapi-of-a-kept-release", "sk-aimlapi-of-the-year-before"
WORDS = 'A lamp turns in the fog: it\'s "slow", 灯台の光, naïve; DROP TABLE prompts; --\nthen the 🌫️ lifts'
PAID: dict[str, Any] = {
    "engine": "aimlapi",
    "model": "luma/ray-2",
    "aspect_ratio": "16:9",
    "resolution": "720p",
    "duration_s": 5,
}
DRAWN: dict[str, Any] = PAID | {"engine": "preview", "model": "preview", "resolution": "360p"}
PRICE = {
    "kind": "variants",
    "currency": "USD",
    "dimensions": ["resolution", "duration"],
    "variants": [
        {"when": {"resolution": "720p", "duration": 5}, "price": 0.72, "unit": "generation", "per": 1},
        {"when": {"resolution": "720p", "duration": 9}, "price": 1.29, "unit": "generation", "per": 1},
    ],
}
numbers = count(1)

# How each state is reached.
PATHS = {
    "queued": [],
    "submitting": ["submitting"],
    "unconfirmed": ["submitting", "unconfirmed"],
    "submitted": ["submitting", "submitted"],
    "ready": ["submitting", "submitted", "ready"],
    "completed": ["submitting", "submitted", "ready", "completed"],
    "failed": ["submitting", "submitted", "failed"],
    "refused": ["submitting", "refused"],
    "cancelled": ["cancelled"],
    "result_lost": ["submitting", "submitted", "ready", "result_lost"],
}
RESULT = "https://cdn.example.test/film.mp4?signature=a%2Fb"
# What is written with each step.
FIELDS: dict[str, dict] = {
    "submitting": {"lease_owner": "worker-1", "lease_until": LATER},
    "unconfirmed": {"error_code": "timeout", "error_message": "No answer came."},
    "submitted": {"submitted_at": AT, "stage": "generating", "progress": 0.25},
    "ready": {"ready_at": AT, "result_url": RESULT, "progress": 1.0},
    "completed": {
        "sha256": "c0ffee" * 10 + "abcd",
        "size": 2_400_000,
        "frames": 120,
        "fps_num": 24000,
        "fps_den": 1001,
        "width_px": 1280,
        "height_px": 720,
        "pictures_at": AT,
        "examined_at": AT,
        "conformed_size": 1_900_000,
        "drawn": {"staged": [{"noun": "fox", "count": 2, "action": "run"}], "not_staged": ["trampoline"]},
        "original_facts": {
            "reasons": ["rate", "rotation"],
            "width_px": 720,
            "height_px": 1280,
            "frames": 97,
            "fps": "16",
            "codec": "h264",
            "has_audio": False,
            "turn": "transpose=clock",
        },
    },
    "failed": {
        "error_code": "moderation",
        "error_message": "They said “no”.",
        "provider_message": "They said “no”.",
        "first_failure_at": AT,
    },
    "refused": {"error_code": "bad_request", "error_message": "The duration 7 isn't offered."},
    "result_lost": {"error_code": "result_gone", "error_message": "Its address died."},
}
# The attempt that each state comes with.
ATTEMPTS = {
    "submitting": "open",
    "unconfirmed": "open",
    "submitted": "accepted",
    "ready": "accepted",
    "completed": "accepted",
    "failed": "accepted",
    "refused": "refused",
    "result_lost": "accepted",
}


@dataclass(frozen=True)
class Library:
    """first, second (continues the first), third: completed. retake: the second's other take."""

    first: Generation
    second: Generation
    retake: Generation
    third: Generation
    by_key: Generation


def fill(cast: Cast, project: Project, key: ApiKey) -> Library:
    add_engines(cast)
    first = completed(request(project, cast.ada, text=WORDS))
    change(first, favorite=True, rating=4, api_deleted_at=AT)
    add_tags(project, [first.pk], "Café, storm")
    collect(project, cast.ada, [first.pk], "Störm")
    project.saved_filters.create(person=cast.ada, name="Best", query="rating=4")
    second = completed(request(project, cast.ben, RequestedKeyframe(End.FRAME0, first, Edge.LAST)))
    retake = completed(repeat(second, cast.ben, client_token="a-retake"))
    third = completed(request(project, None, engine="preview", model="preview", loop=True, slate=False))
    by_key = request(project, cast.ada, api_key=key)
    keep_images(cast, project, first)
    import_films(cast, project, key)
    request(project, cast.ben, RequestedKeyframe(End.FRAME1, first, Edge.FIRST), text="It leads into clip 1")
    for state, camera in zip_longest(PATHS, CAMERAS, fillvalue=""):
        bring(request(project, cast.ada, text=f"A clip that is {state}", camera=camera), state)
    for hold in Hold.values[1:]:
        held(request(project, cast.ada, text=f"A clip that waits: {hold}"), hold)
    request(project, cast.zoe, text="A clip of somebody who has to ask")
    close_attempts(cast, project)
    purged = completed(request(project, cast.ben, text="A draft nobody wants"))
    change(purged, deleted_at=AT, deleted_by=cast.ada, purged_at=AT, files_deleted_at=AT)
    return Library(first, second, retake, third, by_key)


def add_engines(cast: Cast) -> None:
    """Create two keys, the older one retired, an account that works, one on hold, and a price."""
    engines.save_key("aimlapi", OLD_KEY, cast.ada)
    engines.save_key("aimlapi", KEY, cast.ada)
    engines.account_for(engines.engine_for("preview"))
    account = engines.account_for(engines.engine_for("aimlapi"))
    change(account, balance_usd=Decimal("19.4321"), balance_at=AT, audited_at=AT, checked_at=AT)
    Account.objects.create(
        engine="luma",
        fingerprint="f" * 16,
        hold="key",
        hold_message="The key isn't accepted.",
        hold_since=AT,
        hold_until=LATER,
        strikes=3,
    )
    PriceList.objects.create(engine="aimlapi", model="luma/ray-2", raw=PRICE, seen_at=AT)


def request(
    project: Project, by, *keyframes: RequestedKeyframe, text="Waves", api_key=None, **settings
) -> Generation:
    """Request one generation."""
    wanted = GenerationRequest(
        project=project,
        text=text,
        settings=PromptSettings(**PAID | settings),
        client_token=f"kept-{next(numbers)}",
        keyframes=keyframes,
        quote_usd=Decimal("0.7200"),
        created_by=by,
        api_key=api_key,
    )
    return request_generations(wanted)[0]


def completed(generation: Generation) -> Generation:
    return bring(generation, "completed")


def bring(generation: Generation, state: str) -> Generation:
    """Bring it to this state, step by step, with its attempt."""
    attempt = attempted(generation, ATTEMPTS[state]) if state in ATTEMPTS else None
    for was, now in pairwise(["queued", *PATHS[state]]):
        known: dict = {"provider_id": attempt.provider_id} if attempt and now == "submitted" else {}
        assert change_state(generation.pk, was, now, message=f"Now {now}.", **FIELDS.get(now, {}), **known)
    generation.refresh_from_db()
    return generation


def attempted(generation: Generation, state: str, **fields) -> Attempt:
    """Create an attempt for it, in this state."""
    number = next(numbers)
    account = Account.objects.get(engine=generation.prompt.engine, hold="")
    given: dict = {
        "model": generation.prompt.model,
        "dialect": "current",
        "opened_at": AT,
        "quote_usd": "0.7200",
    }
    if state == "accepted":
        given |= {
            "provider_id": f"provider:{number}",
            "inference_id": f"inference-{number}",
            "http_status": 201,
        }
        given |= {"cost_usd": Decimal("0.712345"), "closed_at": AT + timedelta(seconds=2)}
    if state == "refused":
        given |= {"http_status": 400, "message": 'They said: {"message": "it\'s invalid"}', "closed_at": AT}
    return Attempt.objects.create(
        generation=generation,
        account=account,
        client_request_id=f"dailies1.kept.{number}",
        state=state,
        **given | fields,
    )


def held(generation: Generation, hold: str) -> None:
    change_generation(
        generation.pk, hold=hold, hold_message=f"Waits: {hold}.", due_at=LATER, tries=2, crashes=1
    )
    record_event(generation.pk, "held", now=hold, message=f"Waits: {hold}.")


def close_attempts(cast: Cast, project: Project) -> None:
    """Create a generation with four attempts: not sent, refused, written off by a person, and accepted."""
    generation = request(project, cast.ben, text="A clip that was sent four times")
    attempted(generation, "not_sent", closed_at=AT, message="The network was down.")
    attempted(generation, "refused")
    attempted(generation, "written_off", closed_at=AT, written_off_by=cast.ada, written_off_at=timezone.now())
    record_event(generation.pk, "released", actor=cast.ada)
    bring(generation, "submitted")


def keep_images(cast: Cast, project: Project, clip: Generation) -> None:
    """Create an upload, a crop of it, an image from a URL and a frame of a clip; two of them are
    keyframes."""
    whole = image(project, "lamp.png", created_by=cast.ada)
    part = image(project, "lamp.png, a part", created_by=cast.ada, original=whole, box=[10, 20, 640, 360])
    image(project, "Fetched", created_by=cast.ben, source_url="https://example.test/a lamp.png?x=1")
    frame = image(project, "Clip 1, frame 17", created_by=None, generation=clip, frame=17)
    keyframes = (
        RequestedKeyframe(End.FRAME0, image=part, as_picture=True),
        RequestedKeyframe(End.FRAME1, image=frame),
    )
    request_generations(
        GenerationRequest(
            project=project,
            text="Between two pictures",
            settings=PromptSettings(**DRAWN),
            client_token="between",
            keyframes=keyframes,
            takes=2,
            quote_usd=Decimal(0),
            created_by=cast.ada,
        )
    )


def import_films(cast: Cast, project: Project, key: ApiKey) -> None:
    """Create a clip that was imported, and an upload that is still arriving."""
    arrived = upload(project, cast.ada, "IMG_2041.MOV", api_key=key)
    Render.objects.create(upload=arrived, state="ready", started_at=AT, ended_at=AT, progress=1)
    fields = {name: value for name, value in FIELDS["completed"].items() if name != "pictures_at"}
    record_import(arrived, title="IMG 2041", fields=fields)
    upload(project, None, "holiday.mkv")


def upload(project: Project, by, name: str, **fields) -> Upload:
    return Upload.objects.create(project=project, created_by=by, name=name, size=987_654_321, **fields)


def image(project: Project, name: str, **fields) -> Image:
    digest = f"{next(numbers):064x}"
    return Image.objects.create(
        project=project, name=name, width_px=1280, height_px=720, size=54_321, sha256=digest, **fields
    )
