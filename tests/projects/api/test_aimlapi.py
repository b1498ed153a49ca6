"""The AI/ML API's dialects, call by call as documented. Our own client reads every answer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from projects.models import ApiRequest, Generation
from studio.wire import Stage
from studio.wire import aimlapi as wire
from tests.projects import cast
from tests.projects.api.programs import finish, post, program_with

pytestmark = pytest.mark.django_db
CURRENT = "/v2/video/generations"
INSIDE = "http://127.0.0.1/a.png"
ORIGINAL = "/v2/generate/video/luma-ai/generation"


def test_a_clip_in_the_current_dialect(program):
    made = post(program)
    id = made.json()["id"]
    assert made["x-inference-id"] == id
    report = wire.read_report(made.json())
    assert (report.provider_id, report.stage) == (id, Stage.QUEUED)
    finish(id)
    done = program.get(CURRENT, {"generation_id": id})
    report = wire.read_report(done.json())
    assert report.stage is Stage.COMPLETED and report.result_url.startswith("http://testserver/results/clip.")
    assert done.json()["video"]["duration"] == 5
    video = Generation.objects.get(pk=id).video.read_bytes()
    assert b"".join(Client().get(report.result_url).streaming_content) == video


def test_a_clip_in_the_original_dialect_and_many_at_once(program):
    settings = {"model": "ray-2", "aspect_ratio": "16:9", "duration": "5s", "loop": False}
    first = post(program, ORIGINAL, 201, **settings).json()["id"]
    frames = {"frame0": {"type": "generation", "id": first}}
    second = post(program, ORIGINAL, 201, keyframes=frames, **settings).json()
    assert second["request"]["keyframes"] == frames
    nowhere = "00000000-0000-4000-8000-000000000000"
    for asked in (
        {"generation_ids": f"{second['id']},{first},{nowhere}"},
        {"generation_ids[]": [second["id"], first, nowhere]},
    ):
        many = wire.read_reports(program.get(ORIGINAL + "s", asked).json())
        assert list(many) == [second["id"], first]
    one = program.get(ORIGINAL, {"generation_id": first})
    assert (one.json()["state"], one["x-inference-id"]) == ("queued", first)


def test_a_hundred_are_fetched_in_a_fixed_number_of_queries(program, django_assert_max_num_queries):
    project = program.key.project
    prompt = cast.prompt()
    ids = [str(cast.clip(project, "completed", prompt=prompt).pk) for _ in range(100)]
    with django_assert_max_num_queries(7) as asked:  # key, last use, generations and what belongs to them
        many = program.get(ORIGINAL + "s", {"generation_ids": ",".join(ids)}).json()
    assert [one["id"] for one in many] == ids
    of_clips = [one["sql"] for one in asked.captured_queries if 'FROM "projects_generation"' in one["sql"]]
    assert len(of_clips) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"prompt": ""}, "prompt"),
        ({"prompt": 7}, "prompt"),
        ({"prompt": "\x00"}, "prompt"),
        ({"model": "luma/ray-7"}, "model"),
        ({"aspect_ratio": "5:4"}, "aspect_ratio"),
        ({"resolution": "8k"}, "resolution"),
        ({"duration": 7}, "duration"),
        ({"duration": "soon"}, "duration"),
        ({"keyframes": {"frame0": {"type": "video"}}}, "keyframes.frame0.type"),
        ({"keyframes": {"frame0": {"type": "generation", "id": "me"}}}, "keyframes.frame0.id"),
        (
            {"keyframes": {"frame1": {"type": "image", "url": "http://127.0.0.1/a.png"}}},
            "keyframes.frame1.url",
        ),
        ({"callback_url": "javascript:alert(1)"}, "callback_url"),
        ({"concepts": [{"key": "handheld"}]}, "concepts"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_an_error_names_the_wrong_field(program, body, field):
    error = post(program, status=400, **body).json()
    assert f"{field}:" in error["message"], error
    assert set(error) == {"message", "path", "requestId", "statusCode", "timestamp"}
    assert (error["path"], error["statusCode"]) == (CURRENT, 400)
    assert not Generation.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"a"', b'{"prompt": "\\ud800", "model": "x"}', b"\xff", b"[" * 50_000]
)
def test_a_missing_body_is_a_client_error(program, body):
    answer = program.post(CURRENT, body, content_type="application/json")
    assert answer.status_code == 400, answer.content


def test_ray_3_takes_its_keyframes_as_images_and_edits_are_refused(program):
    clip = cast.clip(program.key.project, "completed", pictures_at=timezone.now())
    clip.picture("last.png").write_bytes(b"a picture")
    answer = program.get(CURRENT, {"generation_id": str(clip.pk)}).json()
    url = answer["video"]["url"].replace("film.mp4", "last.png")
    made = post(program, model="luma/ray-3.2", image_url=url, resolution="360p", duration=5).json()
    key = Generation.objects.get(pk=made["id"]).keyframes.get()
    assert (key.end, key.source, key.edge) == ("frame0", clip, "last")
    refused = post(program, status=501, model="luma/ray-3.2", type="video_edit").json()["message"]
    assert refused.startswith("type: ") and "edits" in refused


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"duration": 10, "loop": True}, "duration"),
        ({"duration": 10, "image_url": "PICTURE"}, "duration"),
        ({"duration": 10, "last_image_url": "PICTURE"}, "duration"),
        ({"loop": True, "last_image_url": "PICTURE"}, "loop"),
        ({"prompt": "x" * 6001}, "prompt"),
        ({"duration": 10, "hdr": True}, "hdr"),
    ],
)
def test_ray_3s_rules_hold_even_where_preview_draws(program, body, field):
    """1. The studio has no key, so Preview draws.  2. The client gets the refusals of the model it named."""
    clip = cast.clip(program.key.project, "completed", pictures_at=timezone.now())
    clip.picture("last.png").write_bytes(b"a picture")
    url = program.get(CURRENT, {"generation_id": str(clip.pk)}).json()["video"]["url"]
    given = {name: url.replace("film.mp4", "last.png") if v == "PICTURE" else v for name, v in body.items()}
    status = 501 if field == "hdr" else 400
    message = post(program, status=status, model="luma/ray-3.2", **given).json()["message"]
    assert f"{field}: " in message
    assert Generation.objects.count() == 1


def test_a_long_prompt_is_taken_by_the_model_that_takes_it(program):
    post(program, model="luma/ray-3.2", prompt="x" * 6000)
    refused = post(program, status=400, model="luma/ray-2", prompt="x" * 2049).json()["message"]
    assert refused.startswith("prompt: Ray 2 accepts up to 2048 characters")


def test_another_projects_generation_is_404_everywhere(program):
    hers = cast.clip(cast.project(cast.person("eve"), "Hers"), "completed")
    nowhere = "00000000-0000-4000-8000-000000000000"
    for id in (str(hers.pk), nowhere):
        for path in (CURRENT, ORIGINAL):
            answer = program.get(path, {"generation_id": id})
            assert (answer.status_code, "x-inference-id" in answer) == (404, False)
        assert program.get(ORIGINAL + "s", {"generation_ids": id}).json() == []
        assert program.get(f"/dream-machine/v1/generations/{id}").status_code == 404
        refused = post(program, status=400, keyframes={"frame0": {"type": "generation", "id": id}})
        assert "no such generation" in refused.json()["message"]


# -- asked twice -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", ["Idempotency-Key", "X-Client-Request-Id"])
def test_a_create_with_a_name_is_made_once(program, header):
    named = {header: "sv1.abc:1"}
    first, again = (post(program, headers=named) for _ in range(2))
    assert first.json()["id"] == again.json()["id"] == again["x-inference-id"]
    other = post(program, status=409, headers=named, prompt="Another one")
    assert other["x-should-retry"] == "false"
    assert Generation.objects.count() == ApiRequest.objects.count() == 1


def test_a_blind_retry_returns_the_first_one(program):
    first = post(program).json()["id"]
    again = post(program, headers={"x-stainless-retry-count": "1"}).json()["id"]
    wanted = post(program).json()["id"]  # the same prompt again, on purpose
    assert again == first != wanted


def test_a_retry_that_overtakes_the_first_request_is_still_one(program):
    late = post(program, headers={"x-stainless-retry-count": "1"}).json()["id"]
    assert post(program).json()["id"] == late
    assert post(program).json()["id"] != late


def test_after_ten_minutes_it_is_a_new_request(program):
    first = post(program).json()["id"]
    ApiRequest.objects.update(at=timezone.now() - timedelta(minutes=11))
    assert post(program, headers={"x-stainless-retry-count": "1"}).json()["id"] != first


def test_the_same_name_under_another_key_is_another_request(project, program):
    ids = [
        post(one, headers={"Idempotency-Key": "1"}).json()["id"] for one in (program, program_with(project))
    ]
    assert len(set(ids)) == 2
