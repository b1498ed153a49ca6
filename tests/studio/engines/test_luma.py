"""Luma's own API, where it differs from the AI/ML API."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from studio.engines.base import Busy, Ticket, Unreachable
from studio.engines.luma import Luma
from studio.wire import Order
from tests.studio.scripted import Scripted, answer

KOI = Order("A koi pond at dusk", "ray-2", resolution="540p", duration_s=5)


@pytest.fixture
def speaking(provider):
    return Luma(provider.key, provider.luma_url, pace=0.02)


def asked(provider) -> list[str]:
    return [row["target"] for row in provider.ledger.requests if row["method"] == "GET"]


def test_many_are_found_in_one_list_of_the_newest(provider, speaking):
    provider.set(make_s=30)
    tickets = [Ticket(speaking.submit(KOI, f"t.{n}").provider_id) for n in range(12)]
    assert set(speaking.ask(tickets)) == {ticket.provider_id for ticket in tickets}
    assert len(asked(provider)) == 1


def test_what_the_list_no_longer_holds_is_asked_for_singly(provider, speaking):
    provider.set(make_s=30)
    oldest = Ticket(speaking.submit(KOI, "t.0").provider_id)
    newest = [Ticket(speaking.submit(KOI, f"t.{n + 1}").provider_id) for n in range(101)][-5:]
    assert set(speaking.ask([oldest, *newest])) == {ticket.provider_id for ticket in [oldest, *newest]}
    assert len(asked(provider)) == 2


@pytest.mark.parametrize(
    "act", [answer(500), answer(200, b"{"), answer(200, b"[]"), answer(404), answer(422)]
)
def test_a_list_that_does_not_answer_leaves_the_single_questions(act):
    fine = answer(200, b'{"id": "a1", "state": "dreaming"}')
    with Scripted(act, fine) as server:
        told = Luma("sk-x", server.url).ask([Ticket("a1"), *(Ticket(f"b{n}") for n in range(3))])
    assert told["a1"].provider_id == "a1"


def test_an_id_cannot_lead_to_another_path():
    with Scripted(answer(404)) as server:
        Luma("sk-x", server.url).ask([Ticket("../credits?x=1#")])
        assert server.heard[0].startswith(b"GET /generations/..%2Fcredits%3Fx%3D1%23 HTTP/1.1")


def test_credits_are_told_as_credits_and_never_as_dollars(provider, speaking):
    provider.set(balance_usd=12.5)
    assert speaking.credits() == Decimal(1250)
    assert speaking.balance_usd() is None


def test_a_bad_key_is_noticed_where_the_balance_is_asked(provider):
    with pytest.raises(Busy) as caught:
        Luma("sk-wrong", provider.luma_url).balance_usd()
    assert caught.value.hold == "key"


def test_there_is_no_log_and_it_says_so(speaking):
    assert speaking.find(datetime(2026, 1, 1, tzinfo=UTC), datetime.now(UTC)) == []
    assert not speaking.correlates


def test_nobody_at_home_is_unreachable(provider, speaking):
    provider.outage(30)
    for many in (1, 6):
        with pytest.raises(Unreachable):
            speaking.ask([Ticket(f"a{n}") for n in range(many)])
