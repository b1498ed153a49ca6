"""Acts on several shots at once, each one undo step."""

import pytest
from django.test import Client
from django.urls import reverse

from projects.models import Role
from projects.timeline import edits
from projects.timeline.shots import shots_of
from projects.timeline.undo import undo_change
from tests.projects import cast
from tests.projects.timeline.test_insert import HTMX

pytestmark = pytest.mark.django_db


@pytest.fixture
def timeline(project, owner):
    """Provide a timeline with the clips 1 to 5, as shots with the first frames 1 to 5."""
    timeline = project.timelines.create(number=1, name="Rough cut")
    for n in range(1, 6):
        edits.place(timeline, owner, cast.clip(project, "completed"), last_of(timeline), start_frame=n)
    return timeline


def last_of(timeline):
    return next((row.pk for row in timeline.shots.order_by("-position")), None)


@pytest.fixture
def post(signed_in, timeline):
    def post_to(name, numbers, **fields):
        rows = [shot.row.pk for shot in shots_of(timeline)]
        sent = {"shots": [str(rows[n - 1]) for n in numbers]} | fields
        return signed_in.post(reverse(name, args=[timeline.project.slug, 1]), sent, headers=HTMX)

    return post_to


def order(timeline):
    """The shots in order, each by its first frame."""
    return [shot.start for shot in shots_of(timeline)]


def id_of(timeline, n):
    return str(shots_of(timeline)[n - 1].row.pk)


@pytest.mark.parametrize(
    ("numbers", "after", "expected"),
    [
        ((2, 4), 5, [1, 3, 5, 2, 4]),
        ((4, 2), None, [2, 4, 1, 3, 5]),
        ((3, 4), 3, [1, 2, 3, 4, 5]),  # after one of themselves: where they are
        ((1, 5), 3, [2, 3, 1, 5, 4]),
        ((2, 3, 4), 2, [1, 2, 3, 4, 5]),
        ((2, 4), 4, [1, 3, 2, 4, 5]),
    ],
)
def test_shots_move_together_in_their_order(timeline, post, numbers, after, expected):
    answer = post("shot-positions", numbers, after=id_of(timeline, after) if after else "")
    assert answer.status_code == 200
    assert order(timeline) == expected
    undo = timeline.changes.count() > 5  # five were placed; a move to where they are is no change
    assert undo == (expected != [1, 2, 3, 4, 5])


def test_copies_come_after_the_last_selected_shot_with_their_trims(timeline, post):
    answer = post("shot-copies", (2, 4)).content.decode()
    assert "Duplicated 2 shots." in answer
    assert order(timeline) == [1, 2, 3, 4, 2, 4, 5]
    undo_change(timeline)
    assert order(timeline) == [1, 2, 3, 4, 5]


def test_removing_several_shots_closes_the_gap_and_is_one_undo(timeline, post):
    answer = post("shot-removals", (1, 2, 5)).content.decode()
    assert "Removed 3 shots" in answer
    assert order(timeline) == [3, 4] and shots_of(timeline)[0].at == 0
    undo_change(timeline)
    assert order(timeline) == [1, 2, 3, 4, 5]


def test_a_shot_that_a_colleague_removed_does_not_stop_the_others(timeline, post, owner):
    """1. Two shots are selected.  2. A colleague removes one.  3. The other one is removed as well."""
    first, second = id_of(timeline, 1), id_of(timeline, 2)
    edits.remove(timeline, owner, [shots_of(timeline)[0].row.pk])
    assert post("shot-removals", (), shots=[first, second]).status_code == 200
    assert order(timeline) == [3, 4, 5]
    assert post("shot-removals", (), shots=[first, second]).status_code == 409
    assert order(timeline) == [3, 4, 5]


@pytest.mark.parametrize(
    "shots", [[], ["nonsense"], ["0" * 32], ["6f9619ff-8b86-d011-b42d-00c04fc964ff"], [""]]
)
@pytest.mark.parametrize("name", ["shot-positions", "shot-copies", "shot-removals"])
def test_shots_that_are_not_the_timelines_change_nothing(timeline, post, name, shots):
    answer = post(name, (), shots=shots, after="")
    assert answer.status_code == 409 and "Choose shots of this timeline." in answer.content.decode()
    assert order(timeline) == [1, 2, 3, 4, 5]


def test_a_place_that_is_nonsense_moves_nothing(timeline, post):
    assert post("shot-positions", (1, 2), after="nonsense").status_code == 409
    assert order(timeline) == [1, 2, 3, 4, 5]


def test_another_timelines_shots_are_refused(timeline, post, project, owner):
    other = project.timelines.create(number=2, name="Other")
    stranger = edits.place(other, owner, cast.clip(project, "completed"))
    assert post("shot-removals", (), shots=[str(stranger.pk)]).status_code == 409
    assert other.shots.get().active


def test_the_panel_says_how_many_are_selected_and_how_long(timeline, signed_in):
    shots = [id_of(timeline, n) for n in (1, 2)]
    address = reverse("shot-selection", args=[timeline.project.slug, 1])
    panel = signed_in.get(address, {"shots": shots}).content.decode()
    assert "2 shots selected" in panel and f'data-for="{" ".join(shots)}"' in panel
    assert signed_in.get(address, {"shots": "nonsense"}).status_code == 422


def test_a_viewer_sees_a_selection_and_cannot_edit_it(timeline):
    client = Client()
    client.force_login(cast.member(timeline.project, Role.VIEWER))
    shots = {"shots": [id_of(timeline, 1), id_of(timeline, 2)]}
    panel = client.get(reverse("shot-selection", args=[timeline.project.slug, 1]), shots).content.decode()
    assert "2 shots selected" in panel and "Duplicate" not in panel
    for name in ("shot-positions", "shot-copies", "shot-removals"):
        assert client.post(reverse(name, args=[timeline.project.slug, 1]), shots).status_code == 404
