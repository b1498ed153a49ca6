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
    edits.remove(timeline, owner, [timeline.shots.first().pk])
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
    assert page.context["videos"][1].key == "c2"


def test_the_default_is_the_newest_version_and_the_one_before(client, review, second, owner):
    client.force_login(owner)
    page = compare(client, review.project)
    assert [video.key for video in page.context["videos"]] == ["r1", "r2"]


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


def test_a_clip_page_compares_with_three_other_takes(client, owner, project):
    prompt = cast.prompt(text="The storm")
    takes = [cast.clip(project, "completed", prompt=prompt, take=n) for n in range(1, 6)]
    client.force_login(owner)
    page = client.get(reverse("generation", args=[project.slug, takes[3].pk])).text
    sides = [f"c{takes[n].number}" for n in (3, 0, 1, 2)]
    names = ("left", "right", "third", "fourth")
    query = "&amp;".join(f"{name}={side}" for name, side in zip(names, sides, strict=True))
    assert f'?{query}"' in page
    shown = compare(client, project, **dict(zip(names, sides, strict=True)))
    assert [video.key for video in shown.context["videos"]] == sides
    assert shown.text.count("<video ") == 4


def test_choose_makes_a_take_the_favorite_in_place(client, owner, project):
    """1. The button under a take is pressed.  2. Only the button comes back, pressed.  3. Once more takes it
    back.  4. A version has no such button, but its page."""
    clip = cast.clip(project, "completed")
    client.force_login(owner)
    address = reverse("generation-favorite", args=[project.slug, clip.pk])
    assert f'hx-post="{address}"' in compare(client, project, left=f"c{clip.number}").text
    for pressed in ("true", "false"):
        answer = client.post(address, {"on": "compare"}, headers={"HX-Request": "true"}).text
        assert f'aria-pressed="{pressed}"' in answer and "<article" not in answer
        clip.refresh_from_db()
        assert clip.favorite is (pressed == "true")


def test_a_version_leads_to_its_page(client, review, owner):
    client.force_login(owner)
    page = compare(client, review.project, left="r1").text
    assert f'href="{reverse("review", args=[review.project.slug, 1])}"' in page


def test_a_viewer_compares_but_does_not_choose(client, owner, project):
    clip = cast.clip(project, "completed")
    client.force_login(cast.member(project, Role.VIEWER))
    page = compare(client, project).text
    assert reverse("generation-favorite", args=[project.slug, clip.pk]) not in page


@pytest.mark.parametrize("name", ["third", "fourth"])
def test_a_wrong_further_side_is_404(client, review, owner, name):
    client.force_login(owner)
    assert compare(client, review.project, **{name: "c99"}).status_code == 404


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
