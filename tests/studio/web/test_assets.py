"""Check that collected scripts and styles request files by their real names."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from projects.core.theme import theme_choices

IMPORT = re.compile(r'from\s*"(\.[^"]+)"')
HASHED = re.compile(r"\.[0-9a-f]{12}\.")


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    from django.test import override_settings

    root = tmp_path_factory.mktemp("static")
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": "studio.web.assets.Assets"}}
    with override_settings(STORAGES=storages, STATIC_ROOT=root):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


def test_modules_import_each_other_by_hashed_names(collected):
    imports = [
        (file, name)
        for file in (collected / "js").rglob("*.js")
        if HASHED.search(file.name)
        for name in IMPORT.findall(file.read_text())
    ]
    assert imports
    for file, name in imports:
        assert HASHED.search(name), f"{file.name} imports {name}"
        assert (file.parent / name).is_file(), f"{file.name} imports {name}"


def test_the_sprite_holds_exactly_the_icons_that_pages_use(collected, rf):
    drawn = set(re.findall(r'symbol id="([\w-]+)"', (collected / "img/icons.svg").read_text()))
    templates = Path(settings.BASE_DIR / "templates").rglob("*.html")
    used = {name for file in templates for name in re.findall(r'{% icon "([\w-]+)"', file.read_text())}
    assert used and used <= drawn
    assert drawn - used - {choice.icon for choice in theme_choices(rf.get("/"))} == set(), (
        "icons that no page shows"
    )
