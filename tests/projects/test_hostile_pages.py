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
def test_hostile_text_changes_nothing_but_text_on_any_page():
    """The pages of a project full of such text have the same elements as those of a harmless one."""
    owner = cast.person("ada", is_admin=True)
    client = visitor(owner)
    harmless, looked = pages_of_a_project_with(HARMLESS, client, owner), 0
    for payload in map(
        " ".join, zip(WORDS[::2], WORDS[1::2], strict=True)
    ):  # two at a time: half the waiting
        hostile = pages_of_a_project_with(payload, client, owner)
        for name in harmless:
            assert hostile[name].inline == [], f"{name}: {payload}"
            assert hostile[name].shape == harmless[name].shape, f"{name}: {payload}"
            looked += len(hostile[name].elements)
    assert looked > 20 * 500


def pages_of_a_project_with(payload: str, client, owner) -> dict[str, Bones]:
    with rolled_back():
        return pages(client, cast.project(owner, payload), payload)


def pages(client, project: Project, payload: str) -> dict[str, Bones]:
    """Return every page that shows something of this project, with `payload` in every text."""
    owner = project.memberships.get().person
    Person.objects.update(name=payload[:80])
    text = payload.replace("\0", "")
    clip = cast.clip(
        project, "completed", by=owner, prompt=cast.prompt(owner, text), pictures_at=timezone.now()
    )
    failed = cast.clip(project, "failed", by=owner, prompt=cast.prompt(owner, text), error_message=text)
    unconfirmed = cast.clip(
        project, "unconfirmed", by=owner, prompt=cast.prompt(owner, text, engine="aimlapi")
    )
    cast.attempt(unconfirmed, message=text)
    for one in (clip, failed, unconfirmed):
        Event.objects.create(
            generation=one, project=one.project, message=text, at=timezone.now(), actor=owner
        )
    Account.objects.update(hold="credits", hold_message=text[:300], hold_since=timezone.now())
    Image.objects.create(
        project=project,
        name=text,
        source_url=text,
        width_px=4,
        height_px=4,
        size=4,
        sha256="ab",
        created_by=owner,
    )
    Project.objects.update(revision=9)
    project.generations.update(revision=9)
    answers = {
        name: client.get(reverse(name, args=[project.slug]))
        for name in ("library", "activity", "project-settings")
    }
    answers |= {name: client.get(reverse(name)) for name in ("projects", "settings")}
    for one in (clip, failed, unconfirmed):
        answers[f"a {one.state} clip"] = client.get(reverse("generation", args=[project.slug, one.pk]))
    answers |= pages_of_a_timeline(client, project, text, (clip, failed, unconfirmed))
    answers["picker"] = client.get(reverse("images", args=[project.slug]), {"end": "frame0"})
    answers["search"] = client.get(reverse("library-clips", args=[project.slug]), {"q": f"{payload} xyzzy"})
    answers["composer"] = client.get(
        reverse("library", args=[project.slug]), {"prompt": payload, "model": payload}
    )
    answers |= {
        name: client.get(reverse(name, args=[project.slug])) for name in ("changes", "activity-changes")
    }
    picture = SimpleUploadedFile(f"{text.replace('/', '-')}.png", encoded(scene(8, 8), "PNG"), "image/png")
    answers["brought"] = client.post(
        reverse("images", args=[project.slug]), {"end": "frame0", "file": picture}
    )
    answers["address"] = client.post(
        reverse("images", args=[project.slug]), {"end": "frame0", "url": payload}
    )
    project_form = {"name": (text * 99)[:99], "aspect_ratio": text}
    answers["a refused name"] = client.post(reverse("project-settings", args=[project.slug]), project_form)
    answers["sign-in"] = Client().post(reverse("sign-in"), {"username": text, "next": payload})
    assert {
        name: one.status_code for name, one in answers.items() if one.status_code not in (200, 201, 422)
    } == {}
    return {name: Bones(answer.content.decode()) for name, answer in answers.items()}


def pages_of_a_timeline(client, project: Project, text: str, clips) -> dict:
    line = project.timelines.create(number=1, name=text[:80])
    places = [
        line.shots.create(generation=clip, position=place) for clip, place in zip(clips, "amz", strict=True)
    ]
    line.cuts.create(number=1, name=text[:80], shots=as_json(shots_of(line)))
    project.timelines.create(number=2, name=text[:80])
    answers = {"timeline": client.get(reverse("timeline", args=[project.slug, 1]))}
    answers["cut"] = client.get(reverse("cut", args=[project.slug, 1, 1]))
    answers["timeline-changes"] = client.get(reverse("timeline-changes", args=[project.slug, 1]))
    for place in places:
        address = reverse("shot-panel", args=[project.slug, 1, place.pk])
        answers[f"panel of a {place.generation.state} clip"] = client.get(address)
    anew = reverse("timeline-panel", args=[project.slug, 1])
    answers["anew"] = client.get(anew, {"instead": places[1].pk})
    answers["clip search"] = client.get(
        reverse("timeline-clip-search", args=[project.slug, 1]), {"after": text}
    )
    return answers
