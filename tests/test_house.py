"""The house stands as it was drawn: the order of rooms (in pyproject.toml), names, options and sizes."""

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


def test_an_import_inside_a_function_says_why():
    """Else it hides an arrow that points the wrong way."""
    silent = []
    for path in SOURCES:
        text = path.read_text()
        assert "TYPE_CHECKING" not in text, path
        lines = text.splitlines()
        silent += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for function in ast.walk(ast.parse(text))
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom) and "#" not in lines[node.lineno - 1]
        ]
    assert not silent


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


@pytest.mark.parametrize("check", ["style", "format", "rooms", "templates"])
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


def test_every_element_of_a_page_is_defined_by_a_script():
    used, defined = set(), set()
    for path in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "projects/templatetags").glob("*.py")]:
        used |= set(re.findall(r"<([a-z]+-[a-z-]+)", path.read_text()))
    for path in (ROOT / "static/js").rglob("*.js"):
        defined |= set(re.findall(r'customElements\.define\("([a-z-]+)"', path.read_text()))
    assert used == defined
