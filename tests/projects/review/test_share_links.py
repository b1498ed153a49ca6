"""Share links: they open one version and nothing else, and close at once when they are revoked."""

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.core import secrets
from projects.models import Guest, Review, ShareLink
from projects.review import notes, publish, share_links
from projects.templatetags.timeline_tags import film_url
from projects.timeline import edits
from projects.timeline.shots import shots_of
from studio.processes.logs import Line
from tests.projects import cast
from tests.projects.review.steps import open_link, publish_timeline

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(owner):
    return cast.project(owner, "The secret film")


def test_the_secret_is_shown_once_and_stored_as_a_hash(client, owner, review):
    client.force_login(owner)
    address = reverse("share-links", args=[review.project.slug, review.number])
    page = client.post(address, {"may_comment": "1"}, follow=True).content.decode()
    token = re.search(r"/s/([\w-]{43})/", page)[1]
    link = ShareLink.objects.get()
    assert link.token_hash == secrets.hash_secret(token) and share_links.find(token) == link
    assert token not in client.get(address).content.decode()
    assert not [value for value in vars(link).values() if token in str(value)]
    assert link.expires_at - timezone.now() > timedelta(days=13)


def test_a_link_sets_a_cookie_for_itself_only_and_leads_to_a_clean_url(owner, review):
    link, token = share_links.create(review, owner)
    client = Client()
    answer = client.get(reverse("share-link", args=[token]))
    assert answer["Location"] == f"/r/{link.pk}/1/" and token not in answer["Location"]
    cookie = answer.cookies["dailies_guest"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert cookie["path"] == f"/r/{link.pk}/"
    assert answer.cookies["dailies_guest_again"]["path"] == reverse("share-link", args=[token])
    client.post(f"{answer['Location']}name/", {"name": "Cleo"})
    assert Guest.objects.get().token_hash == secrets.hash_secret(cookie.value) != cookie.value
    for name, value in (("Referrer-Policy", "same-origin"), ("X-Robots-Tag", "noindex, nofollow")):
        assert answer[name] == value == client.get(answer["Location"])[name]
    assert "no-store" in client.get(answer["Location"])["Cache-Control"]


def test_a_guest_sees_the_version_but_no_prompts_costs_emails_or_project(owner, review):
    _, token = share_links.create(review, owner)
    client, address = open_link(token)
    notes.write(review, {"person": owner}, notes.NewNote(3, "A note", "token-0001"))
    page = client.get(address).content.decode()
    assert "A note" in page and "The secret film · Cut 1" in page and "Shared by" in page
    for secret in ("the-secret-film", "@example", "/projects/", "$", "New take", "Mark done", "links"):
        assert secret not in page, secret
    assert client.get(f"{address}film.mp4").status_code == 200
    assert client.get(f"{address}film.mp4?download").status_code == 404
    assert client.get(f"{address}notes.csv").status_code == 404


def test_a_guest_is_asked_for_a_name_once(owner, review):
    link, token = share_links.create(review, owner)
    client, address = open_link(token, "Cleo")
    assert (
        "What is your name"
        not in client.get(reverse("share-link", args=[token]), follow=True).content.decode()
    )
    assert link.guests.count() == 1
    fields = {"text": "Softer sun", "frame": "3", "client_token": "token-0001"}
    client.post(f"{address}notes/", fields)
    client.post(f"{address}verdict/", {"kind": "approved", "confirmed": "1"})
    note, verdict = review.notes.get(), review.verdicts.get()
    assert (str(note.author), note.person, str(verdict.author)) == ("Cleo", None, "Cleo")


def test_each_permission_of_a_link_can_be_switched_off(owner, review):
    _, token = share_links.create(review, owner, may_comment=False, may_decide=False, may_download=True)
    client, address = open_link(token)
    page = client.get(address).content.decode()
    assert "Approve" not in page and "note-text" not in page
    fields = {"text": "x", "frame": "3", "client_token": "token-0001"}
    assert client.post(f"{address}notes/", fields).status_code == 404
    assert client.post(f"{address}verdict/", {"kind": "approved", "confirmed": "1"}).status_code == 404
    assert client.get(f"{address}film.mp4?download")["Content-Disposition"].startswith("attachment")


def test_a_closed_link_closes_at_once_and_tells_its_visitors_why(owner, review):
    """1. Two guests watch.  2. One link is revoked, the other expires.  3. The next range of the video, the
    next page and the link itself say which, to those who have the link or have opened it."""
    doors = []
    for _ in range(2):
        link, token = share_links.create(review, owner)
        doors.append((link, token, *open_link(token)))
    share_links.revoke(doors[0][0])
    ShareLink.objects.filter(pk=doors[1][0].pk).update(expires_at=timezone.now())
    for cause, (_, token, client, address) in zip(("was revoked on", "expired on"), doors, strict=True):
        assert client.get(f"{address}film.mp4", headers={"Range": "bytes=0-9"}).status_code == 404
        for where in (address, f"{address}film.mp4", reverse("share-link", args=[token])):
            answer = client.get(where)
            assert answer.status_code == 404 and f"It {cause}" in answer.content.decode()


def test_without_the_link_nobody_learns_whether_there_is_one(owner, review):
    """1. A guest passes on the address from their address bar, or their browser keeps no cookies: they read
    that, and that the link is what can be sent.  2. An open, a revoked and a missing link look alike."""
    link, token = share_links.create(review, owner)
    _, address = open_link(token)
    passed_on = Client().get(address)
    page = passed_on.content.decode()
    assert passed_on.status_code == 404
    assert "send them that link" in page and "keep cookies" in page and "expired" not in page
    bodies = {passed_on.content, Client().get(f"/r/{uuid4()}/1/").content}
    share_links.revoke(link)
    bodies.add(Client().get(address).content)
    forged = Client()
    forged.cookies["dailies_guest"] = f"{link.pk.hex}.made-up:signature"
    bodies.add(forged.get(address).content)
    assert len({re.sub(rb'X-CSRFToken": "\w+"', b"", one) for one in bodies}) == 1
    mistyped = Client().get(reverse("share-link", args=[token[:-1]]))
    assert mistyped.status_code == 404 and "missing or mistyped" in mistyped.content.decode()


@pytest.mark.parametrize("agent", ["Slackbot-LinkExpanding 1.0", "TelegramBot", "WhatsApp/2", "Mozilla/5.0"])
def test_who_only_looks_is_not_in_the_list_of_guests(client, owner, review, agent):
    """Chat bots and mail scanners follow a link to its page. Who gives a name is a guest, once."""
    link, token = share_links.create(review, owner)
    for _ in range(3):
        page = Client(headers={"User-Agent": agent}).get(reverse("share-link", args=[token]), follow=True)
        assert page.status_code == 200
    client.force_login(owner)
    listed = reverse("share-links", args=[review.project.slug, review.number])
    assert not Guest.objects.exists() and "Not opened yet" in client.get(listed).content.decode()
    visitor, address = open_link(token, "Cleo")
    visitor.get(reverse("share-link", args=[token]), follow=True)
    visitor.post(f"{address}name/", {"name": "Cleo B."})
    assert [guest.name for guest in link.guests.all()] == ["Cleo B."]


def test_the_secret_of_a_closed_link_is_not_in_the_log_either(caplog, owner):
    Client().get(reverse("share-link", args=["x" * 43]))
    [record] = [one for one in caplog.records if "Not Found" in one.getMessage()]
    assert "x" * 43 not in Line("{message}", style="{").format(record)


def test_a_link_opens_its_own_version_or_always_the_latest(timeline, owner, review):
    _, this = share_links.create(review, owner)
    _, newest = share_links.create(review, owner, always_latest=True)
    edits.remove(timeline, owner, [shots_of(timeline)[0].row.pk])
    publish_timeline(timeline, owner)
    for token, shown, others in ((this, "Cut 1", []), (newest, "Cut 2", ["Cut 1", "Cut 2"])):
        client, address = open_link(token)
        page = client.get(address).content.decode()
        assert f"The secret film · {shown}" in page
        assert re.findall(r"<span>(Cut \d)</span>", page) == others, "the versions to switch between"


def test_a_verdict_is_about_the_version_that_the_page_shows(timeline, owner, review):
    """1. A guest of an "always the latest" link watches version 1.  2. Version 2 is shared.  3. The open page
    plays version 1 to its end, and learns of version 2 with its next poll.  4. A verdict and a note from it
    are about version 1.  5. Reloaded, it shows version 2, which nobody has decided on.  6. A link to version
    1 alone opens no other."""
    _, token = share_links.create(review, owner, always_latest=True)
    _, only = share_links.create(review, owner)
    client, page = open_link(token)
    video = client.get(f"{page}film.mp4", headers={"Range": "bytes=0-99"})
    seen = Review.objects.get().revision
    edits.remove(timeline, owner, [shots_of(timeline)[0].row.pk])
    second = publish_timeline(timeline, owner)
    assert client.get(f"{page}film.mp4", headers={"Range": "bytes=0-99"})["ETag"] == video["ETag"]
    assert second.video.stat().st_size != review.video.stat().st_size
    fresh = client.get(f"{page}changes/?since={seen}&ready=1").content.decode()
    assert "View the latest version" in fresh
    client.post(f"{page}verdict/", {"kind": "approved", "confirmed": "1"})
    client.post(f"{page}notes/", {"text": "Softer", "frame": "3", "client_token": "token-0001"})
    assert (review.verdicts.count(), review.notes.count()) == (1, 1)
    assert (second.verdicts.count(), second.notes.count()) == (0, 0)
    now = client.get(page)
    assert now["Location"] == page.replace("/1/", "/2/")
    assert "Softer" not in client.get(now["Location"]).content.decode()
    guest, address = open_link(only)
    assert guest.get(address.replace("/1/", "/2/")).status_code == 404
    assert "newer version" not in guest.get(address).content.decode()


def test_versions_stand_side_by_side_to_switch_between(signed_in, timeline, owner, review):
    """1. Two versions: the team's page shows both, and marks the one that plays.  2. So does the page of a
    guest who sees all later ones, who can go back to the first.  3. A link to one version shows no other."""
    _, newest = share_links.create(review, owner, always_latest=True)
    _, only = share_links.create(review, owner)
    page = signed_in.get(reverse("review", args=[review.project.slug, 1])).content.decode()
    assert 'aria-label="Versions"' not in page, "there is one"
    edits.remove(timeline, owner, [shots_of(timeline)[0].row.pk])
    second = publish_timeline(timeline, owner)
    page = signed_in.get(reverse("review", args=[review.project.slug, second.number])).content.decode()
    assert page.count("versions__one") == 2 and page.count('aria-current="page"') >= 1
    guest, address = open_link(newest)
    page = guest.get(address).content.decode()
    older = address.replace("/2/", "/1/") + "?older"
    assert f'href="{older}"' in page and "/projects/" not in page
    assert guest.get(older).status_code == 200
    assert guest.get(older.removesuffix("?older"))["Location"] == address
    other, address = open_link(only)
    assert 'aria-label="Versions"' not in other.get(address).content.decode()


def test_the_list_of_reviews_has_pictures_newest_first(signed_in, timeline, owner, review):
    edits.remove(timeline, owner, [shots_of(timeline)[0].row.pk])
    second = publish_timeline(timeline, owner)
    page = signed_in.get(reverse("reviews", args=[review.project.slug])).content.decode()
    pictures = [
        reverse("review-frame", args=[review.project.slug, one.number, one.frames // 3])
        for one in (second, review)
    ]
    assert page.index(pictures[0]) < page.index(pictures[1])
    assert signed_in.get(pictures[0]).status_code == 200


def test_twenty_reviews_take_no_more_queries_than_one(
    signed_in, project, owner, review, django_assert_max_num_queries
):
    url = reverse("reviews", args=[project.slug])
    write_verdict(review, owner)
    with django_assert_max_num_queries(25) as few:
        assert signed_in.get(url).content.decode().count("reviews__item") == 1
    for n in range(2, 21):
        name = f"Cut {n}"
        cut = review.cut.timeline.cuts.create(number=n, name=name, shots=review.shots, created_by=owner)
        write_verdict(publish.publish_cut(project, cut, owner), owner)
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert signed_in.get(url).content.decode().count("reviews__item") == 20


def write_verdict(review, owner):
    review.verdicts.create(person=owner, kind="approved")


def test_the_cookie_of_one_link_opens_no_other(owner, review, timeline):
    link, token = share_links.create(review, owner)
    other, _ = share_links.create(review, owner)
    client, _ = open_link(token)
    for path in ("", "1/", "1/film.mp4", "1/changes/", "1/frames/0.webp"):
        assert client.get(f"/r/{link.pk}/{path}", follow=True).status_code in (200, 204)
        assert client.get(f"/r/{other.pk}/{path}").status_code == 404
    assert client.get(reverse("library", args=[review.project.slug])).status_code == 302
    shot = shots_of(timeline)[0]
    assert client.get(film_url(shot)).status_code == 302


def test_after_five_wrong_passphrases_even_the_right_one_is_refused(owner, review):
    link, token = share_links.create(review, owner, passphrase="tungsten")
    door = reverse("share-link", args=[token])
    assert "tungsten" not in link.passphrase
    assert "Enter the passphrase" in Client().get(door).content.decode()
    open_link(token, passphrase="tungsten")
    for _ in range(share_links.MAX_TRIES):
        assert Client().post(door, {"passphrase": "tallow"}).status_code == 422
    assert Client().post(door, {"passphrase": "tungsten"}).status_code == 422
    ShareLink.objects.update(tries_until=timezone.now() - timedelta(seconds=1))
    open_link(token, passphrase="tungsten")


@pytest.mark.slow
def test_parallel_passphrases_count_one_by_one(web):
    """Of thirty wrong ones at once, five are looked at."""
    with ThreadPoolExecutor(30) as crowd:
        answers = list(crowd.map(lambda n: web.post(web.locked, passphrase=f"wrong {n}"), range(30)))
    assert answers == [422] * 30
    with closing(sqlite3.connect(web.data / "dailies.sqlite3")) as database:
        [(tries,)] = database.execute("SELECT tries FROM projects_sharelink WHERE passphrase != ''")
    assert tries == share_links.MAX_TRIES
    assert web.post(web.locked, passphrase="tungsten") == 422


def test_the_team_sees_who_opened_a_link_and_revokes_it(client, owner, review):
    link, token = share_links.create(review, owner, label="Client")
    visitor, address = open_link(token, "Cleo")
    client.force_login(owner)
    listed = reverse("share-links", args=[review.project.slug, review.number])
    assert "Cleo" in client.get(listed).content.decode()
    client.post(reverse("share-link-revocation", args=[review.project.slug, review.number, link.pk]))
    assert "Revoked" in client.get(listed).content.decode()
    assert visitor.get(address).status_code == 404
