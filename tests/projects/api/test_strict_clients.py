"""Clients that check every answer: Luma's own SDK in its strict mode, and the AI/ML API's published schemas.

Both read a library with every kind of clip, through the real site.
"""

import json
import re

import httpx
import lumaai
import pytest
from django.core.wsgi import get_wsgi_application
from django.utils import timezone

from projects.ledger.engines import account_for, engine_for
from projects.models import Account, Delivery, End, Generation, Image, State
from projects.models.keyframe import NATURAL_EDGE
from tests.projects import cast
from tests.projects.api import published
from tests.projects.api.programs import finish, post, program_with

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory")]
CURRENT, ORIGINAL = "/v2/video/generations", "/v2/generate/video/luma-ai/generation"
LUMA = "/dream-machine/v1/generations"
MODELS = [
    ("preview", "preview"),
    ("aimlapi", "luma/ray-2"),
    ("aimlapi", "luma/ray-3.2"),
    ("aimlapi", "luma/ray-1-6"),
    ("luma", "ray-2"),
    ("luma", "ray-flash-2"),
]


@pytest.fixture
def luma(program):
    return strict_client(program)


def strict_client(program) -> lumaai.LumaAI:
    site = httpx.Client(transport=httpx.WSGITransport(get_wsgi_application()))
    token = program.defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    return lumaai.LumaAI(
        auth_token=token,
        base_url="http://testserver/dream-machine/v1",
        http_client=site,
        max_retries=0,
        _strict_response_validation=True,
    )


@pytest.fixture
def library(program):
    """Clips in every state, of every model, with every kind of keyframe, from the site and from programs."""
    project = program.key.project
    source = cast.clip(project, "completed", pictures_at=timezone.now())
    cast.attempt(source, "accepted", cost_usd="0.41")
    image = Image.objects.create(
        project=project, name="reef.png", width_px=64, height_px=36, size=10, sha256="cd" * 32
    )
    for state in State:
        cast.clip(project, state)
    for engine, model in MODELS:
        cast.clip(project, "completed", prompt=cast.prompt(engine=engine, model=model, camera="slow push in"))
    for end, edge in NATURAL_EDGE.items():
        for how in ({"edge": edge}, {"edge": edge, "as_picture": True}, {"edge": other(edge)}):
            ray_2(project).keyframes.create(end=end, source=source, **how)
        ray_2(project).keyframes.create(end=end, image=image)
    for path, model, status in (
        (CURRENT, "luma/ray-3.2", 200),
        (CURRENT, "preview", 200),
        (ORIGINAL, "ray-1-6", 201),
        (LUMA, "ray-flash-2", 201),
    ):
        fields = {"aspect_ratio": "16:9"} if path == ORIGINAL else {}
        finish(post(program, path, status, model=model, **fields).json()["id"])
    post(program, status=400, prompt="x" * 7000)
    return project


def ray_2(project) -> Generation:
    return cast.clip(project, "submitted", prompt=cast.prompt(engine="luma", model="ray-2"))


def with_stills(project) -> Generation:
    clip = cast.clip(project, "completed", pictures_at=timezone.now())
    for name in ("first.png", "last.png"):
        clip.picture(name).write_bytes(b"a frame")
    return clip


def other(edge):
    return {"first": "last", "last": "first"}[edge]


# -- Luma's SDK ----------------------------------------------------------------------------------------------


def test_lumas_sdk_reads_the_whole_library_strictly(luma, library):
    page = luma.generations.list()
    assert page.count == len(page.generations) == Generation.objects.count()
    for listed in page.generations:
        one = luma.generations.get(listed.id)
        assert (one.id, one.state) == (listed.id, listed.state)
        assert without_signatures(one.request) == without_signatures(listed.request)
    assert {clip.request and clip.request.model for clip in page.generations} == {
        None,
        "ray-2",
        "ray-flash-2",
    }
    assert luma.generations.list(limit=0, offset=0).generations == []


def without_signatures(request) -> str:
    """Two links to one file differ in the second in which they were signed."""
    return re.sub(r"/results/[^/]+/", "/results/signed/", str(request))


def test_a_keyframe_that_is_a_picture_is_told_by_its_url(luma, library):
    clips = luma.generations.list().generations
    kinds = []
    for clip in clips:
        frames = clip.request and clip.request.keyframes
        kinds += [frame.type for frame in (frames.frame0, frames.frame1) if frame] if frames else []
    assert sorted(kinds) == ["generation"] * 2 + ["image"] * 6


@pytest.mark.parametrize("end", End.values)
def test_a_keyframe_is_enough_for_a_clip(luma, program, end):
    source = with_stills(program.key.project)
    frames = {end: {"type": "generation", "id": str(source.pk)}}
    for create in (luma.generations.create, luma.generations.video.create):
        made = create(model="ray-2", keyframes=frames)
        assert made.request.prompt is None and luma.generations.get(made.id).state == "queued"
        assert Generation.objects.get(pk=made.id).prompt.label == "Without a prompt"
    with pytest.raises(lumaai.BadRequestError, match="prompt: Describe what should happen"):
        luma.generations.create(model="ray-2")


def test_a_model_that_needs_words_is_refused_without_them(luma, program, paid_engine):
    source = with_stills(program.key.project)
    frames = {"frame0": {"type": "generation", "id": str(source.pk)}}
    with pytest.raises(lumaai.BadRequestError, match="prompt: "):
        luma.generations.create(model="ray-2", keyframes=frames)


def test_credits_are_cents_and_always_a_number(luma, project, paid_engine):
    assert luma.credits.get().credit_balance == 0
    account = account_for(engine_for("aimlapi"))
    Account.objects.filter(pk=account.pk).update(balance_usd="98.50")
    assert luma.credits.get().credit_balance == 9850
    capped = program_with(project, cap_usd="0.20")
    assert strict_client(capped).credits.get().credit_balance == 20
    assert capped.get("/v2/billing").json() == {"current_balance": 0.2, "currency": "USD"}


@pytest.mark.parametrize(
    ("path", "model", "has_request"),
    [(LUMA, "ray-2", True), (LUMA, "preview", False), (ORIGINAL, "ray-1-6", True)],
)
def test_a_callback_speaks_the_dialect_of_its_create(program, path, model, has_request):
    fields = {"model": model, "aspect_ratio": "16:9", "callback_url": "https://studio.example/hook"}
    finish(post(program, path, 201, **fields).json()["id"])
    bodies = [json.loads(body) for body in Delivery.objects.values_list("body", flat=True)]
    assert {body["state"] for body in bodies} == {"dreaming", "completed"}
    assert {"request" in body for body in bodies} == {has_request}
    if path == LUMA:
        assert {lumaai.types.Generation.model_validate(body).state for body in bodies} == {
            "dreaming",
            "completed",
        }


# -- the AI/ML API's published answer schemas ----------------------------------------------------------------


def test_every_clip_has_the_published_shape(program, library):
    for generation in Generation.objects.all():
        clip = published.read(published.Clip, program.get(CURRENT, {"generation_id": str(generation.pk)}))
        assert clip.id == str(generation.pk)
        assert (clip.video is not None) == (clip.status == "completed")
        assert (clip.error is not None) == (clip.status == "error")


def test_the_service_calls_have_the_published_shape(program, library, paid_engine):
    published.read(published.Billing, program.get("/v2/billing"))
    page = published.read(published.Logs, program.get("/v2/logs", {"period": "24h", "limit": 2}))
    assert page.pagination.has_more and {row.status for row in page.data} <= {"succeeded", "failed"}
    assert not published.read(published.Logs, program.get("/v2/logs", {"period": "24h"})).pagination.has_more
    models = published.read(published.Models, program.get("/v1/models", {"include": "pricing"}))
    assert {model.pricing.kind for model in models.data} == {"fixed", "variable"}


@pytest.mark.parametrize(
    ("query", "status"), [({}, 400), ({"generation_id": "nonsense"}, 404), ({"generation_id": ""}, 404)]
)
def test_errors_have_the_published_shape(program, query, status):
    answer = program.get(CURRENT, query)
    assert answer.status_code == status
    assert published.read(published.Problem, answer).path == CURRENT
