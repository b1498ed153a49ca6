"""Programs with a key, without a server: what they send, and how a generation ends."""

import json
from fractions import Fraction
from shutil import copyfile

from django.test import Client
from django.utils import timezone

from projects.api import keys
from projects.ledger import transitions
from projects.models import ApiKey, Generation, State
from tests.projects import videos

CURRENT = "/v2/video/generations"


class Program(Client):
    """A client that sends `key`."""

    key: ApiKey


def program_with(project, created_by=None, **settings) -> Program:
    """Return a client with a new key, by the only member unless somebody else is given."""
    created_by = created_by or project.memberships.get().person
    key, text = keys.create(project, created_by, name="Script", **settings)
    client = Program(headers={"Authorization": f"Bearer {text}"})
    client.key = key
    return client


def post(client, path=CURRENT, status=200, headers=None, **body):
    fields = {"model": "luma/ray-2", "prompt": "A lighthouse at dusk"} | body
    answer = client.post(path, json.dumps(fields), content_type="application/json", headers=headers or {})
    assert answer.status_code == status, answer.content
    return answer


def finish(id):
    """Complete the generation as if a provider had made it."""
    generation = Generation.objects.get(pk=id)
    video, facts = videos.draw(videos.Shape(120, 1280, 720, Fraction(24)))
    generation.folder.mkdir(parents=True)
    copyfile(video, generation.video)
    transitions.change_state(id, State.QUEUED, State.SUBMITTING)
    transitions.change_state(id, State.SUBMITTING, State.SUBMITTED, provider_id="p")
    transitions.change_state(id, State.SUBMITTED, State.READY)
    facts |= {"frames": 120, "fps_num": 24, "fps_den": 1, "width_px": 1280, "height_px": 720}
    assert transitions.change_state(id, State.READY, State.COMPLETED, **facts)
    Generation.objects.filter(pk=id).update(pictures_at=timezone.now())
