"""Report at the end what was skipped and why. With DAILIES_NO_SKIPS=1 (.ci/run) a skip fails the run.

Excused is only what no installation can mend: a container that may not mount a small disk.
"""

import os

import pytest

SKIPPED = pytest.StashKey[list]()
EXCUSED = "needs the right to mount a small disk"
WANTED = "--benchmark-skip"  # benchmarks are left out on purpose, see pyproject.toml


def pytest_configure(config):
    config.stash[SKIPPED] = []
    config.pluginmanager.register(Collector(config.stash[SKIPPED]), "skips-collector")


class Collector:
    """Collect every skip, of a test or of a whole file."""

    def __init__(self, skipped):
        self.skipped = skipped

    def pytest_runtest_logreport(self, report):
        self.note(report)

    def pytest_collectreport(self, report):
        self.note(report)

    def note(self, report):
        if report.skipped and not hasattr(report, "wasxfail") and WANTED not in (reason := reason_of(report)):
            self.skipped.append((report.nodeid, reason))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    failing = [reason for _name, reason in session.config.stash[SKIPPED] if reason != EXCUSED]
    if failing and no_skips_allowed() and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter, config):
    skipped = config.stash[SKIPPED]
    if not skipped:
        return
    terminalreporter.section(f"NOT TESTED: {len(skipped)}", sep="!", red=True, bold=True)
    for name, reason in skipped:
        terminalreporter.line(f"{name}: {reason}", yellow=True)
    if no_skips_allowed():
        terminalreporter.line(f"DAILIES_NO_SKIPS=1: this run fails, unless a test {EXCUSED}.", red=True)
    else:
        terminalreporter.line(".ci/run installs what is missing and tests everything.", yellow=True)


def reason_of(report):
    where = report.longrepr
    return (where[2] if isinstance(where, tuple) else str(where)).removeprefix("Skipped: ")


def no_skips_allowed():
    return os.environ.get("DAILIES_NO_SKIPS") == "1"
