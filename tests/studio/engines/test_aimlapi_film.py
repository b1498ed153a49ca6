"""Fetching a finished film through every fault of the place where it lies."""

import pytest

from studio.engines.base import (
    ResultBroken,
    ResultGone,
    Unreachable,
)
from studio.media import probe
from tests.fake_provider import names
from tests.studio.engines.test_aimlapi import KOI, engine, ticket, wait


@pytest.fixture
def finished(provider):
    speaking = engine(provider, download_s=1)
    (report,) = wait(speaking, [ticket(speaking.submit(KOI, "t.1"))]).values()
    return speaking, report


CDN = {
    "cdn_403": ResultGone,
    "cdn_404": ResultGone,
    "cdn_410": ResultGone,
    "cdn_500": Unreachable,
    "cdn_cut": ResultBroken,
    "cdn_cut_unsized": ResultBroken,
    "cdn_html_200": ResultBroken,
    "cdn_m3u8": ResultBroken,
    "cdn_redirect_loopback": Unreachable,
    "cdn_redirect_metadata": ResultGone,
    "cdn_reset": ResultBroken,
    "cdn_drip": Unreachable,
}


def test_every_fault_of_the_stand_in_has_its_row():
    assert set(CDN) | {"cdn_wrong_type"} == set(names("cdn"))


@pytest.mark.parametrize("fault", CDN)
def test_a_film_that_cannot_be_had_whole_leaves_nothing_and_is_fetched_again(
    provider, finished, tmp_path, fault
):
    speaking, report = finished
    home = tmp_path / "home"
    home.mkdir()
    provider.set(rates={"cdn": 1.0}, only=[fault])
    with pytest.raises(CDN[fault]):
        speaking.fetch(report, home / "film.mp4")
    assert list(home.iterdir()) == []
    provider.set(rates={"cdn": 0})
    speaking.fetch(report, home / "film.mp4")
    assert probe.verify(home / "film.mp4").frames > 0


@pytest.mark.parametrize("fault", ["cdn_cut", "cdn_reset", "cdn_500"])
def test_a_fault_that_passes_is_mended_without_asking_anybody(provider, finished, tmp_path, fault):
    speaking, report = finished
    provider.plan([fault], at="cdn")
    speaking.fetch(report, tmp_path / "film.mp4")
    assert probe.verify(tmp_path / "film.mp4").frames > 0


def test_the_type_that_they_state_is_not_what_decides(provider, finished, tmp_path):
    speaking, report = finished
    provider.plan(["cdn_wrong_type"], at="cdn")
    speaking.fetch(report, tmp_path / "film.mp4")
    assert probe.verify(tmp_path / "film.mp4").frames > 0


def test_an_expired_address_is_gone_and_a_fresh_one_is_to_be_had(provider, tmp_path):
    provider.set(url_life=-1)
    speaking = engine(provider)
    known = ticket(speaking.submit(KOI, "t.1"))
    (report,) = wait(speaking, [known]).values()
    with pytest.raises(ResultGone):
        speaking.fetch(report, tmp_path / "film.mp4")
    provider.set(url_life=60)
    speaking.fetch(wait(speaking, [known])[known.provider_id], tmp_path / "film.mp4")
    assert probe.verify(tmp_path / "film.mp4").frames > 0


def test_the_key_never_goes_to_where_the_film_lies(provider, finished, tmp_path):
    speaking, report = finished
    speaking.fetch(report, tmp_path / "film.mp4")
    (row,) = [row for row in provider.ledger.requests if row["place"] == "cdn"]
    assert not row["key"]
