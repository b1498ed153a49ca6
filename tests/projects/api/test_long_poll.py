"""Calls that wait hold no thread: hundreds wait while a page is served, and each answers when it is time."""

import http.client
import os
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.projects.api.long_poll import ADDRESS, create, sockets_of, wait_for

pytestmark = pytest.mark.slow

MANY = 60  # seven times the server's threads


@pytest.fixture(scope="module")
def key(web):
    return {"Authorization": f"Bearer {web.manage('api_key', '--name', 'Waits').split()[-1]}"}


def work(web, id):
    """Make the clip, as a worker would; this server has none."""
    script = f"from projects.ledger import run_inline; run_inline.work(['{id}'], 60)"
    web.manage("shell", "--no-imports", "-c", script)


def test_a_state_that_is_reached_is_answered_at_once(web, key):
    state, took_s = wait_for(web, key, create(web, key), "queued")
    assert state == "queued" and took_s < 5


def test_head_is_answered_as_get_without_a_body(web, key):
    """On one connection, where a body that came nevertheless would be taken for the next answer."""
    line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=60)
    address = f"{ADDRESS}?generation_id={create(web, key)}"
    nowhere = f"{ADDRESS}?generation_id=me"
    for path, status in (
        (address, 200),
        (f"{address}&state=queued", 200),
        (nowhere, 404),
        ("/v1/models", 200),
    ):
        told = []
        for method in ("HEAD", "GET"):
            line.request(method, path, headers=key)
            answer = line.getresponse()
            told.append((answer.status, answer.headers["Content-Type"], answer.headers["Content-Length"]))
            assert bool(answer.read()) == (method == "GET")
        assert told[0] == told[1] and told[0][0] == status
    line.request("HEAD", "/dream-machine/v1/generations/image", headers=key)
    assert line.getresponse().status == 405


def test_many_wait_while_a_page_is_served_and_all_hear_of_it(web, key):
    id = create(web, key)
    with ThreadPoolExecutor(MANY) as pool:
        waiting = [pool.submit(wait_for, web, key, id, "completed") for _ in range(MANY)]
        web.wait_until(lambda: sockets_of(web) >= MANY)
        time.sleep(1)
        assert not any(one.done() for one in waiting)
        assert web.ask("/healthz", who="")[0] == 200
        assert web.ask(f"/projects/{web.slug}/")[0] == 200
        work(web, id)
        assert {one.result(timeout=40)[0] for one in waiting} == {"completed"}


def test_who_goes_away_while_waiting_is_forgotten(web, key):
    id = create(web, key)
    before = when_quiet(web)
    request = (
        f"GET {ADDRESS}?generation_id={id}&state=completed HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: {key['Authorization']}\r\n\r\n"
    )
    lines = [socket.create_connection(("127.0.0.1", web.port)) for _ in range(5)]
    for line in lines:
        line.sendall(request.encode())
    web.wait_until(lambda: sockets_of(web) == before + 5)
    time.sleep(1)
    for line in lines:
        line.close()
    web.wait_until(lambda: sockets_of(web) == before)


def test_a_call_behind_a_waiting_one_is_answered_after_it(web, key):
    id = create(web, key)
    head = f"HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {key['Authorization']}\r\n"
    line = socket.create_connection(("127.0.0.1", web.port), timeout=60)
    line.sendall(f"GET {ADDRESS}?generation_id={id}&state=completed {head}\r\n".encode())
    time.sleep(0.5)
    line.sendall(f"GET /v2/billing {head}Connection: close\r\n\r\n".encode())
    work(web, id)
    said = b""
    while part := line.recv(65536):
        said += part
    assert said.count(b"HTTP/1.1 200 OK") == 2
    assert said.index(b'"state": "completed"') < said.index(b'"current_balance"')


def test_when_the_server_is_stopped_those_who_wait_are_answered(web, key):
    """The last test of this file: it ends the server."""
    id = create(web, key)
    with ThreadPoolExecutor(20) as pool:
        waiting = [pool.submit(wait_for, web, key, id, "completed") for _ in range(20)]
        web.wait_until(lambda: sockets_of(web) >= 20)
        time.sleep(1)
        os.kill(web.pid, signal.SIGTERM)
        assert [one.result(timeout=20)[0] for one in waiting] == ["queued"] * 20


def when_quiet(web) -> int:
    """The sockets that the server holds when nobody comes or goes."""
    before, now = -1, sockets_of(web)
    while before != now:
        time.sleep(1)
        before, now = now, sockets_of(web)
    return now
