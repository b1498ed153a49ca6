"""Images for keyframes: what is accepted, what is refused, and what is left when it fails."""

import json
import os
import time
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.urls import reverse

from projects.core.forms import ASPECT_RATIOS
from projects.library import images
from projects.models import Image, Role
from studio.media.pictures import PictureError
from tests.projects import cast
from tests.projects.library.pictures import finished_clip, koi, open_picker, post
from tests.studio.media import hostile
from tests.studio.media.hostile import encoded, scene
from tests.studio.scripted import Scripted, answer, drip, head


def kept(settings):
    return sorted(path.name for path in (settings.MEDIA_ROOT / "images").rglob("*") if path.is_file())


# -- uploading -------------------------------------------------------------------------------------------


def test_an_upload_comes_back_in_its_slot(signed_in, project, owner):
    response = post(signed_in, project, file=koi())
    image = project.images.get()
    assert response.status_code == 201
    assert f'name="frame0" value="image:{image.pk}"' in response.content.decode()
    assert json.loads(response["HX-Trigger-After-Swap"]) == {
        "keyframe-chosen": {"end": "frame0", "choice": f"image:{image.pk}"}
    }
    assert (image.name, image.created_by, image.source_url) == ("koi.jpg", owner, "")
    assert (image.width_px, image.height_px, image.size) == (64, 36, image.path.stat().st_size)
    assert image.thumb.is_file()
    served = signed_in.get(reverse("image-file", args=[project.slug, image.pk, "thumb.webp"]))
    assert served.status_code == 200


def test_a_large_upload_is_spooled_to_disk(signed_in, project, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    assert post(signed_in, project, file=koi()).status_code == 201


def test_the_same_image_twice_is_stored_once(signed_in, project, settings):
    first, second = (post(signed_in, project, file=koi(name)) for name in ("koi.jpg", "again.jpg"))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert project.images.get().name == "koi.jpg"
    assert kept(settings) == ["picture.png", "thumb.webp"]


def test_the_same_image_can_be_in_two_projects(signed_in, project, owner):
    other = cast.project(owner, "Another")
    assert {post(signed_in, where, file=koi()).status_code for where in (project, other)} == {201}
    assert Image.objects.count() == 2


@pytest.mark.parametrize(
    "name", ["SVG", "HTML", "nothing", "PNG of 100 million pixels in 12 KB", "a GIF picture"]
)
def test_a_refusal_has_a_reason_and_stores_nothing(signed_in, project, settings, name):
    response = post(
        signed_in, project, file=SimpleUploadedFile("x.jpg", hostile.refused()[name], "image/jpeg")
    )
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode() and "<script>" not in response.content.decode()
    assert not project.images.exists() and kept(settings) == []


@pytest.mark.parametrize("size", [(8, 8), (5001, 1), (31, 400)])
def test_an_image_too_small_to_be_cropped_says_so_and_leaves_nothing(signed_in, project, settings, size):
    """Each was stored, and then refused in the words of the crop, which nobody had asked for."""
    response = post(signed_in, project, file=koi("koi.jpg", *size))
    words = f"This image is too small. Each side needs at least 32 pixels; it has {size[0]} × {size[1]}."
    assert response.status_code == 422 and words in response.content.decode()
    assert not project.images.exists() and kept(settings) == []


@pytest.mark.parametrize("ratio", ASPECT_RATIOS)
def test_the_smallest_image_can_be_cropped_to_any_aspect_ratio(signed_in, project, ratio):
    assert post(signed_in, project, file=koi(width=32, height=32), aspect_ratio=ratio).status_code == 201


def test_a_panorama_is_cropped_from_its_full_height(signed_in, project):
    assert post(signed_in, project, file=koi(width=20_000, height=400)).status_code == 201
    part = project.images.get(original__isnull=False)
    assert (part.width_px, part.height_px) == (711, 400)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "Choose one file or enter one address."),
        ({"end": "frame7", "url": "https://example.com/a.jpg"}, "Reload the page"),
        ({"url": "ftp://example.com/a.jpg"}, "a web address"),
        ({"url": "javascript:alert(1)"}, "a web address"),
        ({"url": "https://user:password@example.com/a.jpg"}, "a web address"),
        ({"url": "https://["}, "a web address"),
        ({"url": "https://example.com/" + "a" * 2000}, "too long"),
        ({"file": "not a file"}, "Choose one file"),
    ],
)
def test_a_missing_field_is_named(signed_in, project, given, reason):
    response = post(signed_in, project, **given)
    assert response.status_code == 422
    assert reason in response.content.decode()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("koi\0.jpg", "koi .jpg"),
        ("koi\u202egpj.exe", "koigpj.exe"),
        ("a\r\nSet-Cookie: x", "a Set-Cookie: x"),
        ("é" * 255, "é" * 120),
        ("<script>.png", "<script>.png"),
        ("...", "Picture"),
        ("", "Picture"),
        (None, "Picture"),
    ],
)
def test_names_are_escaped(given, shown):
    assert images.clean_name(given) == shown


@pytest.mark.parametrize(
    "name", ["../../evil.png", "koi\u202egpj.exe", "é" * 255, "<img src=x onerror=alert(1)>"]
)
def test_no_name_becomes_a_path_or_markup(signed_in, project, settings, name):
    response = post(signed_in, project, file=koi(name))
    assert response.status_code == 201
    image = project.images.get()
    assert (
        "/" not in image.name and "\u202e" not in image.name and "<img src=x" not in response.content.decode()
    )
    assert kept(settings) == ["picture.png", "thumb.webp"]
    assert {path.name for path in settings.MEDIA_ROOT.iterdir()} == {"images"}


def test_a_file_over_the_limit_is_refused_with_413(signed_in, project, settings):
    settings.UPLOAD_MB = 1
    settings.FILE_UPLOAD_HANDLERS = ["projects.core.uploads.UploadLimit", *settings.FILE_UPLOAD_HANDLERS]
    response = post(signed_in, project, file=SimpleUploadedFile("x.jpg", bytes(1_100_000)))
    assert response.status_code == 413
    assert "larger than 1 MB" in response.content.decode()
    assert not response.wsgi_request.FILES  # not one byte of it was decoded
    within = post(signed_in, project, file=SimpleUploadedFile("x.jpg", bytes(1_010_000)))
    assert within.status_code == 413 and within.wsgi_request.FILES


def test_a_row_that_cannot_be_written_leaves_no_files(project, owner, settings, monkeypatch):
    def fails(*args, **kwargs):
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr(Image, "save", fails)
    with pytest.raises(DatabaseError):
        images.store_upload(project, owner, koi())
    assert kept(settings) == [] and list((settings.MEDIA_ROOT / "images").iterdir()) == []


def test_a_forbidden_url_is_refused_with_a_reason(signed_in, project):
    for url in ("http://127.0.0.1:9/a.jpg", "http://localhost/a.jpg", "http://169.254.169.254/latest/"):
        response = post(signed_in, project, url=url)
        assert response.status_code == 422
        assert "No image could be downloaded" in response.content.decode()
    assert not project.images.exists()


def test_an_image_keeps_its_source_url(project, owner, settings):
    settings.OWN_HOSTS = ["127.0.0.1"]
    with Scripted(answer(200, encoded(scene(), "PNG"), Content_Type="image/png")) as server:
        url = f"{server.url}/ponds/Koi%20pond.png?size=large"
        image = images.store_address(project, owner, url)
    assert (image.name, image.source_url) == ("Koi pond.png", url)
    assert images.name_from_url("https://example.com/") == "example.com"


@pytest.mark.parametrize(
    ("act", "reason"),
    [(answer(200, bytes(1_100_000)), "larger than 1 MB"), (drip(head(200, 1000)), "No image")],
)
def test_a_url_that_sends_too_much_or_too_slowly_is_refused(
    project, owner, settings, monkeypatch, act, reason
):
    """At the pace of the slow one, an image would take twenty seconds."""
    settings.OWN_HOSTS, settings.UPLOAD_MB = ["127.0.0.1"], 1
    monkeypatch.setattr(images, "ADDRESS_DEADLINE_S", 0.5)
    began = time.monotonic()
    with Scripted(act) as server, pytest.raises(PictureError, match=reason):
        images.store_address(project, owner, f"{server.url}/koi.png")
    assert time.monotonic() - began < 10 and not project.images.exists()


def test_a_frame_of_a_clip_becomes_an_image(project):
    clip = finished_clip(project)
    image = images.store_frame(clip, 7)
    assert (image.project, image.name) == (project, f"Frame 8 of clip {clip.number}")
    assert images.store_frame(clip, 7) == image
    with pytest.raises(PictureError, match="can't be read"):
        images.store_frame(clip, clip.frames)


def test_leftovers_of_a_dead_process_are_deleted(project, owner, settings):
    image = images.store_upload(project, owner, koi())
    for name, age_s in ((uuid4(), 7200), (uuid4(), 60)):
        folder = settings.MEDIA_ROOT / "images" / str(name)
        folder.mkdir()
        (folder / "picture.png.part").touch()
        os.utime(folder, (time.time() - age_s,) * 2)
    os.utime(image.folder, (1, 1))
    assert (images.remove_orphans(), images.remove_orphans()) == (1, 0)
    assert kept(settings) == ["picture.png", "picture.png.part", "thumb.webp"]


# -- who may ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "brings"), [(Role.OWNER, 201), (Role.EDITOR, 201), (Role.REVIEWER, 404), (Role.VIEWER, 404)]
)
def test_editors_add_images_and_all_members_see_them(client, project, role, brings):
    client.force_login(cast.member(project, role))
    assert post(client, project, file=koi()).status_code == brings
    assert open_picker(client, project).status_code == 200
    assert client.get(reverse("keyframe-slot", args=[project.slug, "frame1"])).status_code == 200


def test_outsiders_get_404(client, project):
    client.force_login(cast.person("eve"))
    assert post(client, project, file=koi()).status_code == 404
    assert open_picker(client, project).status_code == 404
    assert client.get(reverse("keyframe-slot", args=[project.slug, "frame0"])).status_code == 404
    assert not Image.objects.exists()


def test_people_who_are_not_signed_in_are_asked_to(client, project):
    assert {post(client, project, file=koi()).status_code, open_picker(client, project).status_code} == {302}
