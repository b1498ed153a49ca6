"""`up` that can't start says why in a sentence, with a way out, and leaves everything as it is."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from studio.processes import database
from tests.journeys.live import wait_for
from tests.studio.processes.folders import ROOT, built, crash, data, manage, mount

pytestmark = pytest.mark.slow
__all__ = ["built", "data", "mount"]


def test_a_copy_put_over_a_database_with_its_log_is_noticed_and_left_alone(data, tmp_path):
    """What used to start silently on a corrupt database. 1. A copy is made.  2. Much is written, and the
    process is killed.  3. The copy is put back by hand, without removing the log."""
    copy = shutil.copy(data / database.NAME, tmp_path / "copy.sqlite3")
    with contextlib.closing(sqlite3.connect(data / database.NAME)) as db, db:
        rows = [("test", f"a rather long name to fill pages {n:050}") for n in range(2000)]
        db.executemany("INSERT INTO django_content_type (app_label, model) VALUES (?, ?)", rows)
    crash(data, *(f"another long name to fill pages {n:050}" for n in range(500)))
    shutil.copy(copy, data / database.NAME)
    refused = start(data)
    assert refused.returncode == 1 and "Checking the database" in refused.stdout, refused.stderr
    assert "is damaged" in refused.stderr and "manage.py restore FILE" in refused.stderr
    assert (data / database.NAME).read_bytes() == Path(copy).read_bytes(), "the copy can still be used"


@pytest.mark.parametrize("fault", ["random bytes", "pages overwritten", "cut off"])
@pytest.mark.parametrize("unclean", [True, False])
def test_a_damaged_database_is_refused_with_a_way_out(data, fault, unclean):
    path = data / database.NAME
    if fault == "random bytes":
        path.write_bytes(os.urandom(50_000))
    elif fault == "cut off":
        os.truncate(path, path.stat().st_size // 2)
    else:
        with path.open("r+b") as raw:
            raw.seek(4096)
            raw.write(b"\xff" * 60 * 4096)
    if unclean:
        (data / "up.lock").write_text("{}")
    refused = start(data)
    assert refused.returncode == 1 and "Traceback" not in refused.stderr, refused.stderr
    assert "is damaged" in refused.stderr and "manage.py restore FILE" in refused.stderr


def test_half_a_restore_is_not_started(data):
    (data / "restoring").touch()
    refused = start(data)
    assert refused.returncode == 1 and "Run it again: manage.py restore FILE" in refused.stderr


def test_a_data_path_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "data").touch()
    for path in (tmp_path / "data", tmp_path / "data" / "below"):
        refused = start(path)
        assert refused.returncode == 1 and "DAILIES_DATA" in refused.stderr
        assert "Traceback" not in refused.stderr, refused.stderr


@pytest.mark.parametrize("size", ["4k", "64k", "600k"])
def test_a_disk_that_is_too_small_is_reported(mount, size):
    folder = mount(f"size={size}")
    refused = start(folder)
    assert refused.returncode == 1 and "Traceback" not in refused.stderr, refused.stderr
    assert "space" in refused.stderr and str(folder) in refused.stderr


@pytest.mark.parametrize("filled", [False, True])
def test_a_read_only_folder_is_reported(mount, built, filled):
    folder = mount("size=64m")
    if filled:
        shutil.copytree(built, folder, dirs_exist_ok=True)
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    refused = start(folder)
    assert refused.returncode == 1 and "Traceback" not in refused.stderr, refused.stderr
    assert "Read-only file system" in refused.stderr and "DAILIES_DATA" in refused.stderr


def test_a_database_server_that_does_not_answer_is_reported(tmp_path):
    refused = start(tmp_path / "data", DATABASE_URL="postgres://nobody@127.0.0.1:9/none")
    assert refused.returncode == 1 and "Traceback" not in refused.stderr, refused.stderr
    assert "DATABASE_URL" in refused.stderr


# -- the secret key ------------------------------------------------------------------------------------------


SEAL = (
    "from projects.core.secret_check import check_secret; check_secret(accept_new=False)",
    "from projects.models import EngineKey, Person; from studio import vault;"
    "EngineKey.objects.create(engine='luma', fingerprint='f', sealed=vault.seal('key'), last4='1234',"
    " saved_by=Person.objects.create_user('a@x.test'))",
)


@pytest.mark.parametrize("sealed", SEAL, ids=["by an earlier start", "by a version without the check"])
def test_a_lost_secret_key_is_refused_until_the_loss_is_accepted(data, sealed):
    """1. It is lost.  2. Refused.  3. Put back: as before.  4. Another one is accepted, once and for all."""
    assert manage(data, "shell", "--no-imports", "-c", sealed).returncode == 0
    kept = (data / "secret_key").read_text()
    (data / "secret_key").unlink()
    refused = start(data)
    assert refused.returncode == 1 and "Traceback" not in refused.stderr
    assert "put the file secret_key back" in refused.stderr and "up --new-secret-key" in refused.stderr
    new = (data / "secret_key").read_text()
    (data / "secret_key").write_text(kept)
    starts(data)
    (data / "secret_key").write_text(new)
    assert start(data).returncode == 1
    starts(data, "--new-secret-key")
    starts(data)


def test_another_key_in_the_environment_is_noticed_too(data):
    starts(data)
    assert "set DAILIES_SECRET_KEY as it was" in start(data, DAILIES_SECRET_KEY="another" * 9).stderr


def start(data, *arguments, **env):
    return manage(data, "up", "--no-browser", "--port", "0", *arguments, **env)


def starts(data, *arguments):
    """Start it, wait until it runs, and stop it."""
    with live_up(data, *arguments) as up:
        wait_for(lambda: up.poll() is not None or "is running" in (data / "out").read_text(), "the start")
        assert up.poll() is None, (data / "out").read_text()


@contextlib.contextmanager
def live_up(data, *arguments):
    with (data / "out").open("w") as out:
        command = [sys.executable, str(ROOT / "manage.py"), "up", "--no-browser", "--port", "0", *arguments]
        env = {**os.environ, "DAILIES_DATA": str(data)}
        up = subprocess.Popen(command, env=env, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
    try:
        yield up
    finally:
        up.terminate()
        up.wait()
