"""Write everything an editor needs into one ZIP: the film, its clips, the cut in four formats, the notes.

The ZIP is written in chunks, never held in memory. Videos are stored uncompressed: they don't get smaller.
"""

import json
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from studio.exports import CUT_FORMATS, FormatError, attempt, otio, serialize, table
from studio.exports.cut import Cut
from studio.media import timecode, write_durably
from studio.media.stitch import Stopped
from studio.text import drop_control_characters, make_file_name

CHUNK = 1 << 20
README = {
    ".mp4": "the film",
    "clips/": "the clips it uses, in full length, in the order of their first use",
    ".otio": "the cut for DaVinci Resolve 18.5 or newer (File, Import, Timeline), Kdenlive and others",
    ".xml": "the cut as Final Cut Pro 7 XML for Premiere Pro (File, Import) and older Resolve",
    ".fcpxml": "the cut for Final Cut Pro (File, Import, XML)",
    ".edl": "the cut as an edit decision list, for everything else",
    "notes.csv": """the notes with their time codes. They are markers in the cuts, too, except for notes
                at frames that are no longer in this cut.""",
    "project.json": "for every clip: its prompt, its settings, the clips and images it starts from, its cost",
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

    project: the content of project.json. A file that can't be made is left out, and README.txt says why.
    """
    top = make_file_name(cut.name, "film")
    media, unreadable = find_readable(list_media(cut, film, top))
    texts, unwritten = make_texts(cut, project, top)
    texts["README.txt"] = format_readme(cut, top, unreadable | unwritten)
    texts = {f"{top}/{name}": text for name, text in texts.items()}
    media = {f"{top}/{name}": path for name, path in media.items()}

    def report(share: float) -> None:
        progress(share)
        if stop():
            raise Stopped

    write_durably(target, lambda part: write_zip(part, texts, media, report))


def make_texts(cut: Cut, project: dict[str, Any], top: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the text files by name, and for each that could not be made, why."""
    writers: dict[str, Callable[[], str]] = {
        f"{top}{suffix}": partial(serialize, cut, format) for format, (suffix, *_) in CUT_FORMATS.items()
    }
    writers["project.json"] = partial(attempt, "project.json", lambda: format_project(project))
    writers["notes.csv"] = partial(attempt, "notes.csv", lambda: format_notes(cut))
    texts, failed = {}, {}
    for name, write in writers.items():
        try:
            texts[name] = write()
        except FormatError as error:
            failed[name] = str(error)
    return texts, failed


def format_project(project: dict[str, Any]) -> str:
    return drop_control_characters(json.dumps(project, indent=2, ensure_ascii=False, default=str))


def list_media(cut: Cut, film: Path, top: str) -> dict[str, Path]:
    """Return the videos by their name in the ZIP."""
    return {f"{top}.mp4": film} | {f"{otio.FOLDER}/{shot.media_name}": shot.video for shot in cut.shots}


def find_readable(media: Mapping[str, Path]) -> tuple[dict[str, Path], dict[str, str]]:
    """Return the videos that can be read, and for each of the others, why not."""
    readable, failed = {}, {}
    for name, path in media.items():
        try:
            path.open("rb").close()
            readable[name] = path
        except OSError as error:
            failed[name] = f"The file can't be read ({error.strerror})."
    return readable, failed


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


def format_notes(cut: Cut) -> str:
    placed = [(timecode.format_timecode(note.frame, cut.fps), str(note.frame), note) for note in cut.markers]
    unplaced = [("not in this cut", "", note) for note in cut.unplaced]
    rows = [(time_code, frame, note.author, note.text) for time_code, frame, note in placed + unplaced]
    return table.write([("time code", "frame", "by", "note"), *rows])


def format_readme(cut: Cut, top: str, left_out: Mapping[str, str]) -> str:
    size = f"{cut.width_px} x {cut.height_px}"
    return f"""{cut.name}

{len(cut.shots)} shots, {cut.frames} frames at {float(cut.fps):.6g} per second, {size}.

{list_files(top, left_out)}
{list_left_out(left_out)}
Unpack everything into one folder before you open a cut, and leave clips/ where it is: the cut files refer
to the clips beside them. If a program asks for a clip, select the folder clips once.

Times in the cuts are exact to the frame. A frame that two chained clips share is in the film only once.
"""


def list_files(top: str, left_out: Mapping[str, str]) -> str:
    """Return a line for each file of the ZIP. An entry of README is a suffix or a whole name."""
    names = {f"{top}{entry}" if entry.startswith(".") else entry: text for entry, text in README.items()}
    return "\n".join(f"{name:<15} {text}" for name, text in names.items() if name not in left_out)


def list_left_out(left_out: Mapping[str, str]) -> str:
    if not left_out:
        return ""
    return "\nNot in this bundle:\n" + "".join(f"{name}: {why}\n" for name, why in left_out.items())
