"""Avatars: checked like every upload, and shown only to the people one works with."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse
from PIL import Image

from projects.accounts import avatars
from projects.models import Person, Role
from projects.review import notes, share_links
from projects.review.notes import NewNote
from tests.projects import cast
from tests.projects.review.steps import open_link
from tests.studio.media.hostile import encoded, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    somebody = cast.person("ada")
    Person.objects.filter(pk=somebody.pk).update(name="Ada Lindqvist")
    client.force_login(somebody)
    return somebody


def picture(kind="JPEG"):
    return SimpleUploadedFile(f"me.{kind.lower()}", encoded(scene(64, 36), kind))


def bring(client, file=None):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(reverse("profile-avatar"), {"file": file} if file else {})


def address(person):
    person.refresh_from_db()
    return reverse("avatar", args=[person.avatar])


def test_an_avatar_replaces_the_initials_and_can_be_removed(client, ada):
    page = reverse("profile")
    assert ">AL</span>" in client.get(page).content.decode()
    assert bring(client, picture()).status_code == 302
    first = address(ada)
    assert f'<img src="{first}" alt="">' in client.get(page).content.decode()
    assert client.get(first)["Content-Type"] == "image/webp"
    folder = avatars.folder_of(ada.avatar)
    assert [file.name for file in folder.iterdir()] == [avatars.NAME]
    assert not Image.open(folder / avatars.NAME).getexif()
    bring(client, picture("PNG"))
    assert address(ada) != first and client.get(first).status_code == 404 and not folder.exists()
    bring(client)
    assert ">AL</span>" in client.get(page).content.decode()
    assert not list(folder.parent.iterdir())


def test_a_file_that_is_too_large_is_refused_and_the_avatar_stays(client, ada, settings):
    """Its file is skipped, which must not be taken for the wish to have no avatar."""
    bring(client, picture())
    before = address(ada)
    settings.UPLOAD_MB = 1
    answer = bring(client, SimpleUploadedFile("me.jpg", bytes(1_100_000)))
    assert answer.status_code == 413 and "larger than 1 MB" in answer.content.decode()
    assert address(ada) == before


def test_a_file_that_is_no_image_is_refused_with_a_reason(client, ada):
    bring(client, picture())
    before = address(ada)
    for file in (SimpleUploadedFile("me.jpg", b"<svg onload=alert(1)>"), SimpleUploadedFile("me.jpg", b"")):
        answer = bring(client, file)
        assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert address(ada) == before and client.get(before).status_code == 200
    assert len(list(avatars.folder_of(ada.avatar).parent.iterdir())) == 1


def test_only_people_of_the_same_project_see_it(client, ada):
    bring(client, picture())
    project = cast.project(ada)
    with_her, elsewhere = Client(), Client()
    with_her.force_login(cast.member(project, Role.VIEWER))
    stranger = cast.person("eve")
    cast.project(stranger, "Her own")
    elsewhere.force_login(stranger)
    assert with_her.get(address(ada)).status_code == 200
    assert elsewhere.get(address(ada)).status_code == 404
    assert Client().get(address(ada)).status_code == 302


def test_guests_see_initials_and_the_team_sees_avatars_of_former_members(client, review, owner):
    Person.objects.filter(pk=owner.pk).update(name="Ada Lindqvist")
    mara = cast.member(review.project, Role.REVIEWER, "Mara Okafor")
    client.force_login(mara)
    bring(client, picture())
    notes.write(review, {"person": mara}, NewNote(3, "Softer", "token-0001"))
    review.project.memberships.filter(person=mara).delete()
    _, token = share_links.create(review, owner)
    guest, page = open_link(token)
    shown = guest.get(page).content.decode()
    assert "MO</span>" in shown and "/portraits/" not in shown
    client.force_login(owner)
    shown = client.get(reverse("review", args=[review.project.slug, review.number])).content.decode()
    assert address(mara) in shown and client.get(address(mara)).status_code == 200
