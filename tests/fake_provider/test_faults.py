"""Each fault does on a real socket what its name says, and the ledger counts it."""

import json

import httpx
import pytest

from tests.fake_provider import names
from tests.fake_provider.conftest import CURRENT, caller, made, order, until

pytestmark = pytest.mark.slow
BROKEN_OFF = (httpx.ReadError, httpx.RemoteProtocolError, httpx.WriteError)
UNREADABLE = ("broken_json", "no_id", "wrong_type", "html_200", "empty_200")
CREATE = {
    "refuse_connection": (0, BROKEN_OFF),
    "reset_before_accept": (0, httpx.ReadError),
    "close_before_accept": (0, httpx.RemoteProtocolError),
    "reset_after_accept": (1, httpx.ReadError),
    "close_after_accept": (1, httpx.RemoteProtocolError),
    "half_headers": (1, httpx.RemoteProtocolError),
    "hang_after_accept": (1, httpx.ReadTimeout),
    "drip_after_accept": (1, httpx.ReadTimeout),
    **{f"{status}_accepted": (1, status) for status in (500, 502, 503, 504)},
    **{f"{status}_refused": (0, status) for status in (500, 502, 503, 504)},
    **{f"429_{kind}": (0, 429) for kind in ("seconds", "date", "negative", "huge", "absent")},
    "401_flip": (0, 401),
    "403_credits": (0, 403),
    "402_unpaid": (0, 402),
    "413_large": (0, 413),
    "400_moderation": (0, 400),
    "404_gone": (0, 404),
    "405_gone": (0, 405),
    "410_gone": (0, 410),
    **{f"{body}{end}": (1, 200) for body in UNREADABLE for end in ("", "_no_header")},
    "client_id_not_echoed": (1, 200),
    "client_id_lost": (1, 200),
    "generation_fails": (1, 200),
    "generation_stuck": (1, 200),
}


def test_every_fault_of_a_create_is_tried_here():
    assert set(CREATE) == set(names("create"))


@pytest.mark.parametrize("name", CREATE)
def test_a_create_is_accepted_or_not_as_its_faults_name_says(provider, name):
    accepted, outcome = CREATE[name]
    provider.plan([name])
    provider.set(drip_s=5)
    with caller(provider, timeout=0.5) as client:
        if isinstance(outcome, int):
            assert order(client, client_id="mine").status_code == outcome
        else:
            with pytest.raises(outcome):
                order(client, client_id="mine")
    summary = until(lambda: _with_fault(provider.summary()))
    assert (summary["accepted"], summary["faults"]) == (accepted, {name: 1})
    assert summary["posts"] == {provider.key: 1} and summary["posts_by_client_request_id"] == {"mine": 1}
    assert len(summary["by_client_request_id"].get("mine", [])) == accepted


def _with_fault(summary):
    return summary if summary["faults"] else None


@pytest.mark.parametrize("name", [name for name, (accepted, _) in CREATE.items() if accepted])
def test_every_accepted_create_is_in_the_log_with_our_id(provider, client, name):
    provider.set(drip_s=5)
    provider.plan([name])
    _try(provider, name)
    (row,) = until(lambda: client.get("/v2/logs").json()["data"])
    assert row["client_request_id"] == (None if name == "client_id_lost" else "mine")
    assert [row["inference_id"]] == provider.summary()["by_client_request_id"]["mine"]


@pytest.mark.parametrize("name", ["500_refused", "502_refused", "403_credits", "400_moderation"])
def test_a_refusal_behind_the_gateway_is_in_the_log_as_failed(provider, client, name):
    provider.plan([name])
    order(client, client_id="mine")
    (row,) = client.get("/v2/logs").json()["data"]
    assert (row["status"], row["client_request_id"], row["model"]) == ("failed", "mine", "luma/ray-2")


@pytest.mark.parametrize("name", ["refuse_connection", "reset_before_accept", "429_seconds"])
def test_what_never_reached_the_provider_has_no_row_in_the_log(provider, client, name):
    provider.plan([name])
    _try(provider, name)
    assert client.get("/v2/logs").json()["data"] == []


def _try(provider, name):
    """Send one create with the fault `name`, whatever comes of it."""
    with caller(provider, timeout=0.5) as client:
        try:
            return order(client, client_id="mine")
        except httpx.TransportError:
            return None


@pytest.mark.parametrize("body", ["broken_json", "no_id", "wrong_type", "html_200", "empty_200"])
def test_with_a_broken_body_only_the_header_has_the_id(provider, client, body):
    provider.plan([body, f"{body}_no_header"])
    with_header, without = order(client), order(client)
    assert with_header.headers["x-inference-id"] == provider.ledger.generations[0]["id"]
    assert "x-inference-id" not in without.headers
    for answer in (with_header, without):
        assert not isinstance(_json(answer), dict) or "id" not in _json(answer)


def _json(answer):
    try:
        return answer.json()
    except json.JSONDecodeError:
        return None


def test_retry_after_has_every_form(provider, client):
    provider.plan(["429_seconds", "429_date", "429_negative", "429_huge", "429_absent"])
    pauses = [order(client).headers.get("retry-after") for _ in range(5)]
    assert (pauses[0], pauses[2], pauses[3], pauses[4]) == ("1", "-5", "1000000000", None)
    assert pauses[1].endswith("GMT")


def test_a_flipped_key_is_refused_everywhere_and_recovers(provider, client):
    provider.set(flip_s=0.3)
    provider.plan(["401_flip"])
    assert order(client).status_code == client.get("/v2/billing").status_code == 401
    until(lambda: client.get("/v2/billing").status_code == 200)
    assert order(client).status_code == 200


def test_credits_run_out_for_a_time(provider, client):
    provider.set(flip_s=0.3)
    provider.plan(["403_credits"])
    assert [order(client).status_code for _ in range(2)] == [403, 403]
    assert client.get("/v2/billing").json()["current_balance"] == 0
    until(lambda: client.get("/v2/billing").json()["current_balance"])
    assert order(client).status_code == 200


def test_a_moderation_message_contains_a_script(provider, client):
    provider.plan(["400_moderation"])
    assert "<script>" in order(client).json()["message"]


def test_a_client_id_that_is_not_echoed_still_makes_the_generation(provider, client):
    provider.plan(["ok", "client_id_not_echoed"])
    ids = [order(client, client_id=f"c{n}").headers.get("x-client-request-id") for n in range(2)]
    assert ids == ["c0", None]
    provider.set(echo=False)
    assert "x-client-request-id" not in order(client, client_id="c2").headers


def test_a_stuck_generation_never_ends_and_is_never_charged(provider, client):
    provider.plan(["generation_stuck", "ok"])
    stuck, other = order(client).json()["id"], order(client).json()["id"]
    made(client, other)
    assert client.get(CURRENT, params={"generation_id": stuck}).json()["status"] == "generating"
    assert list(provider.summary()["charges"]) == [other]


# Polls


def _view(client, generation_id):
    return client.get(CURRENT, params={"generation_id": generation_id})


@pytest.fixture
def completed(client):
    """A completed generation of the fake provider."""
    return made(client, order(client).json()["id"])["id"]


POLL = {
    "poll_404": lambda answer: answer.status_code == 404,
    "poll_500": lambda answer: answer.status_code == 500,
    "poll_502": lambda answer: answer.status_code == 502,
    "poll_503": lambda answer: answer.status_code == 503,
    "poll_429": lambda answer: answer.status_code == 429,
    "poll_backwards": lambda answer: answer.json()["status"] == "queued" and not answer.json()["video"],
    "poll_no_url": lambda answer: answer.json()["status"] == "completed" and not answer.json()["video"],
    "poll_error_first": lambda answer: (
        answer.json()["status"] == "error" and answer.json()["error"]["message"]
    ),
    "poll_broken_json": lambda answer: answer.status_code == 200 and _json(answer) is None,
    "poll_html_200": lambda answer: answer.status_code == 200 and b"<title>" in answer.content,
    "poll_huge_body": lambda answer: len(answer.content) > 1 << 20 and answer.json()["status"] == "completed",
    "poll_gzip_bomb": lambda answer: len(answer.content) > 1 << 20 > int(answer.headers["content-length"]),
    **{
        f"poll_word_{word}": lambda answer, word=word: answer.json()["status"] == word
        for word in ("dreaming", "streaming", "waiting", "active", "succeeded")
    },
    "poll_reset": httpx.ReadError,
    "poll_hang": httpx.ReadTimeout,
    "poll_drip": httpx.ReadTimeout,
    "poll_huge_header": httpx.RemoteProtocolError,
}


def test_every_fault_of_a_poll_is_tried_here():
    assert set(POLL) == set(names("poll"))


@pytest.mark.parametrize("name", POLL)
def test_a_poll_gets_its_fault_once_and_then_the_true_state(provider, client, completed, name):
    provider.set(bomb_mb=2, huge_mb=2, drip_s=5)
    provider.plan([name], at="poll")
    outcome = POLL[name]
    with caller(provider, timeout=0.5) as hasty:
        if isinstance(outcome, type):
            with pytest.raises(outcome):
                _view(hasty, completed)
        else:
            assert outcome(_view(client, completed))
    assert _view(client, completed).json()["status"] == "completed"
    assert provider.summary()["faults"] == {name: 1}


def test_an_error_comes_once_for_each_generation(provider, client, completed):
    provider.plan(["poll_error_first"] * 3, at="poll")
    seen = [_view(client, completed).json()["status"] for _ in range(3)]
    assert seen == ["error", "completed", "completed"]


def test_a_fault_without_effect_waits_for_the_next_call(provider, client):
    provider.set(make_s=0.4)
    provider.plan(["poll_no_url"], at="poll")
    generation_id = order(client).json()["id"]
    assert _view(client, generation_id).json()["status"] == "queued"
    assert made(client, generation_id)["video"] is None
    assert made(client, generation_id)["video"]["url"]


def test_faults_of_a_poll_reach_the_other_dialects_and_fetch_many(provider, client, completed):
    path = "/v2/generate/video/luma-ai/generation"
    provider.plan(["poll_word_active", "poll_error_first"], at="poll")
    assert client.get(f"{path}s", params={"generation_ids": completed}).json()[0]["state"] == "active"
    view = client.get(path, params={"generation_id": completed}).json()
    assert (view["state"], bool(view["failure_reason"])) == ("failed", True)


# Results and the log

CDN = {
    **{
        f"cdn_{status}": lambda answer, status=status: answer.status_code == status
        for status in (403, 404, 410, 500)
    },
    "cdn_cut": httpx.RemoteProtocolError,
    "cdn_cut_unsized": lambda answer: answer.status_code == 200 and "content-length" not in answer.headers,
    "cdn_html_200": lambda answer: b"<title>" in answer.content,
    "cdn_m3u8": lambda answer: (
        answer.content.startswith(b"#EXTM3U") and "mp4" in answer.headers["content-type"]
    ),
    "cdn_wrong_type": lambda answer: (
        answer.headers["content-type"] == "text/plain" and answer.content[4:8] == b"ftyp"
    ),
    "cdn_redirect_loopback": lambda answer: answer.headers["location"].startswith("http://127.0.0.1:1/"),
    "cdn_redirect_metadata": lambda answer: answer.headers["location"].startswith("http://169.254.169.254/"),
    "cdn_reset": httpx.ReadError,
    "cdn_drip": httpx.ReadTimeout,
}


def test_every_fault_of_the_cdn_is_tried_here():
    assert set(CDN) == set(names("cdn"))


@pytest.mark.parametrize("name", CDN)
def test_a_download_gets_its_fault_once_and_then_the_whole_video(provider, client, completed, name):
    provider.set(drip_s=5)
    provider.plan([name], at="cdn")
    url, outcome = _view(client, completed).json()["video"]["url"], CDN[name]
    with caller(provider, timeout=0.5) as hasty:
        if isinstance(outcome, type):
            with pytest.raises(outcome):
                hasty.get(url)
            broken = b""
        else:
            answer = hasty.get(url)
            assert outcome(answer)
            broken = answer.content
    whole = client.get(url)
    assert whole.status_code == 200 and (len(broken) < len(whole.content) or name == "cdn_wrong_type")
    assert provider.summary()["faults"] == {name: 1}


def test_the_log_is_late_broken_and_busy(provider, client):
    provider.set(late_s=600)
    order(client)
    provider.plan(["logs_late", "logs_500", "logs_429", "ok"], at="logs")
    answers = [client.get("/v2/logs") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 500, 429, 200]
    assert (answers[0].json()["data"], len(answers[3].json()["data"])) == ([], 1)
    assert set(names("logs")) == {"logs_late", "logs_500", "logs_429"}
