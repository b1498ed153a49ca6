"""Request a generation for a place on a timeline: appended, prepended, or as a bridge between two shots.

The request, its keyframes and its shot are stored in one transaction.
"""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from projects.core.forms import errors_of
from projects.ledger.requests import request_generations
from projects.library.forms import RequestForm
from projects.library.keyframe_choice import FrameGone, KeyframeChoice
from projects.library.keyframe_slot import USABLE, choose_frame, make_picture
from projects.models import Edge, End, Generation, Shot, State, Timeline
from projects.timeline import edits
from projects.timeline.shot import PlacedShot
from projects.timeline.shots import shots_of
from studio.media.pictures import PictureError

END = "end"
MAX_LINES = 50


@transaction.atomic
def insert_shot(timeline: Timeline, by, form: RequestForm, after: UUID | None) -> list[Generation]:
    """Request the form's generations and put the first take after the shot `after` (None: first).

    The same form sent again does nothing. Raise ClientTokenReused or CannotEdit.
    """
    generations = request_takes(form)
    if not is_placed(timeline, generations[0]):
        edits.place(timeline, by, generations[0], after)
    return generations


@transaction.atomic
def replace_shot(timeline: Timeline, by, form: RequestForm, shot: UUID | None) -> list[Generation]:
    """Request the form's generations and show the first take in a shot.

    The previous take stays among the shot's takes, and undo restores it.
    Raise ClientTokenReused or CannotEdit.
    """
    if shot is None:
        raise edits.gone()
    generations = request_takes(form)
    if not is_placed(timeline, generations[0]):
        edits.choose_take(timeline, by, shot, generations[0])
    return generations


def request_takes(form: RequestForm) -> list[Generation]:
    return request_generations(form.request())


def is_placed(timeline: Timeline, generation: Generation) -> bool:
    """Return True if the shot exists, even if it was removed: then the form was sent twice."""
    return timeline.shots.filter(generation=generation).exists()


class PromptLines:
    """Several generations, one per line of the prompt, in order. data: the composer's form as it was sent.

    With "chained", each continues from the one before. A chosen first frame is used for the first of them, a
    chosen last frame for the last.
    """

    def __init__(self, data: QueryDict, timeline: Timeline, by):
        self.data, self.timeline, self.by = data, timeline, by
        self.prompts = [line.strip() for line in data.get("prompt", "").splitlines() if line.strip()]
        self.chained = bool(data.get("chained"))

    def total_usd(self) -> Decimal | None:
        """Return the total price; None if unknown. Raise CannotEdit."""
        self.check_number()
        prices = [self.form_for(index).quote.total_usd for index in range(len(self.prompts))]
        known = [price for price in prices if price is not None]
        return sum(known, Decimal()) if len(known) == len(prices) else None

    @transaction.atomic
    def insert(self, after: UUID | None) -> list[Generation]:
        """Request and place all of them, in order, as one change, or none.

        Raise ClientTokenReused or CannotEdit.
        """
        self.check_number()
        generations: list[Generation] = []
        for index in range(len(self.prompts)):
            form = self.form_for(index, generations[-1] if generations else None)
            generations += request_takes(form)
        if not is_placed(self.timeline, generations[0]):
            edits.place_all(self.timeline, self.by, generations, after)
        return generations

    def check_number(self) -> None:
        if not 0 < len(self.prompts) <= MAX_LINES:
            text = _("Write one shot per line, at most %(number)s.")
            raise edits.CannotEdit(text % {"number": MAX_LINES})

    def form_for(self, index: int, previous: Generation | None = None) -> RequestForm:
        """Return the form of one line. Raise CannotEdit naming the line if it isn't valid."""
        form = RequestForm(self.data_for(index, previous), project=self.timeline.project, by=self.by)
        if not form.is_valid():
            facts = {"number": index + 1, "reasons": " ".join(errors_of(form))}
            raise edits.CannotEdit(_("Line %(number)s: %(reasons)s") % facts)
        return form

    def data_for(self, index: int, previous: Generation | None) -> QueryDict:
        data = self.data.copy()
        data["prompt"], data["takes"] = self.prompts[index], "1"
        data["client_token"] = f"{data.get('client_token', '')}-{index + 1}"
        if index:
            last = KeyframeChoice.of_edge(previous, Edge.LAST) if previous and self.chained else ""
            data["frame0"] = str(last)
        if index < len(self.prompts) - 1:
            data["frame1"] = ""
        return data


# -- places ----------------------------------------------------------------------------------------------


def keyframes_at(
    timeline: Timeline, after: UUID | None, shots: list[PlacedShot] | None = None
) -> dict[End, KeyframeChoice]:
    """Return the keyframe choices for a new shot between two neighbors.

    For a trimmed shot, use its last visible frame. A failed neighbor has none.
    """
    before, behind = neighbors(shots_of(timeline) if shots is None else shots, after)
    choices: dict[End, KeyframeChoice] = {}
    if before and before.generation.state in USABLE:
        last = frame_choice(before, before.end - 1 + before.gives_up)
        choices[End.FRAME0] = last or KeyframeChoice.of_edge(before.generation, Edge.LAST)
    if behind and behind.generation.state in USABLE:
        first = frame_choice(behind, behind.start)
        choices[End.FRAME1] = first or KeyframeChoice.of_edge(behind.generation, Edge.FIRST)
    return choices


def frame_choice(shot: PlacedShot, n: int) -> KeyframeChoice | None:
    """Return the choice of a frame inside a completed generation; None for its ends, or without a video.

    Of a still, it is the picture itself, without the black beside it.
    """
    if shot.generation.is_still:
        return find_picture(shot.generation)
    if not shot.generation.is_playable or n in (0, shot.video_frames - 1):
        return None
    try:
        return choose_frame(shot.generation, n)
    except (FrameGone, PictureError):
        return None


def find_picture(still: Generation) -> KeyframeChoice:
    """Return the choice of the still's picture, cropped to the project's aspect ratio if it can be."""
    [keyframe] = still.keyframes.all()
    choice, ratio = KeyframeChoice.of_keyframe(keyframe), still.project.aspect_ratio
    try:
        return make_picture(still.project, choice, ratio=ratio)
    except PictureError:
        return choice


def neighbors(shots: list[PlacedShot], after: UUID | None) -> tuple[PlacedShot | None, PlacedShot | None]:
    """Return the shots before and after a new shot at this place."""
    index = next((n for n, shot in enumerate(shots, start=1) if shot.row.pk == after), 0)
    return (
        shots[index - 1] if index else None,
        shots[index] if index < len(shots) else None,
    )


def parse_after(timeline: Timeline, text: str) -> UUID | None:
    """Return the shot that a form names as the one before: an ID, "end", or "" for the beginning.

    Raise CannotEdit.
    """
    if text == END:
        last = timeline.shots.filter(active=True).order_by("-position", "-id").first()
        return last.pk if last else None
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise edits.gone() from error


def parse_place(timeline: Timeline, query: Mapping[str, str]) -> UUID | None:
    """Return the same for a query string, which may name the next shot instead: ?before=<shot ID>."""
    if not query.get("before"):
        return parse_after(timeline, query.get("after", ""))
    behind = parse_after(timeline, query["before"])
    shots = shots_of(timeline)
    index = next((n for n, shot in enumerate(shots) if shot.row.pk == behind), 0)
    return shots[index - 1].row.pk if index else None


# -- takes -----------------------------------------------------------------------------------------------


def takes_of(shot: Shot) -> list[Generation]:
    """Return the takes of the shot's prompt, and those that the shot showed before; oldest first."""
    changes = shot.timeline.changes.filter(fields__has_key=str(shot.pk)).values_list("fields", flat=True)
    shown = {id for fields in changes for id in fields[str(shot.pk)].get("generation_id", ())}
    takes = Generation.objects.not_deleted().filter(Q(prompt=shot.generation.prompt_id) | Q(pk__in=shown))
    return list(takes.for_cards().order_by("number"))


@transaction.atomic
def show_answer(timeline: Timeline, shown: Generation, take: Generation) -> None:
    """Show the take that answers a note on a clip in the shots that still show it. Undo restores them."""
    for shot in timeline.shots.filter(generation=shown, active=True):
        edits.choose_take(timeline, take.created_by, shot.pk, take)


@transaction.atomic
def replace_failed(failed: Generation, retry: Generation, by) -> None:
    """Show a retry in all shots that show the failed generation."""
    if failed.state not in (State.FAILED, State.REFUSED, State.CANCELLED, State.RESULT_LOST):
        return
    for shot in Shot.objects.filter(generation=failed, active=True).select_related("timeline"):
        edits.choose_take(shot.timeline, by, shot.pk, retry)
