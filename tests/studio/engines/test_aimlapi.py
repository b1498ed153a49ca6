"""Run the AI/ML API's engine against the fake provider: what it says about money, and how few calls it
needs.
"""

import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

import pytest

from studio.engines import aimlapi, luma
from studio.engines.aimlapi import AimlApi
from studio.engines.base import (
    Busy,
    EngineError,
    Refused,
    Ticket,
    Unreachable,
    Unsure,
)
from studio.engines.luma import Luma
from studio.wire import GenerationFrame, ImageFrame, Order, Report
from tests.fake_provider import names
from tests.studio.engines.contract import Kit
from tests.studio.scripted import Scripted, answer

KOI = Order("A koi pond at dusk", "luma/ray-2", resolution="540p", duration_s=5)
PLAIN_KOI = Order("A koi pond at dusk", "ray-2", resolution="540p", duration_s=5)


def create_engine(provider, **options):
    return AimlApi(provider.key, provider.base_url, pace=0.02, **options)


ENGINES = {
    "current": lambda provider: (create_engine(provider, deadline_s=1), KOI),
    "original": lambda provider: (create_engine(provider, deadline_s=1, dialect="original"), KOI),
    "luma": lambda provider: (Luma(provider.key, provider.luma_url, deadline_s=1), PLAIN_KOI),
}

WITH_HEADER = ("broken_json", "no_id", "wrong_type", "html_200", "empty_200")


def expect(fault: str) -> type:
    if fault.startswith(("429", "401", "402", "403")):
        return Busy
    if fault.startswith(("400", "413")) or fault.endswith("_gone"):
        return Refused
    fine = ("client_id_not_echoed", "client_id_lost", "generation_fails", "generation_stuck")
    return Report if fault in fine else Unsure


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("fault", names("create"))
def test_each_fault_of_a_create_raises_the_right_error(provider, name, fault):
    provider.plan([fault])
    engine, order = ENGINES[name](provider)
    result = submit(engine, order)
    posts, accepted = provider.summary()["posts_by_client_request_id"], provider.ledger.generations
    assert isinstance(result, expect(fault)), repr(result)
    assert posts.get("t.1", 1) == 1, "a create goes out once"
    if not isinstance(result, Unsure):
        assert len(accepted) == isinstance(result, Report), "nothing accepted that we call free"
    if fault in WITH_HEADER and name != "luma":
        assert result.inference_id == accepted[0]["id"]


def submit(engine, order) -> Report | EngineError:
    try:
        return engine.submit(order, "t.1")
    except EngineError as error:
        return error


@pytest.mark.parametrize("dialect", ["current", "original"])
def test_an_unsure_create_knows_the_dialect_to_poll(provider, dialect):
    provider.plan(["broken_json"])
    with pytest.raises(Unsure) as caught:
        create_engine(provider, dialect=dialect).submit(KOI, "t.1")
    assert caught.value.dialect == dialect
    known = Ticket(caught.value.inference_id, KOI.model, caught.value.dialect)
    assert caught.value.inference_id in create_engine(provider).ask([known])


@pytest.mark.parametrize(
    "fault, wait_s", [("429_seconds", 1), ("429_negative", None), ("429_huge", 900), ("429_absent", None)]
)
def test_a_pause_is_as_long_as_the_provider_says_within_limits(provider, fault, wait_s):
    provider.plan([fault])
    with pytest.raises(Busy) as caught:
        create_engine(provider).submit(KOI, "t.1")
    assert (caught.value.hold, caught.value.wait_s) == ("rate", wait_s)


def test_a_pause_until_a_date_becomes_seconds(provider):
    provider.plan(["429_date"])
    with pytest.raises(Busy) as caught:
        create_engine(provider).submit(KOI, "t.1")
    assert 1 <= caught.value.wait_s <= 2


@pytest.mark.parametrize("fault, hold", [("401_flip", "key"), ("403_credits", "credits")])
def test_a_rejected_key_names_what_to_wait_for(provider, fault, hold):
    provider.plan([fault])
    with pytest.raises(Busy) as caught:
        create_engine(provider).submit(KOI, "t.1")
    assert caught.value.hold == hold


def test_moderation_quotes_the_provider_and_charges_nothing(provider):
    provider.plan(["400_moderation"])
    with pytest.raises(Refused) as caught:
        create_engine(provider).submit(KOI, "t.1")
    assert caught.value.code == "moderation"
    assert "<script>" in caught.value.message, "kept as text; the page escapes it"


def test_a_closed_port_is_unreachable_for_creates_and_polls(provider):
    engine = create_engine(provider)
    provider.outage(30)
    for call in (lambda: engine.submit(KOI, "t.1"), lambda: engine.ask([Ticket("a1"), Ticket("a2")])):
        with pytest.raises(Unreachable):
            call()
    with pytest.raises(Unreachable):
        engine.balance_usd()
    assert engine.prices([KOI.model]) == {}


def test_the_create_and_the_finished_clip_report_the_cost(provider):
    kit = Kit(create_engine(provider), None, lambda: 0)
    order = kit.order()
    accepted = kit.submit(order)
    done = kit.wait(Ticket(accepted.provider_id, order.model, accepted.dialect))
    assert accepted.cost_usd == done.cost_usd == Decimal(provider.ledger.charges[0]["usd"])


def test_the_cost_of_many_clips_is_exact_to_the_cent(provider):
    engine = create_engine(provider)
    tickets = [ticket(engine.submit(KOI, f"t.{n}")) for n in range(5)]
    reports = wait(engine, tickets)
    assert sum(report.cost_usd for report in reports.values()) == Decimal(provider.summary()["total_usd"])


def ticket(report: Report, model: str = KOI.model) -> Ticket:
    return Ticket(report.provider_id, model, report.dialect)


def wait(engine, tickets, rounds=300):
    for _ in range(rounds):
        reports = engine.ask(tickets)
        if all(isinstance(r, Report) and r.stage.rank == 2 for r in reports.values()) and len(reports) == len(
            tickets
        ):
            return reports
        threading.Event().wait(0.02)
    raise AssertionError(reports)


# The account


def test_the_log_is_read_to_the_end(provider):
    engine, since = create_engine(provider), datetime.now(UTC) - timedelta(minutes=5)
    provider.set(make_s=30, balance_usd=10_000)
    for n in range(230):
        engine.submit(KOI, f"t.{n}")
    rows = engine.find(since, datetime.now(UTC) + timedelta(minutes=5))
    assert sorted(row.client_request_id for row in rows) == sorted(f"t.{n}" for n in range(230))
    assert rows[0].created >= rows[-1].created
    assert rows[0].cost_usd == Decimal("0.41") and rows[0].succeeded


def test_the_log_can_be_limited_to_a_model_and_a_window(provider):
    engine, since = create_engine(provider), datetime.now(UTC) - timedelta(minutes=5)
    engine.submit(KOI, "t.1")
    engine.submit(Order("koi", "luma/ray-1-6"), "t.2")
    now = datetime.now(UTC) + timedelta(seconds=1)
    assert [row.client_request_id for row in engine.find(since, now, model="luma/ray-1-6")] == ["t.2"]
    assert engine.find(since - timedelta(days=1), since) == []


def test_the_log_lists_a_refused_create_as_failed(provider):
    provider.plan(["500_refused"])
    engine = create_engine(provider)
    with pytest.raises(Unsure):
        engine.submit(KOI, "t.1")
    (row,) = engine.find(datetime.now(UTC) - timedelta(minutes=5), datetime.now(UTC) + timedelta(minutes=5))
    assert (row.client_request_id, row.succeeded, row.cost_usd) == ("t.1", False, 0)
    assert engine.ask([Ticket(row.inference_id, KOI.model)]) == {}


@pytest.mark.parametrize("fault, error", [("logs_500", Busy), ("logs_429", Busy)])
def test_a_log_that_does_not_answer_is_not_an_empty_log(provider, fault, error):
    provider.plan([fault], at="logs")
    with pytest.raises(error):
        create_engine(provider).find(datetime.now(UTC) - timedelta(minutes=5), datetime.now(UTC))


@pytest.mark.parametrize("body", [b"{}", b"[]", b"null", b'{"data": 7}', b'{"rows": []}'])
def test_a_log_of_another_shape_is_not_an_empty_log(body):
    with Scripted(answer(200, body)) as server, pytest.raises(Unreachable):
        AimlApi("sk-x", server.url).find(datetime.now(UTC) - timedelta(minutes=5), datetime.now(UTC))


def test_the_balance_is_read_and_a_bad_key_is_reported(provider):
    provider.set(balance_usd=12.34)
    assert create_engine(provider).balance_usd() == Decimal("12.34")
    for bad in ("sk-wrong", "", "with space"):
        with pytest.raises(Busy) as caught:
            AimlApi(bad, provider.base_url).balance_usd()
        assert caught.value.hold == "key"


def test_quoted_prices_equal_charged_prices(provider):
    engine = create_engine(provider)
    prices = engine.prices(engine.models())
    for model in engine.models().values():
        order = Kit(engine, None, lambda: 0).order(model)
        report = engine.submit(order, f"t.{model.id.replace('/', '.')}")
        price = prices[model.id].usd(resolution=order.resolution, duration_s=order.duration_s)
        assert price == report.cost_usd


def test_all_models_are_priced_in_one_filtered_call(provider):
    engine = create_engine(provider)
    assert set(engine.prices(engine.models())) == set(engine.models())
    assert engine.prices([]) == {}
    (call,) = [row for row in provider.ledger.requests if row["target"].startswith("/v1/models")]
    assert all(f"{quote(id, safe='')}" in call["target"] for id in engine.models())


def test_a_model_without_a_price_is_left_out(provider):
    assert set(create_engine(provider).prices(["luma/ray-99", KOI.model])) == {KOI.model}


def test_only_models_with_keyframes_accept_a_generation():
    takers = {model for model in aimlapi.MODELS if aimlapi.accepts_generation_keyframe(model)}
    assert takers == {"luma/ray-2", "luma/ray-flash-2", "luma/ray-1-6"}
    assert not aimlapi.accepts_generation_keyframe("luma/ray-99")


def test_ray_2_is_the_default_and_ray_1_6_is_marked_as_retired():
    assert next(iter(aimlapi.MODELS)) == "luma/ray-2"
    assert aimlapi.MODELS["luma/ray-1-6"].retired and aimlapi.MODELS["luma/ray-1-6"].note
    assert set(luma.MODELS) == {"ray-2", "ray-flash-2", "ray-1-6"}


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "koi.png"])
def test_an_image_without_a_public_url_is_refused_before_sending(provider, url):
    for end in ("frame0", "frame1"):
        with pytest.raises(Refused) as caught:
            create_engine(provider).submit(
                Order("koi", "luma/ray-2", **{end: ImageFrame(Path("koi.png"), url)}), "t.1"
            )
        assert caught.value.code == "keyframe_unreachable"
    assert provider.summary()["requests"] == {}


def test_a_keyframe_of_another_key_is_refused(provider):
    provider.set(keys=["sk-fake-provider", "sk-other"])
    theirs = AimlApi("sk-other", provider.base_url).submit(KOI, "t.0")
    with pytest.raises(Refused) as caught:
        create_engine(provider).submit(
            Order("koi", "luma/ray-2", frame0=GenerationFrame(theirs.provider_id)), "t.1"
        )
    assert caught.value.code == "keyframe_refused"


def test_an_unknown_dialect_is_a_programming_error():
    with pytest.raises(ValueError):
        AimlApi("sk-x", dialect="klingon")
