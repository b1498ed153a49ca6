"""The structure of the code: imports, names, options, sizes, style."""

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
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
STYLES = sorted((ROOT / "static/css").rglob("*.css"))
BUNDLES = [*(ROOT / "static/css").glob("*.css"), *(ROOT / "static/js").glob("*.js")]
LONGEST_FILE = 300
LONGEST_STYLE = 250
LONGEST_LINE = 140  # of a template
POSITIONAL = 4
# Libraries give these their parameters: httpcore, and Django's upload handlers.
OVERRIDES = {
    "projects/core/uploads.py: handle_raw_input",
}


def test_an_import_inside_a_function_says_why():
    """Otherwise it may hide an import in the wrong direction."""
    unexplained = []
    for path in SOURCES:
        text = path.read_text()
        assert "TYPE_CHECKING" not in text, path
        lines = text.splitlines()
        unexplained += [
            f"{name_of(path)}:{node.lineno}"
            for function in ast.walk(ast.parse(text))
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom) and "#" not in lines[node.lineno - 1]
        ]
    assert not unexplained


def test_no_private_name_is_imported():
    wrong = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("studio", "projects")):
                wrong += [f"{name_of(path)}: {a.name}" for a in node.names if re.match(r"_[a-z]", a.name)]
    assert not wrong


def test_every_option_is_read_once_and_documented():
    read = re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "studio/settings.py").read_text())
    assert len(read) == len(set(read)) > 10
    page = (ROOT / "docs/configuration.md").read_text()
    assert [name for name in read if f"| `{name}` |" not in page] == []


def test_only_settings_reads_the_environment():
    """The supervisor and the bootstrap run before there are settings."""
    before_settings = {
        "studio/settings.py",
        "studio/processes/bootstrap.py",
        "studio/processes/supervisor.py",
        "studio/wsgi.py",
    }
    reading = [name_of(path) for path in SOURCES if re.search(r"os\.(environ|getenv)", path.read_text())]
    assert [name for name in reading if name not in before_settings and "/commands/" not in name] == []


@pytest.mark.parametrize("check", ["style", "format", "rooms", "templates"])
def test_the_code_passes(check):
    call_command("lint", check)


@pytest.mark.slow
def test_the_types_are_right():
    call_command("lint", "types")


@pytest.mark.slow
def test_the_scripts_pass():
    if shutil.which("npm") is None:
        pytest.skip("needs npm, which is not installed")
    call_command("lint", "scripts")


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize(
    ("paths", "most"), [(SOURCES + TESTS, LONGEST_FILE), (STYLES, LONGEST_STYLE)], ids=["python", "styles"]
)
def test_no_file_is_too_long(paths, most):
    sizes = {name_of(path): len(path.read_text().splitlines()) for path in paths}
    assert sizes
    assert {name: size for name, size in sizes.items() if size > most} == {}


def test_no_line_of_a_template_is_too_long():
    assert len(TEMPLATES) > 50
    long = [
        f"{name_of(path)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > LONGEST_LINE
    ]
    assert not long


def test_every_tag_of_a_template_ends_on_its_line():
    """Django prints a comment, a variable or a tag that goes on in the next line as words on the page."""
    whole = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}")
    half = re.compile(r"\{[#%{]|[#%]\}")
    broken = [
        f"{name_of(path)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if half.search(whole.sub("", line))
    ]
    assert not broken


def test_no_code_is_excluded_from_formatting():
    mark = re.compile(r"#\s*fmt:\s*(skip|off)|\{#\s*djlint:\s*off")
    assert [name_of(path) for path in SOURCES + TESTS + TEMPLATES if mark.search(path.read_text())] == []


def test_no_function_takes_more_than_four_positional_parameters():
    """Further ones are keywords or a dataclass, so that no call can mix them up."""
    many = {
        f"{name_of(path)}: {function}"
        for path in SOURCES
        for function, parameters in positional_parameters(ast.parse(path.read_text()))
        if len(parameters) > POSITIONAL
    }
    assert many - OVERRIDES == set()
    assert many >= OVERRIDES, "no longer an exception: take it off the list"


def positional_parameters(tree: ast.AST):
    """Yield each function's name and the names it can be given by position, without self and cls.

    Leave out what django-ninja calls: its parameters are the fields of a query, given by keyword.
    """
    for scope in ast.walk(tree):
        for node in ast.iter_child_nodes(scope):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not is_endpoint(node):
                names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
                is_method = isinstance(scope, ast.ClassDef) and names[:1] in (["self"], ["cls"])
                yield node.name, names[1:] if is_method else names


def is_endpoint(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(ast.unparse(decorator).startswith("router.") for decorator in function.decorator_list)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_templates_hold_nothing_inline():
    """The Content-Security-Policy would stop it, and a page would look broken only in the browser."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|hx-on|javascript:|\|safe\b")
    found = [
        f"{name_of(path)}: {match.group(0)}"
        for path in (ROOT / "templates").rglob("*.html")
        for match in inline.finditer(path.read_text())
    ]
    assert not found


def test_no_heading_of_a_page_or_table_is_empty():
    empty = re.compile(r"<(th|h[1-6]|label|legend|caption)\b[^>]*>\s*</\1>")
    pages = (ROOT / "templates").rglob("*.html")
    assert [name_of(path) for path in pages if empty.search(path.read_text())] == []


def test_every_element_of_a_page_is_defined_by_a_script():
    used, defined = set(), set()
    for path in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "projects/templatetags").glob("*.py")]:
        used |= set(re.findall(r"<([a-z]+-[a-z-]+)", path.read_text()))
    for path in (ROOT / "static/js").rglob("*.js"):
        defined |= set(re.findall(r'customElements\.define\("([a-z-]+)"', path.read_text()))
    assert used == defined


def test_pages_name_bundles_whose_parts_are_all_used():
    """A part that a page names itself would be missing when static files are collected."""
    named = re.compile(r"{% static '((?:css|js)/[^']+)' %}")
    names = {name for path in TEMPLATES for name in named.findall(path.read_text())}
    assert names == {name_of(path).removeprefix("static/") for path in BUNDLES}
    imported = {
        (path.parent / part).resolve()
        for path in (ROOT / "static").rglob("*.[cj]s*")
        for part in re.findall(r'^@?import[^"]*"([^"]+)"', path.read_text(), re.M)
    }
    parts = {*(ROOT / "static/css").glob("*/*.css"), *(ROOT / "static/js").glob("*/*.js")}
    assert parts - imported == set()


def test_every_pages_script_begins_with_what_all_pages_share():
    for path in BUNDLES:
        if path.suffix == ".js" and path.name != "studio.js":
            assert re.search(r"^import .*", path.read_text(), re.M)[0] == 'import "./studio.js";', path.name


def test_pages_and_docs_use_the_glossarys_words():
    """Words of earlier days for a request, a clip picker, a keyframe slot and the like."""
    old = re.compile(r"\b(told|wish(es)?|shel(f|ves)|wells?|the door|asks for|comes in)\b", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in [*TEMPLATES, *(ROOT / "docs").glob("*.md"), ROOT / "README.md"]
        for match in old.finditer(re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S))
    ]
    assert not found


def test_no_video_has_the_browsers_own_controls():
    """There is one player: templates/core/player."""
    native = re.compile(r"<(video|audio)\b[^>]*\scontrols\b|\.controls\s*=|[\"']controls[\"']")
    scripts = sorted((ROOT / "static/js").rglob("*.js"))
    assert [name_of(path) for path in TEMPLATES + scripts if native.search(path.read_text())] == []
