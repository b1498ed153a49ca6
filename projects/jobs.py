"""What a worker may be asked to do. Names and ids only; the truth is in the rows."""

from uuid import UUID

from projects.accounts import password_reset as forgetting
from projects.exports import queue
from projects.ledger import engines, estimate, local_render, sending
from projects.ledger import storing as keeping
from projects.models import Review, Timeline
from projects.notifications import mail as notification_mail
from projects.notifications import webhooks
from projects.review import publish
from projects.timeline import playback as playback_files


def submit(generation_id: str) -> None:
    """Send a queued wish to its engine."""
    sending.send(UUID(generation_id))


def draw(generation_id: str) -> None:
    """Make the clip on this machine, and take it in."""
    local_render.draw(UUID(generation_id))


def keep(generation_id: str) -> None:
    """Store a finished clip's film, and cut its pictures."""
    keeping.keep(UUID(generation_id))


def prices(engine: str) -> None:
    """Ask for prices that are missing or old, as when a key was saved."""
    estimate.refresh_prices(engines.maker(engine))


def export(export_id: str) -> None:
    """Make a film that somebody asked for."""
    queue.build(export_id)


def playback(what: str) -> None:
    """Join a timeline's shots into one film for its page. what: "12:<name of the playback file>"."""
    timeline_id, _, name = what.partition(":")
    if timeline := Timeline.objects.select_related("project").filter(pk=timeline_id).first():
        playback_files.build(timeline, name)


reel = playback  # its name in tasks that 0.1.0 enqueued


def deliver(delivery_id: str) -> None:
    """Tell another machine what happened."""
    webhooks.deliver(delivery_id)


def forgotten(person_id: str) -> None:
    """Mail somebody a link for a new password."""
    forgetting.mail_link(person_id)


def mail(person_id: str) -> None:
    """Mail somebody what is due."""
    notification_mail.mail_due(person_id)


def review(review_id: str) -> None:
    """Join the film of a version under review."""
    if found := Review.objects.select_related("render", "cut").filter(pk=review_id).first():
        publish.build(found)
