"""A database that another program has locked."""

import contextlib
import sqlite3
from collections import Counter

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client, override_settings
from django.urls import reverse

from projects.core.failures import OPTIONAL_S, set_wait
from tests.projects import cast

PLAIN_FILES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WAIT_S = OPTIONAL_S + 0.05


@override_settings(STORAGES=settings.STORAGES | PLAIN_FILES)
def count_waits() -> dict:
    """Send requests that write. Return how many times each waited for the lock as long as a page may wait."""
    person = cast.person()
    project = cast.project(person)
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    client.force_login(person)
    waits: Counter[str] = Counter()
    requests = {
        reverse("profile-name"): {"name": "Ada"},
        reverse("generations", args=[project.slug]): {"prompt": "A lamp", "client_token": "token-0001"},
        reverse("library", args=[project.slug]): None,
    }
    for path, form in requests.items():
        Session.objects.update(session_data=client.session.encode(dict(client.session) | {"seen": 1}))
        with locked(), connection.execute_wrapper(count_into(waits, path)):
            client.get(path) if form is None else client.post(path, form)
    return dict(+waits)


@contextlib.contextmanager
def locked():
    database = settings.DATABASES["default"]["NAME"]
    connection.settings_dict["OPTIONS"]["timeout"] = WAIT_S
    set_wait(WAIT_S)
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def count_into(waits: Counter[str], path: str):
    def wrapper(execute, sql, *rest):
        try:
            return execute(sql, *rest)
        except OperationalError:
            [wait] = connection.connection.execute("PRAGMA busy_timeout").fetchone()
            waits[path] += wait >= 1000 * WAIT_S
            raise

    return wrapper
