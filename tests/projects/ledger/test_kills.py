"""Workers killed at any line, many requests at the same moment, and a restored older database."""

from decimal import Decimal

import pytest

from tests.fake_provider import FakeProvider
from tests.fake_provider.prices import micros
from tests.projects.ledger import processes
from tests.projects.ledger.conftest import with_videos

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    return processes.build(tmp_path_factory.mktemp("built") / "data")


@pytest.fixture
def provider(tmp_path, tmp_path_factory):
    folder = with_videos(tmp_path, tmp_path_factory)
    with FakeProvider(folder, make_s=0.02, log_delay=0.02) as fake_provider:
        yield fake_provider


@pytest.fixture
def separate_studio(built, tmp_path, provider):
    return processes.copy(built, tmp_path / "data", provider)


def test_twenty_presses_at_once_are_one_request(separate_studio):
    facts = separate_studio.play("races.press_twenty_times")
    assert facts["same"] == [facts["same"][0]] * 20 and len(facts["same"][0]) == 2
    assert facts["others"].count("token reused") == 7
    assert facts["generations"] == 3


def test_a_budget_is_never_exceeded(separate_studio, provider):
    """1. Ten generations are requested.  2. The budget is enough for six and a half.  3. All are sent at the
    same moment."""
    price = Decimal(micros("luma/ray-2", "540p", 5)) / 1_000_000
    budget = price * Decimal("6.5")
    facts = separate_studio.play("races.spend_up_to_the_budget", str(price), str(budget), 10)
    assert facts["errors"] == []
    assert (facts["attempts"], facts["held"]) == (6, 4)
    assert provider.summary()["accepted"] == 6


def test_a_generation_is_either_canceled_or_sent(separate_studio, provider):
    facts = separate_studio.play("races.cancel_while_sending", 6)
    assert facts["errors"] == []
    assert facts["withdrawn"] == facts["cancelled"] == 6 - facts["attempts"]
    assert facts["both"] == 0 and provider.summary()["accepted"] == facts["attempts"]


def test_a_worker_killed_at_any_line_of_sending_loses_nothing_and_pays_once(separate_studio, provider):
    """1. It is killed at a line of the ledger: before, between or after the claim, the POST and the answer.
    2. Its lease runs out.  3. What the provider accepted is found. What it never saw is not sent
    on a guess."""
    ends = separate_studio.play("kills.kill_while_sending", 7)
    accepted_by_id = provider.summary()["by_client_request_id"]
    assert len(ends) > 8
    for end in ends:
        accepted = [id for id in end["request_ids"] if id in accepted_by_id]
        assert len(accepted) <= 1, end
        assert end["state"] == ("unconfirmed" if not accepted else end["state"]), end
        assert accepted == [] or end["state"] in ("submitted", "ready"), end
    assert all(len(generations) == 1 for generations in accepted_by_id.values())
    assert {end["state"] for end in ends} >= {"unconfirmed"} and len(accepted_by_id) > 3


def test_a_worker_killed_while_it_writes_leaves_no_half_video(separate_studio):
    facts = separate_studio.play("kills.kill_while_storing", 25)
    assert len(facts["seen"]) > 3 and not any(facts["seen"])
    assert facts["state"] == "completed" and max(facts["strays"]) == 1
    assert facts["files"] == ["film.mp4", "first.png", "last.png", "looks.bin", "poster.webp", "strip.webp"]
    assert facts["size"][0] == facts["size"][1]


def test_a_worker_killed_at_any_line_of_conforming_keeps_the_original(separate_studio):
    facts = separate_studio.play("kills.kill_while_conforming", 45)
    assert facts["deaths"] > 8 and facts["originals"] == [True]
    assert facts["is_prepared"] and facts["size"] == [144, 256, 40]
    stills = ["first.png", "last.png", "looks.bin", "original.mp4", "poster.webp", "strip.webp"]
    assert facts["files"] == ["film.mp4", *stills]


def test_a_video_that_is_in_place_is_not_fetched_again(separate_studio, provider):
    """1. The video is moved into place.  2. The worker dies before the row records it.  3. The next worker
    finds it whole."""
    facts = separate_studio.play("kills.kill_before_the_row_is_written")
    assert facts == {"state": "ready", "there": True, "end": "completed"}
    assert provider.summary()["requests"]["cdn"] == 1


def test_a_video_that_kills_its_workers_is_set_aside(separate_studio):
    facts = separate_studio.play("kills.kill_every_worker")
    assert (facts["deaths"], facts["video"]) == (3, ["result_lost", "cannot_store"])
    assert (facts["picture_deaths"], facts["other"]) == (6, ["completed", None])


def test_orders_that_a_restored_copy_does_not_know_come_back(separate_studio, provider):
    """1. The database is copied.  2. Five orders are accepted.  3. The copy is restored.  4. The provider's
    log knows the five, and they are adopted."""
    facts = separate_studio.play("restore.restore_an_older_copy", 5)
    assert (facts["lost"], facts["adopted"], facts["all_known"]) == (5, 5, True)
    assert facts["projects"] == 1 and facts["numbers"] == [1, 2, 3, 4, 5, 6]
    assert provider.summary()["accepted"] == 6


def test_receivers_that_never_answer_delay_nobody(separate_studio, receiver):
    """All are sent to at once, none of it by a worker, and each failed one rests."""
    facts = separate_studio.play("couriers.send_beside_silent_receivers", receiver.address, 20)
    assert facts == {"at_once": 21, "rests": 20, "tasks": 0}
