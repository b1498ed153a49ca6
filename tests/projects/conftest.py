"""The usual setup: an owner, their project, a timeline of two shots with videos, and a review of it."""

import logging
import re

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from projects.ledger import engines
from projects.library import card_cache
from tests.projects import cast
from tests.projects.review.steps import publish_timeline
from tests.projects.stage import build_stage
from tests.projects.walk import Walk
from tests.projects.web import HTMX

TIME = re.compile(r"<time-ago>.*?</time-ago>")  # it may be a minute later
PLAIN_STORAGES = configured.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}


@pytest.fixture(autouse=True)
def data_of_its_own(settings, tmp_path):
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"


@pytest.fixture(autouse=True)
def no_cached_card_is_out_of_date(monkeypatch):
    """Wherever a test sees a card that was kept, it must be the one that would be drawn now."""
    keep = card_cache.render

    def render(card, project, view, *, token, render_anew):
        kept = keep(card, project, view, token=token, render_anew=render_anew)
        if not card.generation.is_playable:
            return kept
        now = render_anew(token)
        assert TIME.sub("", kept) == TIME.sub("", now), "list_shown lacks something that the card shows"
        return kept

    monkeypatch.setattr(card_cache, "render", render)


@pytest.fixture
def preview_only(settings, data_of_its_own):
    """No key for a paid engine, and no public address: only the Preview engine works."""
    settings.AIMLAPI_KEY = settings.LUMAAI_API_KEY = settings.PUBLIC_URL = ""
    engines.build_engine.cache_clear()
    yield
    engines.build_engine.cache_clear()


@pytest.fixture
def mailing(settings):
    settings.EMAIL_HOST, settings.PUBLIC_URL = "mail.test", "https://film.test"


@pytest.fixture
def owner(db):
    return cast.person()


@pytest.fixture
def project(owner):
    return cast.project(owner)


@pytest.fixture
def signed_in(client, owner):
    """The test client, signed in as the owner."""
    client.force_login(owner)
    return client


@pytest.fixture
def timeline(project):
    """A timeline of two shots of a second each. Their frames show the numbers 0 to 23 and 100 to 123."""
    timeline = project.timelines.create(number=1, name="Rough cut")
    for position, first in (("a", 0), ("b", 100)):
        timeline.shots.create(generation=cast.stored_clip(project, first), position=position)
    return timeline


@pytest.fixture
def review(timeline, owner):
    """The timeline, shared for review. Its video is ready."""
    return publish_timeline(timeline, owner)


@pytest.fixture
def press(signed_in, review):
    """Post to an address of the review as the owner: press("notes", text="Too dark")."""

    def post(name, *args, **fields):
        address = reverse(f"review-{name}", args=[review.project.slug, review.number, *args])
        return signed_in.post(address, fields, headers=HTMX)

    return post


@pytest.fixture(scope="module")
def walk_data(tmp_path_factory):
    return tmp_path_factory.mktemp("walk")


@pytest.fixture(scope="module")
def kept_walk(walk_data, django_db_setup, django_db_blocker):
    """The walk of this file. Its stage is built once, and rolled back at the end."""
    logging.disable(logging.CRITICAL)  # thousands of refusals are meant
    with (
        override_settings(DATA=walk_data, MEDIA_ROOT=walk_data / "media", STORAGES=PLAIN_STORAGES),
        override_settings(AIMLAPI_KEY="", LUMAAI_API_KEY=""),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        yield Walk(build_stage())
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


@pytest.fixture
def walk(kept_walk, walk_data, settings, data_of_its_own):
    """That walk. What a test changes besides is undone: rows by django_db, cookies here."""
    settings.DATA, settings.MEDIA_ROOT = walk_data, walk_data / "media"
    kept_walk.restore_cookies()
    return kept_walk
