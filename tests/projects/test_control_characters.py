"""Control characters are dropped wherever text comes in: forms, queries, JSON, the shell, uploads."""

import json
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from projects.models import ApiKey, Generation, Note, Project
from tests.projects.api.programs import program_with
from tests.projects.web import HTMX
from tests.studio.media.hostile import encoded, scene

pytestmark = pytest.mark.django_db

DIRTY = "A \x0blamp\x1b[31m in\x00 the\x7f tower\x9b\r\n\tat dusk\uffff"
CLEAN = "A lamp[31m in the tower\r\n\tat dusk"


def test_a_form(signed_in, project):
    sent = {"prompt": DIRTY, "model": "preview:preview", "client_token": "a-token-of-1"}
    signed_in.post(reverse("generations", args=[project.slug]), sent)
    assert Generation.objects.get().prompt.text == CLEAN
    settings = reverse("project-settings", args=[project.slug])
    signed_in.post(settings, {"name": "The\x1b lamp", "aspect_ratio": "16:9"})
    assert Project.objects.filter(name="The lamp").exists()


def test_a_note(press):
    press("notes", text=DIRTY, frame="3", client_token="a-token-of-1")
    assert Note.objects.get().text == CLEAN


def test_a_query(signed_in, project):
    page = signed_in.get(
        reverse("library", args=[project.slug]), {"q": "a\x0bb", "prompt": DIRTY}, headers=HTMX
    )
    assert not {"\x0b", "\x1b", "\x9b"} & set(page.content.decode())


def test_a_json_body(project):
    program = program_with(project)
    body = json.dumps({"model": "preview", "prompt": DIRTY})
    made = program.post("/v2/video/generations", body, content_type="application/json")
    assert Generation.objects.get(pk=made.json()["id"]).prompt.text == CLEAN


def test_a_file_name(signed_in, project):
    file = SimpleUploadedFile("la\x1bmp.png", encoded(scene(64, 64), "PNG"), "image/png")
    signed_in.post(reverse("images", args=[project.slug]), {"end": "frame0", "file": file}, headers=HTMX)
    assert "\x1b" not in project.images.first().name


def test_the_shell(project):
    call_command("api_key", "--name", "Render\x1b farm", stdout=StringIO())
    assert ApiKey.objects.get().name == "Render farm"
