"""The context of the templates of a review's page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models import Review, ShareLink, VerdictKind
from projects.review import notes as review_notes
from projects.review import share_links, unfinished, version_diff
from projects.review.visitors import Visitor

COLORS = [
    ("lamp", _("Amber")),
    ("red", _("Red")),
    ("green", _("Green")),
    ("blue", _("Blue")),
    ("white", _("White")),
]
MAX_VERSIONS = 12


def page_context(visitor: Visitor) -> dict:
    """Return the context of review/show.html."""
    review = visitor.review
    changes = version_diff.compare_with_previous(review) if visitor.person and not review.is_waiting else None
    progress = None if review.is_ready else unfinished.measure(review)
    shown = {"colors": COLORS, "changes": changes, "progress": progress, "versions": list_versions(visitor)}
    return changes_context(visitor) | shown


def list_versions(visitor: Visitor) -> list[dict]:
    """Return the versions of this cut that the visitor may see, oldest first, with their URLs."""
    review, link = visitor.review, visitor.link
    if review.cut is None or review.frames is None:
        return []
    if link:
        rows = share_links.visible_versions(link)
        urls = {row: reverse("guest", args=[link.pk, row.number]) for row in rows}
    else:
        rows = review.project.reviews.filter(cut__timeline=review.cut.timeline_id).select_related("cut")
        urls = {row: reverse("review", args=[review.project.slug, row.number]) for row in rows}
    newest = [row for row in urls if row.frames][:MAX_VERSIONS]
    return [{"review": row, "url": urls[row], "is_shown": row == review} for row in reversed(newest)]


def changes_context(visitor: Visitor, since: int = 0) -> dict:
    """Return the context of the parts that change while a page is open.

    since: only the notes that changed after this revision.
    """
    review = visitor.review
    notes = review_notes.load_threads(review, since)
    for note in notes:
        note.is_mine = visitor.wrote(note)
    return verdicts_context(visitor) | {
        "notes": notes,
        "removed": review_notes.removed_since(review, since),
        "count": review_notes.count_threads(review),
        "project": review.project if visitor.person else None,
        "newer": newer_version_url(visitor),
    }


def verdicts_context(visitor: Visitor) -> dict:
    verdicts = list(visitor.review.verdicts.select_related("person", "guest"))
    own = next((verdict for verdict in verdicts if verdict.author == visitor.author), None)
    return {
        "visitor": visitor,
        "review": visitor.review,
        "base": visitor.base,
        "verdicts": verdicts,
        "own_verdict": own,
        "kinds": VerdictKind,
    }


def newer_version_url(visitor: Visitor) -> str:
    """Return the URL of the latest version of this cut that the visitor may see, or "" on its own page."""
    if visitor.link:
        return newer_for_guest(visitor.review, visitor.link)
    return newer_for_member(visitor.review)


def newer_for_guest(review: Review, link: ShareLink) -> str:
    latest = share_links.visible_versions(link).first()
    return reverse("guest", args=[link.pk, latest.number]) if latest and latest != review else ""


def newer_for_member(review: Review) -> str:
    if review.cut is None:
        return ""
    later = review.project.reviews.filter(cut__timeline=review.cut.timeline_id, number__gt=review.number)
    latest = later.exclude(frames=None).first()
    return reverse("review", args=[review.project.slug, latest.number]) if latest else ""
