"""What is different in a new version, and which notes on the one before it answers."""

from projects.models import Generation, Note, Review
from projects.review.notes import notes_of
from projects.timeline.saved_shots import from_json


def changed_since(review: Review) -> dict | None:
    """What is different from the version before: how many clips were added, removed, taken anew, trimmed."""
    if review.cut is None:
        return None
    before = (
        Review.objects.filter(cut__timeline=review.cut.timeline, number__lt=review.number)
        .order_by("-number")
        .first()
    )
    if before is None:
        return None
    notes = answered_by(review, before)
    answered = sum(bool(note.answer) for note in notes)
    found = compared(before, review)
    return found | {"words": in_words(found), "before": before, "notes": notes, "answered": answered}


def answered_by(review: Review, before: Review) -> list[Note]:
    """The notes of the version before; `answer` says how this one answers: with a take made from the note
    (or another take of the same wish), or because somebody marked it done."""
    shown = Generation.objects.filter(pk__in=[shot.generation_id for shot in from_json(review.shots)])
    prompts = set(shown.values_list("prompt_id", flat=True))
    notes = notes_of(before)
    for note in notes:
        in_it = note.take is not None and note.take.prompt_id in prompts
        note.answer = "new take" if in_it else "done" if note.done_at else ""
    return notes


def compared(before: Review, now: Review) -> dict:
    was = [(shot.generation_id, shot.start, shot.end) for shot in from_json(before.shots)]
    shown = [(shot.generation_id, shot.start, shot.end) for shot in from_json(now.shots)]
    both = Generation.objects.filter(pk__in={id for id, *_ in was + shown})
    prompt = dict(both.values_list("pk", "prompt_id"))
    gone = [one for one in was if one[0] not in {id for id, *_ in shown}]
    new = [one for one in shown if one[0] not in {id for id, *_ in was}]
    retaken = [one for one in new if prompt[one[0]] in {prompt[id] for id, *_ in gone}]
    trimmed = trims(was, shown)
    return {
        "added": len(new) - len(retaken),
        "removed": len(gone) - len(retaken),
        "retaken": len(retaken),
        "trimmed": len(trimmed),
    }


def trims(was: list[tuple], shown: list[tuple]) -> list[tuple]:
    """Which shots of clips that were there begin or end elsewhere."""
    before, ids = with_next(was), {id for id, *_ in was}
    return [
        shot
        for shot, after in with_next(shown)
        if shot[0] in ids and not any(is_same(shot, after, *one) for one in before)
    ]


def is_same(shot: tuple, after, old: tuple, old_after) -> bool:
    """A clip shows one frame less before the one that goes on from it: another neighbour is no trim."""
    joint = abs(shot[2] - old[2]) == 1 and after != old_after
    return shot[:2] == old[:2] and (shot[2] == old[2] or joint)


def with_next(shots: list[tuple]) -> list[tuple]:
    """Each with what comes after it: which clip, from which frame."""
    return list(zip(shots, [*(one[:2] for one in shots[1:]), None], strict=True))


def in_words(found: dict) -> str:
    """ "1 removed, 2 other takes"; nothing about what there is none of."""
    takes = "other take" if found["retaken"] == 1 else "other takes"
    named = {"added": "added", "removed": "removed", "retaken": takes, "trimmed": "trimmed"}
    return ", ".join(f"{found[what]} {word}" for what, word in named.items() if found[what])
