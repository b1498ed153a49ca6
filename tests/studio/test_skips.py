"""Check that a test run lists its skipped tests, and fails if none may be skipped."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
SUITE = """
import pytest

def test_seen(): pass

@pytest.mark.skip(reason="needs a projector, which is not installed")
def test_unseen(): pass

@pytest.mark.xfail
def test_known(): assert False
"""


@pytest.mark.parametrize(("no_skips", "code"), [("", 0), ("1", 1)])
def test_skips_are_listed_and_fail_the_run_if_not_allowed(tmp_path, no_skips, code):
    done = run(tmp_path, SUITE, no_skips)
    assert done.returncode == code
    assert "NOT TESTED: 1" in done.stdout
    assert "test_film.py::test_unseen: needs a projector, which is not installed" in done.stdout


def test_a_skipped_file_is_listed_too(tmp_path):
    done = run(tmp_path, "import pytest\npytest.importorskip('no_such_projector')", "1")
    assert done.returncode != 0
    assert "test_film.py: could not import 'no_such_projector'" in done.stdout


def test_a_run_without_skips_passes_without_a_list(tmp_path):
    done = run(tmp_path, "def test_seen(): pass", "1")
    assert done.returncode == 0
    assert "NOT TESTED" not in done.stdout


def run(folder, suite, no_skips):
    (folder / "test_film.py").write_text(suite)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.plugin_skips",
        "-p",
        "no:django",
        "--rootdir",
        folder,
    ]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DAILIES_NO_SKIPS": no_skips}
    return subprocess.run(list(map(str, command)), env=env, capture_output=True, text=True, cwd=folder)
