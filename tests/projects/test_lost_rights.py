"""Whatever a member gave out ends with the right that it came from."""

import pytest
from django.test import Client
from django.urls import reverse

from projects.accounts import members
from projects.core import signed_urls
from projects.ledger.transitions import change_state
from projects.models import Delivery, EventType, Person, Role, State
from projects.notifications import webhooks
from projects.review import notes, share_links
from projects.review.notes import NewNote
from tests.projects import cast
from tests.projects.api.programs import post, program_with
from tests.projects.review.steps import open_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(project):
    """A second owner, who gives something out and then loses the right to."""
    return cast.member(project, Role.OWNER)


def lose(person: Person, how: str) -> None:
    if how == "removed":
        members.remove(person.memberships.get())
    elif how == "demoted":
        members.set_role(person.memberships.get(), Role.VIEWER)
    else:
        Person.objects.filter(pk=person.pk).update(is_active=False)


@pytest.mark.parametrize("how", ["removed", "closed"])
def test_the_signed_urls_of_a_key(project, ana, how):
    clip = cast.stored_clip(project, 0)
    program = program_with(project, created_by=ana)
    path = signed_urls.result_path("clip", clip.pk, program.key, "film.mp4")
    assert Client().get(path).status_code == 200
    lose(ana, how)
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("how", ["removed", "closed", "demoted"])
def test_a_share_link_and_its_guests(client, review, owner, ana, how):
    """1. Ana's guest watches.  2. She may no longer share: the link, the page and the film close.
    3. The list says so.  4. Another owner's link stays open."""
    _, token = share_links.create(review, ana)
    guest, page = open_link(token, "Cleo")
    film = reverse("guest-film", args=page.strip("/").split("/")[1:])
    assert (guest.get(page).status_code, guest.get(film).status_code) == (200, 200)
    lose(ana, how)
    door = reverse("share-link", args=[token])
    assert [guest.get(path).status_code for path in (page, film, door)] == [404] * 3
    client.force_login(owner)
    listed = client.get(reverse("share-links", args=[review.project.slug, review.number]))
    assert "its creator may no longer share this project" in listed.content.decode()
    open_link(share_links.create(review, owner)[1], "Bo")


@pytest.mark.parametrize("how", ["removed", "closed", "demoted"])
def test_an_invitation(client, project, ana, how):
    """Also one that is open in a browser. Otherwise who was removed could come back in."""
    _, token = members.invite(project, ana, role=Role.OWNER)
    door = reverse("join", args=[token])
    assert client.get(door).status_code == 302
    lose(ana, how)
    assert Client().get(door).status_code == 404
    client.force_login(cast.person("eve"))
    assert client.post(reverse("invited")).status_code == 404
    assert not project.memberships.filter(person__email="eve@example.test").exists()


@pytest.mark.parametrize("how", ["removed", "closed", "demoted"])
def test_a_webhook(settings, receiver, review, owner, ana, how):
    settings.OWN_HOSTS = ["127.0.0.1"]
    hook, _ = webhooks.add(review.project, ana, address=receiver.address, event_types=EventType.values)
    notes.write(review, {"person": owner}, NewNote(3, "Darker", "t"))
    lose(ana, how)
    for id in Delivery.objects.values_list("pk", flat=True):
        webhooks.deliver(id)
    hook.refresh_from_db()
    assert receiver.requests == [] and hook.stopped_at and hook.stop_reason
    assert not webhooks.due_deliveries().exists()


def test_the_callback_of_a_key(project, ana, preview_only):
    post(program_with(project, created_by=ana), model="preview", callback_url="https://example.test/")
    id = project.generations.get().pk
    lose(ana, "removed")
    assert change_state(id, State.QUEUED, State.CANCELLED)
    assert not Delivery.objects.exists()
