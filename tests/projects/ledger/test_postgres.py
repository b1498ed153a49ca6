"""The same promises on PostgreSQL: its own locks, its own triggers, real concurrency."""

import os
import subprocess
import sys

import pytest

from tests.fake_provider import FakeProvider
from tests.projects.ledger.conftest import with_videos
from tests.projects.ledger.processes import ROOT, SeparateStudio
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
    process = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300)
    assert process.returncode == 0, process.stdout[-6000:] + process.stderr[-2000:]
    assert " passed" in process.stdout and "skipped" not in process.stdout


def test_concurrent_sends_and_cancels_never_deadlock(postgres_url, tmp_path, tmp_path_factory):
    """1. Sending locks the generation, then its project.  2. Canceling did the opposite: each waited for the
    other."""
    with FakeProvider(with_videos(tmp_path, tmp_path_factory), make_s=0.02, log_delay=0.02) as provider:
        studio = SeparateStudio(tmp_path / "data", provider, database_url=postgres_url)
        studio.folder.mkdir()
        studio.migrate()
        facts = studio.play("races.cancel_while_sending", 8)
        assert facts["errors"] == [] and facts["both"] == 0
        assert facts["withdrawn"] == facts["cancelled"] == 8 - facts["attempts"]
        assert provider.summary()["accepted"] == facts["attempts"]
