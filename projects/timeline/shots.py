"""The shots of a timeline: the frames that they show, and their joins.

A frame that two chained shots share (the last of one is the first of the next) is shown once. The first shot
leaves its last frame out, because dropping the first frame of the second would require re-encoding.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

from django.db.models import Count, Prefetch, Q

from projects.core.formats import WORDS_OF_A_CLIP, file_words
from projects.ledger.changes import prepare_cards
from projects.models import Cut, Generation, Keyframe, Project, Shot, State, Timeline
from projects.timeline import joins
from projects.timeline.saved_shots import from_json
from projects.timeline.shot import PlacedShot
from studio.media.rates import place

USUAL_FPS = Fraction(24)
USUAL_S = 5


def shots_of(timeline: Timeline) -> list[PlacedShot]:
    """Return the timeline's shots, in a fixed number of queries."""
    rows = timeline.shots.filter(active=True).order_by("position", "id")
    return link_shots(place_shots(timeline, rows), timeline.project.fps)


def shots_of_cut(cut: Cut, project: Project) -> list[PlacedShot]:
    """Return the shots of a saved version, as they were when it was saved."""
    timeline = cut.timeline
    timeline.project = project
    rows = [
        Shot(
            timeline=timeline,
            generation_id=saved.generation_id,
            start_frame=saved.start,
            end_frame=saved.end,
        )
        for saved in from_json(cut.shots)
    ]
    return link_shots(place_shots(timeline, rows), timeline.project.fps)


def place_shots(timeline: Timeline, shots: Iterable[Shot]) -> list[PlacedShot]:
    """Load the rows' generations and return numbered shots, without their joins."""
    rows = list(shots)
    keyframes = Prefetch("keyframes", Keyframe.objects.select_related("image"))
    generations = Generation.objects.filter(pk__in={row.generation_id for row in rows})
    generations = generations.select_related("prompt").prefetch_related(keyframes)
    by_id = {generation.pk: generation for generation in prepare_cards(generations, timeline.project)}
    load_sources(by_id)
    count_takes(by_id.values())
    shot_numbers = {row.generation_id: number for number, row in reversed(list(enumerate(rows, start=1)))}
    for row in rows:
        row.generation = by_id[row.generation_id]
        row.generation.shot_numbers = shot_numbers
    return [place_shot(row, number) for number, row in enumerate(rows, start=1)]


def load_sources(by_id: Mapping[UUID, Generation]) -> None:
    """Set the source of each keyframe. Most sources are on the same timeline, so they need no query."""
    keys = [key for generation in by_id.values() for key in generation.keyframes.all() if key.source_id]
    elsewhere = Generation.objects.in_bulk({key.source_id for key in keys} - by_id.keys())
    for key in keys:
        if key.source_id:
            key.source = by_id.get(key.source_id) or elsewhere[key.source_id]


def count_takes(generations: Iterable[Generation]) -> None:
    """Set the numbers of all and of completed takes of each generation's prompt."""
    prompts = {generation.prompt_id for generation in generations}
    ready = Count("pk", filter=Q(state=State.COMPLETED))
    counted = Generation.objects.not_deleted().filter(prompt__in=prompts).order_by().values_list("prompt")
    counts = {prompt: both for prompt, *both in counted.annotate(all=Count("pk"), ready=ready)}
    for generation in generations:
        generation.takes, generation.takes_ready = counts.get(generation.prompt_id, (0, 0))


def place_shot(row: Shot, number: int) -> PlacedShot:
    length = video_frames(row.generation)
    start = min(row.start_frame, length - 1)
    end = length if row.end_frame is None else max(start + 1, min(row.end_frame, length))
    return PlacedShot(row, number, start, end, length)


def video_frames(generation: Generation) -> int:
    """Return the length of a generation's video, or the requested length until there is one."""
    if generation.frames:
        return generation.frames
    return int((generation.prompt.duration_s or USUAL_S) * fps_of(generation))


def fps_of(generation: Generation) -> Fraction:
    return generation.fps or USUAL_FPS


def link_shots(shots: list[PlacedShot], fps: Fraction) -> list[PlacedShot]:
    """Set each shot's join with the previous one and its place on a cut at `fps`."""
    for shot, following in pairwise(shots):
        link(shot, following)
    spans = place(((shot.start, shot.end, fps_of(shot.generation)) for shot in shots), fps)
    for shot, span in zip(shots, spans, strict=True):
        shot.at, shot.frames, shot.step = span.at, span.frames, span.step
    return shots


def link(shot: PlacedShot, following: PlacedShot) -> None:
    following.match = joins.match(shot, following)
    following.join = "chain" if joins.is_chained(shot, following) else "cut"
    if following.join == "chain" and joins.shows_frame_twice(shot, following) and shot.end - shot.start > 1:
        shot.gives_up, shot.end = True, shot.end - 1


def length_of(shots: list[PlacedShot]) -> int:
    return shots[-1].at + shots[-1].frames if shots else 0


def media_name(number: int, generation: Generation, digits: int = 3) -> str:
    """Return a file name that sorts in the order of the cut: "010_beam-across-the-sea_take3.mp4".

    Its number is ten times the shot's, with room for shots in between. digits: the length of that number.
    """
    words = file_words(generation.prompt.text, "clip", most=WORDS_OF_A_CLIP)
    return f"{number * 10:0{digits}d}_{words}_take{generation.take}.mp4"
