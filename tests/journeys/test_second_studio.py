"""A studio whose provider is another studio: nothing is lost or made twice, whatever is cut or killed.

Studio B draws with Preview and speaks the AI/ML API. Studio A takes it for that API, over a connection that
loses answers, while A's processes are killed. B's own rows are the referee.
"""

import sqlite3
from contextlib import closing
from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image

from tests.journeys.live import live_studio, wait_for
from tests.journeys.person import PersonAtTheDoor
from tests.journeys.relay import Relay
from tests.servers import free_port

pytestmark = pytest.mark.live

CUTS = {b"POST /v2/": 2, b"GET /v2/": 3, b"GET /results/": 3}
KILLED = ("workers", "watch", "cluster", "web")
LONG_S = 300
QUIET = {"AIMLAPI_KEY": "", "LUMAAI_API_KEY": "", "DAILIES_PACE": "0.05", "DAILIES_WEDGE_S": "20"}
ASKED = {"model": "aimlapi:luma/ray-2", "resolution": "540p", "duration_s": 5}

OURS = "SELECT client_request_id, provider_id FROM projects_attempt WHERE state = 'accepted'"
THEIRS = (
    "SELECT r.client_request_id, g.id FROM projects_generation g"
    " JOIN projects_apikey k ON k.id = g.api_key_id"
    " LEFT JOIN projects_apirequest r ON r.generation_id = g.id WHERE k.name = ?"
)
CONTINUED = (
    "SELECT p.text, f.source_id IS NOT NULL, f.image_id IS NOT NULL FROM projects_keyframe f"
    " JOIN projects_generation g ON g.id = f.generation_id JOIN projects_prompt p ON p.id = g.prompt_id"
    " JOIN projects_apikey k ON k.id = g.api_key_id WHERE k.name = ?"
)
MOVING = (
    "SELECT id, state, hold, stage, tries, crashes, due_at, lease_owner, lease_until, error_message"
    " FROM projects_generation"
    " WHERE state NOT IN ('completed', 'failed', 'refused', 'cancelled', 'result_lost')"
)
ATTEMPTS = "SELECT * FROM projects_attempt ORDER BY id DESC LIMIT 12"
SENT = "SELECT count(*) FROM projects_attempt"
SETTLED = "SELECT count(*) FROM projects_event WHERE was = 'unconfirmed' AND now = 'submitted'"


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    with live_studio(tmp_path_factory.mktemp("b"), QUIET | {"DAILIES_OWN_HOSTS": "127.0.0.1"}) as studio:
        yield studio


@pytest.mark.parametrize("dialect", ["current", "original"])
def test_each_request_here_is_one_generation_there(provider, tmp_path, dialect):
    """1. Requests are sent while answers are lost and processes are killed.  2. One continues a generation of
    the provider's, and one begins on an image of ours.  3. B's log settles what was lost.  4. One for one."""
    name, port = f"Studio A, {dialect}", free_port()
    key = provider.manage("api_key", "--name", name).split()[-1]
    with Relay(int(provider.url.rstrip("/").rpartition(":")[2]), CUTS) as line:
        env = QUIET | {
            "AIMLAPI_KEY": key,
            "AIMLAPI_BASE_URL": line.url,
            "AIMLAPI_DIALECT": dialect,
            "DAILIES_PUBLIC_URL": f"http://127.0.0.1:{port}",
        }
        with live_studio(tmp_path / "a", env, port=port) as studio:
            order_everything(studio, PersonAtTheDoor(studio.url).begin())
            wait_for_rest(studio)
            states = rows(studio, "SELECT state, count(*) FROM projects_generation GROUP BY 1")
            ours, settled = rows(studio, OURS), rows(studio, SETTLED)[0][0]
            open_ones = rows(studio, "SELECT count(*) FROM projects_attempt WHERE state = 'open'")
            costs = rows(studio, "SELECT DISTINCT cost_usd FROM projects_attempt WHERE state = 'accepted'")
    theirs = [(request_id, str(UUID(id))) for request_id, id in rows(provider, THEIRS, name)]
    assert min(line.lost[start] for start in CUTS) > 0 and settled > 0, line.lost
    assert (states, open_ones) == ([("completed", len(KILLED) + 2)], [(0,)])
    assert sorted(theirs) == sorted(ours), "as many there as here, by the same names"
    assert {cost for (cost,) in costs} <= {0, None}, "Preview costs nothing there, where it was told at all"
    assert sorted(rows(provider, CONTINUED, name)) == [("From a lamp", 0, 1), ("It goes on", 1, 0)]


def order_everything(studio, person):
    for n, role in enumerate(KILLED):
        assert (
            person.request(f"second-studio-{role}", prompt=f"A wave for {role}", **ASKED).status_code == 302
        )
        wait_for(lambda n=n: rows(studio, SENT)[0][0] > n, "an order that is sent", within_s=LONG_S)
        studio.kill(role)
    done = "SELECT id FROM projects_generation WHERE state = 'completed'"
    first = UUID(wait_for(lambda: rows(studio, done), "a first clip", within_s=LONG_S)[0][0])
    continued = {"It goes on": f"clip:{first}:last", "From a lamp": f"image:{upload_image(person, studio)}"}
    for prompt, frame in continued.items():
        token = "second-studio-" + prompt.lower().replace(" ", "-")
        assert person.request(token, prompt=prompt, frame0=frame, **ASKED).status_code == 302
    assert rows(studio, "SELECT count(*) FROM projects_keyframe") == [(len(continued),)]


def upload_image(person, studio) -> UUID:
    file = BytesIO()
    Image.radial_gradient("L").resize((640, 360)).save(file, "PNG")
    answer = person.upload(f"{person.project}images/", ("lamp.png", file.getvalue()), end="frame0")
    assert answer.status_code == 201, answer.text
    return UUID(rows(studio, "SELECT id FROM projects_image")[0][0])


def wait_for_rest(studio):
    """Wait until nothing moves any more, or raise an AssertionError with what does, and with the log."""
    try:
        wait_for(lambda: not rows(studio, MOVING), "rest", within_s=LONG_S)
    except AssertionError as error:
        facts = rows(studio, MOVING), rows(studio, ATTEMPTS), studio.pids()
        raise AssertionError(f"{error}: {facts}\n{studio.log()[-6000:]}") from error


def rows(studio, query: str, *values) -> list[tuple]:
    with closing(sqlite3.connect(studio.data / "dailies.sqlite3", timeout=30)) as database:
        return database.execute(query, values).fetchall()
