"""Luma's own Python SDK against a running studio: only its base URL is changed."""

import asyncio
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import httpx
import lumaai
import pytest

from tests.journeys.relay import Relay

pytestmark = [pytest.mark.live, pytest.mark.slow]
SMALL = {"model": "ray-2", "resolution": "540p", "duration": "5s"}


@pytest.fixture(scope="module")
def luma(studio, key):
    with lumaai.LumaAI(
        auth_token=key, base_url=f"{studio.url}dream-machine/v1", _strict_response_validation=True
    ) as client:
        yield client


@pytest.fixture(scope="module")
def first(luma):
    """A finished generation, with its stills."""
    made = luma.generations.create(prompt="A lighthouse at dusk", **SMALL)
    return until(luma, made.id, lambda clip: clip.assets and clip.assets.image)


def until(luma, id, is_so, patience_s=90):
    end = time.monotonic() + patience_s
    while not is_so(clip := luma.generations.get(id)):
        assert time.monotonic() < end and clip.state != "failed", clip
        time.sleep(0.2)
    return clip


def test_a_generation_is_created_polled_and_downloaded(studio, first):
    assert (first.state, first.model, first.engine) == ("completed", "ray-2", "preview")
    video = httpx.get(first.assets.video)  # neither key nor cookie
    assert video.status_code == 200 and video.content[4:8] == b"ftyp"
    assert video.headers["content-type"] == "video/mp4"
    part = httpx.get(first.assets.video, headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")
    assert httpx.get(first.assets.video[:-12] + "x/film.mp4").status_code == 404


@pytest.mark.parametrize(
    ("frames", "ends"),
    [
        ({"frame0": "generation"}, {"frame0"}),
        ({"frame1": "generation"}, {"frame1"}),
        ({"frame0": "image"}, {"frame0"}),
        ({"frame1": "image"}, {"frame1"}),
        ({"frame0": "generation", "frame1": "image"}, {"frame0", "frame1"}),
    ],
    ids=["continued", "led into", "from a picture", "onto a picture", "between the two"],
)
def test_each_kind_of_keyframe_is_accepted(luma, first, frames, ends):
    kinds = {
        "generation": {"type": "generation", "id": first.id},
        "image": {"type": "image", "url": first.assets.last_frame},
    }
    given = {end: kinds[kind] for end, kind in frames.items()}
    made = luma.generations.create(prompt="It goes on", keyframes=given, **SMALL)
    assert set(made.to_dict()["request"]["keyframes"]) == ends
    luma.generations.delete(made.id)  # one that waits is not drawn


def test_generations_are_listed_and_deleted(luma, first):
    made = luma.generations.create(prompt="Not wanted", **SMALL)
    page = luma.generations.list(limit=1)
    assert (page.generations[0].id, page.limit, page.offset, page.has_more) == (made.id, 1, 0, True)
    assert luma.generations.list(limit=1, offset=page.count - 1).generations[0].id == first.id
    luma.generations.delete(made.id)
    with pytest.raises(lumaai.NotFoundError):
        luma.generations.get(made.id)


def test_the_small_calls_are_answered(luma):
    assert luma.ping.check().message == "pong"
    assert "push_in" in luma.generations.concepts.list()
    assert luma.credits.get().credit_balance == 0  # no limit, and no provider


def test_the_sdk_understands_our_errors(studio, luma, first):
    wrong = lumaai.LumaAI(auth_token="luma-0000", base_url=luma.base_url, max_retries=0)
    with pytest.raises(lumaai.AuthenticationError) as no_key:
        wrong.ping.check()
    assert "key of this studio" in no_key.value.body["detail"]
    with pytest.raises(lumaai.BadRequestError) as bad:
        luma.generations.create(prompt="A lamp", model="ray-2", resolution="8k")
    assert bad.value.body["detail"].startswith("resolution: ")
    with pytest.raises(lumaai.APIStatusError) as unmade:
        luma.generations.upscale(first.id, resolution="4k")
    assert unmade.value.status_code == 501 and "clips only" in unmade.value.body["detail"]


def test_the_asynchronous_client_does_the_same(studio, key):
    async def whole():
        client = lumaai.AsyncLumaAI(auth_token=key, base_url=f"{studio.url}dream-machine/v1")
        async with client:
            made = await client.generations.create(prompt="Waves", **SMALL)
            again = await client.generations.get(made.id)
            await client.generations.delete(made.id)
            return made, again

    with ThreadPoolExecutor(1) as other:  # Playwright has its own loop in this thread
        made, again = other.submit(asyncio.run, whole()).result()
    assert made.id == again.id and made.state == "queued"


def test_a_client_that_never_hears_back_creates_one(studio, key):
    """1. The request arrives, its answer is lost.  2. The SDK sends it again, twice.  3. One clip exists."""
    port = int(studio.url.rstrip("/").rsplit(":", 1)[1])
    with Relay(port, {b"POST ": 1}) as relay:
        luma = lumaai.LumaAI(auth_token=key, base_url=f"{relay.url}dream-machine/v1", max_retries=2)
        with pytest.raises(lumaai.APIConnectionError):
            luma.generations.create(prompt="Only once, please", **SMALL)
    assert relay.lost[b"POST "] == 3
    with closing(sqlite3.connect(studio.data / "dailies.sqlite3", timeout=20)) as database:
        sql = "SELECT count(*) FROM projects_prompt WHERE text = 'Only once, please'"
        assert database.execute(sql).fetchone()[0] == 1
