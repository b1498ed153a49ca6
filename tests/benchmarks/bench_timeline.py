"""What a timeline of 200 shots costs the real server: opening its page, and each edit with its answer.

python3 manage.py test tests/benchmarks/bench_timeline.py --benchmark-only
"""

import re
import sqlite3
from contextlib import closing
from itertools import cycle
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from tests.projects.web import CSRF

CLIPS = 200
ACTS = ("trim", "move", "split", "take", "remove", "undo")
pytestmark = [pytest.mark.benchmark(group="a timeline of 200 clips")]


@pytest.fixture(scope="module")
def timeline(web):
    """Its path, the IDs of its clips and of its shots. Each clip has its own prompt and continues the one
    before."""
    address = f"/projects/{web.slug}/timelines/1/"
    web.ask(address)
    with closing(sqlite3.connect(web.data / "dailies.sqlite3", timeout=20)) as base, base:
        base.row_factory = sqlite3.Row
        completed = "SELECT * FROM projects_generation WHERE state = 'completed'"
        generation = dict(base.execute(completed).fetchone())
        prompt = dict(base.execute("SELECT * FROM projects_prompt").fetchone())
        line = base.execute("SELECT id FROM projects_timeline").fetchone()["id"]
        before = ""
        for n in range(CLIPS):
            one = prompt | {"id": 1000 + n, "text": f"Scene {n}: the lamp turns over a long dark sea"}
            insert(base, "prompt", one)
            id = uuid4().hex
            new = {"id": id, "prompt_id": one["id"], "number": 1000 + n, "client_token": f"bench-{n}.1"}
            insert(base, "generation", generation | new | {"provider_id": id, "revision": 0})
            if before:
                key = {"generation_id": id, "end": "frame0", "source_id": before, "edge": "last"}
                insert(base, "keyframe", key | {"as_picture": 0})
            before = id
            place = {"id": uuid4().hex, "timeline_id": line, "generation_id": id, "position": f"i{n:03d}1"}
            insert(base, "shot", place | {"start_frame": 0, "active": 1})
    page = web.ask(address)[2].decode()
    places = re.findall(r'data-shot="([0-9a-f-]{36})"', page)
    assert len(places) == CLIPS
    return address, places, re.findall(r'data-video="[^"]*/clips/([0-9a-f-]{36})/', page)


def insert(base, table: str, row: dict) -> None:
    columns, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    base.execute(f"INSERT INTO projects_{table} ({columns}) VALUES ({marks})", list(row.values()))


def test_opening_the_page(web, timeline, benchmark):
    assert benchmark(lambda: web.ask(timeline[0])[0]) == 200


@pytest.mark.parametrize("act", ACTS)
def test_an_act(web, timeline, benchmark, act):
    address, places, clips = timeline
    turns, back = cycle(range(2, 11)), cycle(("undo/", "redo/"))
    left = iter(places[150:])
    actions = {
        "trim": lambda: (f"shots/{places[100]}/trim/", {"start_frame": next(turns)}),
        "move": lambda: ("selection/position/", {"shots": places[100], "after": places[next(turns)]}),
        "split": lambda: (f"shots/{places[20]}/split/", {"frame": 12 - next(turns)}),
        "take": lambda: (f"shots/{places[5]}/take/", {"generation": clips[next(turns)]}),
        "remove": lambda: ("selection/removal/", {"shots": next(left)}),
        "undo": lambda: (next(back), {}),
    }
    form = {"Content_Type": "application/x-www-form-urlencoded", "HX_Request": "true"}

    def press() -> int:
        path, fields = actions[act]()
        body = urlencode(fields | {"csrfmiddlewaretoken": CSRF}).encode()
        return web.ask(address + path, "POST", body=body, **form)[0]

    assert benchmark.pedantic(press, rounds=20) in (200, 409)


def test_a_look_at_what_is_new(web, timeline, benchmark):
    page = web.ask(timeline[0])[2].decode()
    changes = re.search(r'hx-get="([^"]*/changes/[^"]*)"', page)[1].replace("&amp;", "&")
    assert benchmark(lambda: web.ask(changes)[0]) == 204
