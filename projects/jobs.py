"""The jobs that workers run. They take only names and IDs, because the rows hold all state."""

from uuid import UUID

from projects.accounts import password_reset
from projects.exports import queue
from projects.ledger import engines, estimate, local_render, missing_files, sending, storing
from projects.library import imports
from projects.models import Review, Timeline
from projects.review import publish
from projects.timeline import playback as playback_files


def submit(generation_id: str) -> None:
    """Send a queued generation to its engine."""
    sending.submit(UUID(generation_id))


def draw(generation_id: str) -> None:
    """Draw a clip on this machine and store it."""
    local_render.draw(UUID(generation_id))


def store(generation_id: str) -> None:
    """Store a finished clip and make its stills."""
    storing.store_result(UUID(generation_id))


def fetch_missing(generation_id: str) -> None:
    """Fetch the video of a finished clip whose file was deleted."""
    missing_files.fetch_missing(UUID(generation_id))


def refresh_prices(engine: str) -> None:
    """Fetch the engine's missing or old prices, for example after a key was saved."""
    estimate.refresh_prices(engines.engine_for(engine))


def export(export_id: str) -> None:
    """Build an export."""
    queue.build(export_id)


def import_film(upload_id: str) -> None:
    """Check a film that has arrived and make it a clip."""
    imports.build(upload_id)


def playback(target: str) -> None:
    """Join a timeline's shots into one file for its page. target: "12:<name of the playback file>"."""
    timeline_id, _, name = target.partition(":")
    if timeline := Timeline.objects.select_related("project").filter(pk=timeline_id).first():
        playback_files.build(timeline, name)


def mail_password_reset(person_id: str) -> None:
    """Mail a person the link that sets a new password."""
    password_reset.mail_link(person_id)


def review(review_id: str) -> None:
    """Join the film of a version under review."""
    if version := Review.objects.select_related("render", "cut").filter(pk=review_id).first():
        publish.build(version)


def leave_to_courier(_: str) -> None:
    """Do nothing: the courier sends what is due (notifications/courier.py)."""


# Names in tasks that 0.1.0 enqueued; they may go once no studio upgrades from it.
forgotten, keep, prices, reel = mail_password_reset, store, refresh_prices, playback
deliver = mail = leave_to_courier
