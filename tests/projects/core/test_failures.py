"""A locked database and a full disk: a sentence within seconds, and reading goes on."""

import contextlib
import json
import sqlite3
from urllib.parse import urlencode

import pytest
from django.db import IntegrityError, OperationalError, connection

from projects.core import failures
from studio.management.commands import web as web_command
from tests.projects.ledger.test_kills import built, provider, separate_studio
from tests.projects.web import CSRF, served
from tests.studio.processes.folders import mount

pytestmark = pytest.mark.slow
__all__ = ["built", "mount", "provider", "separate_studio"]

FORM = {"Content_Type": "application/x-www-form-urlencoded", "X_CSRFToken": CSRF}


@contextlib.contextmanager
def locked(web):
    """Another program holds the database's write lock."""
    with contextlib.closing(sqlite3.connect(web.data / "dailies.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def rename(web):
    return web.ask("/profile/name/", "POST", body=b"name=Ada", **FORM)


def sign_in(web):
    body = urlencode({"username": "owner@x.test", "password": "wrong wrong wrong"}).encode()
    return web.ask("/sign-in/", "POST", who="", body=body, Cookie=f"csrftoken={CSRF}", **FORM)


def age_session(web):
    """Let the next page record that its session is in use."""
    call = (
        "from django.contrib.sessions.models import Session as S; from django.contrib.sessions.backends.db "
        "import SessionStore as T\n"
        "for row in S.objects.all():\n"
        "    store = T(row.session_key); store['seen'] = 1; store.save()"
    )
    web.manage("shell", "--no-imports", "-c", call)


def test_a_locked_database_is_answered_with_503_while_it_is_locked(web):
    age_session(web)
    key = web.manage("api_key", "--name", "k").split()[-1]
    body = json.dumps({"model": "luma/ray-2", "prompt": "A lamp"}).encode()
    with locked(web):
        answers = [rename(web), sign_in(web)]
        api = web.ask("/v2/video/generations", "POST", who="", body=body, Authorization=f"Bearer {key}")
        pages = [web.ask(path) for path in ("/profile/", f"/projects/{web.slug}/", web.path(""))]
        read = web.ask("/api/generations", who="", Authorization=f"Bearer {key}")
    assert [status for status, _, _ in pages] == [200] * 3 and read[0] == 200
    for status, headers, answer in (*answers, api):
        assert status == 503 and headers["Retry-After"] == "5" and b"The studio is busy" in answer
    assert rename(web)[0] == 302


@pytest.mark.slow
def test_a_page_waits_for_a_lock_once_and_less_than_five_seconds(separate_studio):
    """1. Another program holds the lock.  2. What a page can do without is given up soon.  3. The first write
    that it can't do without waits, and fails the page: no second one waits as long again."""
    waits = separate_studio.play("locked.count_waits")
    assert waits == {"/profile/name/": 1, "/projects/lighthouse-film/generations/": 1}
    assert web_command.LOCKED_S + failures.OPTIONAL_S < 5


def test_a_full_disk_is_answered_with_a_sentence_and_reading_goes_on(mount):
    disk = mount("size=200m")
    with served(disk / "web") as web:
        age_session(web)
        filler = disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(1024 * 1024))
        with contextlib.suppress(OSError), filler.open("ab", buffering=0) as file:
            while True:
                file.write(bytes(512))
        refused = [until_refused(web, rename), until_refused(web, sign_in)]
        pages = [web.ask(path) for path in ("/profile/", f"/projects/{web.slug}/", web.path(""))]
        filler.unlink()
        assert rename(web)[0] == 302
    for status, headers, answer in refused:
        assert status == 503 and "disk is full" in answer.decode() and headers["Retry-After"]
    assert [status for status, _, _ in pages] == [200] * 3


def until_refused(web, act):
    """The write-ahead log may have had room for a few more changes."""
    answers = (act(web) for _ in range(2000))
    return next(answer for answer in answers if answer[0] not in (200, 302, 429))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OperationalError("database is locked"), "busy"),
        (OperationalError("canceling statement due to lock timeout"), "busy"),
        (OperationalError("database or disk is full"), "disk is full"),
        (OperationalError('could not extend file "base/1": No space left on device'), "disk is full"),
        (OSError(28, "No space left on device"), "disk is full"),
    ],
)
def test_each_failure_that_passes_has_its_sentence(error, words):
    assert words in failures.describe(error)


def test_wrong_sql_is_a_bug(db):
    with pytest.raises(OperationalError) as missing, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")
    assert failures.describe(missing.value) == ""


@pytest.mark.parametrize("error", [None, ValueError("x"), OSError(2, "x"), IntegrityError("disk is full")])
def test_a_bug_is_not_taken_for_a_failure_that_passes(error):
    assert failures.describe(error) == ""
