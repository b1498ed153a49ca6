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
    with own_postgres() as postgres:
        yield postgres.url


@pytest.fixture
def postgres():
    """A PostgreSQL that a test may stop and start."""
    with own_postgres() as one:
        yield one


@contextlib.contextmanager
def own_postgres():
    """Yield a running Postgres with an empty database, in a folder that exists until the block ends."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip("needs the PostgreSQL server (postgresql), which is not installed")
    with folder_for("postgres") as folder, Postgres(programs, folder) as postgres:
        yield postgres


class Postgres:
    """url: of its database, which stays when the server stops."""

    def __init__(self, programs, folder):
        self.programs, self.folder, self.port = programs, folder, free_port()
        self.url = f"postgres://dailies@127.0.0.1:{self.port}/dailies"
        self.running = contextlib.ExitStack()

    def __enter__(self):
        locale = ["--encoding", "UTF8", "--locale", "C.UTF-8"]
        options = ["-D", self.folder / "files", "-A", "trust", "-U", "dailies", "-N", *locale]
        run_as("postgres", [self.programs / "initdb", *options])
        self.start()
        # It listens a little before it answers.
        until(lambda: psql(self.programs, self.port, "CREATE DATABASE dailies"), "PostgreSQL", self.folder)
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        listen = ["-p", self.port, "-c", "listen_addresses=127.0.0.1", "-k", self.folder]
        command = [self.programs / "postgres", "-D", self.folder / "files", *listen, *FOR_TESTS_ONLY]
        self.running.enter_context(server("postgres", command, self.folder, self.port))
        until(lambda: psql(self.programs, self.port, "SELECT 1"), "PostgreSQL", self.folder)

    def stop(self):
        """Stop it as an administrator does: connections are closed."""
        self.running.close()


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
