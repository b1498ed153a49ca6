"""Check that reading any JSON never raises, and that the results can be stored and shown."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.engines.prices import quote_usd
from studio.wire import Report, aimlapi, luma
from studio.wire.stages import read_stage

pytestmark = pytest.mark.slow

WORDS = [
    *("id", "generation_id", "status", "state", "video", "url", "assets", "error", "name", "message", "meta"),
    *(
        "usage",
        "usd_spent",
        "credits_used",
        "failure_reason",
        "data",
        "generations",
        "detail",
        "errors",
        "msg",
    ),
    *("created", "cost", "inference_id", "client_request_id", "pagination", "total", "pricing", "aliases"),
    *("current_balance", "currency", "kind", "units", "price", "per", "variants", "dimensions", "when"),
    *("resolution", "duration", "loop", "credit_balance", "requestId", "statusCode"),
]
VALUES = [
    "completed",
    "error",
    "https://cdn.example/a.mp4",
    "USD",
    "fixed",
    "variants",
    "second",
    "video",
    "720p",
]
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(VALUES)
    | st.text(st.characters(codec=None), max_size=12)
)
ANY_JSON = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=4), inner, max_size=6)
    ),
    max_leaves=25,
)
RATES = st.lists(
    st.fixed_dictionaries(
        {"price": PLAIN, "per": PLAIN},
        optional={
            "name": st.sampled_from(["second", "video"]),
            "unit": st.sampled_from(["second", "video"]),
            "when": st.just({"resolution": "720p"}) | ANY_JSON,
        },
    ),
    max_size=2,
)
READERS = (
    *(
        aimlapi.read_report,
        aimlapi.read_reports,
        aimlapi.read_error,
        aimlapi.read_request_id,
        aimlapi.read_log_rows,
    ),
    *(
        aimlapi.read_log_total,
        aimlapi.read_balance_usd,
        luma.read_report,
        luma.read_reports,
        luma.read_balance_usd,
        luma.read_error,
        read_stage,
    ),
)


@given(ANY_JSON)
@settings(max_examples=150, deadline=None)
def test_no_answer_makes_a_reader_fail(answer):
    for read in READERS:
        read(answer)
    aimlapi.read_pricing(answer, ["luma/ray-2"])


@given(ANY_JSON)
@settings(max_examples=150, deadline=None)
def test_the_text_of_any_answer_can_be_stored_and_shown(answer):
    text = aimlapi.read_error(answer)
    assert text.encode() == text.encode("utf-8", "strict")
    assert text.isprintable()
    assert len(text) <= 400


@given(st.dictionaries(st.sampled_from(WORDS), ANY_JSON), st.text(max_size=8), st.sampled_from(VALUES))
@settings(max_examples=150, deadline=None)
def test_the_ledger_accepts_any_report(answer, provider_id, status):
    report = aimlapi.read_report(answer | {"id": provider_id, "status": status})
    if report is None:
        return
    assert isinstance(report, Report) and report.provider_id == provider_id
    assert report.result_url == "" or report.result_url.startswith("http")
    assert report.cost_usd is None or report.cost_usd >= 0
    assert bool(report.failure_code) is (report.stage == "failed")
    assert f"{report.failure_code}{report.failure_message}{report.result_url}".isprintable()


@given(
    ANY_JSON
    | st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["fixed", "variants"]),
            "units": ANY_JSON | RATES,
            "variants": ANY_JSON | RATES,
        },
        optional={"currency": st.just("USD"), "dimensions": ANY_JSON},
    )
)
@settings(max_examples=200, deadline=None)
def test_any_price_rule_gives_a_positive_price_or_none(rule):
    price = quote_usd(rule, resolution="720p", duration_s=5)
    assert price is None or (isinstance(price, Decimal) and price > 0)
