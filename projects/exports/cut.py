"""Describe a timeline as a Cut for editing programs, with the notes of its last review as markers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from operator import attrgetter
from pathlib import Path
from uuid import UUID

from projects.exports.project_json import describe_generation
from projects.models import Generation, Review, Timeline
from projects.review import notes as review_notes
from projects.timeline import shots as timeline_shots
from projects.timeline.saved_shots import SavedShot, from_json
from studio.exports.cut import Cut, Marker, Shot
from studio.media import MediaError, probe
from studio.media.rates import Span, convert, place, round_half_up

NAME_LENGTH = 60


@dataclass(frozen=True)
class Material:
    """The sources of a cut: its shots, their generations in order of first use, and their videos."""

    name: str
    shots: list[SavedShot]
    generations: dict[UUID, Generation]
    videos: dict[UUID, Path]


def load_material(
    name: str, shots: list[SavedShot], video_of: Callable[[Generation], Path] = attrgetter("video")
) -> Material:
    """Load the sources of the shots. Raise MediaError if a video is missing."""
    generations = load_generations(shots)
    return Material(name, shots, generations, {id: video_of(row) for id, row in generations.items()})


def load_generations(shots: list[SavedShot]) -> dict[UUID, Generation]:
    """Return the generations in order of first use. Raise MediaError if a video is missing."""
    ids = list(dict.fromkeys(shot.generation_id for shot in shots))
    rows = Generation.objects.for_cards().defer(None).in_bulk(ids)
    for id in ids:
        if not rows[id].video.exists():
            raise MediaError(f"The video of clip {rows[id].number} is missing from the disk.")
    return {id: rows[id] for id in ids}


def cut_with_notes(timeline: Timeline, material: Material) -> Cut:
    """Return the cut with the notes of the timeline's review, each at the current place of its frame."""
    cut = make_cut(material, timeline.project.fps)
    review = find_review(timeline, material.shots)
    if review is None:
        return cut
    notes = review_notes.make_markers(review)
    moved = [move_marker(note, review, cut, material) for note in notes]
    markers = sorted((marker for marker in moved if marker), key=attrgetter("frame"))
    unplaced = [note for note, marker in zip(notes, moved, strict=True) if not marker]
    return replace(cut, markers=tuple(markers), unplaced=tuple(unplaced))


def find_review(timeline: Timeline, shots: list[SavedShot]) -> Review | None:
    """Return the review of exactly these shots, or else the timeline's latest one."""
    reviews = Review.objects.filter(cut__timeline=timeline, frames__isnull=False).select_related("cut")
    same = (review for review in reviews if review.cut and from_json(review.cut.shots) == shots)
    return next(same, reviews.first())


def move_marker(marker: Marker, review: Review, cut: Cut, material: Material) -> Marker | None:
    """Return the marker at the nearest frame of the cut that shows its picture, or None."""
    source = next((shot for shot in from_json(review.shots) if shot.shows(marker.frame)), None)
    if source is None or source.generation_id not in material.generations:
        return None
    fps = material.generations[source.generation_id].film_facts.fps
    frame = source.span(fps, review.fps).video_frame(marker.frame)
    places = [
        span.cut_frame(frame)
        for saved, span in zip(material.shots, place_shots(material, cut.fps), strict=True)
        if saved.generation_id == source.generation_id and saved.start <= frame < saved.end
    ]
    if not places:
        return None
    before = convert(marker.frame, review.fps, cut.fps)
    nearest = min(places, key=lambda place: abs(place - before))
    return replace(marker, frame=nearest, frames=max(1, convert(marker.frames, review.fps, cut.fps)))


def place_shots(material: Material, fps: Fraction) -> list[Span]:
    rates = {id: row.film_facts.fps for id, row in material.generations.items()}
    return place(((shot.start, shot.end, rates[shot.generation_id]) for shot in material.shots), fps)


def make_cut(material: Material, fps: Fraction) -> Cut:
    """Return the cut without markers, with every frame number at its rate, and the first clip's size."""
    first = next(iter(material.generations.values())).film_facts
    names = media_names(material)
    has_audio = {id: probe.read_facts(row.video).has_audio for id, row in material.generations.items()}
    spans = place_shots(material, fps)
    lengths = measure_videos(material, spans)
    shots = []
    for saved, span in zip(material.shots, spans, strict=True):
        id, generation = saved.generation_id, material.generations[saved.generation_id]
        name = f"Clip {generation.number}: {generation.prompt.text[:NAME_LENGTH]}"
        start = min(round_half_up(span.start / span.step), lengths[id] - span.frames)
        frames = (start, start + span.frames, lengths[id])
        description = describe_generation(generation)
        shots.append(Shot(name, material.videos[id], names[id], *frames, has_audio[id], description))
    return Cut(material.name, fps, first.width_px, first.height_px, tuple(shots))


def measure_videos(material: Material, spans: list[Span]) -> dict[UUID, int]:
    """Return the length of each video in whole frames of the cut.

    No shot ends after its video: Final Cut refuses a file with one that does. So a video whose last frame of
    the cut isn't full has it only if a shot was rounded up to it.
    """
    lengths: dict[UUID, int] = {}
    for saved, span in zip(material.shots, spans, strict=True):
        id = saved.generation_id
        whole = floor(material.generations[id].film_facts.frames / span.step)
        lengths[id] = max(lengths.get(id, whole), span.frames)
    return lengths


def media_names(material: Material) -> dict[UUID, str]:
    digits = max(3, len(str(len(material.generations) * 10)))
    numbered = enumerate(material.generations.items(), start=1)
    return {id: timeline_shots.media_name(number, row, digits) for number, (id, row) in numbered}
