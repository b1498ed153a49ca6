"""Named versions of a cut: they stay as they were, can be looked at and played, and come back whole."""

import pytest
from django.urls import reverse

from projects import jobs
from projects.timeline import edits, playback
from projects.timeline.shots import length_of, shots_of, shots_of_cut
from tests.projects import cast
from tests.projects.cast import FRAMES, stored_clip
from tests.studio.media.numbered import numbers

pytestmark = pytest.mark.django_db


@pytest.fixture
def timeline(owner):
    """Clip 1 trimmed at its start, and clip 2 that grew from its end: the frame they share is shown once."""
    film = cast.project(owner)
    line = film.timelines.create(number=1, name="Rough cut")
    first, second = stored_clip(film, 0), stored_clip(film, FRAMES - 1)
    second.keyframes.create(end="frame0", source=first, edge="last")
    line.shots.create(generation=first, position="a", start_frame=4)
    line.shots.create(generation=second, position="b")
    return line


@pytest.fixture
def press(client, owner, timeline):
    client.force_login(owner)

    def pressed(route, *args, **fields):
        return client.post(reverse(route, args=[timeline.project.slug, 1, *args]), fields)

    return pressed


def spans(shots):
    return [(shot.generation.number, shot.start, shot.end) for shot in shots]


def as_it_is(timeline):
    return spans(shots_of(timeline))


def test_a_kept_cut_stays_as_it_was(press, client, owner, timeline):
    before = as_it_is(timeline)
    press("timeline-cuts")
    press("timeline-cuts", name="For Ada")
    edits.remove(timeline, owner, shots_of(timeline)[0].row.pk)
    first, second = timeline.cuts.order_by("number")
    assert (first.name, second.name) == ("Cut 1", "For Ada")
    assert spans(shots_of_cut(first, timeline.project)) == before != as_it_is(timeline)
    page = client.get(reverse("cut", args=[timeline.project.slug, 1, 2])).content.decode()
    assert "For Ada" in page and page.count('class="shot"') == 2
    assert "data-trim" not in page and "timeline-undo" not in page


def test_it_comes_back_whole_and_one_undo_takes_that_back(press, owner, timeline):
    kept = as_it_is(timeline)
    press("timeline-cuts")
    edits.trim(timeline, owner, shots_of(timeline)[1].row.pk, start=3, end=9)
    edits.place(timeline, owner, stored_clip(timeline.project, 500), None)
    changed = as_it_is(timeline)
    assert press("cut-return", 1).status_code == 302
    assert as_it_is(timeline) == kept
    assert timeline.shots.filter(active=True).values_list("end_frame", flat=True)[0] is None
    edits.undo(timeline, owner)
    assert as_it_is(timeline) == changed


def test_there_is_nothing_to_keep_of_an_empty_timeline(press, owner, timeline):
    for shot in shots_of(timeline):
        edits.remove(timeline, owner, shot.row.pk)
    press("timeline-cuts")
    assert not timeline.cuts.exists()


def test_a_kept_cut_plays_as_one_film(press, client, owner, timeline):
    press("timeline-cuts")
    edits.remove(timeline, owner, shots_of(timeline)[0].row.pk)
    shots = shots_of_cut(timeline.cuts.get(), timeline.project)
    address = playback.url_of(timeline, shots)
    assert client.head(address).status_code == 202
    jobs.playback(f"{timeline.pk}:{playback.name_of(shots)}")
    assert client.head(address).status_code == 200
    shown = numbers(playback.path_of(timeline, playback.name_of(shots)))
    assert shown == [*range(4, FRAMES - 1), *range(FRAMES - 1, 2 * FRAMES - 1)]
    assert len(shown) == length_of(shots)
