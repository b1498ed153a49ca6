"""What every test stands on: static files without a manifest, a data folder of its own."""

import os
import tempfile

os.environ["DAILIES_DATA"] = tempfile.mkdtemp(prefix="dailies-tests-")
os.environ.setdefault("DAILIES_PACE", "0.02")

import pytest

pytest_plugins = ["tests.plugin_skips", "tests.servers", "tests.journeys.live"]


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def media_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
