"""Results with ranges and expiry, and a fake provider that neither clients nor kills can confuse."""

import hashlib
import socket
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.fake_provider import FakeProviderProcess, Referee
from tests.fake_provider.conftest import CURRENT, caller, made, order, until


def test_a_video_is_served_in_ranges(client):
    url = made(client, order(client).json()["id"])["video"]["url"]
    whole = client.get(url)
    video, etag = whole.content, whole.headers["etag"]

    def part(span, **more):
        return client.get(url, headers={"Range": span, **more})

    assert (part("bytes=0-99").status_code, part("bytes=0-99").content) == (206, video[:100])
    assert part("bytes=100-").content == video[100:] and part("bytes=-7").content == video[-7:]
    assert part("bytes=5-9").headers["content-range"] == f"bytes 5-9/{len(video)}"
    assert part(f"bytes={len(video)}-").status_code == 416
    assert part("bytes=0-9", **{"If-Range": etag}).status_code == 206
    assert part("bytes=0-9", **{"If-Range": '"other"'}).content == video
    head = client.head(url)
    assert (head.content, int(head.headers["content-length"])) == (b"", len(video))


def test_a_url_expires_and_each_poll_returns_a_fresh_one(provider, client):
    generation_id = order(client).json()["id"]
    first = made(client, generation_id)["video"]["url"]
    assert first != made(client, generation_id)["video"]["url"]
    provider.set(url_life=-1)
    dead = made(client, generation_id)["video"]["url"]
    assert client.get(dead).status_code == 403
    assert client.get(first.replace(generation_id, order(client).json()["id"])).status_code == 403
    assert client.get(first).status_code == 200


def test_every_generation_has_its_own_file_as_in_the_ledger(provider, client):
    ids = [order(client).json()["id"] for _ in range(2)]
    videos = {one: client.get(made(client, one)["video"]["url"]).content for one in ids}
    booked = {row["id"]: row["sha256"] for row in provider.ledger.generations}
    assert booked == {one: hashlib.sha256(video).hexdigest() for one, video in videos.items()}
    assert len(set(booked.values())) == 2


# Robustness


def test_two_hundred_connections_at_once_lose_nothing(provider, client):
    sockets = [_half_a_request(provider.port) for _ in range(100)]
    with ThreadPoolExecutor(32) as many:
        ids = list(many.map(lambda n: order(client, client_id=f"c.{n}").json()["id"], range(100)))
    for sock in sockets:
        sock.close()
    summary = provider.summary()
    assert summary["accepted"] == len(set(ids)) == 100
    assert summary["by_client_request_id"] == {f"c.{n}": [one] for n, one in enumerate(ids)}


def _half_a_request(port):
    sock = socket.create_connection(("127.0.0.1", port))
    sock.sendall(f"POST {CURRENT} HTTP/1.1\r\nContent-Length: 400\r\n\r\n{{".encode())
    return sock


@pytest.mark.parametrize(
    "noise",
    [b"\r\n\r\n", b"\x00" * 400_000, b"GET\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: -4\r\n\r\n"],
)
def test_noise_ends_its_own_connection_only(provider, client, noise):
    with socket.create_connection(("127.0.0.1", provider.port)) as sock:
        try:
            sock.sendall(noise)
            sock.shutdown(socket.SHUT_WR)
            assert sock.recv(100) == b""
        except OSError:  # it may hang up before we do
            pass
    assert order(client).status_code == 200


def test_an_outage_refuses_connections_and_ends(provider, client):
    provider.outage(0.4)
    with pytest.raises(httpx.ConnectError):
        order(client)
    until(lambda: _open(provider.port))
    assert order(client).status_code == 200 and provider.summary()["accepted"] == 1


def _open(port):
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0


def test_a_killed_process_keeps_its_ledger_and_a_new_one_continues_it(tmp_path):
    with FakeProviderProcess(tmp_path, make_s=1.5, log_delay=0) as provider:
        provider.plan(["hang_after_accept"])
        with caller(provider, timeout=1) as client, pytest.raises(httpx.ReadTimeout):
            order(client, client_id="lost")
        provider.kill()
    (row,) = Referee(tmp_path).generations
    assert (row["state"], Referee(tmp_path).summary()["faults"]) == ("making", {"hang_after_accept": 1})
    with FakeProviderProcess(tmp_path, port=provider.port, log_delay=0) as again, caller(again) as client:
        assert made(client, row["id"])["status"] == "completed"
        assert again.summary()["charges"] == {row["id"]: "0.41"}


def test_the_control_routes_work_in_an_outage(tmp_path):
    with FakeProviderProcess(tmp_path, make_s=0.05) as provider:
        door = f"http://127.0.0.1:{provider.referee_port}/_referee"
        provider.outage(60)
        until(lambda: not _open(provider.port))
        assert httpx.get(f"{door}/summary", trust_env=False).json()["accepted"] == 0
        assert "cdn_cut" in httpx.get(f"{door}/faults", trust_env=False).json()["cdn"]
        assert httpx.get(f"{door}/rows", params={"table": "account"}, trust_env=False).json()[0]["key"]
        assert httpx.post(f"{door}/set", json={"no_such": 1}, trust_env=False).status_code == 400
