"""Build an export's file: a film, or a bundle for editing programs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from projects.exports import content_credentials
from projects.exports.cut import cut_with_notes, load_generations, load_material
from projects.exports.project_json import describe_project
from projects.models import Export, ExportFormat, Generation
from projects.timeline.saved_shots import from_json
from studio.exports import bundle
from studio.media.stitch import Segment, Shape, Stopped, stitch

SHORT_SIDE_PX = {"720p": 720, "1080p": 1080, "4k": 2160}


@dataclass(frozen=True)
class BuiltFile:
    """frames: the film's length. is_signed: it has Content Credentials."""

    frames: int
    is_signed: bool


def build_file(
    export: Export, folder: Path, *, progress: Callable[[float], None], stop: Callable[[], bool]
) -> BuiltFile:
    """Write the export's file into `folder`. Raise MediaError, OSError or Stopped."""
    shots = from_json(export.shots)
    generations = load_generations(shots)
    is_bundle = export.format == ExportFormat.BUNDLE
    share = 0.6 if is_bundle else 0.95  # share of the progress bar for joining the shots
    joined, film = folder / "raw.mp4", folder / "film.mp4"

    def report(part: float = share) -> None:
        progress(part)
        if stop():
            raise Stopped

    frames = stitch(
        [Segment(generations[shot.generation_id].video, shot.start, shot.end) for shot in shots],
        joined,
        shape=target_shape(export, generations[shots[0].generation_id]),
        labeled=export.labeled,
        stop=stop,
        progress=lambda part: progress(part * share),
    )
    claim = content_credentials.make_film_claim(
        export.name, generations.values(), includes_prompts=export.includes_prompts, report=report
    )
    is_signed = run_in_thread(lambda: content_credentials.sign_film(joined, film, claim), report)
    if is_bundle:
        write_bundle(export, film, folder / export.file.name, lambda part: report(share + part * (1 - share)))
    return BuiltFile(frames, is_signed)


def run_in_thread(act: Callable[[], bool], report: Callable[[], object]) -> bool:
    """Run `act` in a thread and return its result. Call `report` every second, to keep the lease.

    Signing a long film reports no progress. `act` must not use the database.
    """
    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(act)
        while not work.done():
            wait([work], timeout=1)
            report()
        return work.result()


def write_bundle(export: Export, film: Path, target: Path, progress: Callable[[float], None]) -> None:
    material = load_material(export.name, from_json(export.shots), content_credentials.for_download)
    cut = cut_with_notes(export.timeline, material)
    project = describe_project(material.shots, material.generations, cut)
    bundle.write(cut, film, target, project=project, progress=progress)


def target_shape(export: Export, first: Generation) -> Shape:
    """Return the first clip's shape in the export's size, at the project's frame rate."""
    facts, fps = first.film_facts, export.timeline.project.fps
    short = SHORT_SIDE_PX.get(export.size_name)
    if short is None:
        return Shape(facts.width_px, facts.height_px, fps)
    scale = Fraction(short, min(facts.width_px, facts.height_px))
    width, height = (round(side * scale / 2) * 2 for side in (facts.width_px, facts.height_px))
    return Shape(width, height, fps)
