"""The same promises on PostgreSQL: its own locks, its own triggers, real concurrency."""

import os
import subprocess
import sys

import pytest

from tests.fake_provider import FakeProvider
from tests.projects.ledger.conftest import with_films
from tests.projects.ledger.processes import ROOT, House
from tests.servers import postgres_url

pytestmark = pytest.mark.slow

__all__ = ["postgres_url"]
SAME = ["test_guards.py", "test_states.py", "test_requests.py", "test_actions.py", "test_sending.py"]


def test_the_same_rules_hold_on_postgresql(postgres_url):
    files = [f"tests/projects/ledger/{name}" for name in SAME]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        *files,
        "-k",
        "not lost_answer",
    ]
    env = os.environ | {"DATABASE_URL": postgres_url}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout and "skipped" not in done.stdout


def test_many_at_once_wait_for_each_other_and_never_for_ever(postgres_url, tmp_path, tmp_path_factory):
    """1. Sending locks the clip, then its project.  2. Withdrawing the opposite: each waits for the other."""
    with FakeProvider(with_films(tmp_path, tmp_path_factory), make_s=0.02, log_delay=0.02) as provider:
        house = House(tmp_path / "data", provider, database_url=postgres_url)
        house.folder.mkdir()
        house.scene("move_in")
        found = house.scene("cancel_against_send", 8)
        assert found["faults"] == [] and found["both"] == 0
        assert found["withdrawn"] == found["cancelled"] == 8 - found["attempts"]
        assert provider.summary()["accepted"] == found["attempts"]
