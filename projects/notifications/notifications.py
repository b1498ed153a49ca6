"""What somebody should hear about: in the bell at once, by mail at once or once a day, as each person chose.

A notice is written in the transaction of what it tells about, once for each person and event_type. Mail is
found from the rows: `mail_at` says when. A worker that sends puts it off first, so that one killed while it
sends does not lose the mail: it is sent again after CLAIM.
"""

import logging
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from projects.core.enqueue import nudge
from projects.models import (
    EventType,
    Generation,
    Guest,
    Note,
    Notification,
    NotificationKind,
    Person,
    Project,
    Role,
    State,
    Verdict,
)
from projects.models.notification import USUALLY, Way
from projects.notifications import webhooks

log = logging.getLogger(__name__)
CLAIM = timedelta(minutes=10)
GIVE_UP = timedelta(days=2)
KEPT = timedelta(days=90)
DAILY_AT = 8  # o'clock, in the studio's time zone
MOST = 100
ENDS: dict[str, str] = {
    State.COMPLETED: "is ready",
    State.FAILED: "could not be made",
    State.REFUSED: "was refused",
}


# -- what happened -----------------------------------------------------------------------------------------


def clip_ended(generation_id) -> None:
    """Tell who wished for it."""
    clip = Generation.objects.select_related("project", "created_by", "prompt").get(pk=generation_id)
    event_type = EventType.READY if clip.state == State.COMPLETED else EventType.FAILED
    data = {"generation": str(clip.pk), "number": clip.number, "take": clip.take, "state": clip.state}
    webhooks.happened(clip.project, event_type, f"{clip.state}:{clip.pk}", data)
    if clip.created_by:
        words = f"Clip {clip.number} {ENDS[clip.state]}: {clip.prompt.text[:120]}"
        path = reverse("generation", args=[clip.project.slug, clip.pk])
        tell(
            NotificationKind.CLIP,
            [clip.created_by],
            clip.project,
            key=f"{clip.state}:{clip.pk}",
            words=words,
            path=path,
        )


def note_written(note: Note) -> None:
    """Tell who put the version up, who wrote in this thread, and whom the words name."""
    review, writer = note.review, note.person
    data = {"note": str(note.pk), "review": review.number, "frame": note.frame, "time": note.time}
    data |= {"by": str(note.voice), "words": note.words, "answers": str(note.parent_id or "") or None}
    webhooks.happened(review.project, EventType.NOTE, f"note:{note.pk}", data)
    to: set[Person | None] = {review.created_by, *named_in(note.words, review.project)}
    if note.parent:
        to |= {note.parent.person, *(one.person for one in note.parent.answers.select_related("person"))}
    tell(
        NotificationKind.NOTE,
        [person for person in to if person and person != writer],
        review.project,
        key=f"note:{note.pk}",
        words=f"{note.voice} at {note.time} of {review.name}: {note.words[:160]}",
        path=f"{at(review)}#note-{(note.parent or note).pk}",
    )


def decided(verdict: Verdict) -> None:
    """Tell the owners and who put the version up; deciding anew is told anew."""
    review = verdict.review
    everybody = {review.created_by, *owners_of(review.project)}
    to = [person for person in everybody if person and person != verdict.person]
    did = "approves" if verdict.kind == "approved" else "asks for changes to"
    key = f"verdict:{verdict.pk}:{verdict.at:%Y%m%d%H%M%S%f}"
    words = f"{verdict.voice} {did} {review.name}"
    tell(NotificationKind.VERDICT, to, review.project, key=key, words=words, path=at(review))
    data = {"review": review.number, "by": str(verdict.voice), "verdict": verdict.kind}
    webhooks.happened(review.project, EventType.VERDICT, key, data)


def asked(clip: Generation) -> None:
    """Tell the owners that a clip waits for them."""
    words = f"{clip.created_by} asks to generate clip {clip.number}: {clip.prompt.text[:120]}"
    tell_of_asking(clip, owners_of(clip.project) - {clip.created_by}, f"ask:{clip.pk}", words)
    data = {"generation": str(clip.pk), "number": clip.number, "by": str(clip.created_by)}
    webhooks.happened(clip.project, EventType.ASKED, f"ask:{clip.pk}", data)


def answered(clip: Generation, by: Person, did: str) -> None:
    """Tell who asked. did: "released" or "declined"."""
    if clip.created_by and clip.created_by != by:
        tell_of_asking(clip, [clip.created_by], f"{did}:{clip.pk}", f"{by} {did} clip {clip.number}")


def tell_of_asking(clip: Generation, to: Iterable[Person], key: str, words: str) -> None:
    path = reverse("activity", args=[clip.project.slug])
    tell(NotificationKind.ASK, to, clip.project, key=key, words=words, path=path)


def opened(guest: Guest) -> None:
    """Tell who made the link, once the guest has said a name: programs that look at links never do."""
    link = guest.link
    words = f"{guest} opened {link.review.name}" + (f" by “{link.name}”" if link.name else "")
    project = link.review.project
    tell(
        NotificationKind.OPENED,
        [link.created_by],
        project,
        key=f"opened:{guest.pk}",
        words=words,
        path=at(link.review),
    )
    data = {"review": link.review.number, "link": link.name, "guest": guest.name}
    webhooks.happened(project, EventType.OPENED, f"opened:{guest.pk}", data)


def at(review) -> str:
    return reverse("review", args=[review.project.slug, review.number])


def owners_of(project: Project) -> set[Person]:
    return {one.person for one in project.memberships.filter(role=Role.OWNER).select_related("person")}


def named_in(words: str, project: Project) -> set[Person]:
    """The people of the film whom the words call by "@" and their whole name, first name or mail name."""
    if "@" not in words:
        return set()
    people = [one.person for one in project.memberships.select_related("person")]
    return {one for one in people if any(calls(words, name) for name in names_of(one))}


def names_of(person: Person) -> set[str]:
    return {str(person), str(person).split()[0], person.email.split("@")[0]}


def calls(words: str, name: str) -> bool:
    return bool(re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", words, re.IGNORECASE))


# -- telling -----------------------------------------------------------------------------------------------


def tell(kind, people: Iterable[Person], project: Project, *, key: str, words: str, path: str) -> None:
    """One notice for each of these people who wants such notices and is still in the film."""
    members = {id for (id,) in project.memberships.values_list("person")}
    now, rows = timezone.now(), []
    for person in people:
        way = way_of(person, kind)
        if way != Way.OFF and person.is_active and person.pk in members:
            rows.append(
                Notification(
                    person=person,
                    project=project,
                    kind=kind,
                    key=key,
                    words=words[:300],
                    path=path,
                    at=now,
                    mail_at=mail_time(way, now),
                )
            )
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    for row in rows:
        if row.mail_at and row.mail_at <= now:
            transaction.on_commit(partial(nudge, "mail", row.person_id))


def way_of(person: Person, kind: str) -> str:
    chosen = person.notification_settings.get(kind)
    return chosen if chosen in Way.values else USUALLY[kind]


def mail_time(way: str, now: datetime) -> datetime | None:
    """When it is mailed: at once, at the next eight o'clock, or not; never where no server is named."""
    if not settings.EMAIL_HOST or way not in (Way.NOW, Way.DAILY):
        return None
    if way == Way.NOW:
        return now
    today = timezone.localtime(now).replace(hour=DAILY_AT, minute=0, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)


def mail(person_id) -> None:
    """One mail with everything that is due for this person and that they have not seen in the bell."""
    now = timezone.now()
    due = Notification.objects.filter(person=person_id, mail_at__lte=now).select_related("project", "person")
    mine = [one for one in due.order_by("at")[:MOST] if claim(one, now)]
    news = [one for one in mine if one.seen_at is None and one.person.is_active]
    rows = Notification.objects.filter(pk__in=[one.pk for one in mine])
    try:
        if news:
            send_mail(subject(news), letter(news), None, [news[0].person.email])
    except OSError:  # what smtplib raises too
        log.warning("A mail with %d notices was not taken.", len(news), exc_info=True)
        rows.filter(at__lt=now - GIVE_UP).update(mail_at=None)
        return
    rows.update(mail_at=None)
    rows.filter(pk__in=[one.pk for one in news]).update(mailed_at=timezone.now())


def claim(notice: Notification, now: datetime) -> bool:
    """True for the one worker that mails it now."""
    rows = Notification.objects.filter(pk=notice.pk, mail_at=notice.mail_at)
    return bool(rows.update(mail_at=now + CLAIM))


def subject(news: list[Notification]) -> str:
    one_line = " ".join(news[0].words.split())[:120]
    return one_line if len(news) == 1 else f"Dailies: {len(news)} news, the first: {one_line}"


def letter(news: list[Notification]) -> str:
    parts = [f"{one.project.name}: {one.words}\n{settings.PUBLIC_URL}{one.path}" for one in news]
    end = f"What is mailed to you, you choose here: {settings.PUBLIC_URL}{reverse('profile')}"
    return "\n\n".join([*parts, end])


def mail_due() -> None:
    """People with mail that nobody has sent."""
    due = Notification.objects.filter(mail_at__lte=timezone.now()).order_by().values_list("person", flat=True)
    for person_id in due.distinct()[:MOST]:
        nudge("mail", person_id)


def sweep() -> None:
    """What is older than three months is not news."""
    Notification.objects.filter(at__lt=timezone.now() - KEPT, mail_at=None).delete()
