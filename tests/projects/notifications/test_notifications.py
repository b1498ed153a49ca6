"""Who is notified of what: in the bell, by email at once or daily, never twice, only in their projects."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from projects.ledger import spending
from projects.ledger.transitions import change_state
from projects.models import Hold, Notification, NotificationKind, Role, State
from projects.models.notification import Channel
from projects.notifications import mail as mailing_job
from projects.notifications import mentions, notifications
from projects.review import notes, share_links
from projects.review.notes import NewNote
from tests.projects import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def mara(review):
    """A reviewer of the project."""
    return cast.member(review.project, Role.REVIEWER, "Mara Lind")


def texts_for(person):
    return [str(one) for one in Notification.objects.filter(person=person)]


def says(review, text, token="t1", *, person, parent=None):
    return notes.write(review, {"person": person}, NewNote(3, text, token, parent=parent))


def test_a_note_reaches_the_person_who_shared_and_the_people_it_names(review, owner, mara):
    says(review, "Darker here, please.", person=mara)
    assert texts_for(owner) == ["Mara Lind at 00:00:00:03 of Rough cut: Cut 1: Darker here, please."]
    assert texts_for(mara) == [], "nobody hears of themselves"
    says(review, "@mara is it dark enough?", "t2", person=owner)
    assert len(texts_for(mara)) == 1


def test_a_reply_reaches_everybody_in_its_thread(review, owner, mara):
    bo = cast.member(review.project, Role.EDITOR, "Bo")
    first = says(review, "Darker?", person=mara)
    says(review, "I think so.", "t2", person=bo, parent=first)
    says(review, "Yes.", "t3", person=owner, parent=first)
    assert len(texts_for(mara)) == 2
    assert len(texts_for(bo)) == 1


def test_a_note_sent_twice_notifies_once(review, owner, mara):
    says(review, "Once.", person=mara)
    says(review, "Once.", person=mara)
    assert len(texts_for(owner)) == 1


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@Mara", True),
        ("@mara lind!", True),
        ("(@MARA)", True),
        ("x@mara", False),
        ("@maras", False),
        ("mara", False),
        ("@", False),
    ],
)
def test_mentioned_people_are_found(review, mara, text, called):
    assert mentions.mentioned_in(text, review.project) == ({mara} if called else set())


def test_each_verdict_notifies(review, owner, mara):
    for kind in ("changes", "approved"):
        notes.decide(review, {"person": mara}, kind)
    assert texts_for(owner) == [
        "Mara Lind approved Rough cut: Cut 1",
        "Mara Lind requested changes to Rough cut: Cut 1",
    ]


def test_a_failed_clip_notifies_the_person_who_requested_it(owner):
    clip = cast.clip(cast.project(owner), State.SUBMITTED, by=owner)
    assert change_state(clip.pk, State.SUBMITTED, State.FAILED, error_code="failed")
    assert not change_state(clip.pk, State.SUBMITTED, State.FAILED, error_code="failed")
    assert len(texts_for(owner)) == 1 and "failed" in texts_for(owner)[0]


def finish(project, owner, clips=1):
    done = {"sha256": "ab" * 32, "size": 1, "frames": 120, "fps_num": 24, "fps_den": 1}
    done |= {"width_px": 1280, "height_px": 720}
    for _ in range(clips):
        clip = cast.clip(project, State.READY, by=owner)
        assert change_state(clip.pk, State.READY, State.COMPLETED, **done)


def test_somebody_hears_of_their_own_finished_clips_only_if_they_want_to(owner):
    project = cast.project(owner)
    finish(project, owner)
    assert texts_for(owner) == []
    owner.notification_settings = {"ready": "bell"}
    owner.save()
    finish(project, owner)
    assert len(texts_for(owner)) == 1 and "is ready" in texts_for(owner)[0]


def test_the_bell_says_once_how_many_clips_are_ready(client, owner):
    owner.notification_settings = {"ready": "bell"}
    owner.save()
    harbor, pier = cast.project(owner, "Harbor"), cast.project(owner, "Pier")
    finish(harbor, owner, 3)
    finish(pier, owner)
    finish(harbor, owner, 2)
    client.force_login(owner)
    page = client.post(reverse("notifications")).text
    assert page.count("bell__item--new") == 3 and "Clip 1 is ready" in page
    assert (
        "3 clips ready" in page and "2 clips ready" in page and reverse("library", args=[harbor.slug]) in page
    )


def test_an_opened_link_notifies_once_the_guest_has_a_name(review, owner, client):
    link, token = share_links.create(review, owner, label="Client")
    client.get(reverse("share-link", args=[token]))
    assert texts_for(owner) == [], "programs that look at links never give a name"
    client.post(reverse("guest-name", args=[link.pk, review.number]), {"name": "Ines"})
    assert texts_for(owner) == ["Ines opened Rough cut: Cut 1 with the link “Client”"]


def test_approval_requests_reach_owners_and_answers_reach_the_requester(owner):
    project = cast.project(owner)
    bo = cast.member(project, Role.EDITOR, "Bo")
    clip = cast.clip(project, State.QUEUED, hold=Hold.ASK, by=bo)
    notifications.notify_approval_requested(clip)
    assert texts_for(owner)[0].startswith("Bo requests approval for clip 1")
    assert spending.approve(clip, owner)
    assert texts_for(bo) == [f"{owner} approved clip 1"]


def test_former_members_are_not_notified(review, owner, mara):
    note = says(review, "Darker?", person=mara)
    review.project.memberships.filter(person=mara).delete()
    says(review, "@mara yes", "t2", person=owner, parent=note)
    assert texts_for(mara) == []


def test_each_person_chooses_for_each_kind(client, review, owner, mara):
    client.force_login(owner)
    kinds = dict.fromkeys(NotificationKind.values, "bell")
    assert client.post(reverse("notification-settings"), kinds | {"note": "off"}).status_code == 302
    assert client.post(reverse("notification-settings"), kinds | {"note": "loudly"}).status_code == 422
    says(review, "Quiet.", person=mara)
    assert texts_for(owner) == []


def test_an_immediate_email_contains_a_link(review, owner, mara, mailing):
    says(review, "Darker\nhere.", person=mara)
    assert mailing_job.find_due() == [owner.pk]
    mailing_job.mail_all([owner.pk])
    mailing_job.mail_all([owner.pk])
    assert mailing_job.find_due() == []
    assert len(mail.outbox) == 1, "once"
    letter = mail.outbox[0]
    assert letter.to == [owner.email] and letter.subject.endswith("Darker here.")
    assert f"https://film.test/projects/{review.project.slug}/reviews/1/#note-" in letter.body


def test_a_digest_waits_for_the_morning_and_contains_only_what_is_unseen(review, owner, mara, mailing):
    owner.notification_settings = {"note": Channel.DAILY}
    owner.save()
    review.refresh_from_db()
    for n in range(3):
        says(review, f"Note {n}", f"t{n}", person=mara)
    mailing_job.mail_due(owner.pk)
    assert mail.outbox == []
    rows = Notification.objects.filter(person=owner)
    assert all(timezone.localtime(one.mail_at).hour == 8 for one in rows)
    rows.filter(message__endswith="Note 0").update(seen_at=timezone.now())
    rows.update(mail_at=timezone.now())
    mailing_job.mail_due(owner.pk)
    assert len(mail.outbox) == 1 and mail.outbox[0].subject.startswith("Dailies: 2 updates: ")
    assert "Note 0" not in mail.outbox[0].body


def test_a_worker_killed_while_mailing_loses_nothing(review, owner, mara, mailing, monkeypatch):
    """1. A worker postpones the email and begins to send it.  2. It is killed.  3. Ten minutes later the
    watcher finds the email, and another worker sends it."""
    says(review, "Darker.", person=mara)
    monkeypatch.setattr(mailing_job, "send_mail", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        mailing_job.mail_due(owner.pk)
    monkeypatch.undo()
    mailing_job.mail_due(owner.pk)
    assert mail.outbox == [], "it is that worker's for ten minutes"
    Notification.objects.update(mail_at=timezone.now() - timedelta(seconds=1))
    mailing_job.mail_due(owner.pk)
    assert len(mail.outbox) == 1


def test_a_refusing_mail_server_is_retried_for_two_days(review, owner, mara, mailing, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT, settings.EMAIL_USE_TLS = 9, False
    says(review, "Darker.", person=mara)
    mailing_job.mail_due(owner.pk)
    row = Notification.objects.get(person=owner)
    assert row.mailed_at is None and row.mail_at > timezone.now()
    Notification.objects.update(mail_at=timezone.now(), at=timezone.now() - timedelta(days=3))
    mailing_job.mail_due(owner.pk)
    assert Notification.objects.get(person=owner).mail_at is None


def test_the_bell_counts_until_it_is_opened(client, review, owner, mara, django_assert_num_queries):
    says(review, "Darker <script>alert(1)</script>", person=mara)
    client.force_login(owner)
    path = reverse("notifications")
    client.get(path)
    with django_assert_num_queries(3):  # session, person, count
        assert b'bell__count">1' in client.get(path + "?n=0").content
    assert client.get(path + "?n=1").status_code == 204
    listed = client.post(path).content.decode()
    assert "bell__item--new" in listed and "&lt;script&gt;" in listed and "<script" not in listed
    assert client.get(path + "?n=0").status_code == 204
    assert "bell__item--new" not in client.post(path).content.decode()
    says_more = {
        "person": owner,
        "project": review.project,
        "kind": "note",
        "path": "/",
        "at": timezone.now(),
    }
    Notification.objects.bulk_create(Notification(key=f"many-{n}", **says_more) for n in range(120))
    assert b'bell__count">99+' in client.get(path + "?n=0").content
    client.force_login(mara)
    assert "Darker" not in client.post(path).content.decode()
