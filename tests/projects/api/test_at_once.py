"""Many creates at the same moment, over real connections, on a real database file."""

import http.client
import json
import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

pytestmark = pytest.mark.slow

CROWD = 20
CREATES = int(os.environ.get("DAILIES_TEST_CREATES", 60))  # 500 by hand
PRICED = """
from django.utils import timezone
from projects.ledger import engines
from projects.models import Person, PriceList
raw = {"kind": "fixed", "currency": "USD", "units": [{"name": "generation", "price": 0.4, "per": 1}]}
PriceList.objects.create(engine="aimlapi", model="luma/ray-2", raw=raw, seen_at=timezone.now())
engines.save_key("aimlapi", "key-of-the-tests", Person.objects.get(is_admin=True))
"""


@pytest.fixture(scope="module")
def paid_engine(web):
    """A paid engine at $0.40 a generation. No worker runs here, so nothing is ever sent."""
    web.manage("shell", "--no-imports", "-c", PRICED)


def at_once(web, key, headers, model="luma/ray-2"):
    """Return the answers to twenty equal creates that start at the same moment, as (status, body)."""
    together, body = Barrier(CROWD), json.dumps({"model": model, "prompt": "A lamp"}).encode()

    def create(n):
        together.wait()
        auth = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        status, _, answer = web.ask("/v2/video/generations", "POST", "", body, **auth, **headers(n))
        return status, json.loads(answer)

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(create, range(CROWD)))


def key_of(web, *more):
    return web.manage("api_key", "--name", "Crowd", *more).split()[-1]


def test_twenty_with_one_name_are_one_generation(web):
    answers = at_once(web, key_of(web), lambda n: {"Idempotency-Key": "one"}, model="preview")
    assert {status for status, _ in answers} == {200}
    assert len({body["id"] for _, body in answers}) == 1


def test_a_create_and_its_blind_retries_are_one_generation(web):
    answers = at_once(web, key_of(web), lambda n: {"x-stainless-retry-count": str(n)}, model="preview")
    assert len({body["id"] for _, body in answers}) == 1


def test_twenty_at_once_never_spend_more_than_the_cap(web, paid_engine):
    key = key_of(web, "--cap", "2")
    answers = at_once(web, key, lambda n: {})
    assert sorted(status for status, _ in answers) == [200] * 5 + [403] * 15
    assert {body["engine"] for status, body in answers if status == 200} == {"aimlapi"}
    left = web.ask("/v2/billing", who="", Authorization=f"Bearer {key}")[2]
    assert json.loads(left)["current_balance"] == 0


def test_over_eight_connections_the_cap_covers_an_exact_number(web, paid_engine):
    """Different creates, one after another on each connection. The cap covers a third of them."""
    covered = CREATES // 3
    key = key_of(web, "--cap", f"{covered * 0.4:.2f}")
    key_headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def some(numbers):
        connection, answers = http.client.HTTPConnection("127.0.0.1", web.port, timeout=120), []
        for n in numbers:
            body = json.dumps({"model": "luma/ray-2", "prompt": f"Wave {n}"})
            connection.request("POST", "/v2/video/generations", body, key_headers)
            answer = connection.getresponse()
            answers.append((answer.status, json.loads(answer.read()).get("id")))
        return answers

    with ThreadPoolExecutor(8) as pool:
        answers = [one for part in pool.map(some, (range(n, CREATES, 8) for n in range(8))) for one in part]
    assert sorted(status for status, _ in answers) == [200] * covered + [403] * (CREATES - covered)
    assert len({id for status, id in answers if status == 200}) == covered
    left = web.ask("/v2/billing", who="", Authorization=f"Bearer {key}")[2]
    assert json.loads(left)["current_balance"] == 0
