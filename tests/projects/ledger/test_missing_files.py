"""A video that somebody deleted: its page says so, and it can be fetched again without paying."""

import pytest
from django.urls import reverse
from PIL import ImageChops

from projects.ledger import actions
from projects.ledger.local_render import draw
from projects.ledger.missing_files import fetch_missing
from projects.models import Event
from studio.media.frames import read_first
from tests.projects import cast
from tests.projects.ledger.conftest import DRAWN

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_a_deleted_video_is_fetched_again_and_not_paid_again(studio, provider, client, monkeypatch):
    """1. Deleted.  2. The page says so and offers to fetch it.  3. It and its stills are back."""
    generation = studio.until(studio.request(), "completed")
    before = generation.video.read_bytes()
    for file in generation.folder.iterdir():
        file.unlink()
    client.force_login(studio.owner)
    page = reverse("generation", args=[studio.project.slug, generation.pk])
    shown = client.get(page).content.decode()
    check = reverse("generation-check", args=[studio.project.slug, generation.pk])
    assert "The video file is missing" in shown and f'action="{check}"' in shown
    enqueued = []
    monkeypatch.setattr(actions, "enqueue", lambda *task: enqueued.append(task))
    assert client.post(check).status_code == 302 and enqueued == [("fetch_missing", generation.pk)]
    revision = generation.revision
    fetch_missing(generation.pk)
    generation.refresh_from_db()
    assert generation.video.read_bytes() == before and generation.picture("poster.webp").exists()
    assert generation.state == "completed" and generation.revision > revision and generation.pictures_at
    assert "The video file is missing" not in client.get(page).content.decode()
    assert provider.summary()["accepted"] == 1


def test_a_deleted_preview_clip_is_drawn_again_as_it_was(studio, settings):
    settings.AIMLAPI_KEY = ""
    generation = studio.request_and_send(**DRAWN)
    draw(generation.pk)
    generation.refresh_from_db()
    before = read_first(generation.video)
    generation.video.unlink()
    fetch_missing(generation.pk)
    assert ImageChops.difference(read_first(generation.video), before).getbbox() is None
    assert Event.objects.filter(generation=generation, kind="fetched").count() == 1


def test_a_video_that_the_provider_no_longer_has_is_said_to_be_gone(studio, provider):
    generation = studio.until(studio.request(), "completed")
    generation.video.unlink()
    provider.plan(["cdn_404"] * 9, at="cdn")
    fetch_missing(generation.pk)
    assert Event.objects.filter(generation=generation, kind="missing").count() == 1
    assert not generation.video.exists() and not list(generation.folder.glob("*.arrived"))


def test_a_video_that_is_there_is_left_alone(studio, provider):
    generation = studio.until(studio.request(), "completed")
    asked = provider.summary()["requests"]
    fetch_missing(generation.pk)
    assert provider.summary()["requests"] == asked and not generation.is_file_missing
    assert not cast.clip(studio.project, "queued").is_file_missing
