"""What is different in a new version, and which notes on the one before it answers."""

from projects.models import Generation, Note, Review
from projects.reviewing import notes_of


def changed_since(review: Review) -> dict | None:
    """What is different from the version before: how many clips were added, removed, taken anew, trimmed."""
    if review.cut is None:
        return None
    before = (
        Review.objects.filter(cut__timeline=review.cut.timeline, number__lt=review.number)
        .order_by("-number").first()
    )  # fmt: skip
    if before is None:
        return None
    notes = answered_by(review, before)
    answered = sum(bool(note.answer) for note in notes)
    return compared(before, review) | {"before": before, "notes": notes, "answered": answered}


def answered_by(review: Review, before: Review) -> list[Note]:
    """The notes of the version before; `answer` says how this one answers: with a take made from the note
    (or another take of the same wish), or because somebody marked it done."""
    shown = Generation.objects.filter(pk__in=[one["generation"] for one in review.shots])
    prompts = set(shown.values_list("prompt_id", flat=True))
    notes = notes_of(before)
    for note in notes:
        in_it = note.take is not None and note.take.prompt_id in prompts
        note.answer = "new take" if in_it else "done" if note.done_at else ""
    return notes


def compared(before: Review, now: Review) -> dict:
    was = [(one["generation"], one["start"], one["end"]) for one in before.shots]
    shown = [(one["generation"], one["start"], one["end"]) for one in now.shots]
    prompts = dict(
        Generation.objects.filter(pk__in={id for id, *_ in was + shown}).values_list("pk", "prompt_id")
    )
    prompt = {str(pk): prompt_id for pk, prompt_id in prompts.items()}
    gone = [one for one in was if one[0] not in {id for id, *_ in shown}]
    new = [one for one in shown if one[0] not in {id for id, *_ in was}]
    retaken = [one for one in new if prompt[one[0]] in {prompt[id] for id, *_ in gone}]
    trimmed = [one for one in shown if one not in was and one not in new]
    return {
        "added": len(new) - len(retaken), "removed": len(gone) - len(retaken), "retaken": len(retaken),
        "trimmed": len(trimmed),
    }  # fmt: skip
