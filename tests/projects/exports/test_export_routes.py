"""Exports from the page and from the shell: bundles, editing formats, notes, and who exported."""

import json
import re
import zipfile
from datetime import timedelta
from uuid import uuid4

import opentimelineio as otio
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from projects.core.formats import file_words
from projects.exports import queue
from projects.models import Generation, Render, RenderState
from projects.review import notes, publish
from projects.timeline import shots
from tests.projects import cast
from tests.projects.cast import FRAMES
from tests.projects.exports.steps import build_export, request_export
from tests.studio.media.numbered import numbers

pytestmark = pytest.mark.django_db


def test_the_bundle_contains_film_clips_editing_formats_and_project(timeline, tmp_path):
    export = build_export(timeline, format="bundle")
    with zipfile.ZipFile(export.file) as zip:
        zip.extractall(tmp_path / "out")
    folder = tmp_path / "out" / "Rough cut"
    assert numbers(folder / "Rough cut.mp4") == list(range(FRAMES * 2 - 1))
    line = otio.adapters.read_from_file(str(folder / "Rough cut.otio"))
    names = [clip.media_reference.target_url for clip in line.find_clips()]
    assert names == ["clips/010_the-secret-words-of_take1.mp4", "clips/020_the-secret-words-of_take1.mp4"]
    assert all((folder / name).is_file() for name in names)
    spans = [clip.trimmed_range() for clip in line.find_clips()]
    assert [(span.start_time.value, span.duration.value) for span in spans] == [(0, FRAMES - 1), (0, FRAMES)]
    project = json.loads((folder / "project.json").read_text())
    continued = project["clips"][project["shots"][1]["clip"]]
    assert continued["keyframes"] == [
        {"end": "frame0", "clip": project["shots"][0]["clip"], "number": 1, "edge": "last"}
    ]
    assert [path.name for path in export.folder.iterdir()] == ["film.zip"]


def test_file_names_sort_in_timeline_order_even_beyond_99_clips(project):
    clip = cast.clip(project, "completed")
    names = [shots.media_name(n, clip, digits=4) for n in (1, 99, 100, 120)]
    assert names == sorted(names) and names[0].startswith("0010_")
    assert shots.media_name(1, clip) == "010_a-lighthouse-at-dusk_take1.mp4"


@pytest.mark.parametrize("name", [200 * "港", 200 * "𒀀", "con", "Aux.png"])
def test_the_words_of_a_file_name_fit_any_disk(name):
    words = file_words(name)
    assert len(f"{60 * 's'}_{words}_first.fcpxml".encode()) <= 255
    assert words and words.lower() not in ("con", "aux")


# -- notes ---------------------------------------------------------------------------------------------------


@pytest.fixture
def noted_timeline(timeline):
    """A review of the timeline with notes at frame 5, at 20 to 22 and at 30 (frame 7 of shot 2)."""
    review = publish.publish_timeline(timeline, timeline.project.memberships.get().person)
    publish.build(review)
    review.refresh_from_db()
    for frame, end, text in ((5, None, "Too dark"), (20, 22, "Hold"), (30, None, "=Boat")):
        notes.write(review, {"person": review.created_by}, notes.NewNote(frame, text, str(uuid4()), end))
    return timeline


def markers(text):
    line = otio.adapters.read_from_string(text, "otio_json")
    [track] = line.video_tracks()
    return [
        (one.name.partition(": ")[2], int(clip.transformed_time(one.marked_range.start_time, track).value))
        for clip in track.find_clips()
        for one in clip.markers
    ]


def test_notes_are_at_their_frames(noted_timeline):
    assert markers(queue.format_cut(noted_timeline, "otio")) == [("Too dark", 5), ("Hold", 20), ("=Boat", 30)]


def test_notes_follow_their_frames_through_later_edits(noted_timeline):
    """1. Shot 1 loses its first 10 frames, and with them a note.  2. Shot 2 is moved before it."""
    first = noted_timeline.shots.order_by("position").first()
    noted_timeline.shots.filter(pk=first.pk).update(start_frame=10)
    assert markers(queue.format_cut(noted_timeline, "otio")) == [("Hold", 10), ("=Boat", 20)]
    noted_timeline.shots.filter(pk=first.pk).update(position="z")
    assert markers(queue.format_cut(noted_timeline, "otio")) == [("=Boat", 7), ("Hold", FRAMES + 10)]


def test_notes_are_in_every_part_of_a_bundle(noted_timeline, tmp_path):
    with zipfile.ZipFile(build_export(noted_timeline, format="bundle").file) as zip:
        zip.extractall(tmp_path)
    folder = tmp_path / "Rough cut"
    assert markers((folder / "Rough cut.otio").read_text())[0] == ("Too dark", 5)
    for suffix in ("xml", "fcpxml", "edl"):
        assert "TOO DARK" in (folder / f"Rough cut.{suffix}").read_text().upper()
    assert "'=Boat" in (folder / "notes.csv").read_text()


# -- from the shell ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["otio", "fcp7", "fcpxml", "edl"])
def test_an_editing_format_is_exported_from_the_shell(timeline, tmp_path, format):
    call_command("export", "Rough cut", "--format", format, "--out", str(tmp_path / "cut"))
    assert (tmp_path / "cut").stat().st_size > 100


def test_a_bundle_is_exported_from_the_shell(timeline, tmp_path):
    call_command("export", "1", "--format", "bundle", "--out", str(tmp_path / "film.zip"))
    with zipfile.ZipFile(tmp_path / "film.zip") as zip:
        assert zip.testzip() is None and "Rough cut/project.json" in zip.namelist()


def test_a_film_is_exported_from_the_shell(timeline, tmp_path):
    call_command("export", "1", "--out", str(tmp_path / "film.mp4"))
    assert numbers(tmp_path / "film.mp4") == list(range(FRAMES * 2 - 1))
    assert timeline.exports.get().state == RenderState.READY


def test_the_shell_says_what_is_wrong(timeline, tmp_path):
    with pytest.raises(CommandError, match=r"Timelines: 1 Rough cut\."):
        call_command("export", "Fine cut", "--out", str(tmp_path / "film.mp4"))
    with pytest.raises(CommandError, match="no folder"):
        call_command("export", "1", "--out", str(tmp_path / "nowhere/film.mp4"))
    with pytest.raises(CommandError, match="is a folder"):
        call_command("export", "1", "--format", "edl", "--out", str(tmp_path))
    with pytest.raises(CommandError, match=r"\.edl can't be written"):
        call_command("export", "1", "--format", "edl", "--out", str(tmp_path / f"{251 * 'c'}.edl"))
    with pytest.raises(CommandError, match="invalid choice: 'exe'"):
        call_command("export", "1", "--format", "exe", "--out", str(tmp_path / "film.exe"))
    with pytest.raises(CommandError, match='no project "nobody"'):
        call_command("export", "1", "--project", "nobody", "--out", str(tmp_path / "film.mp4"))
    timeline.shots.update(active=False)
    with pytest.raises(CommandError, match="timeline is empty"):
        call_command("export", "1", "--out", str(tmp_path / "film.mp4"))


def test_the_page_offers_editing_formats_and_options(timeline, client, project):
    client.force_login(project.memberships.get().person)
    base = f"/projects/{project.slug}/timelines/1"
    got = client.get(f"{base}/cut-file/?as=edl")
    assert got.status_code == 200 and b"FROM CLIP NAME" in got.content
    assert got.headers["Content-Disposition"] == f'attachment; filename="{project.slug}_rough-cut.edl"'
    assert client.get(f"{base}/cut-file/?as=nonsense").status_code == 404
    fields = {"client_token": "x", "format": "bundle", "size_name": "720p", "labeled": "1"}
    client.post(f"{base}/exports/", fields)
    export = timeline.exports.get()
    options = (export.format, export.size_name, export.labeled, export.includes_prompts)
    assert options == ("bundle", "720p", True, False)
    client.post(f"{base}/exports/", {"client_token": "y", "format": "exe", "size_name": "900k"})
    assert set(timeline.exports.values_list("format", "size_name")) == {("bundle", "720p"), ("mp4", "source")}


def test_a_format_that_cannot_hold_the_cut_answers_with_a_sentence(timeline, client, project):
    """Time code ends after a day; a timeline without shots has nothing to export."""
    client.force_login(project.memberships.get().person)
    url = f"/projects/{project.slug}/timelines/1/cut-file/"
    Generation.objects.update(frames=24 * 24 * 3600)
    refused = client.get(url, {"as": "edl"})
    assert refused.status_code == 409 and "can&#x27;t hold this cut" in refused.content.decode()
    assert client.get(url, {"as": "otio"}).status_code == 200
    timeline.shots.update(active=False)
    refused = client.get(url, {"as": "otio"})
    assert refused.status_code == 409 and "The timeline is empty" in refused.content.decode()


@pytest.mark.parametrize(
    ("progress", "began_s", "text"),
    [
        (0, 1, "In progress"),
        (0.5, 20, "about 20 s left"),
        (0.999, 5, "about 1 s left"),
        (0.1, 20, "about 3 min left"),
    ],
)
def test_the_time_left_is_estimated_from_earlier_exports(timeline, client, project, progress, began_s, text):
    export = request_export(timeline)
    client.force_login(project.memberships.get().person)
    page = f"/projects/{project.slug}/timelines/1/exports/"
    assert "Waiting" in client.get(page).content.decode()
    began = timezone.now() - timedelta(seconds=began_s)
    Render.objects.update(state="making", progress=progress, started_at=began)
    shown = client.get(page).content.decode()
    assert re.search(text, shown) and f'value="{progress:.3f}"' in shown and "every 1s" in shown
    client.post(f"/projects/{project.slug}/exports/{export.pk}/cancellation/")
    shown = client.get(page).content.decode()
    assert "Canceled" in shown and "every 1s" not in shown


def test_a_deleted_film_keeps_its_row_and_is_404(timeline, client, project):
    person = project.memberships.get().person
    client.force_login(person)
    mine = queue.request_export(timeline, person, client_token="mine")
    queue.build(mine.pk)
    build_export(timeline)  # from the shell
    page, file = (
        f"/projects/{project.slug}/{rest}" for rest in ("timelines/1/exports/", f"exports/{mine.pk}/file/")
    )
    shown = client.get(page).content.decode()
    assert str(person) in shown and "from the command line" in shown and shown.count("Download") == 2
    assert client.get(file).status_code == 200
    Render.objects.update(ended_at=timezone.now() - timedelta(days=31))
    queue.sweep()
    assert client.get(file).status_code == 404
    shown = client.get(page).content.decode()
    assert shown.count("Deleted after 30 days") == 2 and str(person) in shown and "Download" not in shown
