"""A timeline that is shared before its shots are ready: the link works, and the shots come one by one."""

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from projects import jobs
from projects.models import Generation, Render, Review, State
from projects.review import publish, share_links, unfinished
from projects.timeline import edits
from projects.timeline.shots import shots_of
from tests.projects import cast
from tests.projects.cast import stored_clip
from tests.projects.review.steps import open_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def slow(timeline, owner) -> Generation:
    """The third shot of the timeline, which isn't ready."""
    clip = cast.clip(timeline.project, "submitted")
    edits.place(timeline, owner, clip, shots_of(timeline)[-1].row.pk)
    return clip


@pytest.fixture
def waiting(timeline, owner, slow) -> Review:
    return publish.publish_timeline(timeline, owner, wait=True)


def finish(timeline, owner, slow: Generation) -> None:
    """The third shot becomes ready: here, by another take in its place."""
    shot = next(shot.row for shot in shots_of(timeline) if shot.row.generation_id == slow.pk)
    take = stored_clip(timeline.project, 900)
    take.prompt, take.take = slow.prompt, 2
    take.save()
    edits.choose_take(timeline, owner, shot.pk, take)


def test_sharing_says_what_is_missing_and_offers_to_wait(signed_in, timeline, slow):
    address = reverse("timeline-review", args=[timeline.project.slug, 1])
    asked = signed_in.post(address)
    page = asked.content.decode()
    assert asked.status_code == 200 and not Review.objects.exists()
    assert "2 of 3 shots ready" in page and "Share now and wait" in page
    shared = signed_in.post(address, {"wait": "1"})
    assert shared.status_code == 302 and Review.objects.get().is_waiting
    assert signed_in.post(address)["Location"] == shared["Location"], "asks once"
    assert not Render.objects.filter(review__isnull=False).exists()


def test_an_empty_timeline_says_that_there_is_nothing_to_share(signed_in, timeline, owner):
    for shot in shots_of(timeline):
        edits.remove(timeline, owner, [shot.row.pk])
    address = reverse("timeline-review", args=[timeline.project.slug, 1])
    page = signed_in.post(address, {"wait": "1"}, follow=True).content.decode()
    assert "There is nothing to share yet. Add the first shot." in page and not Review.objects.exists()


def test_a_guest_sees_the_shots_as_they_come_then_the_film(timeline, owner, slow, waiting):
    """1. Two shots of three are ready: they play, the third says how far it is.  2. The poll brings the next
    percentage, and nothing if there is none.  3. The third gets ready: the page reloads itself, and the film
    is requested.  4. It is joined, and the link shows it."""
    _, token = share_links.create(waiting, owner)
    guest, address = open_link(token)
    page = guest.get(address).content.decode()
    assert "2 of 3 shots ready" in page and page.count("<shot-preview") == 2
    assert slow.prompt.text not in page
    for n, status in ((0, 404), (1, 200), (2, 200), (3, 404)):
        assert guest.get(f"{address}shots/{n}.webp").status_code == status
    assert guest.get(f"{address}shots/1.mp4", headers={"Range": "bytes=0-9"}).status_code == 206
    key = unfinished.measure(waiting).key
    poll = f"{address}changes/?since=0&ready=0&shown={key}"
    assert guest.get(poll).status_code == 204
    Generation.objects.filter(pk=slow.pk).update(progress=0.4)
    assert "Generating, 40 %" in guest.get(poll).content.decode()
    finish(timeline, owner, slow)
    assert guest.get(poll)["HX-Refresh"] == "true"
    waiting = Review.objects.get()
    assert not waiting.is_waiting and waiting.shots == waiting.cut.shots
    assert "Joining the shots" in guest.get(address).content.decode()
    jobs.review(str(waiting.pk))
    assert 'id="player"' in guest.get(address).content.decode()
    shot = f"{address}shots/1.mp4"
    assert guest.get(shot).status_code == 200, "a page that has not polled yet still plays it"
    Render.objects.filter(review=waiting).update(ended_at=F("ended_at") - unfinished.SHOWN_AFTER_JOIN)
    assert guest.get(shot).status_code == 404, "the film has taken their place"


def test_the_watcher_requests_the_film_although_nobody_looks(timeline, owner, slow, waiting):
    unfinished.advance_all()
    assert Review.objects.get().is_waiting
    finish(timeline, owner, slow)
    unfinished.advance_all()
    unfinished.advance_all()
    assert Render.objects.filter(review=waiting).count() == 1


def test_a_failed_shot_leads_the_team_to_the_timeline_and_tells_guests_no_more(
    signed_in, timeline, owner, slow, waiting
):
    fields = {"state": State.FAILED, "error_code": "moderated", "ended_at": timezone.now()}
    Generation.objects.filter(pk=slow.pk).update(**fields)
    member = signed_in.get(reverse("review", args=[timeline.project.slug, waiting.number])).content.decode()
    assert "Shot 3 failed." in member and "Try it again, or remove it" in member
    guest, address = open_link(share_links.create(waiting, owner)[1])
    page = guest.get(address).content.decode()
    assert "Not ready yet" in page and "failed" not in page.replace("shot--failed", "").replace(
        '="failed"', ""
    )


def test_a_trimmed_shot_shows_none_of_the_frames_that_were_cut_away(timeline, owner, slow, waiting):
    edits.trim(timeline, owner, shots_of(timeline)[0].row.pk, start=3, end=None)
    guest, address = open_link(share_links.create(waiting, owner)[1])
    assert guest.get(f"{address}shots/1.mp4").status_code == 404
    assert guest.get(f"{address}shots/1.webp").status_code == 200


def test_notes_and_verdicts_wait_for_the_film(owner, waiting):
    guest, address = open_link(share_links.create(waiting, owner)[1])
    fields = {"text": "Hm", "frame": "1", "client_token": "token-0001"}
    assert guest.post(f"{address}notes/", fields).status_code == 404
    assert guest.post(f"{address}verdict/", {"kind": "approved", "confirmed": "1"}).status_code == 404
    assert not waiting.verdicts.exists()
