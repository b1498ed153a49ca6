"""Requests that may take long have threads of their own, and one person only some of them."""

import socket
import threading

import pytest
from django.urls import get_resolver

from studio.web import lane
from tests.journeys.live import wait_for
from tests.projects.web import CSRF, served
from tests.studio.web.test_server import answer_of, connect, has_answer, post

pytestmark = pytest.mark.slow


@pytest.fixture
def silent():
    """An address that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        yield server


def fetch(web, server, who="owner"):
    """Ask for a picture from the address, and return the open connection."""
    body = f"end=frame0&url=http://127.0.0.1:{server.getsockname()[1]}/koi.jpg".encode()
    form = ["Content-Type: application/x-www-form-urlencoded", f"X-CSRFToken: {CSRF}", "Connection: close"]
    path = post(f"/projects/{web.slug}/images/")
    return connect(web.port, path, *form, f"Content-Length: {len(body)}", body=body, cookie=web.cookies(who))


def test_pages_do_not_wait_for_pictures_that_never_come(silent, tmp_path):
    """1. One person asks for 24 pictures.  2. Two are under way, those that are too many are refused at once.
    3. Pages are served, and another person's upload is looked at."""
    with served(tmp_path / "web", DAILIES_OWN_HOSTS="127.0.0.1") as web:
        asked = [fetch(web, silent) for _ in range(24)]
        under_way = [silent.accept()[0] for _ in range(lane.UNDER_WAY)]
        assert web.ask(f"/projects/{web.slug}/")[0] == web.ask("/profile/", who="viewer")[0] == 200
        answered = wait_for(lambda: [line for line in asked if has_answer(line)], "the refusals")
        wait_for(lambda: sum(map(has_answer, asked)) >= 24 - lane.MOST_OF_ONE, "all refusals")
        status, text = answer_of(answered[0])
        assert status == 429 and "Several of your files" in text and "Retry-After: 5" in text
        assert web.ask("/healthz", who="")[0] == 200
        silent.settimeout(0.1)
        with pytest.raises(TimeoutError):  # not a third one of the same person
            silent.accept()
        silent.settimeout(60)
        head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
        avatar = head + b"no picture\r\n--x--\r\n"
        form = {"Content_Type": "multipart/form-data; boundary=x", "X_CSRFToken": CSRF}
        assert web.ask("/profile/avatar/", "POST", who="viewer", body=avatar, **form)[0] == 422
        for line in under_way:
            line.close()


class Held:
    """Work that runs until it is released."""

    def __init__(self):
        self.started, self.release = threading.Event(), threading.Event()

    def service(self):
        self.started.set()
        self.release.wait()


def test_the_turn_of_others_comes_before_a_third_request_of_one_person():
    slow, mine, others = lane.Lane(), [Held() for _ in range(lane.MOST_OF_ONE)], Held()
    assert all(slow.add("ada", work) for work in mine) and not slow.add("ada", Held())
    assert slow.add("eve", others)
    assert others.started.wait(60) and mine[1].started.wait(60) and not mine[2].started.is_set()
    mine[0].release.set()
    assert mine[2].started.wait(60)
    for work in [*mine, others]:
        work.release.set()
    wait_for(lambda: not slow.all and not slow.running, "the end of all")


def test_the_lane_survives_a_request_that_fails():
    slow, after = lane.Lane(), Held()
    for _ in range(lane.THREADS):
        slow.add("ada", None)
    assert slow.add("ada", after) and after.started.wait(60)
    after.release.set()


def test_files_that_are_too_many_are_refused_before_they_are_sent(web):
    """1. One person begins to send eight files.  2. The ninth is refused at its headers, another's isn't."""
    head, size = post("/profile/avatar/"), "Content-Length: 2500000"
    arriving = [
        connect(web.port, head, size, body=b"-", cookie=web.cookies("owner")) for _ in range(lane.MOST_OF_ONE)
    ]
    status, text = answer_of(connect(web.port, head, size, cookie=web.cookies("owner")))
    assert status == 429 and "Several of your files" in text
    other = connect(web.port, head, size, body=b"-", cookie=web.cookies("viewer"))
    assert web.ask("/profile/")[0] == 200
    assert not any(has_answer(line) for line in [*arriving, other])
    for line in [*arriving, other]:
        line.close()


def test_every_route_that_has_limits_of_its_own_exists(settings):
    """A route that is renamed would lose them without a word."""
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert settings.UPLOAD_ROUTES and set(settings.UPLOAD_ROUTES) <= settings.SLOW_ROUTES <= names
