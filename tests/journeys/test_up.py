"""`manage.py up` with its real processes: kills do not stop the studio, and nothing outlives its end."""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import urllib.request

import pytest

from tests.journeys.live import DONE, ROOT, live_studio, wait_for
from tests.running import open_files

pytestmark = pytest.mark.live

QUICK = {"DAILIES_WEDGE_S": "4"}
TASK_S = 120


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    with live_studio(tmp_path_factory.mktemp("data"), QUICK, first_start=True) as studio:
        yield studio


def test_a_first_start_creates_the_tables_and_lets_sqlite_look_at_them(studio):
    """Without statistics, SQLite takes any index of a project's clips and sorts all of them."""
    with contextlib.closing(sqlite3.connect(studio.data / "dailies.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM projects_generation").fetchone() == (0,)
        assert database.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'django_migrations'").fetchall()


@pytest.mark.parametrize("role", ["web", "watch"])
def test_a_killed_process_is_replaced(studio, role):
    killed = studio.kill(role)
    wait_for(lambda: studio.pids().get(role, [killed]) != [killed], f"another {role}")
    assert wait_for(studio.answers, "an answer")


def test_a_visitor_during_a_restart_waits_and_is_served(studio):
    studio.kill("web")
    with urllib.request.urlopen(f"{studio.url}healthz", timeout=60) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("role", ["cluster", "sentinel", "workers", "monitor", "pusher"])
def test_work_continues_when_a_process_of_the_cluster_is_killed(studio, role):
    wait_for_a_whole_cluster(studio)
    killed = studio.kill(role)
    task = studio.run_later("time.sleep", 0)
    wait_for(lambda: studio.has_done(task), "the task")
    assert killed not in everybody(studio)


def test_no_worker_outlives_its_cluster(studio):
    before = wait_for_a_whole_cluster(studio)
    studio.kill("cluster")
    orphans = {*before["sentinel"], *before["workers"], *before["monitor"], *before["pusher"]}
    wait_for(lambda: not orphans & set(studio.still_there()), "the end of its orphans")


def test_work_continues_when_every_idle_worker_is_killed(studio):
    for worker in wait_for_a_whole_cluster(studio)["workers"]:
        os.kill(worker, signal.SIGKILL)
    task = studio.run_later("time.sleep", 0)
    wait_for(lambda: studio.has_done(task), "the task")


def test_a_frozen_web_process_is_replaced(studio):
    frozen = studio.kill("web", how=signal.SIGSTOP)
    wait_for(lambda: studio.pids().get("web", [frozen]) != [frozen], "another web process")
    assert wait_for(studio.answers, "an answer")


def test_a_frozen_watcher_is_replaced(studio):
    frozen = studio.kill("watch", how=signal.SIGSTOP)
    wait_for(lambda: studio.pids().get("watch", [frozen]) != [frozen], "another watcher")


def test_a_second_up_on_the_same_data_names_the_first(studio):
    second = start_up(studio.env, "--no-browser")
    assert second.returncode == 3
    assert studio.url in second.stderr


def test_a_taken_port_is_reported_and_nothing_is_started(studio, tmp_path):
    port = studio.url.rstrip("/").rpartition(":")[2]
    second = start_up({**studio.env, "DAILIES_DATA": str(tmp_path)}, "--no-browser", "--port", port)
    assert second.returncode == 4
    assert f"Port {port} is in use" in second.stderr


def test_long_tasks_in_every_worker_are_not_taken_for_a_hang(tmp_path):
    with live_studio(tmp_path / "data", QUICK) as studio:
        for _ in range(2):
            studio.run_later("time.sleep", 7)
        cluster = studio.pids()["cluster"]
        task = studio.run_later("time.sleep", 0)
        wait_for(lambda: studio.has_done(task), "the task behind the long ones")
        assert studio.pids()["cluster"] == cluster


def test_it_runs_on_postgres_and_redis_too(tmp_path, postgres_url, redis_url):
    elsewhere = {**QUICK, "DATABASE_URL": postgres_url, "REDIS_URL": redis_url}
    with live_studio(tmp_path / "data", elsewhere) as studio:
        task = studio.run_later("time.sleep", 0)
        wait_for(lambda: result_of(studio, task) == "True", "the task")
        studio.kill("monitor")
        wait_for(lambda: does_a_new_task(studio), "a task after the monitor's death", within_s=240)


def test_ctrl_c_ends_everything_even_during_a_task(tmp_path):
    with live_studio(tmp_path / "data", QUICK) as studio:
        keep_a_worker_busy(studio)
        assert studio.stop(signal.SIGINT) == 0
        assert studio.survivors() == {}
        assert (studio.data / "up.lock").read_text() == ""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_after_an_orderly_stop_the_database_file_alone_is_a_backup(tmp_path, how):
    """Another program has the file open meanwhile: the log stays, but empty."""
    with live_studio(tmp_path / "data", QUICK) as studio:
        database, log = studio.data / "dailies.sqlite3", studio.data / "dailies.sqlite3-wal"
        task = studio.run_later("time.sleep", 0)
        wait_for(lambda: studio.has_done(task), "the task")
        with contextlib.closing(sqlite3.connect(database)) as onlooker:
            assert onlooker.execute(DONE, [task]).fetchone() and log.stat().st_size
            assert studio.stop(how) == 0
            assert log.stat().st_size == 0
            copy = shutil.copy(database, tmp_path / "copy.sqlite3")
    with contextlib.closing(sqlite3.connect(copy)) as restored:
        assert restored.execute(DONE, [task]).fetchone()
        assert restored.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_process_that_must_be_killed_at_the_stop_leaves_no_log(tmp_path):
    with live_studio(tmp_path / "data", QUICK) as studio:
        wait_for(
            lambda: has_open(studio.pids()["watch"][0], "dailies.sqlite3-wal"), "the watcher's connection"
        )
        studio.kill("watch", how=signal.SIGSTOP)
        assert studio.stop() == 0
        assert [path.name for path in studio.data.glob("dailies.sqlite3*")] == ["dailies.sqlite3"]


def test_a_database_in_use_is_reported_at_the_stop(tmp_path):
    with live_studio(tmp_path / "data", QUICK) as studio:
        with contextlib.closing(sqlite3.connect(studio.data / "dailies.sqlite3")) as reader:
            reader.execute("BEGIN")
            reader.execute(DONE, [""]).fetchone()
            task = studio.run_later("time.sleep", 0)
            wait_for(lambda: studio.has_done(task), "the task")
            assert studio.stop() == 0
        assert "Recent changes are still in dailies.sqlite3-wal (another program" in studio.log()
        assert studio.has_done(task)


def test_a_killed_up_takes_everything_along_and_can_start_again(tmp_path):
    with live_studio(tmp_path / "data", QUICK) as studio:
        keep_a_worker_busy(studio)
        port = int(studio.url.rstrip("/").rpartition(":")[2])
        studio.kill("up")
        studio.up.wait()
        with live_studio(tmp_path / "data", QUICK, port=port) as again:
            assert again.url == studio.url
        assert studio.survivors() == {}


def wait_for_a_whole_cluster(studio):
    wait_for(lambda: len(studio.pids().get("workers", [])) == 2, "a whole cluster")
    return studio.pids()


def keep_a_worker_busy(studio):
    studio.run_later("time.sleep", TASK_S)
    wait_for(lambda: list((studio.data / "run").glob("busy-*")), "a busy worker")


def does_a_new_task(studio):
    """Enqueue a task at each call: one that a hung cluster has taken from Redis is lost with it."""
    wait_for_a_whole_cluster(studio)
    task = studio.run_later("time.sleep", 0)
    with contextlib.suppress(AssertionError):
        return wait_for(lambda: result_of(studio, task) == "True", "the task", within_s=8)


def result_of(studio, task):
    asked = (
        f"from django_q.models import Task; print(Task.objects.filter(pk={task!r}, success=True).exists())"
    )
    return studio.manage("shell", "--no-imports", "-c", asked).split()[-1]


def has_open(pid, name):
    return any(target.endswith(name) for target, _ in open_files(pid))


def everybody(studio):
    return [pid for pids in studio.pids().values() for pid in pids]


def start_up(env, *arguments):
    command = [sys.executable, str(ROOT / "manage.py"), "up", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)
