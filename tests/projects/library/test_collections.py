"""Collections: who makes them, which clips they hold, and what is refused."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.library import collecting
from projects.models import Collection, Generation, Role
from tests.projects import cast
from tests.projects.web import HTMX

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("preview_only")]


@pytest.fixture
def clips(project):
    return [cast.clip(project, "completed") for _clip in range(3)]


def post(client, route, project, *args, **fields):
    headers = HTMX if route.startswith(("selection", "generation")) else {}
    return client.post(reverse(route, args=[project.slug, *args]), fields, headers=headers)


def shown(client, project, **query) -> list[int]:
    answer = client.get(reverse("library-clips", args=[project.slug]), query, headers=HTMX)
    found = re.findall(r'<article[^>]*data-number="(\d+)"', answer.content.decode())
    return [int(number) for number in found]


def numbers(collection) -> list[int]:
    return list(collection.generations.order_by("number").values_list("number", flat=True))


def test_selected_clips_are_collected_and_are_a_filter_in_the_address(signed_in, project, clips):
    both = [clip.pk for clip in clips[:2]]
    answer = post(signed_in, "selection-collections", project, clip=both, add=" Störm  sea ")
    assert "2 clips are in “Störm sea”." in answer.content.decode()
    storm = project.collections.get()
    assert shown(signed_in, project, collection=storm.pk) == [2, 1]
    page = signed_in.get(reverse("library", args=[project.slug]), {"collection": storm.pk}).content.decode()
    assert "Remove filter: Störm sea" in page
    address = reverse("library-filters", args=[project.slug])
    panel = signed_in.get(address, {"collection": storm.pk}, headers=HTMX).content.decode()
    assert re.search(rf'name="collection" value="{storm.pk}"\s+checked', panel)
    assert "Störm sea · 2" in panel


def test_a_clip_is_in_many_and_is_taken_out_of_one(signed_in, project, clips):
    for name in ("Opening", "Storm", "STORM"):
        post(signed_in, "generation-collections", project, clips[0].pk, add=name, on="clip")
    assert [one.name for one in clips[0].collections.all()] == ["Opening", "Storm"]
    page = signed_in.get(reverse("generation", args=[project.slug, clips[0].pk])).content.decode()
    assert "Take out of Opening" in page
    post(signed_in, "generation-collections", project, clips[0].pk, remove="storm", on="clip")
    assert [one.name for one in clips[0].collections.all()] == ["Opening"]
    assert project.collections.count() == 2, "an empty collection stays"
    post(signed_in, "selection-collections", project, clip=clips[0].pk, add="opening", without="1")
    assert not clips[0].collections.exists()


def test_collections_are_created_renamed_and_removed_and_the_clips_stay(signed_in, project, clips):
    post(signed_in, "collections", project, name="Opening")
    opening = project.collections.get()
    collecting.collect(project, None, [clip.pk for clip in clips], "opening")
    Generation.objects.filter(pk=clips[0].pk).update(deleted_at=timezone.now())
    page = signed_in.get(reverse("collections", args=[project.slug])).content.decode()
    assert "Opening" in page and "2 clips" in page
    post(signed_in, "collection-name", project, opening.pk, name="The opening")
    opening.refresh_from_db()
    assert (opening.name, opening.key) == ("The opening", "the opening")
    post(signed_in, "collection-removal", project, opening.pk)
    assert not Collection.objects.exists() and project.generations.count() == 3


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_name_that_is_none_is_refused_and_nothing_is_written(signed_in, project, clips, name):
    storm = collecting.create(project, None, "Storm")
    for route, args in (("collections", ()), ("collection-name", (storm.pk,)), ("selection-collections", ())):
        answer = post(signed_in, route, project, *args, name=name, add=name, clip=clips[0].pk)
        assert answer.status_code == 422 and "at most 60 characters" in answer.content.decode()
    assert list(project.collections.values_list("name", flat=True)) == ["Storm"] and not numbers(storm)


def test_two_collections_have_no_name_in_common(signed_in, project):
    storm, fog = (collecting.create(project, None, name) for name in ("Storm", "Fog"))
    answer = post(signed_in, "collection-name", project, fog.pk, name="STORM")
    assert answer.status_code == 422 and "There is a collection “STORM” already." in answer.content.decode()
    fog.refresh_from_db()
    assert fog.name == "Fog" and collecting.create(project, None, "störm") == storm


def test_viewers_see_collections_and_change_none(client, project, clips):
    storm = collecting.collect(project, None, [clips[0].pk], "Storm")
    client.force_login(cast.member(project, Role.VIEWER))
    page = client.get(reverse("collections", args=[project.slug])).content.decode()
    assert "Storm" in page and "Remove" not in page and "Create" not in page
    assert shown(client, project, collection=storm.pk) == [1]
    clip_page = client.get(reverse("generation", args=[project.slug, clips[0].pk])).content.decode()
    assert "Storm" in clip_page and "Take out of" not in clip_page
    for route, args in (
        ("collections", ()),
        ("collection-name", (storm.pk,)),
        ("collection-removal", (storm.pk,)),
        ("selection-collections", ()),
        ("generation-collections", (clips[0].pk,)),
    ):
        assert post(client, route, project, *args, name="x", add="x", clip=clips[0].pk).status_code == 404
    assert numbers(storm) == [1]


def test_clips_and_collections_of_another_project_stay_out(signed_in, project, clips):
    elsewhere = cast.project(cast.person("eve"))
    theirs = collecting.collect(elsewhere, None, [cast.clip(elsewhere, "completed").pk], "Storm")
    post(
        signed_in,
        "selection-collections",
        project,
        clip=[elsewhere.generations.get().pk, clips[0].pk],
        add="Mine",
    )
    assert numbers(project.collections.get()) == [1]
    assert shown(signed_in, project, collection=theirs.pk) == []
    assert post(signed_in, "collection-removal", project, theirs.pk).status_code == 404


def test_the_page_takes_no_more_queries_with_more_collections(
    signed_in, project, clips, django_assert_max_num_queries
):
    collecting.collect(project, None, [clips[0].pk], "Storm")
    address = reverse("collections", args=[project.slug])
    with django_assert_max_num_queries(20) as few:
        signed_in.get(address)
    for number in range(12):
        collecting.collect(project, None, [clip.pk for clip in clips], f"Reel {number}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        signed_in.get(address)


def test_a_project_holds_two_hundred(project):
    for number in range(200):
        collecting.create(project, None, f"Reel {number}")
    with pytest.raises(collecting.ValidationError, match="200 collections"):
        collecting.create(project, None, "One more")
    assert collecting.create(project, None, "reel 7").name == "Reel 7"
