"""A clip is wished for at a place of a timeline: appended, prepended, or as a bridge between two.

The wish, its keyframes and its place are one transaction: there is no clip on the timeline without its order,
and no order that was meant for a place without it.
"""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import QueryDict

from projects.core.forms import errors_of
from projects.ledger.requests import request_generations
from projects.library import keyframe_choice
from projects.library.forms import WishForm
from projects.models import Edge, End, Generation, Shot, State, Timeline
from projects.timeline import edits
from projects.timeline.shot import PlacedShot
from projects.timeline.shots import shots_of
from studio.media.pictures import PictureError

END = "end"
MOST_LINES = 50


@transaction.atomic
def grow(timeline: Timeline, by, form: WishForm, after: UUID | None) -> list[Generation]:
    """Order what the form asks for and put its first take behind the clip `after` (None: at the beginning).

    The same form again does nothing. Raises ledger.requests.ClientTokenReused, edits.CannotEdit.
    """
    made = ordered(timeline, by, form)
    if not has_place(timeline, made[0]):
        edits.place(timeline, by, made[0], after)
    return made


@transaction.atomic
def grow_instead(timeline: Timeline, by, form: WishForm, clip: UUID | None) -> list[Generation]:
    """The same, in the place of a clip that stands there: undo brings the old one back, and it stays among
    the clip's takes."""
    if clip is None:
        raise edits.CannotEdit(edits.GONE)
    made = ordered(timeline, by, form)
    if not has_place(timeline, made[0]):
        edits.choose_take(timeline, by, clip, made[0])
    return made


def ordered(timeline: Timeline, by, form: WishForm) -> list[Generation]:
    return request_generations(form.request(by))


def has_place(timeline: Timeline, generation: Generation) -> bool:
    """Also one that was taken off again: the form was sent twice."""
    return timeline.shots.filter(generation=generation).exists()


class Lines:
    """Several clips at once, one a line, in order; `data` is the composer's form as it was sent.

    With "chained" each goes on from the one before. The first frame that was chosen is the first clip's, the
    last frame the last clip's.
    """

    def __init__(self, data: QueryDict, timeline: Timeline, by):
        self.data, self.timeline, self.by = data, timeline, by
        self.words = [line.strip() for line in data.get("words", "").splitlines() if line.strip()]
        self.chained = bool(data.get("chained"))

    def form(self, index: int, previous: Generation | None = None) -> WishForm:
        """The wish of one line. Raises CannotEdit that names the line."""
        data = self.data.copy()
        data["words"], data["takes"] = self.words[index], "1"
        data["client_token"] = f"{data.get('client_token', '')}-{index + 1}"
        if index:
            data["frame0"] = f"clip:{previous.pk}:{Edge.LAST}" if previous and self.chained else ""
        if index < len(self.words) - 1:
            data["frame1"] = ""
        form = WishForm(data, project=self.timeline.project, by=self.by)
        if not form.is_valid():
            reasons = " ".join(errors_of(form))
            raise edits.CannotEdit(f"Line {index + 1}: {reasons}")
        return form

    def total_usd(self) -> Decimal | None:
        """What all of them cost; None where nobody knows. Raises CannotEdit."""
        self.refuse_wrong_number()
        prices = [self.form(index).offer.total_usd for index in range(len(self.words))]
        known = [price for price in prices if price is not None]
        return sum(known, Decimal()) if len(known) == len(prices) else None

    @transaction.atomic
    def grow(self, after: UUID | None) -> list[Generation]:
        """All of them, in order, or none; one change of the timeline."""
        self.refuse_wrong_number()
        made: list[Generation] = []
        for index in range(len(self.words)):
            form = self.form(index, made[-1] if made else None)
            made += ordered(self.timeline, self.by, form)
        if not has_place(self.timeline, made[0]):
            edits.place_all(self.timeline, self.by, made, after)
        return made

    def refuse_wrong_number(self) -> None:
        if not 0 < len(self.words) <= MOST_LINES:
            raise edits.CannotEdit(f"Write one clip a line, {MOST_LINES} at the most.")


def endings_at(
    timeline: Timeline, after: UUID | None, shots: list[PlacedShot] | None = None
) -> dict[str, str]:
    """The frames that a new clip at this place would naturally touch, as the wells name them: of a trimmed
    clip the last one that is shown, not the last one that there is. What came to nothing has none."""
    before, behind = neighbours(shots_of(timeline) if shots is None else shots, after)
    choices: dict[str, str] = {}
    if before and before.generation.state in keyframe_choice.GROWABLE:
        last = before.end - 1 + before.gives_up
        choices[End.FRAME0] = frame_of(before, last) or f"clip:{before.generation.pk}:{Edge.LAST}"
    if behind and behind.generation.state in keyframe_choice.GROWABLE:
        first = frame_of(behind, behind.start)
        choices[End.FRAME1] = first or f"clip:{behind.generation.pk}:{Edge.FIRST}"
    return choices


def frame_of(shot: PlacedShot, n: int) -> str:
    """The choice of a frame inside a finished film; "" where there is none, and for its ends."""
    if not shot.generation.is_playable or n in (0, shot.film_frames - 1):
        return ""
    try:
        return keyframe_choice.frame_choice(shot.generation, n)
    except (keyframe_choice.WrongChoice, PictureError):
        return ""


def neighbours(shots: list[PlacedShot], after: UUID | None) -> tuple[PlacedShot | None, PlacedShot | None]:
    """The shot behind which, and the one before which a new clip would stand."""
    index = next((n for n, shot in enumerate(shots, start=1) if shot.clip.pk == after), 0)
    return (
        shots[index - 1] if index else None,
        shots[index] if index < len(shots) else None,
    )


def place_named(timeline: Timeline, text: str) -> UUID | None:
    """The place that a form names: a clip's id, "" for the beginning, "end". Raises edits.CannotEdit."""
    if text == END:
        last = timeline.shots.filter(active=True).order_by("-position", "-id").first()
        return last.pk if last else None
    try:
        return UUID(text) if text else None
    except ValueError as wrong:
        raise edits.CannotEdit(edits.GONE) from wrong


def place_asked(timeline: Timeline, asked: Mapping) -> UUID | None:
    """The same for an address, which may also name the clip in front of which: ?before=<clip id>."""
    if not asked.get("before"):
        return place_named(timeline, asked.get("after", ""))
    behind = place_named(timeline, asked["before"])
    shots = shots_of(timeline)
    index = next((n for n, shot in enumerate(shots) if shot.clip.pk == behind), 0)
    return shots[index - 1].clip.pk if index else None


def takes_of(clip: Shot) -> list[Generation]:
    """What was made from the same words and settings, and what stood in this place before; oldest first."""
    changes = clip.timeline.changes.filter(fields__has_key=str(clip.pk)).values_list("fields", flat=True)
    stood = {id for fields in changes for id in fields[str(clip.pk)].get("generation_id", ())}
    takes = Generation.objects.filter(Q(prompt=clip.generation.prompt_id) | Q(pk__in=stood))
    return list(takes.for_cards().order_by("number"))


@transaction.atomic
def stand_in(failed: Generation, made: Generation, by) -> None:
    """Where a clip that came to nothing stands on a timeline, its repetition stands from now on."""
    if failed.state not in (State.FAILED, State.REFUSED, State.CANCELLED, State.RESULT_LOST):
        return
    for clip in Shot.objects.filter(generation=failed, active=True).select_related("timeline"):
        edits.choose_take(clip.timeline, by, clip.pk, made)
