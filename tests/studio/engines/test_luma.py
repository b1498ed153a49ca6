"""Run Luma's engine where it differs from the AI/ML API's."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from studio.engines.base import Busy, Refused, Ticket, Unreachable, Unsure
from studio.engines.luma import Luma
from studio.wire import Order
from tests.studio.scripted import Scripted, answer

KOI = Order("A koi pond at dusk", "ray-2", resolution="540p", duration_s=5)


@pytest.fixture
def engine(provider):
    return Luma(provider.key, provider.luma_url, pace=0.02)


def list_requests(provider) -> list[str]:
    return [row["target"] for row in provider.ledger.requests if row["method"] == "GET"]


def test_many_are_polled_with_one_list_of_the_newest(provider, engine):
    provider.set(make_s=30)
    tickets = [Ticket(engine.submit(KOI, f"t.{n}").provider_id) for n in range(12)]
    assert set(engine.ask(tickets)) == {ticket.provider_id for ticket in tickets}
    assert len(list_requests(provider)) == 1


def test_ids_missing_from_the_list_are_polled_alone(provider, engine):
    provider.set(make_s=30)
    oldest = Ticket(engine.submit(KOI, "t.0").provider_id)
    newest = [Ticket(engine.submit(KOI, f"t.{n + 1}").provider_id) for n in range(101)][-5:]
    assert set(engine.ask([oldest, *newest])) == {ticket.provider_id for ticket in [oldest, *newest]}
    assert len(list_requests(provider)) == 2


@pytest.mark.parametrize(
    "act", [answer(500), answer(200, b"{"), answer(200, b"[]"), answer(404), answer(422)]
)
def test_without_the_list_each_id_is_polled_alone(act):
    fine = answer(200, b'{"id": "a1", "state": "dreaming"}')
    with Scripted(act, fine) as server:
        reports = Luma("sk-x", server.url).ask([Ticket("a1"), *(Ticket(f"b{n}") for n in range(3))])
    assert reports["a1"].provider_id == "a1"


def test_an_id_cannot_change_the_path():
    with Scripted(answer(404)) as server:
        Luma("sk-x", server.url).ask([Ticket("../credits?x=1#")])
        assert server.requests[0].startswith(b"GET /generations/..%2Fcredits%3Fx%3D1%23 HTTP/1.1")


def test_credits_are_us_cents(provider, engine):
    provider.set(balance_usd=12.5)
    assert engine.balance_usd() == Decimal("12.50")
    with Scripted(answer(200, b'{"credit_balance": 1250}')) as server:
        assert Luma("sk-x", server.url).balance_usd() == Decimal("12.5")


@pytest.mark.parametrize(
    ("status", "error"), [(402, Busy), (413, Refused), (400, Refused), (500, Unsure), (504, Unsure)]
)
def test_only_an_answer_that_proves_nothing_may_be_charged(status, error):
    script = answer(status, b'{"detail": "Insufficient credits"}')
    with Scripted(script) as server, pytest.raises(error) as caught:
        Luma("sk-x", server.url).submit(KOI, "t.1")
    assert getattr(caught.value, "hold", "credits") == "credits"


def test_ray_1_6_is_marked_as_retired(engine):
    assert [model.id for model in engine.models().values() if model.retired] == ["ray-1-6"]


def test_a_bad_key_is_reported_when_the_balance_is_read(provider):
    with pytest.raises(Busy) as caught:
        Luma("sk-wrong", provider.luma_url).balance_usd()
    assert caught.value.hold == "key"


def test_luma_has_no_log(engine):
    assert engine.find(datetime(2026, 1, 1, tzinfo=UTC), datetime.now(UTC)) == []
    assert not engine.correlates


def test_a_closed_port_is_unreachable(provider, engine):
    provider.outage(30)
    for many in (1, 6):
        with pytest.raises(Unreachable):
            engine.ask([Ticket(f"a{n}") for n in range(many)])
