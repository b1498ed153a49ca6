"""Reading writes nothing, so that pages can be read while the database is locked or its disk is full."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Account, Studio
from tests.projects.routes import routes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OPTIONAL = {"projects_apikey"}  # when it was used: a locked database goes without
OWN = {
    "new-password": "its one-time token moves into the session, away from the address",
    "two-factor-setup": "a secret to confirm",
}
WRITE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')


def test_reading_a_page_writes_nothing(walk, settings):
    settings.AIMLAPI_KEY = settings.LUMAAI_API_KEY = "a-key-that-is-long-enough"
    Studio.objects.all().delete()
    written = set()
    for route in routes():
        for actor in ("owner", "guest", "write key"):
            with CaptureQueriesContext(connection) as captured:
                walk.ask(route, "GET", actor, "own")
            found = (WRITE.match(query["sql"]) for query in captured)
            if {match[1] for match in found if match} - OPTIONAL:
                written.add(route.name)
    assert not Account.objects.exists()
    assert written == set(OWN)
