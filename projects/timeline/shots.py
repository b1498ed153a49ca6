"""The shots of a timeline: which frames of which clip stand where, and what joins them.

A frame that two chained clips share (the last of one is the first of the next) is shown once: the clip in
front gives its last frame up, because the next one begins on a frame that cannot be dropped for free.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

from django.db.models import Count, Prefetch, Q
from django.utils.text import slugify

from projects.ledger.changes import prepare_cards
from projects.models import Cut, Generation, Keyframe, Project, Shot, State, Timeline
from projects.timeline import joins
from projects.timeline.saved_shots import from_json
from projects.timeline.shot import PlacedShot

USUAL_FPS = Fraction(24)
USUAL_S = 5


def shots_of(timeline: Timeline) -> list[PlacedShot]:
    """The timeline as it is, in a fixed number of queries."""
    rows = timeline.shots.filter(active=True).order_by("position", "id")
    return joined(shot for shot in with_clips(timeline, rows))


def shots_kept(cut: Cut, project: Project) -> list[PlacedShot]:
    """The shots of a named cut, as they were when it was kept."""
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
    return joined(with_clips(timeline, rows))


def with_clips(timeline: Timeline, shots: Iterable[Shot]) -> list[PlacedShot]:
    rows = list(shots)
    found = Generation.objects.filter(pk__in={row.generation_id for row in rows}).select_related("prompt")
    found = found.prefetch_related(Prefetch("keyframes", Keyframe.objects.select_related("image")))
    by_id = {generation.pk: generation for generation in prepare_cards(found, timeline.project)}
    know_sources(by_id)
    count_takes(by_id.values())
    standing = {row.generation_id: number for number, row in reversed(list(enumerate(rows, start=1)))}
    for row in rows:
        row.generation = by_id[row.generation_id]
        row.generation.standing = standing
    return [shot_of(row, number) for number, row in enumerate(rows, start=1)]


def know_sources(by_id: Mapping[UUID, Generation]) -> None:
    """What each grew from; most of it is on the same timeline."""
    keys = [key for generation in by_id.values() for key in generation.keyframes.all() if key.source_id]
    elsewhere = Generation.objects.in_bulk({key.source_id for key in keys} - by_id.keys())
    for key in keys:
        if key.source_id:
            key.source = by_id.get(key.source_id) or elsewhere[key.source_id]


def count_takes(generations: Iterable[Generation]) -> None:
    """How many takes there are of each, and how many of them are made."""
    prompts = {generation.prompt_id for generation in generations}
    made = Count("pk", filter=Q(state=State.COMPLETED))
    counted = Generation.objects.filter(prompt__in=prompts).order_by().values_list("prompt")
    counts = {prompt: both for prompt, *both in counted.annotate(all=Count("pk"), made=made)}
    for generation in generations:
        generation.takes, generation.takes_ready = counts[generation.prompt_id]


def shot_of(clip: Shot, number: int) -> PlacedShot:
    length = film_frames(clip.generation)
    start = min(clip.start_frame, length - 1)
    end = length if clip.end_frame is None else max(start + 1, min(clip.end_frame, length))
    return PlacedShot(clip, number, start, end, length)


def film_frames(generation: Generation) -> int:
    """Of the film; while there is none, as many as were asked for."""
    if generation.frames:
        return generation.frames
    return int((generation.prompt.duration_s or USUAL_S) * fps_of(generation))


def fps_of(generation: Generation) -> Fraction:
    return generation.fps or USUAL_FPS


def joined(shots: Iterable[PlacedShot]) -> list[PlacedShot]:
    """The same shots, each knowing where it stands and how it is joined."""
    shots = list(shots)
    for shot, following in pairwise(shots):
        following.likeness = joins.likeness(shot, following)
        following.follows = "chain" if joins.is_chained(shot, following) else "cut"
        if following.follows == "chain" and joins.shows_it_twice(shot, following) and shot.frames > 1:
            shot.gives_up, shot.end = True, shot.end - 1
    at = 0
    for shot in shots:
        shot.at = at
        at += shot.frames
    return shots


def fps_of_cut(shots: Iterable[PlacedShot]) -> Fraction:
    """The first finished clip's; until there is one, the usual."""
    return next((shot.generation.fps for shot in shots if shot.generation.fps), USUAL_FPS)


def length_of(shots: list[PlacedShot]) -> int:
    return shots[-1].at + shots[-1].frames if shots else 0


def media_name(number: int, generation: Generation, digits: int = 3) -> str:
    """ "010_beam-across-the-sea_take3.mp4": sorts as it is cut, with room between. digits: of its number."""
    words = "-".join(slugify(generation.prompt.text[:200]).split("-")[:4])[:60] or "clip"
    return f"{number * 10:0{digits}d}_{words}_take{generation.take}.mp4"
