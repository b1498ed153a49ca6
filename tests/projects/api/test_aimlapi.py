"""The AI/ML API's dialects, call by call as its documents show them; our own reader reads every answer."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from projects.api import keys
from projects.models import ApiRequest, Generation, PriceList
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
    assert Client().get(report.result_url + "?").status_code == 404  # its file was never there


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


def test_a_hundred_are_fetched_in_one_query_and_what_stands_with_them(program, django_assert_max_num_queries):
    project = program.key.project
    prompt = cast.prompt()
    ids = [str(cast.clip(project, "completed", prompt=prompt).pk) for _ in range(100)]
    with django_assert_max_num_queries(7) as asked:  # key, last use, clips and what stands with them
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
def test_what_is_wrong_is_named(program, body, field):
    error = post(program, status=400, **body).json()
    assert f"{field}:" in error["message"], error
    assert set(error) == {"message", "path", "requestId", "statusCode", "timestamp"}
    assert (error["path"], error["statusCode"]) == (CURRENT, 400)
    assert not Generation.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"a"', b'{"prompt": "\\ud800", "model": "x"}', b"\xff", b"[" * 50_000]
)
def test_a_body_that_is_none_is_no_fault_of_ours(program, body):
    answer = program.post(CURRENT, body, content_type="application/json")
    assert answer.status_code == 400, answer.content


def test_ray_3_takes_its_frames_as_pictures_and_edits_are_not_made(program):
    clip = cast.clip(program.key.project, "completed", pictures_at=timezone.now())
    clip.picture("last.png").write_bytes(b"a picture")
    answer = program.get(CURRENT, {"generation_id": str(clip.pk)}).json()
    url = answer["video"]["url"].replace("film.mp4", "last.png")
    made = post(program, model="luma/ray-3.2", image_url=url, resolution="360p", duration=10).json()
    key = Generation.objects.get(pk=made["id"]).keyframes.get()
    assert (key.end, key.source, key.edge) == ("frame0", clip, "last")
    assert "edits" in post(program, status=501, model="luma/ray-3.2", type="video_edit").json()["message"]


def test_another_films_clip_is_not_there_at_any_address(program):
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
def test_a_named_create_is_made_once(program, header):
    named = {header: "sv1.abc:1"}
    first, again = (post(program, headers=named) for _ in range(2))
    assert first.json()["id"] == again.json()["id"] == again["x-inference-id"]
    other = post(program, status=409, headers=named, prompt="Another one")
    assert other["x-should-retry"] == "false"
    assert Generation.objects.count() == ApiRequest.objects.count() == 1


def test_a_blind_retry_is_the_first_one_again(program):
    first = post(program).json()["id"]
    again = post(program, headers={"x-stainless-retry-count": "1"}).json()["id"]
    wanted = post(program).json()["id"]  # the same words once more, meant
    assert again == first != wanted


def test_a_retry_that_overtakes_the_first_request_is_still_one(program):
    late = post(program, headers={"x-stainless-retry-count": "1"}).json()["id"]
    assert post(program).json()["id"] == late
    assert post(program).json()["id"] != late


def test_after_ten_minutes_it_is_a_new_wish(program):
    first = post(program).json()["id"]
    ApiRequest.objects.update(at=timezone.now() - timedelta(minutes=11))
    assert post(program, headers={"x-stainless-retry-count": "1"}).json()["id"] != first


def test_another_key_with_the_same_name_is_another_wish(project, program):
    ids = [
        post(one, headers={"Idempotency-Key": "1"}).json()["id"] for one in (program, program_with(project))
    ]
    assert len(set(ids)) == 2


# -- the service calls -------------------------------------------------------------------------------------


def test_the_log_tells_what_became_of_a_create_by_its_own_name(program):
    made = post(program, headers={"X-Client-Request-Id": "sv1.x.1"})
    assert made["X-Client-Request-Id"] == "sv1.x.1"
    post(program, status=400, headers={"X-Client-Request-Id": "sv1.x.2"}, prompt="")
    told = program.get("/v2/logs", {"period": "24h", "model": "luma/ray-2"}).json()
    rows = {row["client_request_id"]: row for row in wire.read_log_rows(told)}
    assert rows["sv1.x.1"]["succeeded"] and rows["sv1.x.1"]["inference_id"] == made.json()["id"]
    failed = wire.read_log_rows(program.get("/v2/logs", {"status": "failed"}).json())
    assert [row["client_request_id"] for row in failed] == ["sv1.x.2"]
    assert program.get(CURRENT, {"generation_id": failed[0]["inference_id"]}).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        {"period": "24h", "start": "2026-01-01"},
        {"start": "soon"},
        {"limit": 0},
        {"period": "100d"},
        {"status": "odd"},
    ],
)
def test_the_log_refuses_what_it_cannot_mean(program, asked):
    assert program.get("/v2/logs", asked).status_code == 400


def test_another_keys_requests_are_not_in_the_log(project, program):
    post(program_with(project))
    assert program.get("/v2/logs").json()["data"] == []


def test_the_models_are_told_to_anybody_once(settings):
    told = Client().get("/v1/models", {"include": "pricing"})
    names = {row["id"] for row in told.json()["data"]}
    assert {"luma/ray-2", "preview/preview"} <= names
    again = Client().get("/v1/models", {"include": "pricing"}, headers={"If-None-Match": told["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    one = Client().get("/v1/models", {"id": "ray-2"}).json()["data"]
    assert [row["id"] for row in one] == ["luma/ray-2"]


def test_prices_have_the_documented_shape(paid):
    prices = prices_told()
    assert prices["preview/preview"] == {
        "kind": "fixed",
        "currency": "USD",
        "units": [{"name": "generation", "price": 0, "per": 1}],
    }
    assert prices["luma/ray-2"]["units"] == [{"name": "generation", "price": 0.4, "per": 1}]


def test_a_stored_price_of_another_shape_is_not_passed_on(paid):
    old = {"kind": "fixed", "currency": "USD", "units": [{"price": 0.4, "per": "generation"}]}
    PriceList.objects.update(raw=old)
    assert prices_told()["luma/ray-2"] is None


def prices_told():
    answer = Client().get("/v1/models", {"include": "pricing"})
    return {row["id"]: row["pricing"] for row in answer.json()["data"]}


# -- keys, caps and limits ---------------------------------------------------------------------------------


def test_a_key_that_is_revoked_expired_or_mistyped_opens_nothing(project, program):
    made, text = keys.create(project, None, name="Old", expires_at=timezone.now())
    wrong = [text, text[:-1] + "x", "dailies_" + "a" * 43 + "_000000", "", "x" * 5000]
    wrong = [Client(headers={"Authorization": f"Bearer {one}"}) for one in wrong]
    keys.revoke(program.key)
    for client in (*wrong, program, Client()):
        answer = client.get("/v2/billing")
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
        assert answer.json()["statusCode"] == 401
    assert text not in str(type(made).objects.values())


def test_a_key_ends_with_its_makers_right(project, program):
    project.memberships.update(role="viewer")
    assert program.get("/v2/billing").status_code == 200
    assert "can no longer generate" in post(program, status=403).json()["message"]
    project.memberships.all().delete()
    assert program.get("/v2/billing").status_code == 401


def test_a_revoked_key_closes_the_addresses_that_it_was_told(program):
    clip = cast.clip(program.key.project, "completed")
    clip.film.write_bytes(b"a film")
    url = program.get(CURRENT, {"generation_id": str(clip.pk)}).json()["video"]["url"]
    assert b"".join(Client().get(url).streaming_content) == b"a film"
    keys.revoke(program.key)
    assert Client().get(url).status_code == 404


@pytest.fixture
def paid(settings):
    """The AI/ML API with a key, and a price of $0.40 for its Ray 2."""
    settings.AIMLAPI_KEY = "key-of-the-tests"
    raw = {"kind": "fixed", "currency": "USD", "units": [{"name": "generation", "price": 0.4, "per": 1}]}
    PriceList.objects.create(engine="aimlapi", model="luma/ray-2", raw=raw, seen_at=timezone.now())


def test_over_its_cap_a_key_is_refused_in_the_dialects_words(project, paid):
    program = program_with(project, cap_usd=Decimal("1"))
    for _ in range(2):
        assert post(program).json()["engine"] == "aimlapi"
    assert program.get("/v2/billing").json() == {"current_balance": 0.2, "currency": "USD"}
    refused = post(program, status=403)
    assert "credits" in refused.json()["message"] and refused["x-should-retry"] == "false"
    luma = post(program, "/dream-machine/v1/generations", 402, model="ray-2")
    assert "$0.20 is left" in luma.json()["detail"]
    post(program, model="preview")  # free
    assert Generation.objects.count() == 3


def test_its_makers_cap_counts_too_and_nobody_is_asked(project, paid):
    project.memberships.update(cap_usd=Decimal("0.50"))
    program = program_with(project)
    post(program)
    assert "owner" in post(program, status=403).json()["message"]
    assert Generation.objects.count() == 1


def test_a_key_may_draw_everything_with_preview(project, paid):
    program = program_with(project, preview_only=True)
    assert (
        post(program).json() | {"model": "luma/ray-2", "engine": "preview"}
        == post(program, headers={"x-stainless-retry-count": "1"}).json()
    )


def test_too_many_requests_are_told_when_to_come_again(program, settings):
    settings.API_A_MINUTE = 3
    answers = [program.get("/v2/billing") for _ in range(5)]
    assert [one.status_code for one in answers][-1] == 429
    assert answers[0]["RateLimit-Limit"] == "3" and answers[0]["RateLimit-Remaining"] == "2"
    assert 0 < int(answers[-1]["Retry-After"]) <= 61


def test_every_clip_says_which_key_asked_for_it(program):
    clip = Generation.objects.get(pk=post(program).json()["id"])
    assert clip.api_key == program.key
    assert clip.events.get().message == "By API key Script."


def test_cookies_and_other_sites_count_for_nothing(project, program):
    person = project.memberships.get().person
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    assert client.get("/v2/billing").status_code == 401
    client.defaults |= program.defaults
    body = json.dumps({"model": "preview", "prompt": "A lamp"})
    answer = client.post(
        CURRENT, body, content_type="application/json", headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 200


def test_an_address_that_is_not_there_is_told_in_the_same_shape(program):
    missing = program.get("/v2/generate/video/kling/generation")
    assert (missing.status_code, missing.json()["statusCode"]) == (404, 404)
    assert Client().get("/v2/anything").status_code == 401
    assert program.put(CURRENT).json()["statusCode"] == 405
    assert "detail" in program.get("/dream-machine/v2/generations").json()
