"""Unpack bundles and check that everything is in them, and that writing one needs little memory."""

import json
import re
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

from studio.exports import bundle, table
from studio.media.stitch import Stopped
from tests.studio.exports.cuts import RATES, make_cut, spans_of

pytestmark = pytest.mark.slow


@pytest.fixture
def cut(tmp_path):
    videos = {}
    for number in (1, 2, 3):
        name = f"{number * 10:03d}_annas-shot_take{number}.mp4"
        videos[name] = tmp_path / f"source{number}.mp4"
        videos[name].write_bytes(bytes([number]) * 1000)
    return make_cut(Fraction(24), videos=videos)


@pytest.fixture
def video(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(b"film" * 1000)
    return path


@pytest.fixture
def folder(cut, video, tmp_path):
    """Write a bundle and unpack it."""
    bundle.write(cut, video, tmp_path / "out.zip", project={"dailies": 1, "name": "ö"})
    with zipfile.ZipFile(tmp_path / "out.zip") as zip:
        assert zip.testzip() is None
        zip.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked" / "Harbour, rough"


def test_a_bundle_contains_everything(folder):
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
    assert len(list((folder / "clips").iterdir())) == 3, "a clip that is used twice is in it once"
    assert json.loads((folder / "project.json").read_text()) == {"dailies": 1, "name": "ö"}
    assert "00:00:05:03,123,Bo" in (folder / "notes.csv").read_text()
    assert (folder / "Harbour, rough.mp4").read_bytes() == b"film" * 1000


def test_the_cut_files_refer_to_clips_in_the_unpacked_folder(folder):
    timeline = otio.adapters.read_from_file(str(folder / "Harbour, rough.otio"))
    names = [clip.media_reference.target_url for clip in timeline.find_clips()]
    for tag, suffix in (("media-rep", "fcpxml"), ("pathurl", "xml")):
        root = ElementTree.parse(folder / f"Harbour, rough.{suffix}").getroot()
        names += [element.get("src") or element.text for element in root.iter(tag)]
    assert len(names) >= 4 + 3 + 3
    assert all((folder / unquote(name)).is_file() for name in names)


@pytest.mark.skipif(shutil.which("unzip") is None, reason="needs unzip, which is not installed")
@pytest.mark.parametrize("fps", RATES)
def test_the_usual_tools_read_the_same_cuts_from_the_unpacked_files(cut, video, tmp_path, fps):
    """Use `unzip` and then OpenTimelineIO's own commands, as an assistant editor would."""
    cut = replace(cut, fps=fps)
    bundle.write(cut, video, tmp_path / "out.zip", project={})
    run("unzip", "-q", "out.zip", cwd=tmp_path)
    folder = tmp_path / "Harbour, rough"
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*.*")} == {0o644}
    media = run("otiotool", "--input", "Harbour, rough.otio", "--list-media", "--verify-media", cwd=folder)
    assert media.count("MEDIA EXISTS: clips/") == 4 and "NOT FOUND" not in media
    for suffix, options in ((".otio", []), (".xml", []), (".edl", ["-a", f"rate={float(fps)}"])):
        run("otioconvert", "-i", f"Harbour, rough{suffix}", "-o", "read.otio", *options, cwd=folder)
        timeline = otio.adapters.read_from_file(str(folder / "read.otio"))
        timeline = timeline if isinstance(timeline, otio.schema.Timeline) else next(iter(timeline))
        ranges = [clip.trimmed_range() for clip in timeline.video_tracks()[0].find_clips()]
        assert [(one.start_time.value, one.duration.value) for one in ranges] == spans_of(cut), suffix


def run(tool, *arguments, cwd):
    """Run the tool of our own environment, or else the machine's."""
    own = Path(sys.executable).with_name(tool)
    done = subprocess.run(
        [str(own) if own.exists() else tool, *arguments], cwd=cwd, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_name_cannot_leave_the_folder(cut, video, tmp_path):
    bundle.write(replace(cut, name="../../etc/passwd\x00"), video, tmp_path / "out.zip", project={})
    with zipfile.ZipFile(tmp_path / "out.zip") as zip:
        assert all(".." not in name.split("/") and not name.startswith("/") for name in zip.namelist())


def unpack(cut, video, folder):
    """Write a bundle of the cut and return its texts and videos by name."""
    bundle.write(cut, video, folder / "out.zip", project={"name": "\ud83d"})
    with zipfile.ZipFile(folder / "out.zip") as zip:
        return {name: zip.read(name) for name in zip.namelist()}


def test_what_cannot_be_written_is_left_out_and_named(cut, video, tmp_path):
    """1. No time code counts 16 frames a second.  2. A clip is deleted before it is packed."""
    cut.shots[0].video.unlink()
    files = unpack(replace(cut, fps=Fraction(16)), video, tmp_path)
    names = {name.removeprefix("Harbour, rough/") for name in files}
    assert {"Harbour, rough.otio", "Harbour, rough.fcpxml", "Harbour, rough.mp4", "notes.csv"} <= names
    assert {"project.json", "clips/020_annas-shot_take2.mp4"} <= names
    listed, missing = files["Harbour, rough/README.txt"].decode().split("Not in this bundle:\n")
    assert "Harbour, rough.edl" not in listed and "Harbour, rough.otio" in listed
    assert re.findall(r"^(.+?): .*\.$", missing.partition("\n\n")[0], re.MULTILINE) == [
        "clips/010_annas-shot_take1.mp4",
        "Harbour, rough.xml",
        "Harbour, rough.edl",
    ]
    assert not names & {"Harbour, rough.edl", "Harbour, rough.xml", "clips/010_annas-shot_take1.mp4"}


def test_a_readme_without_losses_names_none(folder):
    assert "Not in this bundle" not in (folder / "README.txt").read_text()


@pytest.mark.parametrize(
    "name",
    [
        80 * "🎬",
        80 * "港",
        40 * "👩🏽‍🚀",
        "CON",
        "aux.2026",
        "lpt¹",
        "nul .final",
        "cut. . .",
        "a\tb\nc",
        "..",
    ],
)
def test_a_bundle_of_any_name_can_be_unpacked_anywhere(cut, video, tmp_path, name):
    """A disk takes 255 bytes; Windows keeps some names for devices and drops dots and spaces at the end."""
    names = [part for path in unpack(replace(cut, name=name), video, tmp_path) for part in path.split("/")]
    assert max(len(part.encode()) for part in names) <= 255
    for part in names:
        assert not re.match(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)", part)
        assert part == part.strip(" .") and not re.search(r'[\x00-\x1f<>:"\\|?*]', part)
    with zipfile.ZipFile(tmp_path / "out.zip") as zip:
        zip.extractall(tmp_path / "unpacked")


def test_a_large_video_is_never_held_in_memory(cut, video, tmp_path):
    with video.open("wb") as file:
        file.truncate(200_000_000)
    tracemalloc.start()
    bundle.write(cut, video, tmp_path / "out.zip", project={})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000
    assert (tmp_path / "out.zip").stat().st_size > 200_000_000


def test_stopping_in_the_middle_leaves_nothing_behind(cut, video, tmp_path):
    with pytest.raises(Stopped):
        bundle.write(cut, video, tmp_path / "out.zip", project={}, stop=lambda: True)
    assert not list(tmp_path.glob("out*"))


def test_no_note_becomes_a_formula():
    assert table.escape("=1+1") == "'=1+1"
