"""Exported notes: as a table, and as markers in the bundle."""

import csv
import io
import zipfile

import opentimelineio as otio
import pytest
from django.urls import reverse

from projects.exports import queue
from projects.timeline import edits
from tests.projects.review.steps import write_note

pytestmark = pytest.mark.django_db


def test_the_table_of_notes_contains_no_formulas(press, client, review, owner):
    write_note(review, owner, frame=5, text="=HYPERLINK(1)", end_frame=9)
    note = write_note(review, owner, frame=30, text="Line one\nline two")
    write_note(review, owner, text="+1", parent=note)
    text = client.get(reverse("review-csv", args=[review.project.slug, review.number])).content.decode()
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
