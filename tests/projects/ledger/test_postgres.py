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
WITH_STUDIOS = ["test_kills.py"]


def test_every_promise_holds_on_postgresql_and_redis(postgres_url, redis_url):
    """This folder once more, without this file, and without what starts studios of its own on SQLite."""
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "tests/projects/ledger"]
    command += ["--ignore", __file__, *(f"--ignore=tests/projects/ledger/{name}" for name in WITH_STUDIOS)]
    env = os.environ | {"DATABASE_URL": postgres_url, "REDIS_URL": redis_url}
    process = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=390)
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
