"""Saved versions: they stay as they were, can be viewed and played, and can be restored."""

import pytest
from django.urls import reverse
from django.utils import timezone

from projects import jobs
from projects.ledger.status_text import describe_status
from projects.timeline import edits, playback
from projects.timeline.shots import length_of, shots_of, shots_of_cut
from projects.timeline.undo import undo_change
from tests.projects import cast
from tests.projects.cast import FRAMES, stored_clip
from tests.studio.media.numbered import numbers

pytestmark = pytest.mark.django_db


@pytest.fixture
def timeline(owner):
    """Two shots: the first trimmed at its start, the second continues from its end and shares a frame."""
    project = cast.project(owner)
    timeline = project.timelines.create(number=1, name="Rough cut")
    first, second = stored_clip(project, 0), stored_clip(project, FRAMES - 1)
    second.keyframes.create(end="frame0", source=first, edge="last")
    timeline.shots.create(generation=first, position="a", start_frame=4)
    timeline.shots.create(generation=second, position="b")
    return timeline


@pytest.fixture
def post(client, owner, timeline):
    client.force_login(owner)

    def post_to(route, *args, **fields):
        return client.post(reverse(route, args=[timeline.project.slug, 1, *args]), fields)

    return post_to


def spans(shots):
    return [(shot.generation.number, shot.start, shot.end) for shot in shots]


def spans_now(timeline):
    return spans(shots_of(timeline))


def test_a_saved_version_stays_as_it_was(post, client, owner, timeline):
    before = spans_now(timeline)
    post("timeline-cuts")
    post("timeline-cuts", name="For Ada")
    edits.remove(timeline, owner, [shots_of(timeline)[0].row.pk])
    first, second = timeline.cuts.order_by("number")
    assert (first.name, second.name) == ("Cut 1", "For Ada")
    assert spans(shots_of_cut(first, timeline.project)) == before != spans_now(timeline)
    page = client.get(reverse("cut", args=[timeline.project.slug, 1, 2])).content.decode()
    assert "For Ada" in page and page.count('class="shot"') == 2
    assert "data-trim" not in page and "timeline-undo" not in page


def test_a_version_is_restored_and_one_undo_reverts_that(post, owner, timeline):
    saved = spans_now(timeline)
    post("timeline-cuts")
    edits.trim(timeline, owner, shots_of(timeline)[1].row.pk, start=3, end=9)
    edits.place(timeline, owner, stored_clip(timeline.project, 500), None)
    changed = spans_now(timeline)
    assert post("cut-return", 1).status_code == 302
    assert spans_now(timeline) == saved
    assert timeline.shots.filter(active=True).values_list("end_frame", flat=True)[0] is None
    undo_change(timeline)
    assert spans_now(timeline) == changed


def test_an_empty_timeline_is_not_saved(post, owner, timeline):
    for shot in shots_of(timeline):
        edits.remove(timeline, owner, [shot.row.pk])
    post("timeline-cuts")
    assert not timeline.cuts.exists()


def test_a_saved_version_plays_as_one_video(post, client, owner, timeline):
    post("timeline-cuts")
    edits.remove(timeline, owner, [shots_of(timeline)[0].row.pk])
    shots = shots_of_cut(timeline.cuts.get(), timeline.project)
    url = playback.url_of(timeline, shots)
    assert client.head(url).status_code == 202
    jobs.playback(f"{timeline.pk}:{playback.name_of(timeline, shots)}")
    assert client.head(url).status_code == 200
    shown = numbers(playback.path_of(timeline, playback.name_of(timeline, shots)))
    assert shown == [*range(4, FRAMES - 1), *range(FRAMES - 1, 2 * FRAMES - 1)]
    assert len(shown) == length_of(shots)


@pytest.mark.parametrize("stage", ["queued", "generating", ""])
def test_a_shot_at_the_provider_is_called_the_same_on_the_strip_and_in_its_panel(owner, stage):
    timeline = cast.project(owner).timelines.create(number=1)
    clip = cast.clip(timeline.project, "submitted", submitted_at=timezone.now(), stage=stage)
    timeline.shots.create(generation=clip, position="a")
    (shot,) = shots_of(timeline)
    assert shot.status == describe_status(shot.generation).title
