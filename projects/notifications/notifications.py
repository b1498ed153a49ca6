"""Notify people of events: in the bell, and by mail at once or once a day, as each person chose.

A notification is written in its event's transaction, once per person and event, with the time to mail it
(`mail_at`). The courier postpones that time by CLAIM before it sends the mail, so that the mail is sent later
if the courier is killed.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
from projects.models.notification import DEFAULT_CHANNELS, Channel
from projects.notifications import webhooks
from projects.notifications.mentions import mentioned_in

KEPT = timedelta(days=90)
DAILY_AT = 8  # o'clock, in the studio's time zone
OUTCOMES: dict[str, Any] = {
    State.COMPLETED: gettext_lazy("Clip %(number)d is ready: %(prompt)s"),
    State.FAILED: gettext_lazy("Clip %(number)d failed: %(prompt)s"),
    State.REFUSED: gettext_lazy("Clip %(number)d was refused: %(prompt)s"),
}
VERDICTS: dict[str, Any] = {
    "approved": gettext_lazy("%(who)s approved %(review)s"),
    "changes": gettext_lazy("%(who)s requested changes to %(review)s"),
}
DECISIONS: dict[str, Any] = {
    "released": gettext_lazy("%(who)s approved clip %(number)d"),
    "declined": gettext_lazy("%(who)s declined clip %(number)d"),
}


# -- events ----------------------------------------------------------------------------------------------


def notify_clip_ended(generation_id) -> None:
    """Notify the person who requested a clip that it is ready or has failed."""
    generation = Generation.objects.select_related("project", "created_by", "prompt").get(pk=generation_id)
    key = f"{generation.state}:{generation.pk}"
    data = {
        "generation": str(generation.pk),
        "number": generation.number,
        "take": generation.take,
        "state": generation.state,
    }
    is_ready = generation.state == State.COMPLETED
    event_type = EventType.READY if is_ready else EventType.FAILED
    webhooks.record_event(generation.project, event_type, key, data)
    if generation.created_by:
        notify(
            NotificationKind.READY if is_ready else NotificationKind.CLIP,
            [generation.created_by],
            generation.project,
            key=key,
            message=OUTCOMES[generation.state] % describe(generation),
            path=reverse("generation", args=[generation.project.slug, generation.pk]),
        )


def notify_note(note: Note) -> None:
    """Notify the publisher of the version, the authors in this thread, and those mentioned."""
    review = note.review
    data = {"note": str(note.pk), "review": review.number, "frame": note.frame, "time": note.time}
    data |= {"by": str(note.author), "text": note.text, "reply_to": str(note.parent_id or "") or None}
    webhooks.record_event(review.project, EventType.NOTE, f"note:{note.pk}", data)
    notify(
        NotificationKind.NOTE,
        people_to_notify(note),
        review.project,
        key=f"note:{note.pk}",
        message=_("%(who)s at %(time)s of %(review)s: %(note)s")
        % {"who": note.author, "time": note.time, "review": review.name, "note": note.text[:160]},
        path=f"{review_path(review)}#note-{(note.parent or note).pk}",
    )


def people_to_notify(note: Note) -> list[Person]:
    people: set[Person | None] = {note.review.created_by, *mentioned_in(note.text, note.review.project)}
    if note.parent:
        replies = note.parent.replies.select_related("person")
        people |= {note.parent.person, *(reply.person for reply in replies)}
    return [person for person in people if person and person != note.person]


def notify_verdict(verdict: Verdict) -> None:
    """Notify the owners and the publisher of the version. A changed verdict is a new event."""
    review = verdict.review
    people = {review.created_by, *owners_of(review.project)}
    key = f"verdict:{verdict.pk}:{verdict.at:%Y%m%d%H%M%S%f}"
    notify(
        NotificationKind.VERDICT,
        [person for person in people if person and person != verdict.person],
        review.project,
        key=key,
        message=VERDICTS[verdict.kind] % {"who": verdict.author, "review": review.name},
        path=review_path(review),
    )
    data = {"review": review.number, "by": str(verdict.author), "verdict": verdict.kind}
    webhooks.record_event(review.project, EventType.VERDICT, key, data)


def notify_approval_requested(generation: Generation) -> None:
    """Notify the owners that a clip waits for their approval."""
    message = _("%(who)s requests approval for clip %(number)d: %(prompt)s") % describe(generation)
    people = owners_of(generation.project) - {generation.created_by}
    notify_of_approval(generation, people, f"ask:{generation.pk}", message)
    data = {
        "generation": str(generation.pk),
        "number": generation.number,
        "by": str(generation.created_by),
    }
    webhooks.record_event(generation.project, EventType.ASKED, f"ask:{generation.pk}", data)


def notify_approval_decided(generation: Generation, owner: Person, decision: str) -> None:
    """Notify the person who requested a clip that an owner "released" or "declined" it."""
    if generation.created_by and generation.created_by != owner:
        message = DECISIONS[decision] % {"who": owner, "number": generation.number}
        notify_of_approval(generation, [generation.created_by], f"{decision}:{generation.pk}", message)


def notify_of_approval(generation: Generation, people: Iterable[Person], key: str, message: str) -> None:
    path = reverse("activity", args=[generation.project.slug])
    notify(NotificationKind.ASK, people, generation.project, key=key, message=message, path=path)


def notify_link_opened(guest: Guest) -> None:
    """Notify the creator of a share link once a guest has entered a name, which crawlers never do."""
    link = guest.link
    review = link.review
    notify(
        NotificationKind.OPENED,
        [link.created_by],
        review.project,
        key=f"opened:{guest.pk}",
        message=link_opened_message(guest),
        path=review_path(review),
    )
    data = {"review": review.number, "link": link.label, "guest": guest.name}
    webhooks.record_event(review.project, EventType.OPENED, f"opened:{guest.pk}", data)


def link_opened_message(guest: Guest) -> str:
    values = {"who": guest, "review": guest.link.review.name, "link": guest.link.label}
    if guest.link.label:
        return _("%(who)s opened %(review)s with the link “%(link)s”") % values
    return _("%(who)s opened %(review)s") % values


def describe(generation: Generation) -> dict:
    """Return the description of a clip for messages."""
    return {
        "who": generation.created_by,
        "number": generation.number,
        "prompt": generation.prompt.text[:120],
    }


def review_path(review) -> str:
    return reverse("review", args=[review.project.slug, review.number])


def owners_of(project: Project) -> set[Person]:
    owners = project.memberships.filter(role=Role.OWNER).select_related("person")
    return {member.person for member in owners}


# -- writing ---------------------------------------------------------------------------------------------


def notify(kind, people: Iterable[Person], project: Project, *, key: str, message: str, path: str) -> None:
    """Write a notification for each person who is a member and wants this kind."""
    members = {id for (id,) in project.memberships.values_list("person")}
    now = timezone.now()
    rows = []
    for person in people:
        channel = channel_for(person, kind)
        if channel == Channel.OFF or not person.is_active or person.pk not in members:
            continue
        mail_at = mail_time(channel, now)
        fields = {"key": key, "message": message[:300], "path": path, "at": now, "mail_at": mail_at}
        rows.append(Notification(person=person, project=project, kind=kind, **fields))
    Notification.objects.bulk_create(rows, ignore_conflicts=True)


def channel_for(person: Person, kind: str) -> str:
    """Return the channel that the person chose for this kind."""
    chosen = person.notification_settings.get(kind)
    return chosen if chosen in Channel.values else DEFAULT_CHANNELS[kind]


def mail_time(channel: str, now: datetime) -> datetime | None:
    """Return the time to mail: now, the next eight o'clock, or None. Without a mail server, None."""
    if not settings.EMAIL_HOST or channel not in (Channel.NOW, Channel.DAILY):
        return None
    if channel == Channel.NOW:
        return now
    today = timezone.localtime(now).replace(hour=DAILY_AT, minute=0, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)


def sweep() -> None:
    """Delete notifications after three months."""
    Notification.objects.filter(at__lt=timezone.now() - KEPT, mail_at=None).delete()
