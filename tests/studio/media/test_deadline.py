"""Nothing that the other side does keeps a request longer than its time."""

import socket
import threading

import httpcore
import httpx
import pytest

from studio.media.deadline import create_transport, get_remaining_s, look_up, within
from tests.studio.scripted import Scripted, answer, drips, hang


def get(url, seconds):
    with within(seconds), httpx.Client(transport=create_transport(), trust_env=False, timeout=60) as client:
        return client.get(url)


def test_what_comes_in_time_comes_whole():
    with Scripted(answer(200, b"koi" * 100_000)) as server:
        assert get(server.url, 10).content == b"koi" * 100_000


@pytest.mark.parametrize(
    "act", [hang, drips(b""), drips(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n")]
)
def test_a_server_that_hangs_or_drips_is_left_when_the_time_is_over(act):
    with Scripted(act) as server, pytest.raises(httpx.ReadTimeout):
        get(server.url, 0.3)


def test_a_server_that_does_not_read_is_left_when_the_time_is_over():
    with Scripted(hang, listens=False) as server, within(0.5), pytest.raises(httpx.WriteTimeout):
        client = httpx.Client(transport=create_transport(), trust_env=False, timeout=60)
        client.post(server.url, content=b"x" * 30_000_000)


def test_a_time_that_is_over_connects_to_nobody():
    with Scripted(answer(200)) as server:
        with pytest.raises(httpx.ConnectTimeout):
            get(server.url, 0)
        assert server.heard == []


def test_a_name_that_is_not_looked_up_in_time_is_given_up(monkeypatch):
    asleep = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *name, **more: asleep.wait(10) and [])
    with within(0.2), pytest.raises(httpcore.ConnectTimeout):
        look_up("slow.example", 443)
    asleep.set()


@pytest.mark.parametrize("name", ["no-such-host.invalid", "a" * 300, "..", "é" * 70])
def test_a_name_without_an_address_is_a_failure_to_connect(name):
    with pytest.raises(httpcore.ConnectError):
        look_up(name, 443)


def test_an_inner_time_never_lengthens_an_outer_one():
    with within(1):
        with within(100):
            assert get_remaining_s() <= 1
        with within(0.5):
            assert get_remaining_s(60) <= 0.5
    assert get_remaining_s() is None
    assert get_remaining_s(7) == 7
