"""Real servers for tests, each in its own temporary folder: `postgres_url` and `redis_url`.

Skipped by name where the machine has no such server; .ci/run installs them.
"""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

PATIENCE_S = 150
FOR_TESTS_ONLY = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


@pytest.fixture(scope="session")
def postgres_url():
    """The URL of an empty PostgreSQL database that exists for this run only."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip("needs the PostgreSQL server (postgresql), which is not installed")
    with folder_for("postgres") as folder:
        files, port = folder / "files", free_port()
        locale = ["--encoding", "UTF8", "--locale", "C.UTF-8"]
        run_as("postgres", [programs / "initdb", "-D", files, "-A", "trust", "-U", "dailies", "-N", *locale])
        listen = ["-p", port, "-c", "listen_addresses=127.0.0.1", "-k", folder]
        with server("postgres", [programs / "postgres", "-D", files, *listen, *FOR_TESTS_ONLY], folder, port):
            # It listens a little before it answers.
            until(lambda: psql(programs, port, "CREATE DATABASE dailies"), "PostgreSQL", folder)
            yield f"postgres://dailies@127.0.0.1:{port}/dailies"


@pytest.fixture(scope="session")
def redis_url():
    """The URL of an empty Redis that exists for this run only."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("needs the Redis server (redis-server), which is not installed")
    with folder_for("redis") as folder:
        port = free_port()
        command = [program, "--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        with server("redis", command, folder, port):
            yield f"redis://127.0.0.1:{port}/0"


def postgres_programs():
    """Return the folder with the newest `postgres`, which Debian keeps off the PATH."""
    on_path = shutil.which("postgres")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    found = debian[-1] if debian else on_path and Path(on_path).resolve()
    return found and found.parent


def psql(programs, port, sql):
    command = [programs / "psql", "-h", "127.0.0.1", "-p", port, "-U", "dailies", "-d", "postgres", "-c", sql]
    return subprocess.run(split_command(command), capture_output=True).returncode == 0


@contextlib.contextmanager
def server(user, command, folder, port):
    """Run `command` until the block ends. It is ready when it listens."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            split_command(command), stdout=log, stderr=log, cwd=folder, **as_user(user)
        )
    try:
        until(lambda: process.poll() is not None or listens(port), user, folder)
        assert process.poll() is None, f"{user} did not start: {(folder / 'log').read_text()}"
        yield
    finally:
        process.terminate() if user == "redis" else process.send_signal(2)  # SIGINT: PostgreSQL's fast stop
        process.wait(PATIENCE_S)


def until(is_so, what, folder):
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, f"waited in vain for {what}: {(folder / 'log').read_text()}"
        time.sleep(0.05)


def run_as(user, command):
    done = subprocess.run(split_command(command), capture_output=True, text=True, cwd="/", **as_user(user))
    assert done.returncode == 0, done.stdout + done.stderr


def as_user(user):
    """Return options for the packages' own user if we are root, because PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    person = pwd.getpwnam(user)
    return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}


@contextlib.contextmanager
def folder_for(user):
    """Create a folder that this user can enter, too. pytest's own is closed to others."""
    with tempfile.TemporaryDirectory(prefix=f"dailies-{user}-") as name:
        if os.geteuid() == 0:
            shutil.chown(name, user)
        yield Path(name)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def listens(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def split_command(command):
    return [str(word) for word in command]
