"""Fetch a finished video through every fault of its host."""

import pytest

from studio.engines.base import (
    ResultBroken,
    ResultGone,
    Unreachable,
)
from studio.media import probe
from tests.fake_provider import names
from tests.studio.engines.test_aimlapi import KOI, create_engine, ticket, wait


@pytest.fixture
def finished(provider):
    engine = create_engine(provider, download_s=1)
    (report,) = wait(engine, [ticket(engine.submit(KOI, "t.1"))]).values()
    return engine, report


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


def test_every_fault_of_the_fake_provider_is_covered():
    assert set(CDN) | {"cdn_wrong_type"} == set(names("cdn"))


@pytest.mark.parametrize("fault", CDN)
def test_an_incomplete_video_leaves_nothing_and_can_be_fetched_again(provider, finished, tmp_path, fault):
    engine, report = finished
    home = tmp_path / "home"
    home.mkdir()
    provider.set(rates={"cdn": 1.0}, only=[fault])
    with pytest.raises(CDN[fault]):
        engine.fetch(report, home / "video.mp4")
    assert list(home.iterdir()) == []
    provider.set(rates={"cdn": 0})
    engine.fetch(report, home / "video.mp4")
    assert probe.verify(home / "video.mp4").frames > 0


@pytest.mark.parametrize("fault", ["cdn_cut", "cdn_reset", "cdn_500"])
def test_a_temporary_fault_is_overcome_by_retrying(provider, finished, tmp_path, fault):
    engine, report = finished
    provider.plan([fault], at="cdn")
    engine.fetch(report, tmp_path / "video.mp4")
    assert probe.verify(tmp_path / "video.mp4").frames > 0


def test_the_content_decides_and_not_the_stated_type(provider, finished, tmp_path):
    engine, report = finished
    provider.plan(["cdn_wrong_type"], at="cdn")
    engine.fetch(report, tmp_path / "video.mp4")
    assert probe.verify(tmp_path / "video.mp4").frames > 0


def test_an_expired_url_is_gone_and_polling_returns_a_new_one(provider, tmp_path):
    provider.set(url_life=-1)
    engine = create_engine(provider)
    known = ticket(engine.submit(KOI, "t.1"))
    (report,) = wait(engine, [known]).values()
    with pytest.raises(ResultGone):
        engine.fetch(report, tmp_path / "video.mp4")
    provider.set(url_life=60)
    engine.fetch(wait(engine, [known])[known.provider_id], tmp_path / "video.mp4")
    assert probe.verify(tmp_path / "video.mp4").frames > 0


def test_the_key_is_never_sent_to_the_video_host(provider, finished, tmp_path):
    engine, report = finished
    engine.fetch(report, tmp_path / "video.mp4")
    (row,) = [row for row in provider.ledger.requests if row["place"] == "cdn"]
    assert not row["key"]
