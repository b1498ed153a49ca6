"""Run the supervisor with small, real processes. tests/journeys/test_up.py runs the whole studio."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest

from studio.processes import heartbeats, supervisor
from studio.processes.supervisor import Child, Supervisor
from tests.journeys.live import ROOT, wait_for
from tests.running import living_processes, stat_of

pytestmark = pytest.mark.slow

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
SLEEP = "import time; time.sleep(120)"
WITH_A_GRANDCHILD = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEP!r}]).wait()"
GUARDED = f"from studio.processes.supervisor import end_with_parent; end_with_parent(); {SLEEP}"

# A parent that starts one child, prints its process ID and waits to be killed.
PARENT = """
import sys, time
from studio.processes.supervisor import Child
child = Child("child", [sys.executable, "-c", sys.argv[1]])
child.start()
print(child.process.pid, flush=True)
time.sleep(120)
"""


@pytest.fixture
def child():
    children = []

    def make_child(script, **options):
        children.append(Child("child", [sys.executable, "-c", script], **options))
        return children[-1]

    yield make_child
    for each in children:
        if each.process:
            each.kill_group()


def test_a_child_that_ends_is_restarted_after_a_growing_delay(child):
    quick = child("raise SystemExit(7)")
    waits = []
    for _ in range(3):
        quick.start()
        wait_for(quick.find_problem, "its end")
        assert quick.find_problem() == "ended (code 7)"
        waits.append(quick.replace_later())
    assert waits == [0.5, 1.0, 2.0]


def test_the_delay_has_a_limit(child):
    quick = child(SLEEP, failures=20)
    quick.start()
    assert quick.replace_later() == 30


def test_after_running_for_a_while_the_delay_is_short_again(child):
    settled = child(SLEEP, failures=5, settled_after_s=0)
    settled.start()
    assert settled.replace_later() == 0.5


def test_a_child_without_a_heartbeat_is_replaced(child):
    messages = []
    stubborn = child(SLEEP, heartbeat=lambda: lambda: "does not tick")
    running = Supervisor([stubborn], messages.append)
    running.check_all()
    wait_for(lambda: running.check_all() or len(messages) == 3, "another process")
    assert "does not tick" in messages[1]
    assert messages[0] != messages[2]


def test_children_restart_when_their_settings_change(child, tmp_path):
    messages, file = [], tmp_path / "public_url"
    running = Supervisor([child(SLEEP)], messages.append, file)
    running.check_all()
    first = running.children[0].process.pid
    file.write_text("https://dailies.example.com")
    wait_for(lambda: pid_of_next(running) not in (None, first), "another process")
    assert messages.count("settings changed; restarting") == 1
    running.stop_all()


def pid_of_next(running) -> int | None:
    running.restart_if_changed()
    running.check_all()
    process = running.children[0].process
    return process and process.pid


def test_a_child_that_cannot_start_is_tried_again(tmp_path):
    messages, program = [], tmp_path / "program"
    running = Supervisor([Child("child", [str(program)])], messages.append)
    running.check_all()
    assert messages == ["child can't start (No such file or directory); trying again in 0.5 s"]
    program.symlink_to(shutil.which("sleep"))
    running.children[0].command.append("120")
    wait_for(lambda: running.check_all() or len(messages) == 2, "its start")
    running.stop_all()


def test_the_processes_of_a_dead_child_are_killed(child):
    parent = child(WITH_A_GRANDCHILD)
    parent.start()
    group = parent.process.pid
    wait_for(lambda: len(list_members(group)) == 2, "the grandchild")
    os.kill(group, signal.SIGKILL)
    wait_for(parent.find_problem, "its end")
    parent.replace_later()
    wait_for(lambda: not list_members(group), "the grandchild's end")


def test_a_child_ends_itself_when_its_parent_is_killed():
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, GUARDED], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    group = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    wait_for(lambda: not list_members(group), "the child's end")


@pytest.fixture
def stubborn(child, tmp_path):
    """Provide a running child that ignores SIGTERM."""
    script = f"""
import pathlib, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path({str(tmp_path / "ready")!r}).touch()
time.sleep(120)
"""
    stubborn = child(script)
    stubborn.start()
    wait_for((tmp_path / "ready").exists, "the child")
    return stubborn


def test_a_child_that_ignores_sigterm_is_killed(stubborn, monkeypatch):
    monkeypatch.setattr(supervisor, "STOP_WITHIN_S", 0.3)
    messages, group = [], stubborn.process.pid
    Supervisor([stubborn], messages.append).stop_all()
    assert messages == ["child did not stop in time; killed"]
    assert not list_members(group)


def test_a_second_signal_stops_at_once(stubborn, monkeypatch):
    monkeypatch.setattr(supervisor, "STOP_WITHIN_S", 100)
    running = Supervisor([stubborn], lambda message: None)
    running.signals = [signal.SIGINT, signal.SIGINT]
    stopping = threading.Thread(target=running.stop_all, daemon=True)
    stopping.start()
    stopping.join(20)
    assert not stopping.is_alive()


@pytest.mark.parametrize("number", SIGNALS)
def test_each_termination_signal_stops_the_studio(child, number):
    messages = []

    def log(message):
        messages.append(message)
        if len(messages) == 1:
            os.kill(os.getpid(), number)

    # Under `nohup`, SIGHUP would be ignored, as it should be, and this would run for ever.
    before = {each: signal.signal(each, signal.SIG_DFL) for each in SIGNALS}
    try:
        Supervisor([child(SLEEP)], log).run()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    assert messages[1:] == ["stopping …", "stopped."]


def test_a_lost_terminal_does_not_keep_children_alive(child):
    def log(message):
        raise OSError("Input/output error")

    lonely = child(SLEEP)
    running = Supervisor([lonely], log)
    running.check_all()
    group = lonely.process.pid
    running.stop_all()
    assert not list_members(group)


def test_a_silent_watcher_is_reported_only_after_the_limit(settings, tmp_path):
    settings.DATA, settings.WEDGE_S = tmp_path, 0.5
    watch = heartbeats.Watch()
    assert watch() == ""
    (tmp_path / "watch.heartbeat").touch()
    assert watch() == ""
    assert "has not ticked" in wait_for(watch, "a complaint")


def test_a_starting_process_gets_more_time(settings, tmp_path):
    settings.DATA, settings.WEDGE_S = tmp_path, 0.3
    (tmp_path / "watch.heartbeat").touch()  # the last one's
    starting = [heartbeats.Watch(), heartbeats.Cluster(), heartbeats.Web(1)]
    for _ in range(4):
        assert [ask() for ask in starting] == [""] * 3
        time.sleep(0.1)


def test_a_silent_web_process_is_reported_although_another_one_answers(settings, tmp_path):
    settings.DATA, settings.WEDGE_S = tmp_path, 0.5
    (tmp_path / "run").mkdir()
    webs = [heartbeats.Web(1), heartbeats.Web(2)]
    assert [web() for web in webs] == ["", ""]
    for number in (1, 2):
        heartbeats.find_web_file(number).touch()
    assert [web() for web in webs] == ["", ""]

    def first_complaint():
        heartbeats.find_web_file(2).touch()
        return webs[0]()

    assert "has not responded" in wait_for(first_complaint, "a complaint")
    assert webs[1]() == ""


def list_members(group):
    """Return the living processes of a group."""
    return [pid for pid in living_processes() if (stat := stat_of(pid)) and stat[2] == str(group)]
