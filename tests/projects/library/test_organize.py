"""Ratings and tags: who gives them, to which clips, and what is refused."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from projects.library import organize
from projects.models import Generation, Role, Tag
from tests.projects import cast
from tests.projects.web import HTMX

pytestmark = pytest.mark.django_db


@pytest.fixture
def clip(project):
    return cast.clip(project, "completed")


def post(client, name: str, clip: Generation, **fields):
    return client.post(reverse(name, args=[clip.project.slug, clip.pk]), fields, headers=HTMX)


def names(clip: Generation) -> list[str]:
    return [tag.name for tag in clip.tags.all()]


def test_a_rating_is_on_the_card_at_once_and_on_every_open_page(signed_in, project, clip):
    before = project.revision
    card = post(signed_in, "generation-rating", clip, rating="4").content.decode()
    clip.refresh_from_db()
    assert clip.rating == 4 and clip.revision > before
    assert 'class="card__rating"' in card and 'id="generation-' in card
    post(signed_in, "generation-rating", clip, rating="0")
    clip.refresh_from_db()
    assert clip.rating == 0


@pytest.mark.parametrize("rating", ["6", "-1", "", "five", "３", "1.5"])
def test_other_ratings_are_refused_with_a_sentence(signed_in, clip, rating):
    answer = post(signed_in, "generation-rating", clip, rating=rating)
    clip.refresh_from_db()
    assert answer.status_code == 422 and "number from 1 to 5" in answer.content.decode()
    assert clip.rating == 0


def test_the_database_refuses_a_sixth_star(clip):
    with pytest.raises(IntegrityError), transaction.atomic():
        Generation.objects.filter(pk=clip.pk).update(rating=6)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REVIEWER])
def test_viewers_see_the_rating_and_tags_without_buttons(client, project, clip, role):
    organize.rate(project, [clip.pk], 3)
    organize.add_tags(project, [clip.pk], "dusk")
    client.force_login(cast.member(project, role))
    page = client.get(reverse("generation", args=[project.slug, clip.pk])).content.decode()
    assert "Rating: 3 of 5" in page and "dusk" in page
    assert "Remove tag" not in page and "rating__star" not in page
    for name, field in (("generation-rating", "rating"), ("generation-tags", "remove")):
        assert post(client, name, clip, **{field: "1"}).status_code == 404


def test_tags_are_one_without_case_and_accents(signed_in, project, clip):
    other = cast.clip(project, "completed")
    post(signed_in, "generation-tags", clip, add="Café,  lamp   room ,CAFE")
    post(signed_in, "generation-tags", other, add="cafe\u0301")
    assert sorted(names(clip)) == ["CAFE", "lamp room"] and names(other) == ["CAFE"]
    assert project.tags.count() == 2


def test_a_tag_that_no_clip_has_is_no_suggestion_any_more(signed_in, project, clip):
    other = cast.clip(project, "completed")
    organize.add_tags(project, [clip.pk, other.pk], "storm")
    page = signed_in.get(reverse("generation", args=[project.slug, clip.pk])).content.decode()
    assert "Remove tag storm" in page
    post(signed_in, "generation-tags", clip, remove="STORM")
    page = signed_in.get(reverse("generation", args=[project.slug, clip.pk])).content.decode()
    assert names(clip) == [] and '<option value="storm">' in page
    post(signed_in, "generation-tags", other, remove="storm")
    assert not Tag.objects.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" , ", "Enter a tag."),
        ("x" * 41, "at most 40 characters"),
        (",".join(map(str, range(31))), "at most 30 tags"),
    ],
)
def test_impossible_tags_are_refused_and_none_is_written(signed_in, clip, text, sentence):
    answer = post(signed_in, "generation-tags", clip, add=text)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not Tag.objects.exists()


def test_the_thirty_first_tag_is_refused_whole(signed_in, project, clip):
    organize.add_tags(project, [clip.pk], ",".join(map(str, range(29))))
    answer = post(signed_in, "generation-tags", clip, add="thirty, thirty-one")
    assert answer.status_code == 422 and "at most 30 tags" in answer.content.decode()
    assert clip.tags.count() == 29 and project.tags.count() == 29


def test_the_longest_tag_of_the_widest_letters_is_stored(project, clip):
    organize.add_tags(project, [clip.pk], "ﷺ" * 40)
    assert clip.tags.get().name == "ﷺ" * 40


def test_a_clip_of_another_project_is_neither_rated_nor_tagged(project, clip):
    elsewhere = cast.clip(cast.project(cast.person("eve")), "completed")
    organize.rate(project, [elsewhere.pk], 5)
    organize.add_tags(project, [elsewhere.pk, clip.pk], "storm")
    elsewhere.refresh_from_db()
    assert elsewhere.rating == 0 and not elsewhere.tags.exists() and clip.tags.exists()
