"""Write everything an editor needs into one ZIP: the film, its clips, the cut in four formats, the notes.

The ZIP is written in chunks, never held in memory. Videos are stored uncompressed: they don't get smaller.
"""

import json
import re
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from studio.exports import edl, fcp7, fcpxml, otio, table
from studio.exports.cut import Cut
from studio.media import timecode, write_durably
from studio.media.stitch import Stopped

CHUNK = 1 << 20
WRITERS = {
    ".otio": otio.serialize,
    ".xml": fcp7.serialize,
    ".fcpxml": fcpxml.serialize,
    ".edl": edl.serialize,
}


def write(
    cut: Cut,
    film: Path,
    target: Path,
    *,
    project: dict[str, Any],
    progress: Callable[[float], None] = lambda part: None,
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Write the bundle to `target`, completely or not at all. Raise Stopped or OSError.

    project: the content of project.json.
    """
    texts, media = make_texts(cut, project), list_media(cut, film)

    def report(share: float) -> None:
        progress(share)
        if stop():
            raise Stopped

    write_durably(target, lambda part: write_zip(part, texts, media, report))


def make_texts(cut: Cut, project: dict[str, Any]) -> dict[str, str]:
    """Return the text files by their name in the ZIP."""
    top = make_file_name(cut.name)
    texts = {f"{top}/{top}{suffix}": serialize(cut) for suffix, serialize in WRITERS.items()}
    return texts | {
        f"{top}/README.txt": format_readme(cut, top),
        f"{top}/project.json": json.dumps(project, indent=2, ensure_ascii=False, default=str),
        f"{top}/notes.csv": format_notes(cut),
    }


def list_media(cut: Cut, film: Path) -> dict[str, Path]:
    """Return the videos by their name in the ZIP."""
    top = make_file_name(cut.name)
    clips = {f"{top}/{otio.FOLDER}/{shot.media_name}": shot.video for shot in cut.shots}
    return {f"{top}/{top}.mp4": film} | clips


def write_zip(
    target: Path, texts: Mapping[str, str], media: Mapping[str, Path], report: Callable[[float], None]
) -> None:
    """Write the files, and report the share of the videos' bytes after each chunk."""
    total, done = sum(path.stat().st_size for path in media.values()) or 1, 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as zip:
        for name, text in texts.items():
            zip.writestr(make_entry(name, zipfile.ZIP_DEFLATED), text.encode())
        for name, path in media.items():
            with zip.open(make_entry(name, zipfile.ZIP_STORED), "w", force_zip64=True) as out:
                for chunk in read_chunks(path):
                    out.write(chunk)
                    done += len(chunk)
                    report(done / total)


def make_entry(name: str, compression: int) -> zipfile.ZipInfo:
    """Return an entry with the current date that everyone may read once it is unpacked."""
    entry = zipfile.ZipInfo(name, time.localtime()[:6])
    entry.compress_type, entry.external_attr = compression, 0o644 << 16
    return entry


def read_chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def make_file_name(name: str) -> str:
    """Return the name without characters that any file system refuses."""
    return re.sub(r'[\x00-\x1f<>:"/\\|?*]+', " ", name).strip(" .")[:80].strip(" .") or "film"


def format_notes(cut: Cut) -> str:
    placed = [(timecode.format_timecode(note.frame, cut.fps), str(note.frame), note) for note in cut.markers]
    unplaced = [("not in this cut", "", note) for note in cut.unplaced]
    rows = [(time_code, frame, note.author, note.text) for time_code, frame, note in placed + unplaced]
    return table.write([("time code", "frame", "by", "note"), *rows])


def format_readme(cut: Cut, top: str) -> str:
    size = f"{cut.width_px} x {cut.height_px}"
    return f"""{cut.name}

{len(cut.shots)} shots, {cut.frames} frames at {float(cut.fps):.6g} per second, {size}.

{top}.mp4       the film
clips/          the clips it uses, in full length, in the order of their first use
{top}.otio      the cut for DaVinci Resolve 18.5 or newer (File, Import, Timeline), Kdenlive and others
{top}.xml       the cut as Final Cut Pro 7 XML for Premiere Pro (File, Import) and older Resolve
{top}.fcpxml    the cut for Final Cut Pro (File, Import, XML)
{top}.edl       the cut as an edit decision list, for everything else
notes.csv       the notes with their time codes. They are markers in the four files, too, except for notes
                at frames that are no longer in this cut.
project.json    for every clip: its prompt, its settings, the clips and images it starts from, its cost

Unpack everything into one folder before you open a cut, and leave clips/ where it is: the cut files refer
to the clips beside them. If a program asks for a clip, select the folder clips once.

Times in the cuts are exact to the frame. A frame that two chained clips share is in the film only once.
"""
