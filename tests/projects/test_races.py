"""Many requests at the same moment, to a real studio with real workers and a real database file.

The tests depend on their order: the first creates the owner of the others.
"""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from threading import Barrier

import pytest

from tests.fake_provider import FakeProviderProcess
from tests.journeys.live import live_studio, wait_for
from tests.journeys.person import EMAIL, PASSWORD, PersonAtTheDoor

CROWD = 20
CLIPS, AFFORDED = 20, 7
SENT = "SELECT count(*) FROM projects_attempt"
MOVING = (
    "SELECT count(*) FROM projects_generation WHERE state NOT IN ('completed', 'cancelled') AND hold = ''"
)

pytestmark = [pytest.mark.live, pytest.mark.slow]


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    with FakeProviderProcess(tmp_path_factory.mktemp("provider"), make_s=0.2, log_delay=0.2) as fake_provider:
        yield fake_provider


@pytest.fixture(scope="module")
def studio(tmp_path_factory, provider):
    env = {
        "AIMLAPI_KEY": provider.key,
        "AIMLAPI_BASE_URL": provider.base_url,
        "LUMAAI_API_KEY": "",
        "DAILIES_PACE": "0.05",
    }
    with live_studio(tmp_path_factory.mktemp("studio"), env) as live:
        yield live


@pytest.fixture(scope="module")
def owners(studio):
    """The answers to twenty people who create the first account at the same moment."""
    crowd = [PersonAtTheDoor(studio.url) for _ in range(CROWD)]
    for person in crowd:
        person.http.get("/first-run/")
    with at_once(crowd) as go:
        answers = go(lambda person, n: person.post("/first-run/", email=f"{n}.{EMAIL}", password=PASSWORD))
    return [(person, answer) for person, answer in zip(crowd, answers, strict=True) if is_in(answer)]


@pytest.fixture(scope="module")
def owner(owners):
    person, answer = owners[0]
    person.project = answer.headers["location"]
    return person


def test_of_twenty_first_runs_one_creates_the_owner(studio, owners):
    assert len(owners) == 1
    assert fetch_row(studio, "SELECT count(*), sum(is_admin) FROM projects_person") == (1, 1)
    assert fetch_row(studio, "SELECT count(*) FROM projects_project") == (1,)
    assert fetch_row(studio, "SELECT count(*) FROM projects_membership") == (1,)


def test_twenty_presses_of_one_button_are_one_request(studio, owner, provider):
    with at_once([visit_of(owner) for _ in range(CROWD)]) as go:
        answers = go(lambda person, n: person.request("one-button-twenty-presses", model=LUMA))
    assert {answer.status_code for answer in answers} == {302}
    assert fetch_row(studio, "SELECT count(*) FROM projects_generation") == (1,)
    wait_until_idle(studio)
    assert (fetch_row(studio, SENT), provider.summary()["accepted"]) == ((1,), 1)


def test_a_generation_is_canceled_or_sent_but_never_both(studio, owner, provider):
    """Each generation is canceled while a worker takes it."""
    before = provider.summary()["accepted"]
    for n in range(8):
        owner.request(f"canceled-{n}", model=LUMA)
        newest = fetch_row(studio, "SELECT id FROM projects_generation ORDER BY number DESC LIMIT 1")[0]
        with at_once([visit_of(owner) for _ in range(3)]) as go:
            go(lambda person, _, clip=newest: person.press(clip, "cancellation"))
    wait_until_idle(studio)
    both = "SELECT count(*) FROM projects_attempt a JOIN projects_generation g ON g.id = a.generation_id"
    assert fetch_row(studio, f"{both} WHERE g.state = 'cancelled'") == (0,)
    ended = dict(every(studio, "SELECT state, count(*) FROM projects_generation GROUP BY state"))
    assert set(ended) <= {"completed", "cancelled"} and sum(ended.values()) == 9
    assert provider.summary()["accepted"] - before == ended["completed"] - 1


def test_a_budget_for_seven_pays_for_seven_however_fast_the_requests(studio, owner, provider):
    answer = owner.post("/projects/", name="A project with a budget", aspect_ratio="16:9")
    owner.project = answer.headers["location"]
    slug = owner.project.rstrip("/").rpartition("/")[2]
    price = Decimal(str(fetch_row(studio, "SELECT quote_usd FROM projects_generation LIMIT 1")[0]))
    assert price > 0
    budget = (price * AFFORDED).quantize(Decimal("0.01"), "ROUND_UP")
    owner.post(
        f"/projects/{slug}/settings/", name="A project with a budget", aspect_ratio="16:9", budget_usd=budget
    )
    before = provider.summary()["accepted"]
    with at_once([visit_of(owner) for _ in range(4)]) as go:
        go(lambda person, n: [person.request(f"budget-{n}-{m}", model=LUMA) for m in range(CLIPS // 4)])
    wait_until_idle(studio)
    counts = (
        "SELECT state, hold, count(*) FROM projects_generation g JOIN projects_project p ON p.id = project_id"
    )
    found = every(studio, f"{counts} WHERE p.slug = '{slug}' GROUP BY state, hold")
    assert sorted(found) == [("completed", "", AFFORDED), ("queued", "budget", CLIPS - AFFORDED)]
    assert provider.summary()["accepted"] - before == AFFORDED


# -- private ---------------------------------------------------------------------------------------------

LUMA = "aimlapi:luma/ray-2"


class at_once:
    """go(act) runs act(person, number) for everybody at the same moment, and returns their answers."""

    def __init__(self, people: list):
        self.people, self.gate = people, Barrier(len(people))

    def __enter__(self):
        self.pool = ThreadPoolExecutor(len(self.people))
        return self.go

    def __exit__(self, *_):
        self.pool.shutdown()

    def go(self, act) -> list:
        return list(self.pool.map(lambda one: self.wait_and(act, *one), enumerate(self.people)))

    def wait_and(self, act, number: int, person):
        self.gate.wait(60)
        return act(person, number)


def visit_of(owner: PersonAtTheDoor) -> PersonAtTheDoor:
    """Return the same person at another desk: another connection with the same cookies."""
    desk = PersonAtTheDoor(str(owner.http.base_url))
    desk.http.cookies.update(owner.http.cookies)
    desk.project = owner.project
    return desk


def is_in(answer) -> bool:
    return answer.headers.get("location", "").startswith("/projects/")


def fetch_row(studio, query: str) -> tuple:
    return every(studio, query)[0]


def every(studio, query: str) -> list[tuple]:
    with closing(sqlite3.connect(studio.data / "dailies.sqlite3", timeout=20)) as database:
        return database.execute(query).fetchall()


def wait_until_idle(studio) -> None:
    """Return when every generation has ended or is held."""
    wait_for(lambda: fetch_row(studio, MOVING) == (0,), "rest")
