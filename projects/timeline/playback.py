"""A whole cut as one film on this machine, so that it plays without a gap in every browser.

A reel is named after what is in it, so a reel is never wrong, only old. A worker makes it when a page that
has the cut before it asks; while the cut is being changed, the page plays the clips by themselves.
"""

import hashlib
import json
import logging
import time
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.urls import reverse

from projects.core import storage
from projects.core.enqueue import nudge
from projects.models import Timeline
from projects.timeline.shot import PlacedShot
from projects.timeline.shots import shots_kept, shots_of
from studio.media import MediaError
from studio.media.stitch import Piece, Stopped, stitch

log = logging.getLogger(__name__)
KEPT = 3  # a timeline: the newest, and what other pages may still be playing
ASK_AGAIN_S = 30


def address(timeline: Timeline, shots: list[PlacedShot]) -> str:
    """Where the page finds the reel of these shots; "" where there is none: a clip is not finished, a single
    one needs none, and clips of different rates count other frames when they are joined."""
    rates = {shot.generation.fps for shot in shots}
    if len(shots) < 2 or len(rates) > 1 or not all(shot.generation.is_playable for shot in shots):
        return ""
    return reverse("playback-file", args=[timeline.project.slug, timeline.number, name_of(shots)])


def name_of(shots: list[PlacedShot]) -> str:
    """The same for the same frames of the same films."""
    parts = [[str(shot.generation.pk), shot.generation.sha256, shot.start, shot.end] for shot in shots]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def path_of(timeline: Timeline, name: str) -> Path:
    return folder_of(timeline) / f"{name}.mp4"


def folder_of(timeline: Timeline) -> Path:
    return Path(settings.MEDIA_ROOT) / "reels" / str(timeline.pk)


def ask(timeline: Timeline, name: str) -> bool:
    """Have it made, unless somebody asked a moment ago; False where the cut is another one by now."""
    if shots_named(timeline, name) is None:
        return False
    asked = asked_file(timeline, name)
    if not asked.exists() or time.time() - asked.stat().st_mtime > ASK_AGAIN_S:
        asked.parent.mkdir(parents=True, exist_ok=True)
        asked.touch()
        nudge("reel", f"{timeline.pk}:{name}")
    return True


def answer(timeline: Timeline, name: str) -> None:
    """What was asked for, if it is still wanted; whoever asks again is heard again."""
    try:
        make(timeline, name)
    finally:
        asked_file(timeline, name).unlink(missing_ok=True)


def asked_file(timeline: Timeline, name: str) -> Path:
    return folder_of(timeline) / f"{name}.asked"


def shots_named(timeline: Timeline, name: str) -> list[PlacedShot] | None:
    """The cut as it is now, or one that was kept, if it has this name."""
    if name == name_of(shots := shots_of(timeline)):
        return shots
    kept = (shots_kept(cut, timeline.project) for cut in timeline.cuts.all())
    return next((shots for shots in kept if name == name_of(shots)), None)


def make(timeline: Timeline, name: str = "") -> Path | None:
    """The reel with this name, or of the cut as it is now, made if it is not there; None where it cannot be
    made."""
    shots = shots_named(timeline, name) if name else shots_of(timeline)
    if not shots or not address(timeline, shots) or storage.room().is_full:
        return None
    target, asked = path_of(timeline, name_of(shots)), asked_file(timeline, name_of(shots))
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        raw = target.with_name(f"{uuid4().hex}.part.mp4")
        try:
            pieces = [Piece(shot.generation.film, shot.start, shot.end) for shot in shots]
            stitch(pieces, raw, progress=lambda part: asked.touch())  # it is still being made
            raw.replace(target)
        except (MediaError, Stopped, OSError):
            log.warning("No reel of timeline %s; its clips play by themselves.", timeline.pk, exc_info=True)
            return None
        finally:
            raw.unlink(missing_ok=True)
    sweep(target)
    return target


def sweep(newest: Path) -> None:
    """Older reels of the same timeline, and what a killed worker left."""
    others = sorted(newest.parent.glob("*"), key=lambda path: path.stat().st_mtime, reverse=True)
    films = [path for path in others if path.suffix == ".mp4" and ".part" not in path.name and path != newest]
    left = [path for path in others if ".part" in path.name and time.time() - path.stat().st_mtime > 3600]
    asked = [path for path in others if path.suffix == ".asked"]
    for path in films[KEPT - 1 :] + left + asked:
        path.unlink(missing_ok=True)
