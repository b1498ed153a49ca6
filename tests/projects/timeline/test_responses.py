"""Notes over a real connection that breaks: none lost, none twice.

1. Eight writers post notes over HTTP.  2. For one in twenty the connection breaks: before the answer is read,
or within the request.  3. Each writer does what the page does: sends the same form with the same token until
there is an answer.  4. Every note is there once.
"""

import http.client
import os
import random
import sqlite3
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlencode

import pytest

from tests.projects.web import CSRF

pytestmark = pytest.mark.slow

NOTES = int(os.environ.get("DAILIES_TEST_NOTES", 600))  # 10,000 by hand
CUT = 0.05
WRITERS = 8


def test_no_note_is_lost_or_doubled_when_connections_break(web):
    chance = random.Random(11)
    orders = [(n, chance.random() < CUT, chance.random() < 0.5) for n in range(NOTES)]
    review = web.ask(f"/projects/{web.slug}/clips/{web.clip}/review/", "POST", body=form({}), **FORM)
    assert review[0] == 302
    notes = f"{review[1]['Location']}notes/"
    made_ready(web)
    with ThreadPoolExecutor(WRITERS) as writers:
        tries = list(writers.map(lambda order: write(web, notes, *order), orders))
    assert sum(tries) > NOTES, "some were sent more than once"
    with closing(sqlite3.connect(web.data / "dailies.sqlite3", timeout=20)) as database:
        stored = Counter(row[0] for row in database.execute("SELECT text FROM projects_note"))
    assert stored == Counter(f"Note {n}" for n in range(NOTES))


FORM = {"Content_Type": "application/x-www-form-urlencoded"}


def form(fields: dict) -> bytes:
    return urlencode(fields | {"csrfmiddlewaretoken": CSRF}).encode()


def made_ready(web) -> None:
    """Record the video's facts as a worker would, because none runs here."""
    with closing(sqlite3.connect(web.data / "dailies.sqlite3", timeout=20)) as database, database:
        facts = "frames = 96, fps_num = 24, fps_den = 1, width_px = 320, height_px = 180"
        database.execute(f"UPDATE projects_review SET {facts}")


def write(web, path: str, n: int, cut: bool, halfway: bool) -> int:
    """Send it until there is an answer, and return how often it was sent."""
    body = form({"text": f"Note {n}", "frame": n % 96, "client_token": f"cut-answers-{n}"})
    if cut:
        cut_off(web, path, body, halfway)
    for tries in range(1, 20):
        try:
            status = web.ask(path, "POST", body=body, **FORM)[0]
        except OSError:
            continue
        if status == 302:
            return tries + cut
    raise AssertionError(f"note {n} was never answered")


def cut_off(web, path: str, body: bytes, halfway: bool) -> None:
    """Send it, or half of it, and hang up without reading the answer."""
    line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=60)
    line.putrequest("POST", path)
    headers = {"Cookie": web.cookies("owner"), "Content-Type": FORM["Content_Type"]}
    for name, value in (headers | {"Content-Length": str(len(body))}).items():
        line.putheader(name, value)
    line.endheaders()
    line.send(body[: len(body) // 2] if halfway else body)
    line.close()
