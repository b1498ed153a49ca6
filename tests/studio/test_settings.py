"""Check that an invalid option is refused with one sentence before anything starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("AIMLAPI_DIALECT", "wrong", "Must be one of: current, original."),
        ("DAILIES_WORKERS", "many", "Not a valid integer."),
    ],
)
def test_an_invalid_option_is_refused_with_one_sentence(tmp_path, variable, value, reason):
    env = os.environ | {"DAILIES_DATA": str(tmp_path), variable: value}
    command = [sys.executable, "manage.py", "check"]
    process = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert process.returncode == 1
    assert process.stderr == f'Environment variable "{variable}" is invalid: {reason}\n'
