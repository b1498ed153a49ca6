"""Journey 8: exporting a film, with progress, frame by frame, canceled, through a kill, and as a bundle."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
from contextlib import closing, suppress
from fractions import Fraction
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import av
import numpy as np
import opentimelineio as otio
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from studio.media.stitch import Segment, Shape, stitch
from tests.journeys.live import wait_for
from tests.journeys.steps import generate_shot, wait_for_videos
from tests.studio.media.numbered import payload

pytestmark = [pytest.mark.browser, pytest.mark.live]
LONG_MS = 400_000  # in the worst case other tests take both cores
SMALL = (96, 54)
SHAPE = Shape(1280, 720, Fraction(24))
EXPORTS = "projects_export e JOIN projects_render r ON r.export_id = e.id"
LEFT = re.compile(r"^about \d+ (s|min) left$")


@pytest.fixture
def cut(timeline):
    """The timeline with two chained shots, generated once for all tests of this file."""
    page = timeline
    if page.locator("#strip .shot").count() == 0:
        generate_shot(page, "A lighthouse beam over a teal sea at dawn")
        expect(page.locator("#panel")).to_contain_text("Append after shot 1")
        generate_shot(page, "The keeper climbs the hill")
    wait_for_videos(page, 2)
    return page


def open_dialog(page):
    page.get_by_role("button", name="Export", exact=True).first.click()
    dialog = page.locator("#export-dialog")
    expect(dialog.locator("[name=client_token]")).to_be_attached()
    return dialog


def export(page, **chosen):
    dialog = open_dialog(page)
    for name, value in chosen.items():
        dialog.locator(f"[name={name}][value='{value}']").check()
    before = dialog.locator(".exports__item").count()
    dialog.locator("#export-form .button--primary").click()
    expect(dialog.locator(".exports__item")).to_have_count(before + 1)
    return dialog


def newest_export(dialog):
    return dialog.locator("#exports .exports__item").first


def download(page, dialog):
    link = newest_export(dialog).get_by_role("link", name="Download")
    expect(link).to_be_visible(timeout=LONG_MS)
    with page.expect_download() as coming:
        link.click()
    page.keyboard.press("Escape")
    return coming.value


def rows(studio, query, *values):
    with closing(sqlite3.connect(studio.data / "dailies.sqlite3", timeout=30)) as database, database:
        return database.execute(query, values).fetchall()


def pictures(path):
    """Return every frame, gray and small."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        return [frame.reformat(*SMALL, "gray").to_ndarray().astype(int) for frame in container.decode(stream)]


def segments_of(page, studio):
    """Return the strip's shots as segments of the stored videos."""
    segments = []
    for shot in page.eval_on_selector_all("#strip .shot", "all => all.map((one) => ({ ...one.dataset }))"):
        [id] = re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", shot["video"])
        film = studio.data / "media" / "clips" / id / "film.mp4"
        segments.append(Segment(film, int(shot["start"]), int(shot["end"])))
    return segments


def expected_frames(page, studio):
    found = []
    for segment in segments_of(page, studio):
        found += pictures(segment.path)[segment.start_frame : segment.end_frame]
    return found


def assert_same_frames(found, expected):
    """Assert that they have as many frames, each the same but for a second encoding."""
    assert len(found) == len(expected)
    assert max(np.abs(a - b).mean() for a, b in zip(found, expected, strict=True)) < 2


def test_an_exported_film_has_exactly_the_frames_of_the_timeline(cut, studio):
    """1. Two quick presses start one export.  2. It says who started it.  3. The downloaded film has the
    frames of the strip: each once, and most of them bit for bit those of the clips."""
    page = cut
    dialog = open_dialog(page)
    assert not Axe().run(page, context="#export-dialog").response["violations"]
    dialog.locator("#export-form .button--primary").dblclick()
    film = download(page, dialog)
    expect(dialog.locator(".exports__item")).to_have_count(1)
    expect(newest_export(dialog)).to_contain_text(re.compile(r"Film.*Original\s+·\s+Ada", re.S | re.I))
    assert film.suggested_filename == "first-project_timeline-1.mp4"
    found, expected = pictures(film.path()), expected_frames(page, studio)
    assert_same_frames(found, expected)
    other = [n for n, (a, b) in enumerate(zip(found, expected, strict=True)) if not np.array_equal(a, b)]
    join = segments_of(page, studio)[0].frames
    assert all(join - 4 < n < join for n in other), "encoded again only where a frame was left out"
    assert rows(studio, f"SELECT count(*), max(tries) FROM {EXPORTS}") == [(1, 1)]


def test_an_export_is_canceled_while_it_is_made(cut, studio):
    """1. It shows its progress and the time left.  2. Cancel.  3. The worker stops and no file stays."""
    page = cut
    dialog = export(page, size_name="4k", labeled="1")
    expect(newest_export(dialog).get_by_role("status")).to_have_text(LEFT, timeout=LONG_MS)
    assert 0 < newest_export(dialog).get_by_role("progressbar").evaluate("one => one.value") < 1
    newest_export(dialog).get_by_role("button", name="Cancel").click()
    expect(newest_export(dialog)).to_contain_text("Canceled")
    [(id,)] = rows(studio, "SELECT id FROM projects_export WHERE size_name = '4k'")
    wait_for(lambda: not list((studio.data / "media/exports").glob(f"{dashed(id)}*")), "an empty desk")
    page.keyboard.press("Escape")


def dashed(id):
    return re.sub(r"(.{8})(.{4})(.{4})(.{4})(.{12})", r"\1-\2-\3-\4-\5", id)


def test_an_export_survives_the_death_of_its_workers(cut, studio, tmp_path):
    """1. Every frame must be encoded, which takes a while.  2. Both workers are killed meanwhile.  3. Their
    lease runs out (not waited for here).  4. Others start over: the film has every frame once, and no part of
    the first try is left."""
    page = cut
    dialog = export(page, size_name="720p", labeled="1")
    making = f"SELECT e.id FROM {EXPORTS} WHERE size_name = '720p' AND state = 'making'"
    [(id,)] = wait_for(lambda: rows(studio, making), "a worker")
    folder = studio.data / "media" / "exports" / dashed(id)
    wait_for(lambda: any(size(path) for path in folder.glob("*/*.part")), "a half-written file")
    for pid in studio.pids()["workers"]:
        os.kill(pid, signal.SIGKILL)
    assert rows(studio, making) == [(id,)], "killed in the middle of it"
    rows(studio, "UPDATE projects_render SET lease_until = requested_at WHERE state = 'making'")
    film = download(page, dialog)
    frames = stitch(segments_of(page, studio), tmp_path / "again.mp4", shape=SHAPE, labeled=True)
    assert payload(film.path()) == payload(tmp_path / "again.mp4"), "as if nobody had been killed"
    result = rows(studio, f"SELECT state, tries, frames FROM {EXPORTS} WHERE size_name = '720p'")
    assert result == [("ready", 2, frames)]
    assert [path.name for path in folder.iterdir()] == ["film.mp4"]


def size(path):
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


def test_a_bundle_contains_everything(cut, studio, tmp_path):
    """1. It is downloaded and unpacked.  2. The film in it has the timeline's frames.  3. Each editing format
    refers to the clips beside it, which have readable names, and has the frames of the strip."""
    page = cut
    bundle = download(page, export(page, format="bundle"))
    assert bundle.suggested_filename == "first-project_timeline-1.zip"
    unpack(bundle.path(), tmp_path)
    folder = tmp_path / "Timeline 1"
    clips = sorted(path.name for path in (folder / "clips").iterdir())
    assert clips == ["010_a-lighthouse-beam-over_take1.mp4", "020_the-keeper-climbs-the_take1.mp4"]
    expected = expected_frames(page, studio)
    assert_same_frames(pictures(folder / "Timeline 1.mp4"), expected)
    line = otio.adapters.read_from_file(str(folder / "Timeline 1.otio"))
    named = [clip.media_reference.target_url for clip in line.find_clips()]
    for tag, suffix in (("media-rep", "fcpxml"), ("pathurl", "xml")):
        root = ElementTree.parse(folder / f"Timeline 1.{suffix}").getroot()
        named += [one.get("src") or one.text for one in root.iter(tag)]
    assert {(folder / unquote(name)).resolve().name for name in named} == set(clips)
    at = 0
    for clip in line.find_clips():
        span = clip.trimmed_range()
        start, length = int(span.start_time.value), int(span.duration.value)
        film = pictures(folder / clip.media_reference.target_url)
        assert_same_frames(film[start : start + length], expected[at : at + length])
        at += length
    assert at == len(expected)
    edl = otio.adapters.read_from_file(str(folder / "Timeline 1.edl"))
    assert edl.duration().value == at
    assert "The keeper climbs the hill" in (folder / "project.json").read_text()
    assert "leave clips/ where it is" in (folder / "README.txt").read_text()


def unpack(packed: Path, target: Path) -> None:
    if shutil.which("unzip") is None:
        shutil.unpack_archive(packed, target, "zip")
    else:
        subprocess.run(["unzip", "-q", str(packed), "-d", str(target)], check=True)
