"""Processes that die at any line, many at the same moment, and a database that is older than it should be."""

from decimal import Decimal

import pytest

from tests.fake_provider import FakeProvider
from tests.fake_provider.prices import micros
from tests.projects.ledger import processes
from tests.projects.ledger.conftest import with_films

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    return processes.build(tmp_path_factory.mktemp("built") / "data")


@pytest.fixture
def provider(tmp_path, tmp_path_factory):
    folder = with_films(tmp_path, tmp_path_factory)
    with FakeProvider(folder, make_s=0.02, log_delay=0.02) as fake_provider:
        yield fake_provider


@pytest.fixture
def ours(built, tmp_path, provider):
    return processes.copy(built, tmp_path / "data", provider)


def test_twenty_presses_at_once_are_one_wish(ours):
    found = ours.scene("twenty_presses")
    assert found["told"] == [found["told"][0]] * 20 and len(found["told"][0]) == 2
    assert found["others"].count("other wish") == 7
    assert found["clips"] == 3


def test_a_budget_is_spent_to_the_cap_and_not_beyond(ours, provider):
    """1. Ten wishes.  2. A budget for six and a half.  3. All are sent at the same moment."""
    price = Decimal(micros("luma/ray-2", "540p", 5)) / 1_000_000
    found = ours.scene("at_the_cap", str(price), str(price * Decimal("6.5")), 10)
    assert found["faults"] == []
    assert (found["attempts"], found["held"]) == (6, 4)
    assert provider.summary()["accepted"] == 6


def test_a_wish_is_either_withdrawn_or_sent(ours, provider):
    found = ours.scene("cancel_against_send", 6)
    assert found["faults"] == []
    assert found["withdrawn"] == found["cancelled"] == 6 - found["attempts"]
    assert found["both"] == 0 and provider.summary()["accepted"] == found["attempts"]


def test_a_worker_killed_at_any_line_of_an_order_loses_nothing_and_pays_once(ours, provider):
    """1. It is killed at a line of the ledger: before, between or after claim, POST and answer.
    2. Its lease runs out.  3. What the provider took is found; what it never saw is never sent on a guess."""
    ends = ours.scene("killed_while_sending", 7)
    taken = provider.summary()["by_client_request_id"]
    assert len(ends) > 8
    for end in ends:
        accepted = [id for id in end["request_ids"] if id in taken]
        assert len(accepted) <= 1, end
        assert end["state"] == ("unconfirmed" if not accepted else end["state"]), end
        assert accepted == [] or end["state"] in ("submitted", "ready"), end
    assert all(len(made) == 1 for made in taken.values())
    assert {end["state"] for end in ends} >= {"unconfirmed"} and len(taken) > 3


def test_a_worker_killed_while_it_writes_leaves_no_half_film(ours):
    found = ours.scene("killed_while_storing", 25)
    assert len(found["seen"]) > 3 and not any(found["seen"])
    assert found["state"] == "completed" and max(found["strays"]) == 1
    assert found["files"] == ["film.mp4", "first.png", "last.png", "looks.bin", "poster.webp", "strip.webp"]
    assert found["size"][0] == found["size"][1]


def test_a_film_that_has_its_place_is_not_fetched_again(ours, provider):
    """1. The film is renamed.  2. The worker dies before the row says so.  3. The next one finds it whole."""
    found = ours.scene("killed_before_the_row")
    assert found == {"state": "ready", "there": True, "end": "completed"}
    assert provider.summary()["requests"]["cdn"] == 1


def test_a_film_that_kills_its_workers_is_set_aside(ours):
    found = ours.scene("poison")
    assert (found["deaths"], found["film"]) == (3, ["result_lost", "cannot_store"])
    assert (found["picture_deaths"], found["other"]) == (6, ["completed", None])


def test_orders_that_a_restored_copy_does_not_know_come_back(ours, provider):
    """1. A copy is made.  2. Five orders are accepted.  3. The copy is put back.  4. The log knows them."""
    found = ours.scene("restored", 5)
    assert (found["lost"], found["adopted"], found["all_known"]) == (5, 5, True)
    assert found["projects"] == 1 and found["numbers"] == [1, 2, 3, 4, 5, 6]
    assert provider.summary()["accepted"] == 6
