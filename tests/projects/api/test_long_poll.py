"""`state=` on a real server: two requests may wait, without delaying pages or a third request."""

import http.client
import os
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.projects.api.long_poll import ADDRESS, create, wait_for

pytestmark = pytest.mark.slow

WAITING = 2
AT_ONCE_S = 5


@pytest.fixture(scope="module")
def key(web):
    return {"Authorization": f"Bearer {web.manage('api_key', '--name', 'Waits').split()[-1]}"}


@pytest.fixture
def pool():
    with ThreadPoolExecutor(20) as pool:
        yield pool


def work(web, id):
    """Make the generation as a worker would, because this server has none."""
    script = f"from projects.ledger import run_inline; run_inline.run(['{id}'], 60)"
    web.manage("shell", "--no-imports", "-c", script)


def start_waiting(pool, web, key, id):
    """Let as many requests wait as can, and return their futures."""
    waiting = [pool.submit(wait_for, web, key, id, "completed") for _ in range(WAITING)]
    time.sleep(1)
    assert not any(one.done() for one in waiting)
    return waiting


def test_a_state_that_is_reached_is_answered_at_once(web, key):
    state, took_s = wait_for(web, key, create(web, key), "queued")
    assert state == "queued" and took_s < AT_ONCE_S


def test_head_is_answered_like_get_without_a_body(web, key):
    """All on one connection, where a body sent by mistake would be read as the next answer."""
    line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=60)
    address = f"{ADDRESS}?generation_id={create(web, key)}"
    nowhere = f"{ADDRESS}?generation_id=me"
    for path, status in (
        (address, 200),
        (f"{address}&state=queued", 200),
        (nowhere, 404),
        ("/v1/models", 200),
    ):
        heads = []
        for method in ("HEAD", "GET"):
            line.request(method, path, headers=key)
            answer = line.getresponse()
            heads.append((answer.status, answer.headers["Content-Type"], answer.headers["Content-Length"]))
            assert bool(answer.read()) == (method == "GET")
        assert heads[0] == heads[1] and heads[0][0] == status
    line.request("HEAD", "/dream-machine/v1/generations/image", headers=key)
    assert line.getresponse().status == 405


def test_two_wait_while_others_are_served_at_once(web, key, pool):
    id = create(web, key)
    waiting = start_waiting(pool, web, key, id)
    others = [pool.submit(wait_for, web, key, id, "completed") for _ in range(10)]
    assert {one.result(timeout=AT_ONCE_S)[0] for one in others} == {"queued"}
    assert web.ask("/healthz", who="")[0] == 200
    assert web.ask(f"/projects/{web.slug}/")[0] == 200
    work(web, id)
    assert [one.result(timeout=40)[0] for one in waiting] == ["completed"] * WAITING


def test_a_slot_is_free_again_after_its_wait(web, key, pool):
    for _ in range(2):
        id = create(web, key)
        waiting = start_waiting(pool, web, key, id)
        work(web, id)
        assert [one.result(timeout=40)[0] for one in waiting] == ["completed"] * WAITING


def test_a_request_behind_a_waiting_one_is_answered_after_it(web, key):
    id = create(web, key)
    head = f"HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {key['Authorization']}\r\n"
    line = socket.create_connection(("127.0.0.1", web.port), timeout=60)
    line.sendall(f"GET {ADDRESS}?generation_id={id}&state=completed {head}\r\n".encode())
    time.sleep(0.5)
    line.sendall(f"GET /v2/billing {head}Connection: close\r\n\r\n".encode())
    work(web, id)
    received = b""
    while part := line.recv(65536):
        received += part
    assert received.count(b"HTTP/1.1 200 OK") == 2
    assert received.index(b'"state": "completed"') < received.index(b'"current_balance"')


def test_waiting_requests_are_answered_when_the_server_stops(web, key, pool):
    """The last test of this file: it ends the server."""
    waiting = start_waiting(pool, web, key, create(web, key))
    os.kill(web.pid, signal.SIGTERM)
    assert [one.result(timeout=20)[0] for one in waiting] == ["queued"] * WAITING
