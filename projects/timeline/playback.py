"""Playback files: a cut joined into one video, which plays without gaps in every browser.

A file's name is derived from its content, so a file is never wrong, only outdated. A worker makes it when a
page requests it. Until then, and while the cut is edited, the page plays the shots one by one.
"""

import hashlib
import json
import shutil
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from projects.core import renders, storage
from projects.models import Render, Timeline
from projects.timeline.shot import PlacedShot
from projects.timeline.shots import shots_of, shots_of_cut
from studio.media import MediaError
from studio.media.stitch import Segment, Shape, stitch

KEPT = 3  # per timeline: the newest, and those that other pages may still play
LEFT_S = 3600  # older folders of workers were left by killed ones


def url_of(timeline: Timeline, shots: list[PlacedShot]) -> str:
    """Return the URL of the playback file of these shots, or "" if they have none.

    A single shot needs none, and unfinished shots can't be joined yet.
    """
    if len(shots) < 2 or not all(shot.generation.is_playable for shot in shots):
        return ""
    return reverse("playback-file", args=[timeline.project.slug, timeline.number, name_of(timeline, shots)])


def name_of(timeline: Timeline, shots: list[PlacedShot]) -> str:
    """Return a name derived from the videos, their frames and the project's frame rate."""
    parts: list[Any] = [str(timeline.project.fps)]
    for shot in shots:
        clip = shot.generation
        parts.append([str(clip.pk), f"{clip.sha256}{clip.conformed_size or ''}", shot.start, shot.end])
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def path_of(timeline: Timeline, name: str) -> Path:
    return folder_of(timeline) / f"{name}.mp4"


def folder_of(timeline: Timeline) -> Path:
    # The folder has its name from release 0.1.0: renaming it would have to move files of running studios.
    return Path(settings.MEDIA_ROOT) / "reels" / str(timeline.pk)


def request(timeline: Timeline, name: str) -> bool:
    """Request the playback file with this name. Return False if the cut has changed since."""
    if find_shots(timeline, name) is None:
        return False
    renders.request(timeline=timeline, key=name)
    return True


def find_shots(timeline: Timeline, name: str) -> list[PlacedShot] | None:
    """Return the shots of the timeline or of a saved version, whichever has this name."""
    if name == name_of(timeline, shots := shots_of(timeline)):
        return shots
    saved = (shots_of_cut(cut, timeline.project) for cut in timeline.cuts.all())
    return next((shots for shots in saved if name == name_of(timeline, shots)), None)


def build(timeline: Timeline, name: str) -> None:
    """Render the playback file with this name if a page requested it and the cut is still the same."""
    render = Render.objects.filter(timeline=timeline, key=name).first()
    if render is None:
        return
    shots = find_shots(timeline, name)
    if not shots or not url_of(timeline, shots):
        renders.cancel(render)
        return
    target = path_of(timeline, name)
    renders.run(
        render,
        target,
        lambda folder, lease: join(timeline, shots, folder / target.name, lease),
        store=lambda _: sweep(target),
    )


def join(timeline: Timeline, shots: list[PlacedShot], target: Path, lease: renders.RenderLease) -> None:
    if storage.measure().is_low:
        raise MediaError(renders.no_room())
    segments = [Segment(shot.generation.video, shot.start, shot.end) for shot in shots]
    first = shots[0].generation.film_facts
    shape = Shape(first.width_px, first.height_px, timeline.project.fps)
    stitch(segments, target, shape=shape, progress=lease.report, stop=lease.is_lost)


def sweep(newest: Path) -> None:
    """Delete older playback files of the timeline, and the files of killed workers."""
    files = sorted(newest.parent.glob("*"), key=lambda path: path.stat().st_mtime, reverse=True)
    old_videos = [path for path in files if path.is_file() and path.suffix == ".mp4" and path != newest]
    for path in old_videos[KEPT - 1 :]:
        path.unlink(missing_ok=True)
    for path in files:
        if path.is_dir() and time.time() - path.stat().st_mtime > LEFT_S:
            shutil.rmtree(path, ignore_errors=True)
