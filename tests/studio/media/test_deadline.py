"""Check that no server can keep a request beyond its deadline."""

import socket
import threading

import httpcore
import httpx
import pytest

from studio.media.deadline import create_transport, get_remaining_s, look_up, within
from tests.studio.scripted import Scripted, answer, drip, hang


def get(url, seconds):
    with within(seconds), httpx.Client(transport=create_transport(), trust_env=False, timeout=60) as client:
        return client.get(url)


def test_an_answer_in_time_is_complete():
    with Scripted(answer(200, b"koi" * 100_000)) as server:
        assert get(server.url, 10).content == b"koi" * 100_000


@pytest.mark.parametrize("act", [hang, drip(b""), drip(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n")])
def test_a_hanging_or_dripping_server_is_left_at_the_deadline(act):
    with Scripted(act) as server, pytest.raises(httpx.ReadTimeout):
        get(server.url, 0.3)


def test_a_server_that_does_not_read_is_left_at_the_deadline():
    with Scripted(hang, listens=False) as server, within(0.5), pytest.raises(httpx.WriteTimeout):
        client = httpx.Client(transport=create_transport(), trust_env=False, timeout=60)
        client.post(server.url, content=b"x" * 30_000_000)


def test_nothing_connects_after_the_deadline():
    with Scripted(answer(200)) as server:
        with pytest.raises(httpx.ConnectTimeout):
            get(server.url, 0)
        assert server.requests == []


def test_a_slow_dns_lookup_is_given_up(monkeypatch):
    asleep = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *name, **more: asleep.wait(10) and [])
    with within(0.2), pytest.raises(httpcore.ConnectTimeout):
        look_up("slow.example", 443)
    asleep.set()


@pytest.mark.parametrize("name", ["no-such-host.invalid", "a" * 300, "..", "é" * 70])
def test_a_name_without_an_address_is_a_connect_error(name):
    with pytest.raises(httpcore.ConnectError):
        look_up(name, 443)


def test_an_inner_deadline_never_extends_an_outer_one():
    with within(1):
        with within(100):
            assert get_remaining_s() <= 1
        with within(0.5):
            assert get_remaining_s(60) <= 0.5
    assert get_remaining_s() is None
    assert get_remaining_s(7) == 7
