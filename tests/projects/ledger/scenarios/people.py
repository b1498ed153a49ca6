"""People who do the same thing at the same moment."""

import threading
import time
from unittest import mock

from django.contrib.auth.hashers import get_hasher
from django.db.models import Count
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from projects.accounts import two_factor
from projects.models import Person, Project
from tests.projects import cast
from tests.projects.ledger.scenarios.races import at_once


def guess_passwords(count: int) -> dict:
    """Try `count` wrong passwords of one account at once. Count the comparisons, in all and at once."""
    person, lock = cast.person(), threading.Lock()
    seen = {"compared": 0, "now": 0, "most": 0}
    hasher = type(get_hasher())
    compare = hasher.verify

    def verify(self, password: str, encoded: str) -> bool:
        with lock:
            seen["compared"] += 1
            seen["now"] += 1
            seen["most"] = max(seen["most"], seen["now"])
        time.sleep(0.05)  # others catch up
        with lock:
            seen["now"] -= 1
        return compare(self, password, encoded)

    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    form = {"username": person.email}
    with mock.patch.object(hasher, "verify", verify):
        at_once(count, lambda n: client.post(reverse("sign-in"), form | {"password": f"wrong {n}"}))
    return {"compared": seen["compared"], "most": seen["most"]}


def set_up_twice(count: int) -> dict:
    """Create projects of one name, and open the two-factor page, `count` times at the same moment."""
    person = cast.person()
    errors = [
        error
        for act in (lambda n: Project.create("The Harbor", person), lambda n: two_factor.propose(person))
        for error in at_once(count, act)
        if isinstance(error, str)
    ]
    slugs = Project.objects.filter(name="The Harbor").aggregate(n=Count("slug", distinct=True))["n"]
    people = Person.objects.count()
    return {"errors": errors, "slugs": slugs, "devices": TOTPDevice.objects.count(), "people": people}
