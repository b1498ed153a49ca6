"""What strangers can't do to the web server: fill its disk, occupy its connections, or make it look dead."""

import contextlib
import json
import re
import socket
import sqlite3
import threading
import time

import pytest

from studio.web import server as serving
from tests.journeys.live import wait_for
from tests.projects.web import CSRF
from tests.running import open_files

pytestmark = pytest.mark.slow

MB = 1024 * 1024
HEAD = "{method} {path} HTTP/1.1\r\nHost: localhost\r\n"


def connect(port, head, *lines, body=b"", cookie=""):
    """Send the head and the first bytes of a body over a new connection, and return it."""
    lines = [*lines, f"Cookie: {cookie}"] if cookie else lines
    line = socket.create_connection(("127.0.0.1", port), timeout=60)
    with contextlib.suppress(ConnectionError):  # it may refuse before it has read everything
        line.sendall(head.encode() + "".join(f"{each}\r\n" for each in lines).encode() + b"\r\n" + body)
    return line


def post(path):
    return HEAD.format(method="POST", path=path)


def answer_of(line):
    """Return the status and everything that was answered, up to the end of the connection."""
    received = b""
    with contextlib.suppress(ConnectionError):
        while piece := line.recv(65536):
            received += piece
    return int(received.split()[1]), received.decode()


def is_closed(line):
    line.setblocking(False)
    try:
        return line.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


# -- bodies ----------------------------------------------------------------------------------------------


REFUSED = (401, 413)  # the API first wants a key
PLACES = ["/sign-in/", "/v2/video/generations", "/projects/{slug}/images/", "/profile/avatar/", "/no-such/"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("who", ["", "stranger's session"])
def test_a_large_body_of_a_stranger_is_refused_before_it_is_sent(web, place, who):
    cookie = "dailies=0123456789abcdef0123456789abcdef" if who else ""
    line = connect(
        web.port, post(place.format(slug=web.slug)), "Content-Length: 99000000", body=b"a=", cookie=cookie
    )
    assert answer_of(line)[0] in REFUSED


@pytest.mark.parametrize("place", PLACES)
def test_a_chunked_body_of_a_stranger_is_refused_when_it_becomes_large(web, place):
    chunk = f"{MB:x}\r\n".encode() + bytes(MB) + b"\r\n"
    line = connect(web.port, post(place.format(slug=web.slug)), "Transfer-Encoding: chunked", body=2 * chunk)
    with contextlib.suppress(ConnectionError):  # the rest of the second chunk may have met a closed door
        assert answer_of(line)[0] in REFUSED


def test_no_body_lies_on_the_disk_while_strangers_hold_their_connections(web):
    lines = [
        connect(web.port, post("/sign-in/"), f"Content-Length: {size}", body=bytes(size - 1))
        for size in (MB, 20 * MB) * 6
    ]
    assert web.ask("/sign-in/", who="")[0] == 200
    wait_for(lambda: temporary_bytes(web.pid) <= 7 * MB, "small bodies only")
    for line in lines:
        line.close()


def test_only_uploads_of_people_may_be_large(web):
    """A person who is signed in may send a file where files are taken, and nothing large elsewhere."""
    cookie = web.cookies("viewer")
    size = "Content-Length: 5000000"
    refused = connect(web.port, post(f"/projects/{web.slug}/generations/"), size, cookie=cookie)
    assert answer_of(refused)[0] == 413
    form = "Content-Type: multipart/form-data; boundary=x"
    end = b"\r\n--x--\r\n"
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    body += bytes(5_000_000 - len(body) - len(end)) + end
    lines = [size, form, f"X-CSRFToken: {CSRF}", "Connection: close"]
    taken = connect(web.port, post("/profile/avatar/"), *lines, body=body, cookie=cookie)
    status, page = answer_of(taken)
    assert status == 413 and "larger than 3 MB" in page


def test_an_api_key_that_may_write_may_send_a_file(web):
    """A key that only reads, and a wrong one, may not."""
    for scope, expected in (("write", 400), ("read", 403), ("", 401)):
        key = web.manage("api_key", "--name", "k", "--scope", scope).split()[-1] if scope else "dailies_x"
        form = "Content-Type: multipart/form-data; boundary=x"
        body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n' + bytes(2 * MB)
        body += b"\r\n--x--\r\n"
        lines = [f"Content-Length: {len(body)}", form, f"Authorization: Bearer {key}", "Connection: close"]
        # Only a body that is wanted is sent: to the others the answer comes before it.
        sent = body if expected == 400 else b""
        status, text = answer_of(connect(web.port, post("/api/images"), *lines, body=sent))
        assert status == expected, text


def test_the_refusal_is_a_sentence_and_in_the_api_its_own(web):
    page = answer_of(connect(web.port, post("/sign-in/"), "Content-Length: 99000000"))[1]
    assert "This was more than the page accepts" in page
    api = answer_of(connect(web.port, post("/v1/anything"), "Content-Length: 99000000"))
    assert api[0] in (401, 404, 413) and json.loads(api[1].split("\r\n\r\n")[1])["statusCode"] == api[0]


def test_an_expected_body_that_is_too_large_is_not_asked_for(web):
    line = connect(web.port, post("/sign-in/"), "Content-Length: 99000000", "Expect: 100-continue")
    status, text = answer_of(line)
    assert status == 413 and "100 Continue" not in text


def temporary_bytes(pid):
    """Return the size of the files that a process has open and nobody else can see."""
    return sum(size for target, size in open_files(pid) if re.search(r"\(deleted\)$|/#\d+", target))


# -- connections -----------------------------------------------------------------------------------------


def test_half_sent_requests_never_shut_the_door(web):
    """Of one address, the latest hundred stay; a visitor from the same address gets in."""
    half = [
        connect(web.port, post("/sign-in/"), "Content-Length: 1000", body=b"a=")
        if n % 2
        else connect_raw(web.port, b"GET / HTTP/1.1\r\nHost:")
        for n in range(400)
    ]
    assert web.ask("/sign-in/", who="")[0] == 200
    wait_for(lambda: is_closed(half[0]) and is_closed(half[200]), "the end of the oldest")
    assert not is_closed(half[-1])
    for line in half:
        line.close()


def test_other_addresses_are_not_closed_for_one_that_has_too_many(web):
    """1. A visitor sends half a request.  2. Another address opens hundreds.  3. The first one sends the
    rest."""
    visitor = socket.create_connection(("127.0.0.1", web.port), timeout=60, source_address=("127.0.0.2", 0))
    visitor.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
    crowd = [connect_raw(web.port, b"G") for _ in range(300)]
    wait_for(lambda: is_closed(crowd[0]), "the end of the oldest")
    visitor.sendall(b"Connection: close\r\n\r\n")
    assert answer_of(visitor)[0] == 200
    for line in crowd:
        line.close()


@pytest.fixture
def small(monkeypatch, tmp_path):
    """A server in this process with short times: small(head) returns a connection that sent this much."""
    monkeypatch.setattr(serving, "CHECK_EVERY_S", 0.05)
    monkeypatch.setattr(serving, "HEADER_S", 0.2)
    monkeypatch.setattr(serving, "BODY_S", 0.2)
    listening = socket.create_server(("127.0.0.1", 0))
    server = serving.Server(say_hello, listening, tmp_path / "heartbeat", threads=1)
    threading.Thread(target=server.run, daemon=True).start()
    yield lambda sent: connect_raw(listening.getsockname()[1], sent)
    server.close()


def say_hello(environ, start_response):
    start_response("200 OK", [("Content-Length", "5")])
    return [b"hello"]


@pytest.mark.parametrize(
    "sent", [b"G", b"GET / HTTP/1.1\r\nHost: x\r\n", b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\na="]
)
def test_a_request_that_does_not_arrive_is_ended(small, sent):
    line = small(sent)
    wait_for(lambda: is_closed(line), "the end of the connection")


def test_a_body_that_drips_is_ended_and_one_that_flows_is_taken(small, monkeypatch):
    dripping = small(b"POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n")

    def drip():
        with contextlib.suppress(BlockingIOError, ConnectionError):
            dripping.send(b"a")
        return is_closed(dripping)

    wait_for(drip, "the end of the connection")
    monkeypatch.setattr(serving, "BYTES_A_SECOND", 0)
    flowing = small(b"POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: 100000\r\n\r\n" + bytes(99_999))
    still = small(b"G")
    wait_for(lambda: is_closed(still), "a later check")
    flowing.sendall(b"a")
    assert answer_of(flowing)[0] == 200


def connect_raw(port, sent):
    line = socket.create_connection(("127.0.0.1", port), timeout=60)
    line.sendall(sent)
    return line


# -- health ----------------------------------------------------------------------------------------------


def test_a_server_whose_threads_are_all_busy_says_that_it_is_well(web):
    """1. Another program locks the database.  2. Twenty requests wait for it.  3. The health is asked."""
    with contextlib.closing(sqlite3.connect(web.data / "dailies.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        lines = ["Content-Length: 9", "Content-Type: application/x-www-form-urlencoded"]
        lines += [f"X-CSRFToken: {CSRF}", "Connection: close"]
        cookie = web.cookies("owner")
        waiting = [
            connect(web.port, post("/profile/name/"), *lines, body=b"name=Ada1", cookie=cookie)
            for _ in range(20)
        ]
        assert web.ask("/healthz", who="")[0] == 200
        still_waiting = [line for line in waiting if not has_answer(line)]
        other.execute("ROLLBACK")
    assert len(still_waiting) > 8
    assert {answer_of(line)[0] for line in waiting} <= {302, 503}


def has_answer(line):
    line.setblocking(False)
    try:
        return bool(line.recv(1, socket.MSG_PEEK))
    except BlockingIOError:
        return False
    finally:
        line.setblocking(True)
        line.settimeout(60)


def test_a_server_whose_threads_all_hang_gives_no_sign_of_life(monkeypatch, tmp_path):
    """Otherwise it would never be replaced."""
    monkeypatch.setattr(serving, "STUCK_S", 0.1)
    monkeypatch.setattr(serving.Server, "is_loop", True)
    release = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    server = serving.Server(
        lambda *call: release.wait() and say_hello(*call), listening, tmp_path / "heartbeat", threads=1
    )
    threading.Thread(target=server.run, daemon=True).start()
    port = listening.getsockname()[1]
    hanging = [connect_raw(port, b"GET / HTTP/1.1\r\n\r\n") for _ in range(2)]
    wait_for(lambda: server.is_stuck, "the hanging threads")
    asking = connect_raw(port, b"GET /healthz HTTP/1.0\r\n\r\n")
    wait_for(lambda: len(server.task_dispatcher.queue) == 2, "the question in the queue")
    last = server.heartbeat.stat().st_mtime_ns
    time.sleep(3 * serving.BEAT_EVERY_S)
    assert server.heartbeat.stat().st_mtime_ns == last
    release.set()
    wait_for(lambda: server.heartbeat.stat().st_mtime_ns != last, "a heartbeat")
    assert answer_of(asking)[0] == 200 and len(hanging) == 2
    server.close()
