"""A fake provider to test, and a client with its key."""

import time

import httpx
import pytest

from tests.fake_provider import FakeProvider

CURRENT = "/v2/video/generations"


@pytest.fixture
def provider(tmp_path):
    with FakeProvider(tmp_path / "provider", make_s=0.05, log_delay=0.0) as standing:
        yield standing


@pytest.fixture
def client(provider):
    with caller(provider) as ready:
        yield ready


def caller(provider, key="", **more):
    """A client that keeps no connection, so that each call opens a new one."""
    headers = {"Authorization": f"Bearer {key or provider.key}", "Accept-Encoding": "identity"}
    limits = httpx.Limits(max_keepalive_connections=0)
    more = {
        "timeout": 10,
        "limits": limits,
        "trust_env": False,
        "verify": False,
    } | more  # no server here speaks TLS
    return httpx.Client(base_url=provider.base_url, headers=headers, **more)


def order(client, *, client_id="", **more):
    """Order a generation in the current dialect."""
    body = {"model": "luma/ray-2", "prompt": "a lighthouse at dusk", "resolution": "540p"} | more
    return client.post(CURRENT, json=body, headers={"X-Client-Request-Id": client_id} if client_id else {})


def made(client, generation_id):
    """Return the generation once it has ended."""
    return until(lambda: ended(client.get(CURRENT, params={"generation_id": generation_id}).json()))


def ended(view):
    return view if view.get("status") in ("completed", "error") else None


def until(look):
    """Return what `look` finds as soon as it finds something. Fail after a thousand looks."""
    for _ in range(1000):
        if found := look():
            return found
        time.sleep(0.01)
    raise AssertionError("never came")
