"""Two web processes accept from one socket: limits hold for both, and one stands in for the other."""

import os
import re
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.journeys.live import live_studio, wait_for

pytestmark = pytest.mark.live

ENV = {"DAILIES_WEB_PROCESSES": "2", "DAILIES_WEDGE_S": "4", "DAILIES_API_A_MINUTE": "20"}
OWNER = "Studio.set_up('owner@example.test', 'a long passphrase 1')"


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    with live_studio(tmp_path_factory.mktemp("data"), ENV) as studio:
        wait_for(lambda: len(webs(studio)) == 2, "two web processes")
        studio.manage("shell", "--no-imports", "-c", f"from projects.models import Studio; {OWNER}")
        yield studio


def test_a_keys_requests_are_counted_together(studio):
    key = studio.manage("api_key", "--name", "Script").split()[-1]
    wait_for(lambda: time.time() % 60 < 40, "a minute that has not ended soon")
    assert Counter(at_once(40, lambda n: ask_api(studio, key))) == {200: 20, 429: 20}


def test_guesses_at_both_processes_lock_an_account_at_the_tenth(studio):
    assert Counter(at_once(30, lambda n: guess(studio))) == {200: 9, 429: 21}


def test_while_one_is_frozen_the_other_answers(studio):
    """1. One process stands still, its connections with it.  2. Everybody who comes now is answered by the
    other.  3. Its file isn't touched any longer, and it is replaced."""
    frozen, _other = webs(studio)
    os.kill(frozen, signal.SIGSTOP)
    assert at_once(20, lambda n: httpx.get(f"{studio.url}healthz", timeout=60).status_code) == [200] * 20
    wait_for(lambda: frozen not in webs(studio) and len(webs(studio)) == 2, "another process")


def webs(studio):
    return studio.pids().get("web", [])


def at_once(times, ask):
    with ThreadPoolExecutor(times) as crowd:
        return list(crowd.map(ask, range(times)))


def ask_api(studio, key):
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.get(f"{studio.url}v2/billing", headers=headers, timeout=60).status_code


def guess(studio):
    with httpx.Client(base_url=studio.url, timeout=60) as visitor:
        page = visitor.get("sign-in/").text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        form = {"csrfmiddlewaretoken": token, "username": "owner@example.test", "password": "wrong"}
        return visitor.post("sign-in/", data=form).status_code
