"""The bundle: everything in it, found again in the unpacked folder, and never held in memory."""

import json
import shutil
import subprocess
import sys
import tracemalloc
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import opentimelineio as otio
import pytest

from studio.exports import bundle
from studio.media.stitch import Stopped
from tests.studio.exports.cuts import RATES, cut, spans_of


@pytest.fixture
def made(tmp_path):
    films = {}
    for number in (1, 2, 3):
        name = f"{number * 10:03d}_annas-shot_take{number}.mp4"
        films[name] = tmp_path / f"source{number}.mp4"
        films[name].write_bytes(bytes([number]) * 1000)
    film = tmp_path / "film.mp4"
    film.write_bytes(b"film" * 1000)
    return cut(Fraction(24), films=films), film


def unpacked(made, tmp_path, **more):
    what, film = made
    bundle.write(what, film, tmp_path / "out.zip", project={"dailies": 1, "name": "ö"}, **more)
    with zipfile.ZipFile(tmp_path / "out.zip") as zip:
        assert zip.testzip() is None
        zip.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked" / "Harbour, rough"


def test_everything_is_in_it(made, tmp_path):
    folder = unpacked(made, tmp_path)
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "Harbour, rough.edl",
        "Harbour, rough.fcpxml",
        "Harbour, rough.mp4",
        "Harbour, rough.otio",
        "Harbour, rough.xml",
        "README.txt",
        "clips",
        "notes.csv",
        "project.json",
    ]
    assert len(list((folder / "clips").iterdir())) == 3  # the film that is used twice is there once
    assert json.loads((folder / "project.json").read_text()) == {"dailies": 1, "name": "ö"}
    assert "00:00:05:03,123,Bo" in (folder / "notes.csv").read_text()
    assert (folder / "Harbour, rough.mp4").read_bytes() == b"film" * 1000


def test_the_clips_are_found_in_the_unpacked_folder(made, tmp_path):
    folder = unpacked(made, tmp_path)
    line = otio.adapters.read_from_file(str(folder / "Harbour, rough.otio"))
    named = [clip.media_reference.target_url for clip in line.find_clips()]
    for tag, file in (("media-rep", "fcpxml"), ("pathurl", "xml")):
        root = ElementTree.parse(folder / f"Harbour, rough.{file}").getroot()
        named += [one.get("src") or one.text for one in root.iter(tag)]
    assert len(named) >= 4 + 3 + 3
    assert all((folder / unquote(name)).is_file() for name in named)


@pytest.mark.skipif(shutil.which("unzip") is None, reason="needs unzip, which is not installed")
@pytest.mark.parametrize("fps", RATES)
def test_the_usual_tools_read_the_same_cuts_from_the_unpacked_files(made, tmp_path, fps):
    """`unzip`, then OpenTimelineIO's own commands on what lies there, as an editor's assistant would."""
    what, film = replace(made[0], fps=fps), made[1]
    bundle.write(what, film, tmp_path / "out.zip", project={})
    shell("unzip", "-q", "out.zip", at=tmp_path)
    folder = tmp_path / "Harbour, rough"
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*.*")} == {0o644}
    told = shell("otiotool", "--input", "Harbour, rough.otio", "--list-media", "--verify-media", at=folder)
    assert told.count("MEDIA EXISTS: clips/") == 4 and "NOT FOUND" not in told
    for suffix, more in ((".otio", []), (".xml", []), (".edl", ["-a", f"rate={float(fps)}"])):
        shell("otioconvert", "-i", f"Harbour, rough{suffix}", "-o", "read.otio", *more, at=folder)
        line = otio.adapters.read_from_file(str(folder / "read.otio"))
        line = line if isinstance(line, otio.schema.Timeline) else next(iter(line))
        found = [clip.trimmed_range() for clip in line.video_tracks()[0].find_clips()]
        assert [(one.start_time.value, one.duration.value) for one in found] == spans_of(what), suffix


def shell(tool, *arguments, at):
    """The tool of our own environment, else the machine's."""
    own = Path(sys.executable).with_name(tool)
    done = subprocess.run(
        [str(own) if own.exists() else tool, *arguments], cwd=at, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_name_cannot_leave_the_folder(made, tmp_path):
    what, film = made
    bundle.write(replace(what, name="../../etc/passwd\x00"), film, tmp_path / "out.zip", project={})
    with zipfile.ZipFile(tmp_path / "out.zip") as zip:
        assert all(".." not in name.split("/") and not name.startswith("/") for name in zip.namelist())


def test_a_large_film_is_never_held_in_memory(made, tmp_path):
    what, film = made
    with film.open("wb") as file:
        file.truncate(200_000_000)
    tracemalloc.start()
    bundle.write(what, film, tmp_path / "out.zip", project={})
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000
    assert (tmp_path / "out.zip").stat().st_size > 200_000_000


def test_stopped_in_the_middle_it_leaves_nothing(made, tmp_path):
    what, film = made
    with pytest.raises(Stopped):
        bundle.write(what, film, tmp_path / "out.zip", project={}, stop=lambda: True)
    assert not list(tmp_path.glob("out*"))


def test_no_note_becomes_a_formula():
    assert bundle.harmless("=1+1") == "'=1+1"
