"""Check what a load balancer reads, and that the studio comes back when its database does."""

import json
import shutil

import pytest

from tests.projects.web import served

pytestmark = pytest.mark.slow
READY = {"database": "ok", "queue": "ok", "media": "ok"}


def ask(web, path="/readyz"):
    status, _, body = web.ask(path, who="")
    return status, json.loads(body)


def test_a_studio_of_one_machine_is_ready(web):
    assert ask(web) == (200, READY)


def test_without_a_place_for_films_it_is_not_ready(tmp_path):
    with served(tmp_path / "data") as web:
        shutil.rmtree(web.data / "media")
        (web.data / "media").write_text("no folder")
        assert ask(web) == (503, {**READY, "media": "unavailable"})


def test_without_redis_it_is_not_ready(tmp_path):
    with served(tmp_path / "data", REDIS_URL="redis://127.0.0.1:9/0") as web:
        assert ask(web) == (503, {**READY, "queue": "unavailable"})


def test_a_restart_of_postgresql_costs_nobody_a_page(tmp_path, postgres):
    """1. Every thread of the web server holds a connection. 2. PostgreSQL stops: the server lives, but is not
    ready. 3. PostgreSQL starts again. 4. The first request of every thread gets its page."""
    with served(tmp_path / "data", DATABASE_URL=postgres.url) as web:
        assert [web.ask(f"/projects/{web.slug}/")[0] for _ in range(16)] == [200] * 16
        postgres.stop()
        assert web.ask("/healthz", who="")[0] == 200
        status, parts = ask(web)
        assert (status, parts["database"]) == (503, "unavailable")
        postgres.start()
        assert [web.ask(f"/projects/{web.slug}/")[0] for _ in range(16)] == [200] * 16
        assert ask(web) == (200, READY)
