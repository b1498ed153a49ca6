"""Timelines of a project: created, duplicated, renamed, archived, restored; and what their pages show."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.timeline import edits
from projects.timeline.shots import shots_of
from studio.media import join_score
from tests.projects import cast
from tests.projects.web import HTMX

pytestmark = pytest.mark.django_db
GRAY, DARK, LIGHT = (bytes([shade]) * join_score.BYTES for shade in (128, 0, 255))


@pytest.fixture
def project(owner, client):
    client.force_login(owner)
    return cast.project(owner)


@pytest.fixture
def timeline(project):
    return project.timelines.create(number=1, name="Rough cut")


def get(client, project, name="timeline", *args, **query):
    response = client.get(reverse(name, args=[project.slug, *args]), query, follow=True)
    return response.content.decode()


def post(client, project, route, *args, **fields):
    return client.post(reverse(route, args=[project.slug, *args]), fields)


def test_a_duplicate_is_independent_of_the_original(client, project, timeline, owner):
    first = cast.clip(project, "completed")
    row = edits.place(timeline, owner, first)
    edits.trim(timeline, owner, row.pk, start=10, end=90)
    assert post(client, project, "timeline-copy", 1).url.endswith("/timelines/2/")
    copy = project.timelines.get(number=2)
    edits.remove(timeline, owner, [row.pk])
    [shot] = shots_of(copy)
    assert (copy.name, shot.generation, shot.start, shot.end) == ("Rough cut, copy", first, 10, 90)


def test_an_archived_timeline_is_listed_and_can_be_restored(client, project, timeline, owner):
    """1. An archived timeline is not opened by default.  2. The menu of the others lists it.  3. Its own page
    restores it."""
    post(client, project, "timeline-new")
    post(client, project, "timeline-name", 1, name="Old trailer")
    assert post(client, project, "timeline-archive", 1).url == reverse("timelines", args=[project.slug])
    page = get(client, project, "timelines")
    assert "Timeline 2" in page and re.search(r"Old trailer</a>\s*<small>archived</small>", page)
    assert "Restore" in get(client, project, "timeline", 1)
    post(client, project, "timeline-archive", 1)
    timeline.refresh_from_db()
    assert timeline.archived_at is None and "archived</small>" not in get(client, project, "timeline", 2)


def test_the_timeline_edited_last_is_opened(client, project, timeline, owner):
    other = project.timelines.create(number=2, name="Trailer")
    edits.place(other, owner, cast.clip(project, "completed"))
    assert '<h1 class="timeline-head__name">Trailer' in get(client, project, "timelines")


def test_a_clip_is_added_to_a_timeline_from_its_page(client, project, timeline):
    clip = cast.clip(project, "completed")
    assert reverse("timeline-placement", args=[project.slug, 1]) in get(
        client, project, "generation", clip.pk
    )
    assert post(client, project, "timeline-placement", 1, generation=clip.pk).status_code == 302
    assert [shot.generation for shot in shots_of(timeline)] == [clip]


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [("", "", (0, None)), (5, 17, (5, 17)), (5, 24, (5, None)), (0, 999, (0, None))],
)
def test_the_part_from_in_to_out_is_added_from_its_page(client, project, timeline, start, end, shown):
    clip = cast.stored_clip(project, 0)
    post(client, project, "timeline-placement", 1, generation=clip.pk, start_frame=start, end_frame=end)
    shot = timeline.shots.get()
    assert (shot.start_frame, shot.end_frame) == shown


@pytest.mark.parametrize(("start", "end"), [("x", ""), (-1, 5), (9, 9), (9, 3)])
def test_a_part_without_a_frame_is_refused(client, project, timeline, start, end):
    fields = {"generation": cast.stored_clip(project, 0).pk, "start_frame": start, "end_frame": end}
    answer = client.post(reverse("timeline-placement", args=[project.slug, 1]), fields, headers=HTMX)
    assert answer.status_code == 409 and not timeline.shots.exists()


def test_a_waiting_shot_names_the_shot_it_waits_for(client, project, timeline, owner):
    source = cast.clip(project, "queued")
    waiting = cast.clip(project, "queued", hold="source")
    waiting.keyframes.create(end="frame0", source=source, edge="last")
    edits.place_all(timeline, owner, [cast.clip(project, "completed"), source, waiting], None)
    assert "Waiting for shot 2" in get(client, project, "timeline", 1)


def test_a_source_outside_the_timeline_is_named_by_its_clip_number(client, project, timeline, owner):
    cast.clip(project, "completed")
    source, waiting = cast.clip(project, "queued"), cast.clip(project, "queued", hold="source")
    waiting.keyframes.create(end="frame0", source=source, edge="last")
    row = edits.place(timeline, owner, waiting)
    for page in (get(client, project, "timeline", 1), get(client, project, "shot-panel", 1, row.pk)):
        assert f"Waiting for clip {source.number}" in page


@pytest.mark.parametrize(
    ("thumbnails", "chained", "match"),
    [
        ((DARK, DARK), True, "Continues from the last frame · Match 100 %"),
        ((DARK, LIGHT), True, "Visible jump · Match 0 %"),
        ((DARK, LIGHT), False, "Visible jump · Match 0 %"),
        ((DARK, DARK), False, "Seamless cut · Match 100 %"),
        ((DARK, None), False, "Cut"),
    ],
)
def test_each_join_shows_its_match(client, project, timeline, owner, thumbnails, chained, match):
    first, second = (
        clip_with_thumbnails(project, GRAY, thumbnails[0]),
        clip_with_thumbnails(project, thumbnails[1], GRAY),
    )
    if chained:
        second.keyframes.create(end="frame0", source=first, edge="last")
    edits.place_all(timeline, owner, [first, second], None)
    assert f'aria-label="Bridge before shot 2: {match}"' in get(client, project, "timeline", 1)


def clip_with_thumbnails(project, first: bytes | None, last: bytes | None):
    """Return a clip of 120 frames, gray but for the first and the last. None: it has no thumbnails."""
    clip = cast.clip(project, "completed", pictures_at=timezone.now())
    if first and last:
        (clip.folder / join_score.NAME).write_bytes(first + GRAY * 118 + last)
    return clip


def test_a_trimmed_join_is_matched_by_the_frames_that_meet(client, project, timeline, owner):
    """1. White continues as white: seamless.  2. One end is trimmed into the gray: a jump.  3. Both are:
    seamless again."""
    first, second = clip_with_thumbnails(project, DARK, LIGHT), clip_with_thumbnails(project, LIGHT, DARK)
    rows = edits.place_all(timeline, owner, [first, second], None)
    assert "Seamless cut · Match 100 %" in get(client, project, "timeline", 1)
    edits.trim(timeline, owner, rows[0].pk, start=0, end=100)
    assert "Visible jump · Match 0 %" in get(client, project, "timeline", 1)
    edits.trim(timeline, owner, rows[1].pk, start=10, end=None)
    assert "Seamless cut · Match 100 %" in get(client, project, "timeline", 1)


def test_a_split_shot_shows_no_match(client, project, timeline, owner):
    row = edits.place(timeline, owner, clip_with_thumbnails(project, DARK, LIGHT))
    edits.split(timeline, owner, row.pk, 60)
    page = get(client, project, "timeline", 1)
    assert 'aria-label="Bridge before shot 2: Continues from the last frame"' in page


def test_a_saved_version_reaches_every_open_page(client, project, timeline, owner):
    edits.place(timeline, owner, cast.clip(project, "completed"))
    project.refresh_from_db()
    since = project.revision
    post(client, project, "timeline-cuts", 1, name="For Cleo")
    assert "For Cleo" in get(client, project, "timeline-changes", 1, since=since)


def test_a_retry_with_our_stored_frame_takes_the_refused_shots_place(client, project, timeline, owner):
    """One press: the same request, with the frame sent as a picture, takes the place of the refused one."""
    source = cast.clip(project, "completed")
    refused = cast.clip(project, "refused", by=owner, error_code="keyframe_refused")
    refused.keyframes.create(end="frame0", source=source, edge="last")
    row = edits.place(timeline, owner, refused)
    panel = get(client, project, "shot-panel", 1, row.pk)
    assert "Use our stored frame" in panel and "Edit prompt" in panel
    post(client, project, "generation-picture", refused.pk, client_token="our-own-frame")
    row.refresh_from_db()
    [key] = row.generation.keyframes.all()
    assert row.generation != refused and (key.source, key.as_picture) == (source, True)
