"""Several timelines of a film: made, duplicated, renamed, put away, taken out again; what stands on them."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.timeline import edits
from projects.timeline.shots import shots_of
from studio.media import seams
from tests.projects import cast

pytestmark = pytest.mark.django_db
GREY, DARK, LIGHT = (bytes([shade]) * seams.BYTES for shade in (128, 0, 255))


@pytest.fixture
def project(owner, client):
    client.force_login(owner)
    return cast.project(owner)


@pytest.fixture
def line(project):
    return project.timelines.create(number=1, name="Rough cut")


def ask(client, project, name="timeline", *args, **asked):
    answer = client.get(reverse(name, args=[project.slug, *args]), asked, follow=True)
    return answer.content.decode()


def press(client, project, route, *args, **fields):
    return client.post(reverse(route, args=[project.slug, *args]), fields)


def test_a_copy_goes_its_own_way(client, project, line, owner):
    first = cast.clip(project, "completed")
    row = edits.place(line, owner, first)
    edits.trim(line, owner, row.pk, start=10, end=90)
    assert press(client, project, "timeline-copy", 1).url.endswith("/timelines/2/")
    copy = project.timelines.get(number=2)
    edits.remove(line, owner, row.pk)
    [shot] = shots_of(copy)
    assert (copy.name, shot.generation, shot.start, shot.end) == ("Rough cut, copy", first, 10, 90)


def test_put_away_it_is_in_the_list_and_comes_back(client, project, line, owner):
    """1. What was put away is not opened by itself.  2. The menu of the others names it.  3. From its page it
    is taken out again."""
    press(client, project, "timeline-new")
    press(client, project, "timeline-name", 1, name="Old trailer")
    assert press(client, project, "timeline-archive", 1).url == reverse("timelines", args=[project.slug])
    page = ask(client, project, "timelines")
    assert "Timeline 2" in page and re.search(r"Old trailer</a>\s*<small>archived</small>", page)
    assert "Restore" in ask(client, project, "timeline", 1)
    press(client, project, "timeline-archive", 1)
    line.refresh_from_db()
    assert line.archived_at is None and "archived</small>" not in ask(client, project, "timeline", 2)


def test_the_one_worked_on_last_is_opened(client, project, line, owner):
    other = project.timelines.create(number=2, name="Trailer")
    edits.place(other, owner, cast.clip(project, "completed"))
    assert '<h1 class="timeline-head__name">Trailer' in ask(client, project, "timelines")


def test_a_clip_is_put_on_a_timeline_from_its_page(client, project, line):
    clip = cast.clip(project, "completed")
    assert reverse("timeline-placement", args=[project.slug, 1]) in ask(
        client, project, "generation", clip.pk
    )
    assert press(client, project, "timeline-placement", 1, generation=clip.pk).status_code == 302
    assert [shot.generation for shot in shots_of(line)] == [clip]


def test_a_clip_that_waits_says_for_whom(client, project, line, owner):
    source = cast.clip(project, "queued")
    waiting = cast.clip(project, "queued", hold="source")
    waiting.keyframes.create(end="frame0", source=source, edge="last")
    edits.place_all(line, owner, [cast.clip(project, "completed"), source, waiting], None)
    assert "Waits for shot 2" in ask(client, project, "timeline", 1)


def test_a_clip_that_stands_elsewhere_is_called_by_its_number_in_the_library(client, project, line, owner):
    cast.clip(project, "completed")
    source, waiting = cast.clip(project, "queued"), cast.clip(project, "queued", hold="source")
    waiting.keyframes.create(end="frame0", source=source, edge="last")
    row = edits.place(line, owner, waiting)
    for page in (ask(client, project, "timeline", 1), ask(client, project, "shot-panel", 1, row.pk)):
        assert f"Waits for clip {source.number}" in page


@pytest.mark.parametrize(
    ("looks", "chained", "words"),
    [
        ((DARK, DARK), True, "Continues from the last frame, Match 100 %"),
        ((DARK, LIGHT), True, "Visible jump, Match 0 %"),
        ((DARK, LIGHT), False, "Visible jump, Match 0 %"),
        ((DARK, DARK), False, "Seamless cut, Match 100 %"),
        ((DARK, None), False, "Cut"),
    ],
)
def test_each_join_tells_its_score(client, project, line, owner, looks, chained, words):
    first, second = looked(project, GREY, looks[0]), looked(project, looks[1], GREY)
    if chained:
        second.keyframes.create(end="frame0", source=first, edge="last")
    edits.place_all(line, owner, [first, second], None)
    assert f'aria-label="Bridge before shot 2: {words}"' in ask(client, project, "timeline", 1)


def looked(project, first: bytes | None, last: bytes | None):
    """A clip of which it is known how its 120 frames look: all grey but the first and the last. Of one with
    None, nobody knows."""
    clip = cast.clip(project, "completed", pictures_at=timezone.now())
    if first and last:
        (clip.folder / seams.NAME).write_bytes(first + GREY * 118 + last)
    return clip


def test_a_join_that_was_trimmed_is_scored_by_the_frames_that_meet(client, project, line, owner):
    """1. White goes on as white: nobody sees it.  2. Both ends are trimmed into the grey: nobody sees that
    either.  3. Only one of them is: the picture jumps."""
    first, second = looked(project, DARK, LIGHT), looked(project, LIGHT, DARK)
    rows = edits.place_all(line, owner, [first, second], None)
    assert "Seamless cut, Match 100 %" in ask(client, project, "timeline", 1)
    edits.trim(line, owner, rows[0].pk, start=0, end=100)
    assert "Visible jump, Match 0 %" in ask(client, project, "timeline", 1)
    edits.trim(line, owner, rows[1].pk, start=10, end=None)
    assert "Seamless cut, Match 100 %" in ask(client, project, "timeline", 1)


def test_a_clip_that_was_only_split_tells_no_score(client, project, line, owner):
    row = edits.place(line, owner, looked(project, DARK, LIGHT))
    edits.split(line, owner, row.pk, 60)
    page = ask(client, project, "timeline", 1)
    assert 'aria-label="Bridge before shot 2: Continues from the last frame"' in page


def test_a_kept_cut_is_named_and_told_to_every_page(client, project, line, owner):
    edits.place(line, owner, cast.clip(project, "completed"))
    project.refresh_from_db()
    since = project.revision
    press(client, project, "timeline-cuts", 1, name="For Cleo")
    assert "For Cleo" in ask(client, project, "timeline-changes", 1, since=since)


def test_our_stored_frame_takes_the_place_of_a_clip_that_the_engine_does_not_know(
    client, project, line, owner
):
    """One press: the same wish with the frame as a picture stands where the refused one stood."""
    source = cast.clip(project, "completed")
    refused = cast.clip(project, "refused", by=owner, error_code="keyframe_refused")
    refused.keyframes.create(end="frame0", source=source, edge="last")
    row = edits.place(line, owner, refused)
    panel = ask(client, project, "shot-panel", 1, row.pk)
    assert "Use our stored frame" in panel and "Edit prompt" in panel
    press(client, project, "generation-picture", refused.pk, client_token="our-own-frame")
    row.refresh_from_db()
    [key] = row.generation.keyframes.all()
    assert row.generation != refused and (key.source, key.as_picture) == (source, True)
