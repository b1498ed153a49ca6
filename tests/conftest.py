"""The basis of every test: static files without a manifest, and its own media (data: plugin_data.py)."""

import os

import pytest
from django.conf import settings

CHEAP = "django.contrib.auth.hashers.MD5PasswordHasher"
POLICY = os.sched_getscheduler(0)

pytest_plugins = [
    "tests.plugin_skips",
    "tests.servers",
    "tests.journeys.live",
    "tests.projects.web",
    "tests.projects.receiver",
]


def pytest_configure():
    """Argon2 takes 30 ms on purpose. What is shipped is tested in projects/accounts/test_sign_in.py."""
    settings.PASSWORD_HASHERS = [CHEAP, *settings.PASSWORD_HASHERS]


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def media_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def same_priority():
    """What runs in this process, such as an encoder, must not leave it with another priority."""
    yield
    assert os.sched_getscheduler(0) == POLICY
