"""Exported notes: as a table, and as markers in the bundle."""

import csv
import io
import zipfile
from datetime import UTC, datetime
from urllib.parse import quote

import opentimelineio as otio
import pytest
from django.urls import reverse
from django.utils import timezone

from projects.exports import queue
from projects.models import Note, Prompt, Review
from projects.timeline import edits
from tests.projects.review.steps import write_note

pytestmark = pytest.mark.django_db


def test_the_table_of_notes_contains_no_formulas(press, client, review, owner):
    write_note(review, owner, frame=5, text="=HYPERLINK(1)", end_frame=9)
    note = write_note(review, owner, frame=30, text="Line one\nline two")
    write_note(review, owner, text="+1", parent=note)
    content = client.get(reverse("review-csv", args=[review.project.slug, review.number])).content
    text = content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["text"] for row in rows] == ["'=HYPERLINK(1)", "Line one\nline two", "'+1"]
    assert (rows[0]["time"], rows[0]["end"], rows[2]["reply to"]) == ("00:00:00:05", "00:00:00:09", "Ada")


def test_notes_are_markers_in_the_bundle(timeline, review, owner):
    write_note(review, owner, frame=5, text="Too dark", end_frame=9)
    write_note(review, owner, frame=30, text="Hold longer")
    export = queue.request_export(timeline, owner, client_token="t", format="bundle")
    queue.build(export.pk)
    with zipfile.ZipFile(export.file) as packed:
        cut = next(name for name in packed.namelist() if name.endswith(".otio"))
        notes = next(name for name in packed.namelist() if name.endswith("notes.csv"))
        found = otio.adapters.read_from_string(packed.read(cut).decode(), "otio_json")
        table = packed.read(notes).decode()
    assert "Too dark" in table and "Hold longer" in table
    marked = [marker.name for clip in found.find_clips() for marker in clip.markers]
    marked += [marker.name for marker in found.tracks.markers]
    assert len(marked) == 2


def test_a_note_at_a_removed_frame_is_still_in_the_bundle(timeline, review, owner):
    """1. The same note is made twice.  2. Its frame is trimmed away.  3. Both are in the table without a
    timecode, and no marker is at a wrong place."""
    for _ in range(2):
        write_note(review, owner, frame=0, text="Begin later")
    [first, *_] = timeline.shots.order_by("position")
    edits.trim(timeline, owner, first.pk, start=3)
    export = queue.request_export(timeline, owner, client_token="t", format="bundle")
    queue.build(export.pk)
    with zipfile.ZipFile(export.file) as packed:
        [notes] = [name for name in packed.namelist() if name.endswith("notes.csv")]
        [cut] = [name for name in packed.namelist() if name.endswith(".otio")]
        table, line = packed.read(notes).decode(), packed.read(cut).decode()
    assert table.count("not in this cut,,Ada,Begin later") == 2
    assert "Begin later" not in line


def test_both_tables_of_notes_begin_with_the_mark_that_excel_needs(press, client, timeline, review, owner):
    write_note(review, owner, frame=5, text="Zu dunkel, Köln")
    tables = [client.get(reverse("review-csv", args=[review.project.slug, review.number])).content]
    export = queue.request_export(timeline, owner, client_token="t", format="bundle")
    queue.build(export.pk)
    with zipfile.ZipFile(export.file) as packed:
        tables += [packed.read(name) for name in packed.namelist() if name.endswith("notes.csv")]
    assert [table[:3] for table in tables] == [b"\xef\xbb\xbf"] * 2
    assert all("Köln" in table.decode("utf-8-sig") for table in tables)


def test_times_in_the_table_are_in_the_zone_of_the_pages(press, client, review, owner):
    """In Tokyo a note of the evening in UTC is of the next day, and the table says which zone it means."""
    note = write_note(review, owner, frame=5, text="Too dark")
    evening = datetime(2026, 11, 26, 20, 15, tzinfo=UTC)
    Note.objects.filter(pk=note.pk).update(created_at=evening, done_at=evening, done_by=owner)
    with timezone.override("Asia/Tokyo"):
        answer = client.get(reverse("review-csv", args=[review.project.slug, review.number]))
    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["written at (Asia/Tokyo)"], row["done"]) == ("2026-11-27 05:15", "Ada, 2026-11-27")


def test_the_table_of_a_review_has_its_name_in_any_script(client, owner, review):
    Review.objects.update(name="東京の夜")
    client.force_login(owner)
    answer = client.get(reverse("review-csv", args=[review.project.slug, review.number]))
    assert answer["Content-Disposition"].endswith("filename*=utf-8''" + quote("東京の夜-notes.csv"))


@pytest.mark.parametrize(
    ("prompt", "words"),
    [("東京の夜、雨のネオン", "東京の夜雨のネオン"), ("Über den Dächern von Köln", "über-den-dächern-von")],
)
def test_a_clip_has_the_same_words_in_the_bundle_and_by_itself(client, timeline, owner, prompt, words):
    """And the cuts beside it find it: their addresses are encoded where the format wants a URL."""
    Prompt.objects.update(text=prompt)
    export = queue.request_export(timeline, owner, client_token="t", format="bundle")
    queue.build(export.pk)
    client.force_login(owner)
    clip = timeline.shots.first().generation
    alone = client.get(
        reverse("clip-file", args=[timeline.project.slug, clip.pk, "film.mp4"]), {"download": ""}
    )
    assert quote(f"_{words}_take1.mp4") in alone["Content-Disposition"]
    with zipfile.ZipFile(export.file) as packed:
        names = packed.namelist()
        assert [name for name in names if name.endswith(f"clips/010_{words}_take1.mp4")]
        for suffix in (".xml", ".fcpxml"):
            [text] = [packed.read(name).decode() for name in names if name.endswith(suffix)]
            assert f"clips/{quote(f'010_{words}_take1.mp4')}" in text and "%25" not in text
