"""Who is viewing a version now, and following the person who leads."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.models import Presence, Role
from projects.review import presence, share_links
from tests.projects import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_page(review):
    """Return says("…"), which posts as somebody and returns the answer to their page."""

    def of(person):
        browser = Client()
        browser.force_login(person)

        def says(**word):
            path = reverse("review-presence", args=[review.project.slug, review.number])
            return browser.post(path, {"frame": 0} | word)

        return says

    return of


def hidden_field(answer, name):
    return answer.content.decode().split(f'data-{name}="')[1].split('"')[0]


def test_everybody_with_the_page_open_is_shown_to_all(review, owner, at_page):
    mara = cast.member(review.project, Role.REVIEWER, "Mara Lind")
    at_page(owner)()
    assert "Mara Lind" in at_page(mara)().content.decode()
    assert Presence.objects.count() == 2
    Presence.objects.filter(person=mara).update(seen_at=timezone.now() - timedelta(seconds=21))
    assert "Mara Lind" not in at_page(owner)().content.decode()


def test_one_person_leads_and_the_others_get_the_frame(review, owner, at_page):
    """1. Ada leads.  2. Mara gets Ada's frame.  3. Mara leads: Ada no longer does, and gets Mara's frame.
    4. Mara stops: nobody leads."""
    ada, mara = at_page(owner), at_page(cast.member(review.project, Role.REVIEWER, "Mara"))
    mara()
    ada(lead="true", frame=17)
    answer = mara(frame=3)
    fields = [hidden_field(answer, name) for name in ("leader", "frame", "mine")]
    assert fields == [str(owner), "17", "0"]
    mara(lead="true", frame=4)
    answer = ada(frame=17)
    assert (hidden_field(answer, "leader"), hidden_field(answer, "frame")) == ("Mara", "4")
    mara(lead="false")
    assert hidden_field(ada(), "leader") == ""


def test_a_playing_video_advances_between_two_messages(review, owner, at_page):
    at_page(owner)(lead="true", frame=10, plays="1")
    Presence.objects.update(moved_at=timezone.now() - timedelta(seconds=0.5))
    leading = presence.find_leader(presence.list_present(review))
    assert presence.current_frame(leading, review) in (22, 23)
    Presence.objects.update(moved_at=timezone.now() - timedelta(seconds=900))
    leading.refresh_from_db()
    assert presence.current_frame(leading, review) == review.frames - 1


def test_a_leader_who_left_leads_nobody(review, owner, at_page):
    at_page(owner)(lead="true")
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=7))
    assert presence.find_leader(presence.list_present(review)) is None


def test_viewers_cannot_lead(review, at_page):
    watcher = at_page(cast.member(review.project, Role.VIEWER))
    assert hidden_field(watcher(lead="true"), "leader") == ""


def test_a_guest_is_shown_once_they_have_a_name(review, owner, at_page, client):
    link, token = share_links.create(review, owner)
    client.get(reverse("share-link", args=[token]))
    path = reverse("guest-presence", args=[link.pk, review.number])
    assert client.post(path, {"frame": 0}).status_code == 404
    client.post(reverse("guest-name", args=[link.pk, review.number]), {"name": "Ines"})
    assert client.post(path, {"frame": 0}).status_code == 200
    assert "Ines" in at_page(owner)().content.decode()


@pytest.mark.parametrize("frame", ["-1", "x", "9" * 30])
def test_nonsense_is_not_stored(owner, at_page, frame):
    assert at_page(owner)(frame=frame).status_code == 404
    assert not Presence.objects.exists()


def test_an_unchanged_message_writes_nothing(review, owner, at_page):
    says = at_page(owner)
    says()
    first = Presence.objects.get().seen_at
    says(frame=5)
    assert Presence.objects.get().seen_at == first
