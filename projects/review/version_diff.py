"""Compare a version with the previous one: the changes, and the notes that it resolves."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.models import Generation, Note, Review
from projects.review.notes import load_threads
from projects.timeline.saved_shots import from_json

Span = tuple[UUID, int, int]  # which generation, from which of its frames, up to which


def compare_with_previous(review: Review) -> dict | None:
    """Return the changes since the previous version of the same timeline, or None without one.

    added, removed, retaken, trimmed: numbers of shots; summary: the same as text. notes: those on the
    previous version; resolved: how many of them have an outcome.
    """
    previous = previous_version(review)
    if previous is None:
        return None
    notes = find_outcomes(review, previous)
    counts = count_changes(previous, review)
    return counts | {
        "summary": summarize(counts),
        "previous": previous,
        "notes": notes,
        "resolved": sum(bool(note.outcome) for note in notes),
    }


def previous_version(review: Review) -> Review | None:
    if review.cut is None:
        return None
    earlier = Review.objects.filter(cut__timeline=review.cut.timeline, number__lt=review.number)
    return earlier.order_by("-number").first()


def find_outcomes(review: Review, previous: Review) -> list[Note]:
    """Return the notes on the previous version, each with its `outcome`.

    A note is resolved if this version shows a take requested because of it (or another take of the same
    prompt), or if it was marked as done.
    """
    shown = Generation.objects.filter(pk__in=[shot.generation_id for shot in from_json(review.shots)])
    prompts = set(shown.values_list("prompt_id", flat=True))
    notes = load_threads(previous)
    for note in notes:
        is_retaken = note.take is not None and note.take.prompt_id in prompts
        note.outcome = _("new take") if is_retaken else _("done") if note.done_at else ""
    return notes


def count_changes(previous: Review, current: Review) -> dict[str, int]:
    before, after = spans_of(previous), spans_of(current)
    generations = Generation.objects.filter(pk__in={id for id, *_frames in before + after})
    prompts = dict(generations.values_list("pk", "prompt_id"))
    removed = [span for span in before if span[0] not in {id for id, *_frames in after}]
    added = [span for span in after if span[0] not in {id for id, *_frames in before}]
    retaken = [span for span in added if prompts[span[0]] in {prompts[id] for id, *_frames in removed}]
    return {
        "added": len(added) - len(retaken),
        "removed": len(removed) - len(retaken),
        "retaken": len(retaken),
        "trimmed": len(find_trimmed(before, after)),
    }


def spans_of(review: Review) -> list[Span]:
    return [(shot.generation_id, shot.start, shot.end) for shot in from_json(review.shots)]


def find_trimmed(before: list[Span], after: list[Span]) -> list[Span]:
    """Return the shots of the same generations that start or end at another frame than before."""
    earlier, known = with_next(before), {id for id, *_frames in before}
    return [
        span
        for span, following in with_next(after)
        if span[0] in known and not any(is_same(span, following, *previous) for previous in earlier)
    ]


def is_same(span: Span, following: object, old: Span, old_following: object) -> bool:
    """Return True if neither end was trimmed.

    A shot is one frame shorter before a shot that continues it, so a difference of one frame doesn't count if
    the neighbor changed.
    """
    has_new_neighbor = abs(span[2] - old[2]) == 1 and following != old_following
    return span[:2] == old[:2] and (span[2] == old[2] or has_new_neighbor)


def with_next(spans: list[Span]) -> list[tuple[Span, object]]:
    """Pair each shot with the generation and first frame of the next one."""
    return list(zip(spans, [*(span[:2] for span in spans[1:]), None], strict=True))


def summarize(counts: dict[str, int]) -> str:
    """Return "1 removed, 2 new takes", or "order changed"."""
    names = {
        "added": ngettext("%d added", "%d added", counts["added"]),
        "removed": ngettext("%d removed", "%d removed", counts["removed"]),
        "retaken": ngettext("%d new take", "%d new takes", counts["retaken"]),
        "trimmed": ngettext("%d trimmed", "%d trimmed", counts["trimmed"]),
    }
    return ", ".join(text % counts[name] for name, text in names.items() if counts[name]) or _(
        "order changed"
    )
