"""Create `.venv` from the lock on first use and continue inside it, so that a bare Python is enough.

Why not "pip install -r …" in the README: Debian's Python refuses it, filmmakers should not have to know what
a virtual environment is, and everybody should run exactly the packages that were tested (hashes). uv installs
them: the one on the PATH, or else the version pinned in the lock, which pip installs. This module uses only
the standard library, because nothing else is installed yet, and quotes its types, so that an older Python
gets as far as the error message.

In an active virtual environment, or a container with the locked packages, it does nothing.
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
TEST_LOCK = ROOT / "requirements-test.lock"  # includes everything in LOCK
OLDEST = (3, 11)
REPAIRED = "DAILIES_VENV_REPAIRED"

# Compile once here. Otherwise each process may compile for itself, which is half of its startup time.
UV_OPTIONS = ["-q", "--no-build", "--require-hashes", "--compile-bytecode"]
PIP_OPTIONS = ["-q", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:", "--require-hashes"]


def enter(argv: "list[str]") -> None:
    """Return if the packages are installed. Otherwise create `.venv` and run `argv` again inside it."""
    if sys.version_info < OLDEST:
        stop(f"needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.")
    if os.name == "nt":
        stop("runs on Linux and macOS. On Windows use WSL: https://learn.microsoft.com/windows/wsl/install")
    if has_packages():
        return
    prepare(TEST_LOCK if argv[1:2] in (["test"], ["lint"]) else LOCK)
    os.execv(PYTHON, [str(PYTHON), *argv])  # noqa: S606  (this program, in its new environment)


def has_packages() -> bool:
    """Return True in an active virtual environment, or if this Python has the packages (a container)."""
    if sys.prefix == sys.base_prefix:
        return find_version("django-q2") == read_locked_version("django-q2")
    if importlib.util.find_spec("django") is None:
        if is_ours():
            repair("django", sys.argv)
        stop(
            f"found no Django in the active environment {sys.prefix}.\n"
            "  Leave it (`deactivate`) and start again: Dailies then creates its own .venv.\n"
            "  Or install the packages: uv pip install --require-hashes -r requirements.lock"
        )
    return True


def is_ours() -> bool:
    """Return True in the `.venv` that this module made."""
    return Path(sys.prefix).resolve() == VENV.resolve() and STAMP.exists()


def repair_without(error: ModuleNotFoundError, argv: "list[str]") -> None:
    """Repair our `.venv` if the missing module is not one of this repository's own."""
    name = (error.name or "").partition(".")[0]
    if is_ours() and name and not (ROOT / name).exists():
        repair(name, argv)


def repair(name: str, argv: "list[str]") -> NoReturn:
    """Make `.venv` anew with the Python that made it, because the package `name` is missing from it. Once."""
    if os.environ.get(REPAIRED):
        stop(f"still misses the package {name}. Delete {VENV}, and start again.")
    say(f"the package {name} is missing from .venv.")
    with explain_errors():
        STAMP.unlink()
    os.environ[REPAIRED] = "1"
    base = getattr(sys, "_base_executable", "") or sys.executable
    os.execv(base, [base, *argv])  # noqa: S606  (this program, in the Python it was started with first)


def prepare(lock: Path) -> None:
    """Bring `.venv` in line with `lock`. Concurrent starts wait for one another."""
    if is_ready(lock):
        return
    with hold_install_lock():
        if not is_ready(lock):
            install(lock)


def is_ready(lock: Path) -> bool:
    stamp = read_stamp()
    return is_usable(stamp) and stamp["locks"].get(lock.name) == compute_digest(lock)


def install(lock: Path) -> None:
    stamp = read_stamp()
    fresh = not is_usable(stamp)
    if not fresh and TEST_LOCK.name in stamp["locks"]:
        lock = TEST_LOCK  # tests ran here before: keep their packages
    say("preparing .venv (first start: about half a minute) …" if fresh else "updating .venv …")
    started = time.monotonic()
    with explain_errors():
        STAMP.unlink(missing_ok=True)
        if fresh:
            create_venv()
        locks = {each.name: compute_digest(each) for each in (LOCK, lock)}
        run([find_uv(), "pip", "sync", *UV_OPTIONS, "--python", str(PYTHON), str(lock)])
        write_stamp(locks)
    say(f"ready after {time.monotonic() - started:.0f} s.")


# --- The stamp: written last, so an incomplete environment has none -----------------------------------------


def read_stamp() -> "dict[str, Any]":
    """Return the contents of the stamp, or {} if there is none."""
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def is_usable(stamp: "dict[str, Any]") -> bool:
    """Return True if `.venv` is complete, has not been moved, and its Python has not changed."""
    return bool(stamp) and PYTHON.exists() and stamp["place"] == find_location()


def write_stamp(locks: "dict[str, str]") -> None:
    STAMP.write_text(json.dumps({"place": find_location(), "locks": locks}))


def find_location() -> "list[str]":
    # The resolved name contains the version (python3.11), so it changes with a system upgrade.
    return [str(VENV), str(PYTHON.resolve())]


def compute_digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


# --- Installation ------------------------------------------------------------------------------------------


def create_venv() -> None:
    import venv  # not at the top: needed once, while every start runs this file

    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    venv.create(VENV, clear=True, symlinks=True, with_pip=False)


def find_uv() -> str:
    uv = shutil.which("uv") or shutil.which("uv", path=str(VENV / "bin"))
    return uv or install_uv()


def install_uv() -> str:
    """Install the locked version of uv into `.venv` with pip and return its path."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "uv.txt"
        wanted.write_text(find_locked_block("uv"))
        run([*find_pip(), "install", *PIP_OPTIONS, "-r", str(wanted)])
    return str(VENV / "bin" / "uv")


def find_pip() -> "list[str]":
    # Debian moves ensurepip to python3-venv; pip can install into another Python instead.
    if importlib.util.find_spec("ensurepip"):
        run([str(PYTHON), "-m", "ensurepip", "--default-pip"], stdout=subprocess.DEVNULL)
        return [str(PYTHON), "-m", "pip"]
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    stop("needs uv, pip or ensurepip, and this Python has none. On Debian: apt install python3-venv")


def find_locked_block(name: str, lock: Path = LOCK) -> str:
    """Return the lines of the lock that pin `name`, including its hashes."""
    block: list[str] = []
    for line in lock.read_text().splitlines():
        if line.startswith(f"{name}==") or (block and line.startswith(" ") and "#" not in line):
            block.append(line)
        elif block:
            return "\n".join(block) + "\n"
    return "\n".join(block) + "\n"


def read_locked_version(name: str) -> str:
    return find_locked_block(name).partition("==")[2].split()[0]


def find_version(name: str) -> "str | None":
    from importlib import metadata  # not at the top: older Pythons lack it and must reach the error message

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def run(command: "list[str]", **options: Any) -> None:
    subprocess.run(command, check=True, env=build_environment(), **options)


def build_environment() -> "dict[str, str]":
    """Return the caller's environment, with pip's package index also set for uv unless uv has its own."""
    env = dict(os.environ)
    index = env.get("PIP_INDEX_URL")
    if index and not any(name in env for name in ("UV_INDEX_URL", "UV_DEFAULT_INDEX")):
        env["UV_DEFAULT_INDEX"] = index
    return env


# --- Locking and messages ---------------------------------------------------------------------------------


@contextlib.contextmanager
def hold_install_lock() -> "Iterator[None]":
    import fcntl  # not at the top: Windows lacks it and must reach the error message

    folder = os.open(ROOT, os.O_RDONLY)  # locking the folder itself leaves no file behind
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("waiting for another start that is preparing .venv …")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


@contextlib.contextmanager
def explain_errors() -> "Iterator[None]":
    """Exit with a message that says what failed and what to do."""
    try:
        yield
    except subprocess.CalledProcessError:
        stop(
            "could not install its packages; see the output above.\n"
            "  If you are offline, connect and start again; nothing is lost.\n"
            "  If you use your own package index, set PIP_INDEX_URL and UV_DEFAULT_INDEX to its address."
        )
    except KeyboardInterrupt:
        stop("was interrupted while it prepared .venv. Start again to go on.")
    except OSError as error:
        stop(f"cannot write {error.filename or VENV}: {error.strerror}. Move it to where you can write.")


def say(message: str) -> None:
    print(f"Dailies: {message}", file=sys.stderr, flush=True)


def stop(message: str) -> NoReturn:
    raise SystemExit(f"Dailies {message}")
