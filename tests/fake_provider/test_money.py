"""The fake provider's charges, balance, keys, prices and log."""

import httpx
import pytest

from studio.engines.prices import is_documented
from tests.fake_provider.conftest import CURRENT, made, order, until


def test_a_generation_is_charged_when_it_completes_and_never_before(provider, client):
    provider.set(make_s=0.3, balance_usd=10)
    generation_id = order(client).json()["id"]
    assert client.get("/v2/billing").json() == {"current_balance": 10.0, "currency": "USD"}
    made(client, generation_id)
    assert client.get("/v2/billing").json()["current_balance"] == 9.59
    booked = client.get("/v2/billing/transactions").json()["data"]
    assert [(row["reference_id"], row["amount"]) for row in booked] == [(generation_id, -0.41)]
    assert provider.summary()["charges"] == {generation_id: "0.41"}


def test_a_failed_generation_costs_nothing(provider, client):
    provider.plan(["generation_fails"])
    view = made(client, order(client).json()["id"])
    assert (view["status"], view["video"], bool(view["error"]["message"])) == ("error", None, True)
    assert provider.summary()["total_usd"] == "0"
    assert client.get("/v2/logs").json()["data"][0]["status"] == "failed"


def test_without_balance_an_order_is_refused_counting_running_generations(provider, client):
    provider.set(balance_usd=0.5, make_s=30)
    assert order(client).status_code == 200
    answer = order(client)
    assert answer.status_code == 403 and "credits" in answer.json()["message"]
    provider.set(balance_usd=5)
    assert order(client).status_code == 200


def test_a_key_can_be_revoked_and_restored(provider, client):
    generation_id = order(client).json()["id"]
    provider.set(revoked=[provider.key])
    for path in (f"{CURRENT}?generation_id={generation_id}", "/v2/billing", "/v2/logs"):
        assert client.get(path).status_code == 401
    provider.set(revoked=[])
    assert made(client, generation_id)["status"] == "completed"


def test_too_many_generations_at_once_are_refused(provider, client):
    provider.set(max_running=1, make_s=30)
    assert [order(client).status_code for _ in range(2)] == [200, 429]


def test_prices_are_public_and_answer_304(provider):
    asked = {"id": ["ray-2", "luma/ray-1-6", "luma/ray-3.2"], "include": "pricing"}
    answer = httpx.get(f"{provider.base_url}/v1/models", params=asked, trust_env=False)
    kinds = {model["id"]: model["pricing"]["kind"] for model in answer.json()["data"]}
    assert kinds == {"luma/ray-1-6": "fixed", "luma/ray-2": "variants", "luma/ray-3.2": "variants"}
    rules = [model["pricing"] for model in answer.json()["data"]]
    assert all(is_documented(rule) for rule in rules)
    headers = {"If-None-Match": answer.headers["etag"]}
    again = httpx.get(f"{provider.base_url}/v1/models", params=asked, headers=headers, trust_env=False)
    assert (again.status_code, again.content) == (304, b"")


# The log


def test_a_row_of_the_log_is_late_and_has_the_client_id(provider, client):
    provider.set(log_delay=0.4)
    generation_id = order(client, client_id="sv1.here:7_a-b").json()["id"]
    assert client.get("/v2/logs").json()["data"] == []
    row = until(lambda: client.get("/v2/logs").json()["data"])[0]
    assert (row["client_request_id"], row["inference_id"]) == ("sv1.here:7_a-b", generation_id)
    assert (row["status"], row["cost"]["usd"]) == ("succeeded", 0.41)


def test_a_refused_order_has_a_failed_row_and_its_id_is_404(client):
    answer = order(client, client_id="a", seed=1)
    (row,) = client.get("/v2/logs").json()["data"]
    assert (row["status"], row["cost"]["usd"], row["client_request_id"]) == ("failed", 0, "a")
    assert row["inference_id"] == answer.headers["x-inference-id"]
    assert client.get(CURRENT, params={"generation_id": row["inference_id"]}).status_code == 404


@pytest.mark.parametrize("client_id", ["a b", "x" * 129, "ü".encode("latin-1"), "a/b"])
def test_a_client_id_outside_the_documented_form_is_silently_dropped(provider, client, client_id):
    answer = order(client, client_id=client_id)
    assert answer.status_code == 200 and "x-client-request-id" not in answer.headers
    assert client.get("/v2/logs").json()["data"][0]["client_request_id"] is None
    assert provider.summary()["without_client_request_id"] == [answer.json()["id"]]


def test_the_log_is_paged_and_filtered(client):
    ids = [order(client).json()["id"] for _ in range(3)]
    order(client, seed=1)
    log = client.get("/v2/logs", params={"period": "24h", "status": ["succeeded"], "limit": 2}).json()
    assert [row["inference_id"] for row in log["data"]] == [ids[2], ids[1]]
    assert log["pagination"] == {"limit": 2, "offset": 0, "total": 3, "has_more": True}
    rest = client.get("/v2/logs", params={"status": "succeeded", "limit": 2, "offset": 2}).json()["data"]
    assert [row["inference_id"] for row in rest] == [ids[0]]
    assert client.get("/v2/logs", params={"model": "luma/ray-2,luma/ray-1-6"}).json()["data"] == []
    past = {"start": "2020-01-01T00:00:00Z", "end": "2020-01-02T00:00:00Z"}
    assert client.get("/v2/logs", params=past).json()["data"] == []


@pytest.mark.parametrize(
    "asked",
    [
        {"period": "24h", "start": "2026-01-01T00:00:00Z"},
        {"period": "93d"},
        {"start": "2020-01-01", "end": "2020-06-01"},
        {"start": "yesterday"},
        {"limit": "0"},
    ],
)
def test_an_invalid_window_of_the_log_is_refused(client, asked):
    assert client.get("/v2/logs", params=asked).status_code == 400


def test_the_log_is_metered(provider, client):
    provider.set(logs_per_minute=2)
    assert [client.get("/v2/logs").status_code for _ in range(3)] == [200, 200, 429]
