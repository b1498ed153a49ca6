"""Two versions or takes side by side, and which notes a new version addresses."""

import pytest
from django.urls import reverse

from projects import jobs
from projects.models import Generation, Review, Role
from projects.review import notes as review_notes
from projects.review import publish, version_diff
from projects.review.notes import NewNote
from projects.timeline import edits
from tests.projects import cast
from tests.projects.cast import stored_clip

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(review, owner, timeline):
    """The next version, without the first shot."""
    edits.remove(timeline, owner, timeline.shots.first().pk)
    made = publish.publish_timeline(timeline, owner)
    jobs.review(str(made.pk))
    return Review.objects.select_related("project", "cut__timeline").get(pk=made.pk)


def compare(client, project, **asked):
    return client.get(reverse("compare", args=[project.slug]), asked)


def test_the_view_is_in_the_url(client, review, second, owner):
    client.force_login(owner)
    page = compare(client, review.project, left="r1", right="c2", view="wipe", at="7", line="30")
    assert page.status_code == 200
    shown = page.content.decode()
    assert 'data-view="wipe"' in shown and 'value="7"' in shown and 'value="30"' in shown
    assert reverse("review-film", args=[review.project.slug, 1]) in shown
    assert page.context["right"].key == "c2"


def test_the_default_is_the_newest_version_and_the_one_before(client, review, second, owner):
    client.force_login(owner)
    page = compare(client, review.project)
    assert (page.context["left"].key, page.context["right"].key) == ("r1", "r2")


def test_the_takes_of_the_shot_come_first(client, review, second, owner, project):
    prompt = cast.prompt(text="The storm")
    takes = [cast.clip(project, "completed", prompt=prompt, take=n) for n in (1, 2, 3)]
    client.force_login(owner)
    groups = dict(compare(client, project, left=f"c{takes[1].number}").context["groups"])
    assert list(groups) == ["Takes of this shot", "Versions", "Clips"]
    assert [video.key for video in groups["Takes of this shot"]] == [
        f"c{take.number}" for take in takes[::-1]
    ]
    assert len(groups["Versions"]) == 2 and len(groups["Clips"]) == 2


def test_a_clip_page_compares_with_one_other_take(client, owner, project):
    prompt = cast.prompt(text="The storm")
    takes = [cast.clip(project, "completed", prompt=prompt, take=n) for n in range(1, 5)]
    client.force_login(owner)
    for clip, other in ((takes[3], takes[0]), (takes[0], takes[1])):
        page = client.get(reverse("generation", args=[project.slug, clip.pk])).text
        assert f'?left=c{clip.number}&amp;right=c{other.number}"' in page


@pytest.mark.parametrize("wrong", ["r9", "c9", "x1", "r", "r²", "c99999999999999", "r1' or 1=1"])
def test_a_missing_side_is_404(client, review, owner, wrong):
    client.force_login(owner)
    assert compare(client, review.project, left=wrong).status_code == 404


@pytest.mark.parametrize("asked", [{"at": "-3"}, {"at": "9" * 40}, {"line": "x"}, {"view": "<b>"}])
def test_nonsense_in_the_query_is_ignored(client, review, owner, asked):
    client.force_login(owner)
    page = compare(client, review.project, **asked)
    assert page.status_code == 200 and b"<b>" not in page.content


def test_sides_of_different_rates_are_as_long_as_they_last(client, review, owner):
    """48 frames at 24 are two seconds; 60 at 60 one, and 32 at 16 two."""
    client.force_login(owner)
    for number, (frames, fps, last) in enumerate(((60, 60, 47), (32, 16, 47), (64, 16, 95)), start=3):
        stored_clip(review.project, 0)
        Generation.objects.filter(number=number).update(frames=frames, fps_num=fps)
        page = compare(client, review.project, left="r1", right=f"c{number}")
        assert page.context["last"] == last


def test_an_empty_project_says_so(client, owner):
    client.force_login(owner)
    assert b"Nothing to compare" in compare(client, cast.project(owner)).content


def test_a_new_version_says_which_notes_it_addresses(client, review, owner, timeline):
    """1. Three notes on the first version.  2. One gets a new take, one is marked done.  3. The new take is
    used in the next version: two of three notes are addressed."""
    notes = [
        review_notes.write(review, {"person": owner}, NewNote(n, f"Note {n}", f"t{n}")) for n in range(3)
    ]
    take = stored_clip(review.project, 40)
    review_notes.link_take(notes[0], take)
    review_notes.mark_done(notes[1], owner, done=True)
    timeline.shots.create(generation=take, position="c")
    made = publish.publish_timeline(timeline, owner)
    jobs.review(str(made.pk))
    made = Review.objects.select_related("project", "cut__timeline").get(pk=made.pk)
    changes = version_diff.compare_with_previous(made)
    assert [note.outcome for note in changes["notes"]] == ["new take", "done", ""]
    client.force_login(owner)
    assert b"2 of 3 notes resolved" in client.get(reverse("review", args=[made.project.slug, 2])).content


def test_an_unused_take_addresses_nothing(review, second, owner):
    note = review_notes.write(review, {"person": owner}, NewNote(1, "Darker", "t"))
    review_notes.link_take(note, stored_clip(review.project, 40))
    assert version_diff.compare_with_previous(second)["resolved"] == 0


def test_outsiders_get_404(client, review):
    client.force_login(cast.member(cast.project(cast.person("bo")), Role.OWNER))
    assert compare(client, review.project).status_code == 404
