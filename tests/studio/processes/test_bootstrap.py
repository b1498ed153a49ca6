"""Start for the first time with a bare Python, in copies of the repository, with the real packages."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from studio.processes import bootstrap

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
PARTS = ["manage.py", "pyproject.toml", "requirements.lock", "requirements-test.lock"]
PARTS += [
    f"studio/{name}.py"
    for name in ("__init__", "processes/__init__", "processes/bootstrap", "processes/supervisor")
]
BARE = str(Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}")
WITH_UV = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
WITHOUT_UV = os.pathsep.join(
    folder for folder in os.environ["PATH"].split(os.pathsep) if not (Path(folder) / "uv").exists()
)
VERSION = ["manage.py", "version"]
SMALL = (
    "uv",
    "django",
    "asgiref",
    "sqlparse",
    "django-q2",
    "environs",
    "marshmallow",
    "python-dotenv",
)  # enough for `manage.py version`


@pytest.fixture
def clone(tmp_path):
    """Provide a fresh clone with a short lock file."""
    return small_clone(tmp_path / "clone")


def test_a_bare_python_installs_all_locked_packages_and_the_next_start_is_fast(tmp_path):
    clone = copy(tmp_path / "clone")
    first = run(clone, *VERSION, path=WITHOUT_UV)
    assert first.returncode == 0, first.stderr
    assert first.stdout.strip() == bootstrap.read_locked_version("django")
    assert "preparing .venv" in first.stderr
    assert run(clone, *VERSION, path=WITHOUT_UV).stderr == ""
    assert installed(clone) >= {"django", "av", "psycopg", "pillow"}


def test_a_python_without_ensurepip_uses_the_pip_it_has(clone):
    hidden = (
        "import sys; sys.modules['ensurepip'] = None;"
        "from studio.processes import bootstrap; bootstrap.prepare(bootstrap.LOCK)"
    )
    done = run(clone, "-c", hidden, path=WITHOUT_UV)
    assert done.returncode == 0, done.stderr
    assert "django" in installed(clone)


def test_two_starts_at_once_install_once(clone):
    both = [start(clone, *VERSION) for _ in range(2)]
    outputs = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    assert sum("first start:" in errors for _, errors in outputs) == 1


def test_an_incomplete_environment_is_rebuilt(clone):
    (clone / ".venv" / "lib").mkdir(parents=True)
    (clone / ".venv" / "left-over").touch()
    assert run(clone, *VERSION).returncode == 0
    assert not (clone / ".venv" / "left-over").exists()


def test_an_environment_without_its_python_is_rebuilt(clone):
    run(clone, *VERSION)
    python = clone / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to(clone / "no-such-python")
    assert run(clone, *VERSION).returncode == 0


@pytest.mark.parametrize("name", ["django", "asgiref", "environs"])
def test_an_environment_that_lost_a_package_is_repaired(clone, name):
    run(clone, *VERSION)
    (package,) = (clone / ".venv" / "lib").glob(f"python*/site-packages/{name}")
    shutil.rmtree(package)
    again = run(clone, *VERSION)
    assert again.returncode == 0, again.stderr
    assert f"the package {name} is missing from .venv" in again.stderr
    assert run(clone, *VERSION).stderr == ""


def test_an_install_that_is_interrupted_ends_with_a_sentence():
    with pytest.raises(SystemExit, match="Start again to go on"), bootstrap.explain_errors():
        raise KeyboardInterrupt


def test_a_moved_environment_is_rebuilt(clone):
    run(clone, *VERSION)
    moved = clone.rename(clone.with_name("moved"))
    again = run(moved, *VERSION)
    assert again.returncode == 0
    assert "preparing .venv" in again.stderr


def test_a_changed_lock_adds_and_removes_packages(clone):
    run(clone, *VERSION)
    changed = [*SMALL, "idna"]
    changed.remove("django-q2")
    (clone / "requirements.lock").write_text("".join(map(bootstrap.find_locked_block, changed)))
    prepare(clone, "LOCK")
    assert installed(clone) == set(changed)


def test_the_packages_for_tests_stay_installed(clone):
    prepare(clone, "TEST_LOCK")
    assert prepare(clone, "LOCK").stderr == ""
    assert "iniconfig" in installed(clone)


def test_packages_with_a_wrong_hash_are_refused_until_the_lock_is_fixed(clone):
    lock = clone / "requirements.lock"
    right = lock.read_text()
    lock.write_text(re.sub("sha256:....", "sha256:0000", right))
    refused = run(clone, *VERSION)
    assert refused.returncode != 0
    assert "could not install its packages" in refused.stderr
    lock.write_text(right)
    assert run(clone, *VERSION).returncode == 0


def test_without_a_network_the_message_says_what_to_do(clone, tmp_path):
    offline = {"UV_OFFLINE": "1", "UV_CACHE_DIR": str(tmp_path / "empty")}
    refused = run(clone, *VERSION, **offline)
    assert refused.returncode == 1
    assert "If you are offline, connect and start again" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_an_active_environment_without_django_is_reported(clone, tmp_path):
    subprocess.run([BARE, "-m", "venv", "--without-pip", str(tmp_path / "other")], check=True)
    refused = run(clone, *VERSION, python=str(tmp_path / "other" / "bin" / "python"))
    assert refused.returncode == 1
    assert str(tmp_path / "other") in refused.stderr
    assert not (clone / ".venv").exists()


def test_an_old_python_is_refused_with_a_message(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer"):
        bootstrap.enter(["manage.py", "up"])


def test_a_read_only_folder_is_reported(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(SystemExit, match=r"cannot write .*file/\.venv"), bootstrap.explain_errors():
        (tmp_path / "file" / ".venv").mkdir()


def test_uv_uses_the_index_that_pip_is_configured_with(monkeypatch):
    for name in ("UV_INDEX_URL", "UV_DEFAULT_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://packages.example.com/simple")
    assert bootstrap.build_environment()["UV_DEFAULT_INDEX"] == "https://packages.example.com/simple"


# --- Clones ---------------------------------------------------------------------------------------------


def copy(clone):
    for part in PARTS:
        (clone / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / part, clone / part)
    return clone


def small_clone(clone):
    copy(clone)
    small = "".join(bootstrap.find_locked_block(name) for name in SMALL)
    (clone / "requirements.lock").write_text(small)
    extra = bootstrap.find_locked_block("iniconfig", bootstrap.TEST_LOCK)
    (clone / "requirements-test.lock").write_text(small + extra)
    return clone


def run(clone, *arguments, **options):
    process = start(clone, *arguments, **options)
    out, errors = process.communicate(timeout=300)
    return subprocess.CompletedProcess(arguments, process.returncode, out, errors)


def start(clone, *arguments, python=BARE, path=WITH_UV, **env):
    env = {**os.environ, "PATH": path, **env}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([python, *arguments], cwd=clone, env=env, **pipes)


def prepare(clone, lock):
    done = run(clone, "-c", f"from studio.processes import bootstrap as b; b.prepare(b.{lock})")
    assert done.returncode == 0, done.stderr
    return done


def installed(clone):
    """Return the names of the packages in the clone's environment."""
    found = (clone / ".venv" / "lib").glob("python*/site-packages/*.dist-info")
    return {folder.name.partition("-")[0].replace("_", "-").lower() for folder in found}
