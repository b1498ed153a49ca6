"""The house stands as it was drawn: the arrow, the names, the options, the sizes; read from the source."""

import ast
import re
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "studio").rglob("*.py")) + sorted(
    path for path in (ROOT / "projects").rglob("*.py") if "migrations" not in path.parts
)
LONGEST_FILE = 300

# What each room inside projects/ must not know. Arrows point at what is imported.
NEVER = {
    "studio": ("projects",),
    "studio/wire": ("studio.engines", "studio.media", "django"),
    "studio/media": ("studio.engines", "studio.preview"),
    "projects/models": ("projects.ledger", "projects.views", "projects.forms", "projects.jobs"),
    "projects/ledger": ("projects.views", "projects.forms", "projects.jobs"),
    "projects/forms": ("projects.views", "projects.jobs"),
    "projects/views": ("projects.api",),
    "projects/api": ("projects.views",),
}


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def within(name: str, module: str) -> bool:
    return name == module or name.startswith(module + ".")


@pytest.mark.parametrize("room", NEVER)
def test_no_arrow_points_the_wrong_way(room):
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in SOURCES
        if path.relative_to(ROOT).as_posix().startswith(room + "/")
        for name in imports_of(path)
        if any(within(name, module) for module in NEVER[room])
    ]
    assert not wrong


def test_no_private_name_crosses_a_room():
    wrong = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("studio", "projects")):
                wrong += [
                    f"{path.relative_to(ROOT)}: {a.name}" for a in node.names if re.match(r"_[a-z]", a.name)
                ]
    assert not wrong


def test_every_option_is_read_once_and_documented():
    read = re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "studio/settings.py").read_text())
    assert len(read) == len(set(read)) > 10
    page = (ROOT / "docs/configuration.md").read_text()
    assert [name for name in read if f"| `{name}` |" not in page] == []


def test_only_settings_reads_the_environment():
    """The supervisor's own pipe and the bootstrap run before there are settings."""
    before_settings = {
        "studio/settings.py",
        "studio/processes/bootstrap.py",
        "studio/processes/supervisor.py",
        "studio/wsgi.py",
    }
    reading = [
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        if re.search(r"os\.(environ|getenv)", path.read_text())
    ]
    assert [name for name in reading if name not in before_settings and "/commands/" not in name] == []


@pytest.mark.parametrize("check", ["style", "format", "templates"])
def test_the_code_passes(check):
    call_command("lint", check)


@pytest.mark.slow
def test_the_types_fit():
    call_command("lint", "types")


@pytest.mark.slow
def test_the_scripts_pass():
    if shutil.which("npm") is None:
        pytest.skip("needs npm, which is not installed")
    call_command("lint", "scripts")


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_no_file_has_outgrown_its_room():
    sizes = {path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines()) for path in SOURCES}
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}


def test_templates_hold_nothing_inline():
    """The Content-Security-Policy would stop it, and a page would look broken only in the browser."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|hx-on|javascript:|\|safe\b")
    found = [
        f"{path.relative_to(ROOT)}: {match.group(0)}"
        for path in (ROOT / "templates").rglob("*.html")
        for match in inline.finditer(path.read_text())
    ]
    assert not found
