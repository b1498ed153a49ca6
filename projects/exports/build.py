"""What an export is made of: its shots as frames of films, as a cut for editors, as a story in JSON."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from uuid import UUID

from projects.exports import content_credentials
from projects.models import Export, ExportFormat, Generation, Review, Timeline
from projects.review import notes as review_notes
from projects.timeline import shots as timeline_shots
from projects.timeline.saved_shots import SavedShot, from_json
from studio import VERSION
from studio.exports import bundle
from studio.exports.cut import Cut, Marker, Shot
from studio.media import MediaError, probe
from studio.media.stitch import Piece, Shape, Stopped, stitch

SHORT_SIDE_PX = {"720p": 720, "1080p": 1080, "4k": 2160}
NAME_LENGTH = 60


@dataclass(frozen=True)
class Made:
    """file: the finished film or bundle. frames: of its film. is_signed: it carries Content Credentials."""

    file: Path
    frames: int
    is_signed: bool


def deliver(
    export: Export, desk: Path, *, progress: Callable[[float], None], stop: Callable[[], bool]
) -> Made:
    """Make the export's file in the folder `desk`. Raises MediaError, OSError, Stopped."""
    shots = from_json(export.shots)
    found = clips_of(shots)
    pieces = [Piece(found[shot.generation_id].film, shot.start, shot.end) for shot in shots]
    shape = shape_of(export.size_name, found[shots[0].generation_id])
    is_bundle = export.format == ExportFormat.BUNDLE
    most = 0.6 if is_bundle else 0.95  # of the time, as far as the joined film
    raw, film, file = desk / "raw.mp4", desk / "film.mp4", desk / export.file.name

    def going_on(part: float = most) -> None:
        progress(part)
        if stop():
            raise Stopped

    frames = stitch(
        pieces,
        raw,
        shape=shape,
        labelled=export.labelled,
        stop=stop,
        progress=lambda part: progress(part * most),
    )
    claim = content_credentials.claim_of_whole(
        export.name, found.values(), includes_prompts=export.includes_prompts, going_on=going_on
    )
    is_signed = meanwhile(going_on, lambda: content_credentials.sign_whole(raw, film, claim))
    if is_bundle:
        pack(export, found, film, file, lambda part: going_on(most + part * (1 - most)))
    return Made(file, frames, is_signed)


def meanwhile(going_on: Callable[[], object], act: Callable[[], bool]) -> bool:
    """What `act` returns; while it works, `going_on` is called every second: signing a long film tells no
    progress of its own. `act` may not ask the database: it is in another thread."""
    with ThreadPoolExecutor(1) as hand:
        work = hand.submit(act)
        while not work.done():
            wait([work], timeout=1)
            going_on()
        return work.result()


def pack(export: Export, found: dict[UUID, Generation], film: Path, file: Path, progress) -> None:
    signed = {id: content_credentials.for_download(one) for id, one in found.items()}
    shots = from_json(export.shots)
    cut = cut_with_notes(export.timeline, export.name, shots, found, signed)
    told = story(export.name, shots, found, cut)
    bundle.write(cut, film, file, project=told, progress=progress)


def clips_of(shots: list[SavedShot]) -> dict[UUID, Generation]:
    """The clips by id, in the order of their first use. Raises MediaError where a film is gone."""
    ids = list(dict.fromkeys(shot.generation_id for shot in shots))
    rows = Generation.objects.for_cards().defer(None).filter(pk__in=ids)
    by_id = {one.pk: one for one in rows}
    for id in ids:
        if not by_id[id].film.exists():
            raise MediaError(f"The film of clip {by_id[id].number} is not on the disk any more.")
    return {id: by_id[id] for id in ids}


def shape_of(size_name: str, first: Generation) -> Shape | None:
    """The first clip's shape at this size; None: as it is."""
    short = SHORT_SIDE_PX.get(size_name)
    if short is None:
        return None
    film = first.film_facts
    scale = Fraction(short, min(film.width_px, film.height_px))
    width, height = (round(side * scale / 2) * 2 for side in (film.width_px, film.height_px))
    return Shape(width, height, film.fps)


def cut_with_notes(
    timeline: Timeline,
    name: str,
    shots: list[SavedShot],
    found: dict[UUID, Generation],
    films: dict[UUID, Path] | None = None,
) -> Cut:
    """The cut with the notes of its last review as markers, each where its frame of its clip is now."""
    cut = cut_of(name, shots, found, films)
    reviews = Review.objects.filter(cut__timeline=timeline, frames__isnull=False).select_related("cut")
    review = next((one for one in reviews if one.cut and from_json(one.cut.shots) == shots), reviews.first())
    if review is None:
        return cut
    notes = review_notes.markers_of(review)
    moved = [moved_to(note, review, cut, shots, found) for note in notes]
    markers = sorted(filter(None, moved), key=lambda one: one.frame)
    unplaced = [note for note, there in zip(notes, moved, strict=True) if not there]
    return replace(cut, markers=tuple(markers), unplaced=tuple(unplaced))


def moved_to(
    marker: Marker, review: Review, cut: Cut, shots: list[SavedShot], found: dict[UUID, Generation]
) -> Marker | None:
    """The marker where the frame it was set at is in the cut; of several such places the nearest. None where
    that frame is not shown any more."""
    said = next((shot for shot in from_json(review.shots) if shot.shows(marker.frame)), None)
    if said is None or said.generation_id not in found:
        return None
    own_fps, scale = found[said.generation_id].film_facts.fps, cut.fps / review.fps
    frame = said.start + (marker.frame - said.at) * own_fps / review.fps
    places, at = [], 0
    for shot, made in zip(shots, cut.shots, strict=True):
        if shot.generation_id == said.generation_id and shot.start <= frame < shot.end:
            places.append(at + min(made.frames - 1, round((frame - shot.start) * cut.fps / own_fps)))
        at += made.frames
    if not places:
        return None
    place = min(places, key=lambda one: abs(one - marker.frame * scale))
    return replace(marker, frame=place, frames=max(1, round(marker.frames * scale)))


def cut_of(
    name: str, shots: list[SavedShot], found: dict[UUID, Generation], films: dict[UUID, Path] | None = None
) -> Cut:
    """As editing programs are told it: everything in frames of the first clip's rate."""
    first = next(iter(found.values())).film_facts
    digits = max(3, len(str(len(found) * 10)))
    names = {
        id: timeline_shots.media_name(number, one, digits)
        for number, (id, one) in enumerate(found.items(), start=1)
    }
    films = films or {id: one.film for id, one in found.items()}
    sound = {id: probe.read_facts(one.film).has_audio for id, one in found.items()}
    made = []
    for shot in shots:
        id, one = shot.generation_id, found[shot.generation_id]
        film = one.film_facts
        scale = first.fps / film.fps
        start = round(shot.start * scale)
        made.append(
            Shot(
                f"Clip {one.number}: {one.prompt.text[:NAME_LENGTH]}",
                films[id],
                names[id],
                start,
                max(start + 1, round(shot.end * scale)),
                round(film.frames * scale),
                sound[id],
                details_of(one),
            )
        )
    return Cut(name, first.fps, first.width_px, first.height_px, tuple(made))


def story(name: str, shots: list[SavedShot], found: dict[UUID, Generation], cut: Cut) -> dict:
    """project.json: every clip with its words, settings, lineage and cost; every shot with its frames."""
    at, told = 0, []
    for number, (shot, made) in enumerate(zip(shots, cut.shots, strict=True), start=1):
        told.append(
            {
                "number": number,
                "clip": str(shot.generation_id),
                "media": f"clips/{made.media_name}",
                "at_frame": at,
                "first_frame": made.start_frame,
                "frames": made.frames,
            }
        )
        at += made.frames
    return {
        "dailies": 1,
        "version": VERSION,
        "name": name,
        "fps": [cut.fps.numerator, cut.fps.denominator],
        "width": cut.width_px,
        "height": cut.height_px,
        "frames": at,
        "shots": told,
        "clips": {str(id): details_of(one) for id, one in found.items()},
    }


def details_of(generation: Generation) -> dict:
    prompt, cost = generation.prompt, generation.cost_usd
    return {
        "number": generation.number,
        "take": generation.take,
        "prompt": prompt.text,
        "engine": prompt.engine,
        "model": prompt.model,
        "aspect_ratio": prompt.aspect_ratio,
        "resolution": prompt.resolution,
        "duration_s": prompt.duration_s,
        "loop": prompt.loop,
        "camera": prompt.camera,
        "seed": generation.seed,
        "provider_id": generation.provider_id,
        "cost_usd": None if cost is None else str(cost),
        "made_at": str(generation.ended_at or ""),
        "sha256": generation.sha256,
        "keyframes": [lineage(key) for key in generation.keyframes.all()],
    }


def lineage(key) -> dict:
    """Which frame of what the clip starts or ends on."""
    if key.source_id:
        return {"end": key.end, "clip": str(key.source_id), "number": key.source.number, "edge": key.edge}
    told = {"end": key.end, "image": key.image.name, "sha256": key.image.sha256}
    if key.image.clip_id:
        told |= {"clip": str(key.image.clip_id), "frame": key.image.frame}
    return told
