"""The API over real connections: creates, fetches, a hundred at once beside one by one, and waiting calls.

python3 manage.py test tests/benchmarks/bench_api.py --benchmark-only
"""

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from tests.projects.api.long_poll import ADDRESS, create, wait_for

AT_ONCE, MANY, WAITING = 8, 100, 2
ROUNDS = {"rounds": 5, "iterations": 1}


def new_key(web):
    return {"Authorization": f"Bearer {web.manage('api_key', '--name', 'Bench').split()[-1]}"}


@pytest.fixture
def key(web):
    """A new key for each measurement, because a key is limited to some requests a minute."""
    return new_key(web)


@pytest.fixture(scope="module")
def hundred(web):
    key = new_key(web)
    return [create(web, key, f"Wave {n}") for n in range(MANY)]


def get(web, key, address):
    status, _, body = web.ask(address, who="", **key)
    assert status == 200, body
    return json.loads(body)


@pytest.mark.benchmark(group="100 over eight connections")
def test_100_creates(web, key, benchmark):
    names, rounds = iter(count()), ROUNDS | {"rounds": 3}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        benchmark.pedantic(
            lambda: list(pool.map(lambda n: create(web, key, f"Lamp {next(names)}"), range(MANY))), **rounds
        )


@pytest.mark.benchmark(group="100 over eight connections")
def test_100_fetches(web, key, hundred, benchmark):
    with ThreadPoolExecutor(AT_ONCE) as pool:
        fetch = lambda id: get(web, key, f"/v2/video/generations?generation_id={id}")  # noqa: E731
        benchmark.pedantic(lambda: list(pool.map(fetch, hundred)), **ROUNDS)


@pytest.mark.benchmark(group="100 clips")
def test_100_clips_in_one_call(web, key, hundred, benchmark):
    many = f"{ADDRESS}s?generation_ids={','.join(hundred)}"
    assert len(benchmark(lambda: get(web, key, many))) == MANY


@pytest.mark.benchmark(group="100 clips")
def test_100_clips_one_by_one(web, key, hundred, benchmark):
    benchmark.pedantic(
        lambda: [get(web, key, f"/v2/video/generations?generation_id={id}") for id in hundred], **ROUNDS
    )


@pytest.mark.benchmark(group="a page")
def test_a_page(web, benchmark):
    benchmark(lambda: web.ask(f"/projects/{web.slug}/")[0])


@pytest.mark.benchmark(group="a page")
def test_a_page_while_two_clients_wait(web, key, benchmark):
    id = create(web, key)
    with ThreadPoolExecutor(WAITING) as pool:
        waiting = [pool.submit(wait_for, web, key, id, "completed") for _ in range(WAITING)]
        benchmark(lambda: web.ask(f"/projects/{web.slug}/")[0])
        answers = [one.result(timeout=60) for one in waiting]
    assert {state for state, _ in answers} == {"queued"} and min(took for _, took in answers) > 29
