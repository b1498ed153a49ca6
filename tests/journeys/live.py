"""A real studio for journeys: `manage.py up` as a person starts it, on a free port and an empty data folder.

    with live_studio(tmp_path / "data") as studio:
        page.goto(studio.url)
        studio.kill("monitor")

Register as a pytest plugin for its fixture `chromium`.
"""

import contextlib
import functools
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from tests.running import born, command_line, command_of, descendants, living_processes

ROOT = Path(__file__).resolve().parents[2]
DONE = "SELECT 1 FROM django_q_task WHERE id = ? AND success"
PATIENCE_S = 150  # a bound for a broken studio, not a promise about a healthy one
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextlib.contextmanager
def live_studio(data, env=None, *, workers=2, port=0, command="up", first_start=False):
    """Yield a running LiveStudio. Afterwards, stop it and check that no process of it is left.

    first_start: create the database from nothing, as on a person's first start.
    """
    if not first_start:
        copy_database(Path(data))
    arguments = [command, "--no-browser", "--port", str(port), "--workers", str(workers)]
    studio = LiveStudio(Path(data), {**os.environ, "DAILIES_WEB_PROCESSES": "1", **(env or {})}, arguments)
    try:
        studio.wait_until_it_answers()
        yield studio
    except BaseException:
        print(studio.log())  # pytest shows it with the failure
        raise
    finally:
        studio.stop()
        left = studio.survivors()
        studio.kill_survivors()
    assert not left, f"processes left behind: {left}"


def copy_database(data):
    """Put an empty database into a new folder: to create one takes most of a first start."""
    data.mkdir(parents=True, exist_ok=True)
    if not (data / "dailies.sqlite3").exists():
        shutil.copy(migrate_database(), data)


@functools.cache
def migrate_database():
    """Create an empty database, once in this process, and return its path."""
    data = Path(tempfile.mkdtemp(prefix="dailies-migrated-"))
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
    subprocess.run(command, env={**env, "DAILIES_DATA": str(data)}, check=True, timeout=PATIENCE_S)
    return data / "dailies.sqlite3"


class LiveStudio:
    """url: its address, ending in "/". data: its folder. up: the process of `manage.py up`."""

    def __init__(self, data, env, arguments):
        self.data, self.seen, self.url = data, {}, ""
        self.data.mkdir(parents=True, exist_ok=True)
        self.env = {**env, "DAILIES_DATA": str(data)}
        self.output = data / "up.log"
        with self.output.open("ab") as output:
            self.up = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), *arguments],
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_it_answers(self):
        """Return when the web answers and the cluster has its workers."""
        wait_for(lambda: self.up.poll() is None and self.answers() and "workers" in self.pids(), "a start")

    def answers(self):
        with contextlib.suppress(OSError, ValueError):
            self.url = json.loads((self.data / "up.lock").read_text())["address"]
            with urllib.request.urlopen(f"{self.url}healthz", timeout=5) as answer:
                return answer.status == 200
        return False

    def pids(self):
        """Return all living processes by role: up, web, watch, cluster, sentinel, workers, monitor, pusher.

        Each role maps to a list of process ids; other descendants, if any, are under "others".
        """
        parents = living_processes()
        family = descendants(self.up.pid, parents)
        roles = {"up": [pid for pid in [self.up.pid] if pid in parents]}
        for pid in family:
            if parents.get(pid) == self.up.pid:
                roles.setdefault(command_of(pid), []).append(pid)
        for role, pids in self.cluster_roles().items():
            if mine := [pid for pid in pids if pid in family]:
                roles[role] = mine
        known = {pid for pids in roles.values() for pid in pids}
        if others := [pid for pid in family if pid not in known]:
            roles["others"] = others
        self.seen |= {pid: born(pid) for pid in [*family, *roles["up"]]}
        return roles

    def cluster_roles(self):
        """Return what the cluster's sentinel reports about itself."""
        with contextlib.suppress(OSError, ValueError):
            pids_by_role = json.loads((self.data / "run" / "cluster.json").read_text())
            return {role: pids if isinstance(pids, list) else [pids] for role, pids in pids_by_role.items()}
        return {}

    def kill(self, role, number=0, how=signal.SIGKILL):
        """Wait for the `number`-th process of a role, kill it with SIGKILL, and return its process ID."""
        pid = wait_for(lambda: self.pids().get(role, [])[number : number + 1], f"a {role}")[0]
        os.kill(pid, how)
        return pid

    def run_later(self, function, *arguments):
        """Give the cluster a task and return its ID. `function` is a dotted name, such as "time.sleep"."""
        call = f"from django_q.tasks import async_task; print(async_task({function!r}, *{arguments!r}))"
        return self.manage("shell", "--no-imports", "-c", call).split()[-1]

    def has_done(self, task):
        """Return True if the cluster has recorded that this task succeeded."""
        with contextlib.closing(sqlite3.connect(self.data / "dailies.sqlite3", timeout=20)) as database:
            return bool(database.execute(DONE, [task]).fetchone())

    def manage(self, *arguments):
        """Run another command on the same data, and return its output."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=PATIENCE_S)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def stop(self, how=signal.SIGINT):
        """End `up` as Ctrl-C does, and return its exit code."""
        self.pids()
        if self.up.poll() is None:
            self.up.send_signal(how)
        return self.up.wait(timeout=PATIENCE_S)

    def survivors(self):
        """Return processes seen at any time that are still there a moment later, as {pid: command line}."""
        with contextlib.suppress(AssertionError):
            wait_for(lambda: not self.still_there(), "nobody", within_s=5)
        return {pid: command_line(pid) for pid in self.still_there()}

    def still_there(self):
        living = living_processes()
        return [pid for pid, birth in self.seen.items() if pid in living and born(pid) == birth]

    def kill_survivors(self):
        for pid in self.still_there():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def log(self):
        """Return everything that `up` and its children printed."""
        return self.output.read_text(errors="replace")


def wait_for(is_so, what, *, within_s=PATIENCE_S):
    """Return as soon as `is_so()` is true. After `within_s`, raise an AssertionError that names `what`."""
    end = time.monotonic() + within_s
    while not (answer := is_so()):
        assert time.monotonic() < end, f"waited {within_s} s in vain for {what}"
        time.sleep(0.05)
    return answer


# --- The browser ------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium():
    """A real Chromium, driven by Playwright. The whole run shares it."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("needs chromium, which is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        browser.path = path
        yield browser
        browser.close()


@pytest.fixture
def other_chromium(chromium):
    """A Chromium as on another machine: it shares nothing with the first one but the studio."""
    browser = chromium.browser_type.launch(executable_path=chromium.path, args=FLAGS)
    yield browser
    browser.close()
