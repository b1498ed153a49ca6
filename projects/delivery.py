"""What an export is made of: its shots as frames of films, as a cut for editors, as a story in JSON."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from projects import cuts, provenance, reviewing
from projects.models import Export, ExportFormat, Generation
from studio import VERSION
from studio.exports import bundle
from studio.exports.cut import Cut, Shot
from studio.media import MediaError, probe
from studio.media.stitch import Piece, Shape, Stopped, stitch

SHORT_SIDE_PX = {"720p": 720, "1080p": 1080, "4k": 2160}
NAME_LENGTH = 60


def deliver(export: Export, *, progress: Callable[[float], None], stop: Callable[[], bool]) -> int:
    """Make the export's file; the frames of its film. Raises MediaError, OSError, Stopped."""
    found = clips_of(export.shots)
    pieces = [Piece(found[one["generation"]].film, one["start"], one["end"]) for one in export.shots]
    shape = shape_of(export.size_name, found[export.shots[0]["generation"]])
    is_bundle = export.format == ExportFormat.BUNDLE
    most = 0.6 if is_bundle else 0.95  # of the time, as far as the joined film
    raw, film = export.folder / "raw.mp4", export.folder / "film.mp4"

    def going_on(part: float = most) -> None:
        progress(part)
        if stop():
            raise Stopped

    try:
        frames = stitch(
            pieces, raw, shape=shape, labelled=export.labelled, stop=stop,
            progress=lambda part: progress(part * most),
        )  # fmt: skip
        provenance.sign_whole(
            raw, film, name=export.name, clips=found.values(), tells_prompts=export.tells_prompts,
            going_on=going_on,
        )  # fmt: skip
        if is_bundle:
            pack(export, found, film, lambda part: going_on(most + part * (1 - most)))
            film.unlink()
    finally:
        raw.unlink(missing_ok=True)
    return frames


def pack(export: Export, found: dict[str, Generation], film: Path, progress) -> None:
    signed = {id: provenance.signed_film(one) for id, one in found.items()}
    cut = replace(cut_of(export.name, export.shots, found, signed), markers=markers_of(export))
    told = story(export.name, export.shots, found, cut)
    bundle.write(cut, film, export.file, project=told, progress=progress)


def markers_of(export: Export) -> tuple:
    """The notes on this very cut, if it was put up for review."""
    kept = export.timeline.cuts.filter(review__isnull=False).select_related("review")
    return next((reviewing.markers_of(cut.review) for cut in kept if cut.shots == export.shots), ())


def clips_of(shots: list[dict]) -> dict[str, Generation]:
    """The clips by id, in the order of their first use. Raises MediaError where a film is gone."""
    ids = list(dict.fromkeys(shot["generation"] for shot in shots))
    rows = Generation.objects.for_cards().defer(None).filter(pk__in=ids)
    by_id = {str(one.pk): one for one in rows}
    for id in ids:
        if not by_id[id].film.exists():
            raise MediaError(f"The film of clip {by_id[id].number} is not on the disk any more.")
    return {id: by_id[id] for id in ids}


def shape_of(size_name: str, first: Generation) -> Shape | None:
    """The first clip's shape at this size; None: as it is."""
    short = SHORT_SIDE_PX.get(size_name)
    if short is None:
        return None
    scale = Fraction(short, min(first.width_px, first.height_px))
    width, height = (round(side * scale / 2) * 2 for side in (first.width_px, first.height_px))
    return Shape(width, height, first.fps)


def cut_of(
    name: str, shots: list[dict], found: dict[str, Generation], films: dict[str, Path] | None = None
) -> Cut:
    """As editing programs are told it: everything in frames of the first clip's rate."""
    first = next(iter(found.values()))
    names = {id: cuts.media_name(number, one) for number, (id, one) in enumerate(found.items(), start=1)}
    films = films or {id: one.film for id, one in found.items()}
    sound = {id: probe.facts(one.film).has_audio for id, one in found.items()}
    made = []
    for shot in shots:
        id, one = shot["generation"], found[shot["generation"]]
        scale = first.fps / one.fps
        start = round(shot["start"] * scale)
        made.append(
            Shot(
                f"Clip {one.number}: {one.prompt.words[:NAME_LENGTH]}", films[id], names[id], start,
                max(start + 1, round(shot["end"] * scale)), round(one.frames * scale), sound[id],
                details_of(one),
            )
        )  # fmt: skip
    return Cut(name, first.fps, first.width_px, first.height_px, tuple(made))


def story(name: str, shots: list[dict], found: dict[str, Generation], cut: Cut) -> dict:
    """project.json: every clip with its words, settings, lineage and cost; every shot with its frames."""
    at, told = 0, []
    for number, (shot, made) in enumerate(zip(shots, cut.shots, strict=True), start=1):
        told.append({
            "number": number, "clip": shot["generation"], "media": f"clips/{made.media_name}", "at_frame": at,
            "first_frame": made.start_frame, "frames": made.frames,
        })  # fmt: skip
        at += made.frames
    return {
        "dailies": 1, "version": VERSION, "name": name, "fps": [cut.fps.numerator, cut.fps.denominator],
        "width": cut.width_px, "height": cut.height_px, "frames": at, "shots": told,
        "clips": {id: details_of(one) for id, one in found.items()},
    }  # fmt: skip


def details_of(generation: Generation) -> dict:
    prompt, cost = generation.prompt, generation.cost_usd
    return {
        "number": generation.number, "take": generation.take, "prompt": prompt.words,
        "engine": prompt.engine, "model": prompt.model, "aspect_ratio": prompt.aspect_ratio,
        "resolution": prompt.resolution, "duration_s": prompt.duration_s, "loop": prompt.loop,
        "camera": prompt.camera, "seed": generation.seed, "provider_id": generation.provider_id,
        "cost_usd": None if cost is None else str(cost), "made_at": str(generation.ended_at or ""),
        "sha256": generation.sha256, "keyframes": [lineage(key) for key in generation.keyframes.all()],
    }  # fmt: skip


def lineage(key) -> dict:
    """Which frame of what the clip starts or ends on."""
    if key.source_id:
        return {"end": key.end, "clip": str(key.source_id), "number": key.source.number, "edge": key.edge}
    told = {"end": key.end, "image": key.image.name, "sha256": key.image.sha256}
    if key.image.clip_id:
        told |= {"clip": str(key.image.clip_id), "frame": key.image.frame}
    return told
