"""The AI/ML API's engine against the fake provider: what it proves about money, and how few calls it
needs.
"""

import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

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


def engine(provider, **options):
    return AimlApi(provider.key, provider.base_url, pace=0.02, **options)


SPEAKERS = {
    "current": lambda provider: (engine(provider, deadline_s=1), KOI),
    "original": lambda provider: (engine(provider, deadline_s=1, dialect="original"), KOI),
    "luma": lambda provider: (Luma(provider.key, provider.luma_url, deadline_s=1), PLAIN_KOI),
}

WITH_HEADER = ("broken_json", "no_id", "wrong_type", "html_200", "empty_200")


def expected(fault: str) -> type:
    if fault.startswith(("429", "401", "403")):
        return Busy
    if fault.startswith("400") or fault.endswith("_gone"):
        return Refused
    fine = ("client_id_not_echoed", "client_id_lost", "generation_fails", "generation_stuck")
    return Report if fault in fine else Unsure


@pytest.mark.parametrize("speaker", SPEAKERS)
@pytest.mark.parametrize("fault", names("create"))
def test_each_fault_of_a_create_is_named_by_what_it_proves(provider, speaker, fault):
    provider.plan([fault])
    speaking, order = SPEAKERS[speaker](provider)
    told = submitted(speaking, order)
    posts, accepted = provider.summary()["posts_by_client_request_id"], provider.ledger.generations
    assert isinstance(told, expected(fault)), repr(told)
    assert posts.get("t.1", 1) == 1, "a create goes out once"
    if not isinstance(told, Unsure):
        assert len(accepted) == isinstance(told, Report), "nothing accepted that we call free"
    if fault in WITH_HEADER and speaker != "luma":
        assert told.inference_id == accepted[0]["id"]


def submitted(speaking, order) -> Report | EngineError:
    try:
        return speaking.submit(order, "t.1")
    except EngineError as error:
        return error


@pytest.mark.parametrize("dialect", ["current", "original"])
def test_who_is_unsure_knows_in_which_dialect_to_ask(provider, dialect):
    provider.plan(["broken_json"])
    with pytest.raises(Unsure) as caught:
        engine(provider, dialect=dialect).submit(KOI, "t.1")
    assert caught.value.dialect == dialect
    asked = Ticket(caught.value.inference_id, KOI.model, caught.value.dialect)
    assert caught.value.inference_id in engine(provider).ask([asked])


@pytest.mark.parametrize(
    "fault, wait_s", [("429_seconds", 1), ("429_negative", None), ("429_huge", 900), ("429_absent", None)]
)
def test_a_pause_is_as_long_as_they_say_within_reason(provider, fault, wait_s):
    provider.plan([fault])
    with pytest.raises(Busy) as caught:
        engine(provider).submit(KOI, "t.1")
    assert (caught.value.hold, caught.value.wait_s) == ("rate", wait_s)


def test_a_pause_until_a_date_is_counted(provider):
    provider.plan(["429_date"])
    with pytest.raises(Busy) as caught:
        engine(provider).submit(KOI, "t.1")
    assert 1 <= caught.value.wait_s <= 2


@pytest.mark.parametrize("fault, hold", [("401_flip", "key"), ("403_credits", "credits")])
def test_a_key_that_may_not_waits_for_the_right_thing(provider, fault, hold):
    provider.plan([fault])
    with pytest.raises(Busy) as caught:
        engine(provider).submit(KOI, "t.1")
    assert caught.value.hold == hold


def test_moderation_is_told_in_their_words_and_nothing_is_charged(provider):
    provider.plan(["400_moderation"])
    with pytest.raises(Refused) as caught:
        engine(provider).submit(KOI, "t.1")
    assert caught.value.code == "moderation"
    assert "<script>" in caught.value.message, "kept as text; the page escapes it"


def test_nobody_at_home_is_unreachable_for_orders_and_questions(provider):
    speaking = engine(provider)
    provider.outage(30)
    for call in (lambda: speaking.submit(KOI, "t.1"), lambda: speaking.ask([Ticket("a1"), Ticket("a2")])):
        with pytest.raises(Unreachable):
            call()
    with pytest.raises(Unreachable):
        speaking.balance_usd()
    assert speaking.price(KOI.model) is None


def test_the_create_tells_its_cost_and_the_finished_clip_does_too(provider):
    kit = Kit(engine(provider), None, lambda: 0)
    order = kit.order()
    accepted = kit.submit(order)
    done = kit.finish(Ticket(accepted.provider_id, order.model, accepted.dialect))
    assert accepted.cost_usd == done.cost_usd == Decimal(provider.ledger.charges[0]["usd"])


def test_the_cost_of_many_finished_clips_is_told_to_the_cent(provider):
    speaking = engine(provider)
    tickets = [ticket(speaking.submit(KOI, f"t.{n}")) for n in range(5)]
    told = wait(speaking, tickets)
    assert sum(report.cost_usd for report in told.values()) == Decimal(provider.summary()["total_usd"])


def ticket(report: Report, model: str = KOI.model) -> Ticket:
    return Ticket(report.provider_id, model, report.dialect)


def wait(speaking, tickets, rounds=300):
    for _ in range(rounds):
        told = speaking.ask(tickets)
        if all(isinstance(r, Report) and r.stage.rank == 2 for r in told.values()) and len(told) == len(
            tickets
        ):
            return told
        threading.Event().wait(0.02)
    raise AssertionError(told)


# The account


def test_the_log_is_read_to_its_end(provider):
    speaking, since = engine(provider), datetime.now(UTC) - timedelta(minutes=5)
    provider.set(make_s=30, balance_usd=10_000)
    for n in range(230):
        speaking.submit(KOI, f"t.{n}")
    rows = speaking.find(since, datetime.now(UTC) + timedelta(minutes=5))
    assert sorted(row.client_request_id for row in rows) == sorted(f"t.{n}" for n in range(230))
    assert rows[0].created >= rows[-1].created
    assert rows[0].cost_usd == Decimal("0.41") and rows[0].succeeded


def test_the_log_of_one_model_and_one_window_is_that(provider):
    speaking, since = engine(provider), datetime.now(UTC) - timedelta(minutes=5)
    speaking.submit(KOI, "t.1")
    speaking.submit(Order("koi", "luma/ray-1-6"), "t.2")
    now = datetime.now(UTC) + timedelta(seconds=1)
    assert [row.client_request_id for row in speaking.find(since, now, model="luma/ray-1-6")] == ["t.2"]
    assert speaking.find(since - timedelta(days=1), since) == []


def test_a_refused_create_is_found_as_one_that_failed(provider):
    provider.plan(["500_refused"])
    speaking = engine(provider)
    with pytest.raises(Unsure):
        speaking.submit(KOI, "t.1")
    (row,) = speaking.find(datetime.now(UTC) - timedelta(minutes=5), datetime.now(UTC) + timedelta(minutes=5))
    assert (row.client_request_id, row.succeeded, row.cost_usd) == ("t.1", False, 0)
    assert speaking.ask([Ticket(row.inference_id, KOI.model)]) == {}


@pytest.mark.parametrize("fault, error", [("logs_500", Busy), ("logs_429", Busy)])
def test_a_log_that_does_not_answer_is_no_empty_log(provider, fault, error):
    provider.plan([fault], at="logs")
    with pytest.raises(error):
        engine(provider).find(datetime.now(UTC) - timedelta(minutes=5), datetime.now(UTC))


@pytest.mark.parametrize("body", [b"{}", b"[]", b"null", b'{"data": 7}', b'{"rows": []}'])
def test_a_log_of_another_shape_is_no_empty_log(body):
    with Scripted(answer(200, body)) as server, pytest.raises(Unreachable):
        AimlApi("sk-x", server.url).find(datetime.now(UTC) - timedelta(minutes=5), datetime.now(UTC))


def test_the_balance_is_told_and_a_bad_key_is_named(provider):
    provider.set(balance_usd=12.34)
    assert engine(provider).balance_usd() == Decimal("12.34")
    for bad in ("sk-wrong", "", "with space"):
        with pytest.raises(Busy) as caught:
            AimlApi(bad, provider.base_url).balance_usd()
        assert caught.value.hold == "key"


def test_prices_are_those_that_are_charged(provider):
    speaking = engine(provider)
    for model in speaking.models().values():
        order = Kit(speaking, None, lambda: 0).order(model)
        report = speaking.submit(order, f"t.{model.id.replace('/', '.')}")
        price = speaking.price(model.id).usd(resolution=order.resolution, duration_s=order.duration_s)
        assert price == report.cost_usd


def test_a_model_without_a_price_has_none(provider):
    assert engine(provider).price("luma/ray-99") is None


def test_only_models_with_keyframes_take_a_generation():
    takers = {model for model in aimlapi.MODELS if aimlapi.accepts_generation_keyframe(model)}
    assert takers == {"luma/ray-2", "luma/ray-flash-2", "luma/ray-1-6"}
    assert not aimlapi.accepts_generation_keyframe("luma/ray-99")


def test_ray_2_is_the_default_and_ray_1_6_is_marked_as_retired():
    assert next(iter(aimlapi.MODELS)) == "luma/ray-2"
    assert aimlapi.MODELS["luma/ray-1-6"].retired and aimlapi.MODELS["luma/ray-1-6"].note
    assert set(luma.MODELS) == {"ray-2", "ray-flash-2", "ray-1-6"}


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "koi.png"])
def test_a_picture_without_an_address_from_outside_is_refused_before_it_is_sent(provider, url):
    for end in ("frame0", "frame1"):
        with pytest.raises(Refused) as caught:
            engine(provider).submit(
                Order("koi", "luma/ray-2", **{end: ImageFrame(Path("koi.png"), url)}), "t.1"
            )
        assert caught.value.code == "keyframe_unreachable"
    assert provider.summary()["requests"] == {}


def test_a_keyframe_of_another_key_is_refused_as_such(provider):
    provider.set(keys=["sk-fake-provider", "sk-other"])
    theirs = AimlApi("sk-other", provider.base_url).submit(KOI, "t.0")
    with pytest.raises(Refused) as caught:
        engine(provider).submit(Order("koi", "luma/ray-2", frame0=GenerationFrame(theirs.provider_id)), "t.1")
    assert caught.value.code == "keyframe_refused"


def test_an_unknown_dialect_is_an_error_of_ours():
    with pytest.raises(ValueError):
        AimlApi("sk-x", dialect="klingon")
