"""The AI/ML API's other calls: the log of creates, the models and their prices."""

import json
from decimal import Decimal

import pytest
from django.test import Client

from projects.models import Generation, PriceList
from studio.wire import aimlapi as wire
from tests.projects.api.programs import post, program_with
from tests.studio.engines.test_prices import A_VARIANT

pytestmark = pytest.mark.django_db
CURRENT = "/v2/video/generations"


def test_the_log_shows_what_became_of_a_create_by_its_name(program):
    made = post(program, headers={"X-Client-Request-Id": "sv1.x.1"})
    assert made["X-Client-Request-Id"] == "sv1.x.1"
    post(program, status=400, headers={"X-Client-Request-Id": "sv1.x.2"}, prompt="")
    response = program.get("/v2/logs", {"period": "24h", "model": "luma/ray-2"}).json()
    rows = {row["client_request_id"]: row for row in wire.read_log_rows(response)}
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
def test_the_log_refuses_invalid_windows(program, asked):
    assert program.get("/v2/logs", asked).status_code == 400


def test_another_keys_requests_are_not_in_the_log(project, program):
    post(program_with(project))
    assert program.get("/v2/logs").json()["data"] == []


def test_the_list_of_models_is_public_and_cached(settings):
    response = Client().get("/v1/models", {"include": "pricing"})
    names = {row["id"] for row in response.json()["data"]}
    assert {"luma/ray-2", "preview/preview"} <= names
    again = Client().get("/v1/models", {"include": "pricing"}, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    one = Client().get("/v1/models", {"id": "ray-2"}).json()["data"]
    assert [row["id"] for row in one] == ["luma/ray-2"]


@pytest.mark.parametrize("query", ["id=LUMA/Ray-2,ray-3.2", "id=luma%2Fray-2&id=luma%2Fray-3.2"])
def test_several_models_are_listed_in_one_call(query):
    models = Client().get(f"/v1/models?{query}").json()["data"]
    assert {row["id"] for row in models} == {"luma/ray-2", "luma/ray-3.2"}


def test_the_documented_price_is_passed_on_word_for_word(paid_engine):
    rule = {"kind": "variants", "dimensions": ["resolution"], "variants": [json.loads(A_VARIANT)]}
    PriceList.objects.update(raw=rule)
    assert read_prices()["luma/ray-2"] == rule


def test_a_key_with_a_cap_spends_at_the_documented_price(paid_engine, project):
    rule = {"kind": "variants", "dimensions": ["resolution"], "variants": [json.loads(A_VARIANT)]}
    PriceList.objects.update(raw=rule)
    capped = program_with(project, cap_usd=Decimal("4"))
    made = post(capped, resolution="1080p", duration=5)
    assert Generation.objects.get(pk=made.json()["id"]).quote_usd == Decimal("3.25")
    refused = post(capped, status=403, resolution="1080p", duration=5)
    assert "cap" in refused.json()["message"]


def test_prices_have_the_documented_shape(paid_engine):
    prices = read_prices()
    assert prices["preview/preview"] == {
        "kind": "fixed",
        "currency": "USD",
        "units": [{"name": "generation", "price": 0, "per": 1}],
    }
    assert prices["luma/ray-2"]["units"] == [{"name": "generation", "price": 0.4, "per": 1}]


def test_a_stored_price_of_another_shape_is_not_passed_on(paid_engine):
    old = {"kind": "fixed", "currency": "USD", "units": [{"price": 0.4, "per": "generation"}]}
    PriceList.objects.update(raw=old)
    assert read_prices()["luma/ray-2"] == {"kind": "variable"}


def read_prices():
    answer = Client().get("/v1/models", {"include": "pricing"})
    return {row["id"]: row["pricing"] for row in answer.json()["data"]}
