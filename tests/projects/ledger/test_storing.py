"""The video is fetched until it is stored whole. It is never ordered a second time."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from projects.ledger import storing
from projects.ledger.storing import store_result
from projects.models import Generation
from tests.projects import cast

pytestmark = pytest.mark.django_db

CDN = [
    "cdn_cut",
    "cdn_cut_unsized",
    "cdn_html_200",
    "cdn_m3u8",
    "cdn_wrong_type",
    "cdn_reset",
    "cdn_500",
    "cdn_403",
    "cdn_404",
    "cdn_410",
    "cdn_redirect_loopback",
    "cdn_redirect_metadata",
]


@pytest.mark.parametrize("fault", CDN)
def test_a_bad_download_is_retried_until_the_video_is_the_providers(studio, provider, fault):
    provider.plan([fault] * 3, at="cdn")
    generation = studio.until(studio.request(), "completed")
    made = provider.ledger.generations
    assert len(made) == 1
    assert generation.sha256 == made[0]["sha256"] == hashlib.sha256(generation.video.read_bytes()).hexdigest()
    assert not list(generation.folder.glob("*.part")) and not list(generation.folder.glob("*.arrived"))


def test_an_expired_url_is_exchanged_for_a_new_one(studio, provider):
    provider.set(url_life=0)
    generation = studio.until(studio.request(), "ready", keeping=False)
    store_result(generation.pk)
    generation.refresh_from_db()
    assert (generation.state, generation.result_url) == ("submitted", "")
    provider.set(url_life=3600)
    studio.until(generation, "completed")
    assert provider.summary()["accepted"] == 1


def test_urls_that_stay_expired_are_renewed_less_and_less_often_for_a_day(studio, provider):
    """1. Every URL answers 403.  2. We asked for a new one every two seconds, for ever."""
    provider.set(url_life=0)
    generation, tries = studio.request(), []
    for _ in range(3):
        studio.until(generation, "ready", keeping=False)
        store_result(generation.pk)
        generation.refresh_from_db()
        tries.append(generation.tries)
    assert tries == [1, 2, 3]
    first = generation.ready_at
    studio.until(generation, "ready", keeping=False)
    assert generation.ready_at == first
    Generation.objects.filter(pk=generation.pk).update(ready_at=first - timedelta(days=2))
    store_result(generation.pk)
    generation.refresh_from_db()
    assert (generation.state, generation.error_code) == ("result_lost", "no_address")


def test_a_full_disk_is_waited_for_and_reported_once(studio, provider, settings):
    generation = studio.until(studio.request(), "ready", keeping=False)
    usual, settings.MIN_FREE_MB = settings.MIN_FREE_MB, 10**9
    for _ in range(3):
        studio.step(generation)
    assert (generation.state, generation.hold, generation.lease_owner, generation.crashes) == (
        "ready",
        "disk",
        "",
        0,
    )
    assert generation.events.filter(kind="held").count() == 1
    settings.MIN_FREE_MB = usual
    studio.until(generation, "completed")
    assert generation.hold == ""


def test_a_worker_that_lost_its_lease_touches_nothing(studio, provider, tmp_path):
    """1. A worker sleeps while it fetches.  2. Another stores the video.  3. The first wakes up: its copy and
    its errors come too late. It used to replace the video, or to delete it."""
    generation = studio.until(studio.request(), "ready", keeping=False)
    slow = Generation.objects.get(pk=generation.pk)
    lease = storing.claim(slow)
    Generation.objects.filter(pk=generation.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    store_result(generation.pk)
    generation.refresh_from_db()
    video = generation.video.read_bytes()
    late = generation.folder / "late.arrived"
    late.write_bytes(video)
    with pytest.raises(storing.LeaseLost):
        storing.complete(slow, lease, late)
    with pytest.raises(storing.LeaseLost):
        storing.LeaseRenewal(generation.pk, lease)(0.5)
    storing.retry_later(slow, lease, "broken")
    storing.hold_for_disk(slow, lease, "full")
    storing.request_new_url(slow, lease, storing.ResultGone("gone"))
    generation.refresh_from_db()
    assert generation.state == "completed" and generation.video.read_bytes() == video


def test_only_one_worker_stores_a_video(studio, provider):
    generation = studio.until(studio.request(), "ready", keeping=False)
    assert storing.claim(Generation.objects.get(pk=generation.pk))
    assert not storing.claim(Generation.objects.get(pk=generation.pk))
    store_result(generation.pk)
    generation.refresh_from_db()
    assert generation.state == "ready" and not generation.video.exists()


def test_a_second_task_does_not_set_aside_what_is_stored_in_a_third_try(studio, provider):
    """1. Two workers died over it.  2. The third is at work.  3. Somebody presses "check now"."""
    generation = studio.until(studio.request(), "ready", keeping=False)
    Generation.objects.filter(pk=generation.pk).update(crashes=2)
    assert storing.claim(Generation.objects.get(pk=generation.pk))
    store_result(generation.pk)
    generation.refresh_from_db()
    assert (generation.state, generation.crashes) == ("ready", 3)


def test_broken_videos_are_given_up_after_thirty_days(db):
    generation = cast.clip(
        cast.project(cast.person()),
        "ready",
        ready_at=timezone.now() - timedelta(days=31),
        lease_owner="me",
        lease_until=timezone.now() + timedelta(minutes=1),
    )
    storing.retry_later(generation, "me", "broken")
    generation.refresh_from_db()
    assert (generation.state, generation.error_code) == ("result_lost", "cannot_fetch")
