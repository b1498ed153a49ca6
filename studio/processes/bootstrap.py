"""Makes `.venv` from the lock on first use and goes on there, so that a bare Python is all one needs.

Why not "pip install -r …" in the README: Debian's Python refuses it, a film person should not have to know
what an environment is, and everybody shall run exactly the packages that were tested (hashes). The packages
come by uv: the one on the PATH, else the one pinned in the lock, which pip brings. Standard library only,
because nothing else is there yet; types in quotes, so that an older Python gets as far as its sentence.

Inside an environment that somebody activated, or a container with the locked packages, it does nothing.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "dailies-ready.json"
LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"  # everything of LOCK, too
OLDEST = (3, 11)

# Compiled once here, else each of the studio's processes may do it anew: half of what its start costs.
UV_OPTIONS = ["-q", "--no-build", "--require-hashes", "--compile-bytecode"]
PIP_OPTIONS = ["-q", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:", "--require-hashes"]


def enter(argv: "list[str]") -> None:
    """Return when the packages are here; else make `.venv` and start `argv` again inside it."""
    if sys.version_info < OLDEST:
        stop(f"needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.")
    if os.name == "nt":
        stop("runs on Linux and macOS. On Windows use WSL: https://learn.microsoft.com/windows/wsl/install")
    if is_plain_django():
        return
    prepare(TEST_LOCK if argv[1:2] in (["test"], ["lint"]) else LOCK)
    os.execv(PYTHON, [str(PYTHON), *argv])  # noqa: S606  (ourselves, in the environment just made)


def is_plain_django() -> bool:
    """Whether this Python is an activated environment, or has the locked packages by itself (a container)."""
    if sys.prefix == sys.base_prefix:
        return installed("django-q2") == locked("django-q2")
    if importlib.util.find_spec("django") is None:
        stop(
            f"found no Django in the active environment {sys.prefix}.\n"
            "  Leave it (`deactivate`) and start again: Dailies then makes its own .venv.\n"
            "  Or fill it: uv pip install --require-hashes -r requirements.lock"
        )
    return True


def prepare(lock: Path) -> None:
    """Make `.venv` agree with `lock`; starts at the same time wait for one another."""
    if is_ready(lock):
        return
    with only_one_at_a_time():
        if not is_ready(lock):
            install(lock)


def is_ready(lock: Path) -> bool:
    stamp = read_stamp()
    return usable(stamp) and stamp["locks"].get(lock.name) == digest(lock)


def install(lock: Path) -> None:
    stamp = read_stamp()
    fresh = not usable(stamp)
    if not fresh and TEST_LOCK.name in stamp["locks"]:
        lock = TEST_LOCK  # who has tested here will test again: do not take the test's packages away
    say("preparing .venv (first start: about half a minute) …" if fresh else "bringing .venv up to date …")
    started = time.monotonic()
    with explained():
        STAMP.unlink(missing_ok=True)
        if fresh:
            make_venv()
        locks = {each.name: digest(each) for each in (LOCK, lock)}
        run([find_uv(), "pip", "sync", *UV_OPTIONS, "--python", str(PYTHON), str(lock)])
        write_stamp(locks)
    say(f"ready after {time.monotonic() - started:.0f} s.")


# --- The stamp: written last, so a half-made environment has none -----------------------------------------


def read_stamp() -> "dict[str, Any]":
    """What the stamp says; nothing where there is none."""
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def usable(stamp: "dict[str, Any]") -> bool:
    """Whether `.venv` is whole, still lies where it was made, and its Python is still the same one."""
    return bool(stamp) and PYTHON.exists() and stamp["place"] == place()


def write_stamp(locks: "dict[str, str]") -> None:
    STAMP.write_text(json.dumps({"place": place(), "locks": locks}))


def place() -> "list[str]":
    # The resolved name carries the version (python3.11): a system upgrade behind a link shows here.
    return [str(VENV), str(PYTHON.resolve())]


def digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


# --- Making it ------------------------------------------------------------------------------------------


def make_venv() -> None:
    import venv  # not at the top: it is needed once, and every start runs this file

    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    venv.create(VENV, clear=True, symlinks=True, with_pip=False)


def find_uv() -> str:
    uv = shutil.which("uv") or shutil.which("uv", path=str(VENV / "bin"))
    return uv or bring_uv()


def bring_uv() -> str:
    """The uv that the lock pins, put into `.venv` by pip."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "uv.txt"
        wanted.write_text(locked_block("uv"))
        run([*find_pip(), "install", *PIP_OPTIONS, "-r", str(wanted)])
    return str(VENV / "bin" / "uv")


def find_pip() -> "list[str]":
    # Debian splits ensurepip off into python3-venv; pip itself can then install into another Python.
    if importlib.util.find_spec("ensurepip"):
        run([str(PYTHON), "-m", "ensurepip", "--default-pip"], stdout=subprocess.DEVNULL)
        return [str(PYTHON), "-m", "pip"]
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    stop("needs uv, pip or ensurepip, and this Python has none. On Debian: apt install python3-venv")


def locked_block(name: str, lock: Path = LOCK) -> str:
    """The lines of the lock that pin `name`, hashes and all."""
    block: list[str] = []
    for line in lock.read_text().splitlines():
        if line.startswith(f"{name}==") or (block and line.startswith(" ") and "#" not in line):
            block.append(line)
        elif block:
            return "\n".join(block) + "\n"
    return "\n".join(block) + "\n"


def locked(name: str) -> str:
    return locked_block(name).partition("==")[2].split()[0]


def installed(name: str) -> "str | None":
    from importlib import metadata  # not at the top: older Pythons have none, and shall get their sentence

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def run(command: "list[str]", **options: Any) -> None:
    subprocess.run(command, check=True, env=environment(), **options)


def environment() -> "dict[str, str]":
    """The caller's own, with pip's package index told to uv as well, where uv has not been told one."""
    env = dict(os.environ)
    index = env.get("PIP_INDEX_URL")
    if index and not any(name in env for name in ("UV_INDEX_URL", "UV_DEFAULT_INDEX")):
        env["UV_DEFAULT_INDEX"] = index
    return env


# --- At the door ----------------------------------------------------------------------------------------


@contextlib.contextmanager
def only_one_at_a_time() -> "Iterator[None]":
    import fcntl  # not at the top: Windows has none, and shall get as far as its sentence

    folder = os.open(ROOT, os.O_RDONLY)  # the folder itself is the lock: nothing to leave behind
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("another start is preparing .venv; waiting for it …")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


@contextlib.contextmanager
def explained() -> "Iterator[None]":
    """Turns what can go wrong into a sentence with a way out."""
    try:
        yield
    except subprocess.CalledProcessError:
        stop(
            "could not get its packages; the lines above say why.\n"
            "  Without a network: connect and start again, nothing is lost.\n"
            "  With an index of your own: set PIP_INDEX_URL and UV_DEFAULT_INDEX to its address."
        )
    except OSError as error:
        stop(f"cannot write {error.filename or VENV}: {error.strerror}. Put the folder where you may write.")


def say(words: str) -> None:
    print(f"Dailies: {words}", file=sys.stderr, flush=True)


def stop(words: str) -> NoReturn:
    raise SystemExit(f"Dailies {words}")
