"""Check that pages load scripts and styles as bundles, which request other files by their real names."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

STATIC = Path(settings.BASE_DIR / "static")
TEMPLATES = sorted(Path(settings.BASE_DIR / "templates").rglob("*.html"))
URL = re.compile(r'url\("(\.[^"]+)"\)')
HASHED = re.compile(r"\.[0-9a-f]{12}\.")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    root = tmp_path_factory.mktemp("static")
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": "studio.web.assets.Assets"}}
    with override_settings(STORAGES=storages, STATIC_ROOT=root):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield root


def test_every_file_that_a_template_names_is_collected(collected, settings):
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "studio.web.assets.Assets"}}
    settings.STATIC_ROOT = collected
    names = {name for file in TEMPLATES for name in re.findall(r"{% static '([^']+)' %}", file.read_text())}
    assert {"css/studio.css", "js/studio.js", "js/timeline.js"} < names
    for name in names:
        assert (collected / staticfiles_storage.stored_name(name)).is_file(), name


def test_a_bundle_needs_no_other_script_or_style(collected):
    bundles = [file for kind in ("css", "js") for file in (collected / kind).iterdir() if is_hashed(file)]
    sources = [*STATIC.glob("css/*.css"), *STATIC.glob("js/*.js")]
    assert len(bundles) == len(sources) > 15
    assert [file.name for file in bundles if re.search(r"^(@import|import)", file.read_text(), re.M)] == []


def is_hashed(file: Path) -> bool:
    return file.suffix in (".css", ".js") and bool(HASHED.search(file.name))


def test_styles_request_files_by_hashed_names(collected):
    urls = [(file, url) for file in collected.glob("css/*.*.css") for url in URL.findall(file.read_text())]
    assert urls
    for file, url in urls:
        assert HASHED.search(url) and (file.parent / url).is_file(), f"{file.name} requests {url}"


def test_the_sprite_holds_exactly_the_icons_that_pages_use(collected):
    """Some views choose an icon, and name it in Python."""
    drawn = set(re.findall(r'symbol id="([\w-]+)"', (collected / "img/icons.svg").read_text()))
    used = {name for file in TEMPLATES for name in re.findall(r'{% icon "([\w-]+)"', file.read_text())}
    views = (settings.BASE_DIR / "projects").rglob("*.py")
    chosen = {name for file in views for name in re.findall(r'"([a-z0-9-]+)"', file.read_text())}
    assert used and used <= drawn
    assert drawn - used - chosen == set(), "icons that no page shows"
