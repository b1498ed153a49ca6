"""Hostile text is text on every page: the page of a project full of it is built like any other."""

import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.models import Account, Event, Image, Person, Project
from projects.timeline.saved_shots import as_json
from projects.timeline.shots import shots_of
from tests.projects import cast
from tests.projects.hostile_words import HARMLESS, WORDS, Bones
from tests.projects.visitors import rolled_back, visitor
from tests.studio.media.hostile import encoded, scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.slow
def test_hostile_words_change_nothing_but_words_on_any_page():
    """The pages of a film full of such words are built, element by element, like those of a harmless one."""
    owner = cast.person("ada", is_admin=True)
    client = visitor(owner)
    harmless, looked = pages_of_a_film_of(HARMLESS, client, owner), 0
    for words in map(" ".join, zip(WORDS[::2], WORDS[1::2], strict=True)):  # two at a time: half the waiting
        hostile = pages_of_a_film_of(words, client, owner)
        for name in harmless:
            assert hostile[name].inline == [], f"{name}: {words}"
            assert hostile[name].shape == harmless[name].shape, f"{name}: {words}"
            looked += len(hostile[name].elements)
    assert looked > 20 * 500


def pages_of_a_film_of(words: str, client, owner) -> dict[str, Bones]:
    with rolled_back():
        return pages(client, cast.project(owner, words), words)


def pages(client, project: Project, words: str) -> dict[str, Bones]:
    """Every page on which something of this film stands, all of it saying `words`."""
    owner = project.memberships.get().person
    Person.objects.update(name=words[:80])
    said = words.replace("\0", "")
    clip = cast.clip(
        project, "completed", by=owner, prompt=cast.prompt(owner, said), pictures_at=timezone.now()
    )
    failed = cast.clip(project, "failed", by=owner, prompt=cast.prompt(owner, said), error_message=said)
    asked = cast.clip(project, "unconfirmed", by=owner, prompt=cast.prompt(owner, said, engine="aimlapi"))
    cast.attempt(asked, message=said)
    for one in (clip, failed, asked):
        Event.objects.create(generation=one, message=said, at=timezone.now(), actor=owner)
    Account.objects.update(hold="credits", hold_message=said[:300], hold_since=timezone.now())
    Image.objects.create(
        project=project,
        name=said,
        source_url=said,
        width_px=4,
        height_px=4,
        size=4,
        sha256="ab",
        created_by=owner,
    )
    Project.objects.update(revision=9)
    project.generations.update(revision=9)
    found = {
        name: client.get(reverse(name, args=[project.slug]))
        for name in ("library", "activity", "project-settings")
    }
    found |= {name: client.get(reverse(name)) for name in ("projects", "settings")}
    for one in (clip, failed, asked):
        found[f"a {one.state} clip"] = client.get(reverse("generation", args=[project.slug, one.pk]))
    found |= pages_of_a_timeline(client, project, said, (clip, failed, asked))
    found["picker"] = client.get(reverse("images", args=[project.slug]), {"end": "frame0"})
    found["search"] = client.get(reverse("library-clips", args=[project.slug]), {"q": f"{words} xyzzy"})
    found["composer"] = client.get(reverse("library", args=[project.slug]), {"prompt": words, "model": words})
    found |= {
        name: client.get(reverse(name, args=[project.slug])) for name in ("changes", "activity-changes")
    }
    picture = SimpleUploadedFile(f"{said.replace('/', '-')}.png", encoded(scene(8, 8), "PNG"), "image/png")
    found["brought"] = client.post(reverse("images", args=[project.slug]), {"end": "frame0", "file": picture})
    found["address"] = client.post(reverse("images", args=[project.slug]), {"end": "frame0", "url": words})
    film_form = {"name": (said * 99)[:99], "aspect_ratio": said}
    found["a refused name"] = client.post(reverse("project-settings", args=[project.slug]), film_form)
    found["sign-in"] = Client().post(reverse("sign-in"), {"username": said, "next": words})
    assert {
        name: one.status_code for name, one in found.items() if one.status_code not in (200, 201, 422)
    } == {}
    return {name: Bones(answer.content.decode()) for name, answer in found.items()}


def pages_of_a_timeline(client, project: Project, said: str, clips) -> dict:
    line = project.timelines.create(number=1, name=said[:80])
    places = [
        line.shots.create(generation=clip, position=place) for clip, place in zip(clips, "amz", strict=True)
    ]
    line.cuts.create(number=1, name=said[:80], shots=as_json(shots_of(line)))
    project.timelines.create(number=2, name=said[:80])
    found = {"timeline": client.get(reverse("timeline", args=[project.slug, 1]))}
    found["cut"] = client.get(reverse("cut", args=[project.slug, 1, 1]))
    found["timeline-changes"] = client.get(reverse("timeline-changes", args=[project.slug, 1]))
    for place in places:
        address = reverse("shot-panel", args=[project.slug, 1, place.pk])
        found[f"panel of a {place.generation.state} clip"] = client.get(address)
    anew = reverse("timeline-panel", args=[project.slug, 1])
    found["anew"] = client.get(anew, {"instead": places[1].pk})
    found["shelf"] = client.get(reverse("timeline-clip-search", args=[project.slug, 1]), {"after": said})
    return found
