"""Keys at the AI/ML API: what they open, and their caps and limits."""

import json
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from projects.api import keys
from projects.models import Generation
from tests.projects import cast
from tests.projects.api.programs import post, program_with

pytestmark = pytest.mark.django_db
CURRENT = "/v2/video/generations"


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


def test_a_key_ends_with_its_creators_right(project, program):
    project.memberships.update(role="viewer")
    assert program.get("/v2/billing").status_code == 200
    assert "can no longer generate" in post(program, status=403).json()["message"]
    project.memberships.all().delete()
    assert program.get("/v2/billing").status_code == 401


def test_a_revoked_key_closes_its_result_urls(program):
    clip = cast.clip(program.key.project, "completed")
    url = program.get(CURRENT, {"generation_id": str(clip.pk)}).json()["video"]["url"]
    assert b"".join(Client().get(url).streaming_content) == clip.video.read_bytes()
    keys.revoke(program.key)
    assert Client().get(url).status_code == 404


def test_over_its_cap_a_key_is_refused_in_the_dialects_shape(project, paid_engine):
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


def test_its_creators_cap_counts_too_and_nobody_is_asked_to_approve(project, paid_engine):
    project.memberships.update(cap_usd=Decimal("0.50"))
    program = program_with(project)
    post(program)
    assert "owner" in post(program, status=403).json()["message"]
    assert Generation.objects.count() == 1


def test_the_preview_engine_is_free_for_every_key(project, paid_engine):
    program = program_with(project, preview_only=True)
    assert (
        post(program).json() | {"model": "luma/ray-2", "engine": "preview"}
        == post(program, headers={"x-stainless-retry-count": "1"}).json()
    )


def test_too_many_requests_get_a_retry_after(program, settings):
    settings.API_A_MINUTE = 3
    answers = [program.get("/v2/billing") for _ in range(5)]
    assert [one.status_code for one in answers][-1] == 429
    assert answers[0]["RateLimit-Limit"] == "3" and answers[0]["RateLimit-Remaining"] == "2"
    assert 0 < int(answers[-1]["Retry-After"]) <= 61


def test_every_generation_names_its_key(program):
    clip = Generation.objects.get(pk=post(program).json()["id"])
    assert clip.api_key == program.key
    assert clip.events.get().message == "By API key Script."


def test_cookies_and_other_sites_are_ignored(project, program):
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


def test_an_unknown_path_is_answered_in_the_dialects_shape(program):
    missing = program.get("/v2/generate/video/kling/generation")
    assert (missing.status_code, missing.json()["statusCode"]) == (404, 404)
    assert Client().get("/v2/anything").status_code == 401
    assert program.put(CURRENT).json()["statusCode"] == 405
    assert "detail" in program.get("/dream-machine/v2/generations").json()
