"""The supervisor with real, small processes; the whole studio's are in tests/journeys/test_up.py."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from studio.processes import heartbeats, supervisor
from studio.processes.supervisor import Child, Supervisor
from tests.journeys.live import ROOT, living_processes, stat_of, wait_for

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
SLEEP = "import time; time.sleep(120)"
WITH_A_GRANDCHILD = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEP!r}]).wait()"
GUARDED = f"from studio.processes.supervisor import end_with_parent; end_with_parent(); {SLEEP}"

# A parent that starts one child, tells its process id and waits to be killed.
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
    made = []

    def make(script, **options):
        made.append(Child("child", [sys.executable, "-c", script], **options))
        return made[-1]

    yield make
    for each in made:
        if each.process:
            each.kill_group()


def test_a_child_that_ends_is_started_again_after_a_growing_wait(child):
    quick = child("raise SystemExit(7)")
    waits = []
    for _ in range(3):
        quick.start()
        wait_for(quick.find_problem, "its end")
        assert quick.find_problem() == "ended (code 7)"
        waits.append(quick.replace_later())
    assert waits == [0.5, 1.0, 2.0]


def test_the_wait_has_a_limit(child):
    quick = child(SLEEP, failures=20)
    quick.start()
    assert quick.replace_later() == 30


def test_a_child_that_had_settled_waits_no_longer_than_the_first_time(child):
    settled = child(SLEEP, failures=5, settled_after_s=0)
    settled.start()
    assert settled.replace_later() == 0.5


def test_a_child_whose_heartbeat_complains_is_replaced(child):
    said = []
    deaf = child(SLEEP, heartbeat=lambda: lambda: "does not tick")
    house = Supervisor([deaf], said.append)
    house.check_all()
    wait_for(lambda: house.check_all() or len(said) == 3, "another process")
    assert "does not tick" in said[1]
    assert said[0] != said[2]


def test_a_child_that_cannot_even_start_is_tried_again(tmp_path):
    said, program = [], tmp_path / "program"
    house = Supervisor([Child("child", [str(program)])], said.append)
    house.check_all()
    assert said == ["child can't start (No such file or directory); trying again in 0.5 s"]
    program.symlink_to(shutil.which("sleep"))
    house.children[0].command.append("120")
    wait_for(lambda: house.check_all() or len(said) == 2, "its start")
    house.stop_all()


def test_what_a_dead_child_started_goes_with_it(child):
    parent = child(WITH_A_GRANDCHILD)
    parent.start()
    group = parent.process.pid
    wait_for(lambda: len(members(group)) == 2, "the grandchild")
    os.kill(group, signal.SIGKILL)
    wait_for(parent.find_problem, "its end")
    parent.replace_later()
    wait_for(lambda: not members(group), "the grandchild's end")


def test_a_child_ends_itself_when_its_parent_is_killed():
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, GUARDED], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    group = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    wait_for(lambda: not members(group), "the child's end")


@pytest.fixture
def deaf(child, tmp_path):
    """A running child that hears no SIGTERM."""
    script = f"""
import pathlib, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path({str(tmp_path / "deaf")!r}).touch()
time.sleep(120)
"""
    deaf = child(script)
    deaf.start()
    wait_for((tmp_path / "deaf").exists, "its deafness")
    return deaf


def test_who_does_not_end_when_asked_is_killed(deaf, monkeypatch):
    monkeypatch.setattr(supervisor, "STOP_WITHIN_S", 0.3)
    said, group = [], deaf.process.pid
    Supervisor([deaf], said.append).stop_all()
    assert said == ["child did not stop in time; killed"]
    assert not members(group)


def test_a_second_signal_waits_for_nobody(deaf, monkeypatch):
    monkeypatch.setattr(supervisor, "STOP_WITHIN_S", 100)
    house = Supervisor([deaf], lambda words: None)
    house.signals = [signal.SIGINT, signal.SIGINT]
    stopping = threading.Thread(target=house.stop_all, daemon=True)
    stopping.start()
    stopping.join(20)
    assert not stopping.is_alive()


@pytest.mark.parametrize("number", SIGNALS)
def test_each_signal_that_a_person_or_a_system_sends_ends_it(child, number):
    said = []

    def tell(words):
        said.append(words)
        if len(said) == 1:
            os.kill(os.getpid(), number)

    before = {each: signal.getsignal(each) for each in SIGNALS}
    try:
        Supervisor([child(SLEEP)], tell).run()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    assert said[1:] == ["stopping …", "stopped."]


def test_a_lost_terminal_keeps_nobody_alive(child):
    def tell(words):
        raise OSError("Input/output error")

    lonely = child(SLEEP)
    house = Supervisor([lonely], tell)
    house.check_all()
    group = lonely.process.pid
    house.stop_all()
    assert not members(group)


def test_the_watchers_silence_is_told_after_the_limit_and_not_before(settings, tmp_path):
    settings.DATA, settings.WEDGE_S = tmp_path, 0.5
    watch = heartbeats.Watch()
    assert watch() == ""
    (tmp_path / "watch.heartbeat").touch()
    assert watch() == ""
    assert "has not ticked" in wait_for(watch, "a complaint")


def test_a_process_that_still_starts_has_longer(settings, tmp_path):
    settings.DATA, settings.WEDGE_S = tmp_path, 0.3
    (tmp_path / "watch.heartbeat").touch()  # the last one's
    with socket.create_server(("127.0.0.1", 0)) as silent:
        starting = [
            heartbeats.Watch(),
            heartbeats.Cluster(),
            heartbeats.Web("127.0.0.1", silent.getsockname()[1]),
        ]
        assert [ask() for ask in starting * 4] == [""] * 12


def test_a_web_that_falls_silent_is_told_at_the_third_miss(settings):
    settings.WEDGE_S = 0.6
    with serving_errors() as port:
        web = heartbeats.Web("127.0.0.1", port)
        assert web() == ""
    assert [web(), web(), web()] == ["", "", "does not respond"]


def test_a_web_that_answers_an_error_is_alive(settings):
    settings.WEDGE_S = 3
    with serving_errors() as port:
        web = heartbeats.Web("127.0.0.1", port)
        assert [web() for _ in range(4)] == [""] * 4


@contextlib.contextmanager
def serving_errors():
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)  # knows no GET: answers 501
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def members(group):
    """The living processes of a group."""
    return [pid for pid in living_processes() if (stat := stat_of(pid)) and stat[2] == str(group)]
