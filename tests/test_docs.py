"""The documentation's promises: every link, anchor and image resolves, and its tables agree with the code."""

import os
import re
from functools import cache
from pathlib import Path

import pytest

from projects.api.openapi import openapi
from projects.ledger.states import TRANSITIONS
from studio import VERSION

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = {"data", "node_modules", "vendor"}
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
OLD_WORDS = re.compile(
    r"\b(told|wish(?:es)?|shelf|wells?|reels?|the door|asks for|comes in)\b", re.IGNORECASE
)
IN_REPOSITORY = re.compile(r"`((?:studio|projects|tests|templates|static|docs|\.ci|\.github)/[\w./-]*)`")
IN_SOURCE = re.compile(r"\bdocs/[a-z-]+\.md(?:#[a-z0-9-]+)?")


def files(*suffixes: str) -> list[Path]:
    """The files of the repository with one of these suffixes; not what it makes or installs."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIPPED and not name.startswith(".")]
        found += [Path(folder, name) for name in names if name.endswith(suffixes)]
    return sorted(found)


PAGES = files(".md")


def prose(page: Path) -> str:
    """The text without fenced code, where a bracket is no link and a number sign no heading."""
    return FENCE.sub("", page.read_text())


@cache
def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    found: set[str] = set()
    for heading in HEADING.findall(prose(page)):
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        slug = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
        count = sum(1 for each in found if re.fullmatch(rf"{re.escape(slug)}(-\d+)?", each))
        found.add(f"{slug}-{count}" if slug in found else slug)
    return found


def broken(link: str, page: Path) -> str:
    """Say what is wrong with a relative link on a page; "" if nothing is."""
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists():
        return f"{page.relative_to(ROOT)}: {link} does not exist"
    if anchor and anchor not in anchors(target):
        return f"{page.relative_to(ROOT)}: {link} has no such heading"
    return ""


def test_every_page_is_checked():
    names = {page.relative_to(ROOT).as_posix() for page in PAGES}
    assert {"README.md", "docs/configuration.md", "docs/operations.md"} <= names


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_and_image_resolves(page):
    links = [link for link in LINK.findall(CODE.sub("", prose(page))) if "://" not in link]
    assert [fault for link in links if (fault := broken(link, page))] == []


def test_the_readme_is_read_in_ninety_seconds():
    words = LINK.sub("", prose(ROOT / "README.md")).split()
    assert len(words) < 350  # at 230 words a minute


def test_every_reference_in_the_source_resolves():
    faults = []
    for path in files(".py", ".js", ".html", ".css", ".toml"):
        for reference in IN_SOURCE.findall(path.read_text()):
            if fault := broken(reference, ROOT / "source"):
                faults.append(f"{path.relative_to(ROOT)}: {fault}")
    assert faults == []


def test_no_option_is_described_that_is_gone():
    settings = (ROOT / "studio/settings.py").read_text()
    described = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/configuration.md").read_text(), re.MULTILINE)
    assert len(described) > 20
    assert [name for name in described if f'"{name}"' not in settings] == []


CHANGES = sorted((str(was), str(now)) for was, after in TRANSITIONS.items() for now in after)


def test_the_table_of_states_is_the_ledgers():
    rows = re.findall(r"^\| ([a-z_]+) \| ([a-z_]+) \|", (ROOT / "docs/money.md").read_text(), re.MULTILINE)
    assert sorted(row for row in rows if row != ("from", "to")) == CHANGES


def test_the_diagram_of_states_is_the_ledgers():
    drawn = re.findall(
        r"^ +([a-z_]+) --> ([a-z_]+)$", (ROOT / "docs/architecture.md").read_text(), re.MULTILINE
    )
    assert sorted(drawn) == CHANGES


def test_every_address_of_the_api_is_described():
    page = (ROOT / "docs/api.md").read_text()
    addresses = [
        f"{method.upper()} {path}" for path, methods in openapi()["paths"].items() for method in methods
    ]
    assert len(addresses) > 30
    assert [address for address in addresses if f"`{address}`" not in page] == []


def test_the_newest_release_in_the_changelog_is_the_version():
    released = re.findall(
        r"^## (\d+\.\d+\.\d+) · \d{4}-\d{2}-\d{2}$", (ROOT / "CHANGELOG.md").read_text(), re.M
    )
    assert released[0] == VERSION
    assert len(released) == len(set(released))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_glossarys_words_are_used(page):
    found = OLD_WORDS.findall(CODE.sub("", prose(page)))
    assert found == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_path_that_is_named_exists(page):
    named = {path.rstrip("/") for path in IN_REPOSITORY.findall(page.read_text())}
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
