"""Programs import films: checked in the background, safe to repeat, refused in a sentence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.library import imports
from projects.models import Generation, Upload
from tests.projects.api.programs import program_with
from tests.studio.media.hostile_films import FRAMES, PLAYLIST, film

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(tmp_path) -> bytes:
    return film(tmp_path / "film.mp4").read_bytes()


def send(program, content: bytes, name: str = "harbor at night.mp4", **headers):
    return program.post("/api/clips", {"file": SimpleUploadedFile(name, content)}, headers=headers)


def test_a_film_becomes_a_clip_of_the_keys_project(project, program, content):
    answer = send(program, content)
    assert answer.status_code == 202
    sent = answer.json()
    assert (sent["state"], sent["name"], sent["message"]) == ("waiting", "harbor at night.mp4", "")
    imports.build(sent["id"])
    assert program.get(f"/api/clips/{sent['id']}").json()["state"] == "ready"
    clip = program.get(f"/api/generations/{sent['id']}").json()
    assert (clip["state"], clip["engine"]) == ("completed", "import") and clip["assets"]["video"]
    generation = Generation.objects.get()
    assert (generation.frames, generation.project, generation.prompt.text) == (
        FRAMES,
        project,
        "harbor at night",
    )


def test_a_repeated_request_is_one_import(program, content):
    first, again = (send(program, content, Idempotency_Key="one").json() for _ in range(2))
    imports.build(first["id"])
    later = send(program, content, Idempotency_Key="one").json()
    assert first["id"] == again["id"] == later["id"] and later["state"] == "ready"
    assert Upload.objects.count() == Generation.objects.count() == 1


def test_what_is_no_film_is_refused_with_the_reason(program, settings):
    sent = send(program, PLAYLIST, "film.mp4").json()
    imports.build(sent["id"])
    answer = program.get(f"/api/clips/{sent['id']}").json()
    assert answer["state"] == "failed" and "isn't a film" in answer["message"]
    assert program.get(f"/api/generations/{sent['id']}").status_code == 404
    settings.IMPORT_MB = 0
    for content, status in ((b"x", 413), (b"", 400)):
        assert send(program, content).status_code == status


def test_a_key_that_only_reads_or_is_of_another_project_imports_and_sees_nothing(project, program, content):
    reader = program_with(project, scope="read")
    assert send(reader, content).status_code == 403 and not Upload.objects.exists()
    sent = send(program, content).json()
    assert reader.get(f"/api/clips/{sent['id']}").status_code == 200
