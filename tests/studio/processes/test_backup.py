"""`manage.py backup` and `restore`, and a start after something went wrong, with real files and processes."""

import fcntl
import os
import subprocess
import sys
import tarfile

import pytest

from studio.processes import database
from tests.studio.processes.folders import built, crash, data, manage, read, write

pytestmark = pytest.mark.slow
__all__ = ["built", "data"]


def test_a_backup_replaces_the_whole_set_with_the_old_log_beside_it(data, tmp_path):
    """1. Backup.  2. Rows and clips change, and the process is killed: a log stays.  3. Restore."""
    file = tmp_path / "studio.tar"
    saved = manage(data, "backup", file)
    assert saved.returncode == 0 and "contains secrets" in saved.stdout
    assert file.stat().st_mode & 0o077 == 0
    secret = (data / "secret_key").read_text()
    crash(data, *(f"later {n}" for n in range(200)))
    (data / "secret_key").write_text("another")
    (data / "media/clips/1/film.mp4").write_bytes(b"after")
    (data / "media/clips/2").mkdir()
    restored = manage(data, "restore", file)
    assert restored.returncode == 0, restored.stderr
    assert read(data) == ["before"] and (data / "secret_key").read_text() == secret
    assert (data / "credentials/key.pem").read_text() == "key"
    assert sorted(path.name for path in (data / "media/clips").rglob("*")) == ["1", "film.mp4"]
    assert (data / "media/clips/1/film.mp4").read_bytes() == b"before"
    (old,) = data.glob("before-restore-*")
    assert len(read(old)) == 201 and (old / "media/clips/1/film.mp4").read_bytes() == b"after"
    assert [path.name for path in data.glob("restor*")] == []


def test_a_backup_while_others_write_is_consistent(data, tmp_path):
    writer = (
        "import sqlite3, sys, itertools\n"
        "db = sqlite3.connect(sys.argv[1], timeout=60); db.execute('PRAGMA journal_mode=WAL')\n"
        "for n in itertools.count():\n"
        "  with db: [db.execute('INSERT INTO django_content_type (app_label, model) VALUES (?, ?)',"
        " ['test', f'{n}.{half}']) for half in 'ab']\n"
        "  if n == 0: print('writing', flush=True)\n"
    )
    command = [sys.executable, "-c", writer, str(data / database.NAME)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as busy:
        busy.stdout.readline()
        saved = manage(data, "backup", tmp_path / "studio.tar")
        busy.kill()
    assert saved.returncode == 0, saved.stderr
    assert manage(data, "restore", tmp_path / "studio.tar").returncode == 0
    rows = [name for name in read(data) if name != "before"]
    assert rows and len(rows) % 2 == 0


def test_without_media_the_clips_that_are_here_stay(data, tmp_path):
    file = tmp_path / "small.tar"
    assert manage(data, "backup", file, "--no-media").returncode == 0
    with tarfile.open(file) as tar:
        assert not any(name.startswith("media") for name in tar.getnames())
    write(data, "later")
    restored = manage(data, "restore", file)
    assert "no clips and images" in restored.stdout and read(data) == ["before"]
    assert (data / "media/clips/1/film.mp4").exists()


def test_a_running_studio_is_not_restored_over(data, tmp_path):
    assert manage(data, "backup", tmp_path / "studio.tar").returncode == 0
    with (data / "up.lock").open("w+") as lock:
        lock.write('{"pid": 7, "address": "http://127.0.0.1:8000/"}')
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = manage(data, "restore", tmp_path / "studio.tar")
    assert refused.returncode == 3 and "already running at http://127.0.0.1:8000/" in refused.stderr


@pytest.mark.parametrize("share", [0, 0.1, 0.9, "all members but the last"])
def test_a_file_that_was_cut_off_changes_nothing(data, tmp_path, share):
    file = tmp_path / "studio.tar"
    assert manage(data, "backup", file).returncode == 0
    whole = file.read_bytes()
    kept = whole.rindex(b"complete\0") if isinstance(share, str) else int(len(whole) * share)
    os.truncate(file, kept // 512 * 512)
    write(data, "later")
    refused = manage(data, "restore", file)
    assert refused.returncode == 1 and "Traceback" not in refused.stderr, refused.stderr
    assert read(data) == ["before", "later"] and not list(data.glob("before-restore-*"))


def test_a_damaged_database_in_a_backup_changes_nothing(data, tmp_path):
    file = tmp_path / "studio.tar"
    assert manage(data, "backup", file).returncode == 0
    with file.open("r+b") as raw:
        start = raw.read().index(b"SQLite format 3")
        raw.seek(start + 3 * 4096)
        raw.write(b"\xff" * 8192)
    refused = manage(data, "restore", file)
    assert refused.returncode == 1 and "damaged" in refused.stderr and "Nothing was changed" in refused.stderr
    assert read(data) == ["before"]


def test_a_file_is_never_overwritten_and_a_full_disk_leaves_none(data, tmp_path):
    (tmp_path / "studio.tar").write_text("precious")
    assert "exists already" in manage(data, "backup", tmp_path / "studio.tar").stderr
    refused = manage(data, "backup", tmp_path / "no-such-folder" / "studio.tar")
    assert (
        refused.returncode == 1 and "can't be written" in refused.stderr and "Traceback" not in refused.stderr
    )


def test_a_backup_of_another_kind_of_database_is_refused(data, tmp_path, postgres_url):
    assert manage(data, "backup", tmp_path / "studio.tar").returncode == 0
    refused = manage(data, "restore", tmp_path / "studio.tar", DATABASE_URL=postgres_url)
    assert refused.returncode == 1 and "is of a studio on SQLite" in refused.stderr


def test_the_same_two_commands_serve_postgresql(data, tmp_path, postgres_url):
    env = {"DATABASE_URL": postgres_url}
    rows = "from django.contrib.contenttypes.models import ContentType as T; "
    add = rows + "T.objects.create(app_label='test', model={!r})"
    show = rows + "print(*T.objects.filter(app_label='test').values_list('model', flat=True))"
    assert manage(data, "migrate", "--verbosity", "0", **env).returncode == 0
    assert manage(data, "shell", "--no-imports", "-c", add.format("before"), **env).returncode == 0
    saved = manage(data, "backup", tmp_path / "studio.tar", **env)
    assert saved.returncode == 0, saved.stderr
    manage(data, "shell", "--no-imports", "-c", add.format("later"), **env)
    restored = manage(data, "restore", tmp_path / "studio.tar", **env)
    assert restored.returncode == 0, restored.stderr
    assert manage(data, "shell", "--no-imports", "-c", show, **env).stdout.split() == ["before"]
    assert manage(data, "migrate", "--check", **env).returncode == 0


def test_without_postgresqls_programs_a_sentence_says_so(data, tmp_path, postgres_url):
    (tmp_path / "empty").mkdir()
    refused = manage(
        data, "backup", tmp_path / "studio.tar", DATABASE_URL=postgres_url, PATH=str(tmp_path / "empty")
    )
    assert refused.returncode == 1 and "apt install postgresql-client" in refused.stderr
    assert not (tmp_path / "studio.tar").exists()
