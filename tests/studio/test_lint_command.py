"""Check that `manage.py lint` runs every check and names those that failed."""

import sys

import pytest
from django.core.management import CommandError, call_command

from studio.management.commands import lint


@pytest.fixture
def checks(monkeypatch):
    """Provide three checks of which the second fails, and one that needs npm, which is missing."""
    code = {"first": "", "second": "print('line 3 is wrong'); raise SystemExit(1)", "third": ""}
    commands = {name: lambda script=script: [sys.executable, "-c", script] for name, script in code.items()}
    monkeypatch.setattr(lint, "CHECKS", {**commands, "scripts": lambda: None})


def test_all_checks_run_and_failed_ones_are_reported(checks, capsys):
    with pytest.raises(CommandError, match=r"Failed: second\."):
        call_command("lint")
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "first: ok",
        "second: FAILED",
        "line 3 is wrong",
        "third: ok",
        "scripts: skipped, npm is not installed",
    ]


def test_only_the_named_checks_run(checks, capsys):
    call_command("lint", "third")
    assert capsys.readouterr().out == "third: ok\n"


def test_an_unknown_name_is_an_error(checks):
    with pytest.raises(CommandError, match=r"Unknown check: fourth\. Choose from: first, second"):
        call_command("lint", "fourth")
