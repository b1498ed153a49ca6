"""Everything an editor needs, in one zip: the film, its clips, the cut in four formats, the notes, the story.

Written piece by piece to disk, never held in memory. Films are stored, not packed: they do not get smaller.
"""

import csv
import io
import json
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from studio.exports import edl, fcp7, fcpxml, otio
from studio.exports.cut import Cut
from studio.media import timecode, write_durably
from studio.media.stitch import Stopped

CHUNK = 1 << 20
WRITERS = {".otio": otio.written, ".xml": fcp7.written, ".fcpxml": fcpxml.written, ".edl": edl.written}


def write(
    cut: Cut,
    film: Path,
    target: Path,
    *,
    project: dict[str, Any],
    progress: Callable[[float], None] = lambda part: None,
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """The bundle at `target`, whole or not at all. Raises Stopped, OSError.

    project: what project.json tells.
    """
    write_durably(target, lambda part: pack(cut, film, part, project, progress, stop))


def pack(
    cut: Cut,
    film: Path,
    part: Path,
    project: dict[str, Any],
    progress: Callable[[float], None],
    stop: Callable[[], bool],
) -> None:
    top = file_name(cut.name)
    media = {f"{top}/{top}.mp4": film} | {
        f"{top}/{otio.FOLDER}/{shot.media_name}": shot.film for shot in cut.shots
    }
    texts = {f"{top}/{top}{suffix}": written(cut) for suffix, written in WRITERS.items()}
    texts |= {
        f"{top}/README.txt": readme(cut, top),
        f"{top}/project.json": json.dumps(project, indent=2, ensure_ascii=False, default=str),
        f"{top}/notes.csv": notes(cut),
    }
    total, done = sum(path.stat().st_size for path in media.values()) or 1, 0
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as zip:
        for name, text in texts.items():
            zip.writestr(entry(name, zipfile.ZIP_DEFLATED), text.encode())
        for name, path in media.items():
            with zip.open(entry(name, zipfile.ZIP_STORED), "w", force_zip64=True) as out:
                for chunk in chunks(path):
                    out.write(chunk)
                    done += len(chunk)
                    progress(done / total)
                    if stop():
                        raise Stopped


def entry(name: str, kind: int) -> zipfile.ZipInfo:
    """Of today, and unpacked so that everybody may read it, whatever our own files allow."""
    made = zipfile.ZipInfo(name, time.localtime()[:6])
    made.compress_type, made.external_attr = kind, 0o644 << 16
    return made


def chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def file_name(words: str) -> str:
    """ "Night harbour, rough" without what a disk somewhere would refuse."""
    return re.sub(r'[\x00-\x1f<>:"/\\|?*]+', " ", words).strip(" .")[:80].strip(" .") or "film"


def notes(cut: Cut) -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["time code", "frame", "by", "note"])
    for one in cut.markers:
        told = (timecode.format_timecode(one.frame, cut.fps), one.frame, one.by, one.words)
        rows.writerow([harmless(str(value)) for value in told])
    for one in cut.unplaced:
        rows.writerow(["not in this cut", "", harmless(one.by), harmless(one.words)])
    return out.getvalue()


def harmless(text: str) -> str:
    """No spreadsheet takes it for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def readme(cut: Cut, top: str) -> str:
    return f"""{cut.name}

{len(cut.shots)} shots, {cut.frames} frames, {float(cut.fps):.6g} a second, {cut.width_px} x {cut.height_px}.

{top}.mp4       the film
clips/          the clips it is cut from, whole, in the order of their first use
{top}.otio      the cut for DaVinci Resolve 18.5 or newer (File, Import, Timeline), Kdenlive and others
{top}.xml       the cut as Final Cut Pro 7 XML for Premiere Pro (File, Import) and older Resolve
{top}.fcpxml    the cut for Final Cut Pro (File, Import, XML)
{top}.edl       the cut as an edit decision list, for everything else
notes.csv       the notes with their time code; they are markers in the four files too, but for those whose
                frames are not in this cut any more
project.json    for every clip: the words it was made from, its settings, what it grew from, what it cost

Unpack everything into one folder before you open a cut, and leave clips/ where it is: the files name the
clips beside them. If a program asks for a clip, show it the folder clips once.

Times in the cuts are exact to the frame. A frame that two chained clips share is in the film once.
"""
