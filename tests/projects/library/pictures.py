"""Images that people upload or choose, and finished clips that offer their frames."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.projects import cast
from tests.studio.media.hostile import encoded, scene


def koi(name="koi.jpg", width=64, height=36):
    return SimpleUploadedFile(name, encoded(scene(width, height), "JPEG"), "image/jpeg")


def post(client, project, **given):
    return client.post(reverse("images", args=[project.slug]), {"end": "frame0"} | given)


def open_picker(client, project, **asked):
    return client.get(reverse("images", args=[project.slug]), {"end": "frame0"} | asked)


def finished_clip(project, **fields):
    return cast.clip(project, "completed", pictures_at=timezone.now(), **fields)
