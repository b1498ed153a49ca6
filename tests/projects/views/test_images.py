"""Choosing a frame: what is offered, what is taken in, and what is left when it goes wrong."""

import json
import os
import re
import socket
import sqlite3
import threading
import time
from contextlib import closing
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from projects import images, wells
from projects.models import Image, Role
from studio.media.pictures import PictureError
from tests.projects import cast
from tests.projects.web import CSRF, web  # noqa: F401
from tests.studio.media import hostile
from tests.studio.media.hostile import encoded, scene
from tests.studio.media.test_stitch import numbered


@pytest.fixture
def owner(db):
    return cast.person()


@pytest.fixture
def film(owner):
    return cast.project(owner)


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


def koi(name="koi.jpg", width=64, height=36):
    return SimpleUploadedFile(name, encoded(scene(width, height), "JPEG"), "image/jpeg")


def post(client, film, **given):
    return client.post(reverse("images", args=[film.slug]), {"end": "frame0"} | given)


def offered(client, film, **asked):
    return client.get(reverse("images", args=[film.slug]), {"end": "frame0"} | asked)


def kept(settings):
    return sorted(path.name for path in (settings.MEDIA_ROOT / "images").rglob("*") if path.is_file())


def finished(film, **fields):
    return cast.clip(film, "completed", pictures_at=timezone.now(), **fields)


def with_frames(clip):
    clip.folder.mkdir(parents=True)
    for name in ("first.png", "last.png"):
        (clip.folder / name).write_bytes(encoded(scene().rotate(len(name)), "PNG"))
    return clip


# -- bringing one ----------------------------------------------------------------------------------------


def test_an_upload_comes_back_in_its_well(signed_in, film, owner):
    response = post(signed_in, film, file=koi())
    image = film.images.get()
    assert response.status_code == 201
    assert f'name="frame0" value="image:{image.pk}"' in response.content.decode()
    assert json.loads(response["HX-Trigger-After-Swap"]) == {
        "keyframe-chosen": {"end": "frame0", "choice": f"image:{image.pk}"}
    }
    assert (image.name, image.by, image.source_url) == ("koi.jpg", owner, "")
    assert (image.width_px, image.height_px, image.size) == (64, 36, image.path.stat().st_size)
    assert image.thumb.is_file()
    served = signed_in.get(reverse("image-file", args=[film.slug, image.pk, "thumb.webp"]))
    assert served.status_code == 200


def test_a_large_upload_comes_over_the_disk(signed_in, film, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    assert post(signed_in, film, file=koi()).status_code == 201


def test_the_same_picture_twice_is_one(signed_in, film, settings):
    first, second = (post(signed_in, film, file=koi(name)) for name in ("koi.jpg", "again.jpg"))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert film.images.get().name == "koi.jpg"
    assert kept(settings) == ["picture.png", "thumb.webp"]


def test_the_same_picture_may_be_in_two_films(signed_in, film, owner):
    other = cast.project(owner, "Another")
    assert {post(signed_in, where, file=koi()).status_code for where in (film, other)} == {201}
    assert Image.objects.count() == 2


@pytest.mark.parametrize(
    "name", ["SVG", "HTML", "nothing", "PNG of 100 million pixels in 12 KB", "a GIF picture"]
)
def test_a_refusal_is_a_sentence_and_keeps_nothing(signed_in, film, settings, name):
    response = post(signed_in, film, file=SimpleUploadedFile("x.jpg", hostile.refused()[name], "image/jpeg"))
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode() and "<script>" not in response.content.decode()
    assert not film.images.exists() and kept(settings) == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Choose one file, or give one address."),
        ({"end": "frame7", "url": "https://example.com/a.jpg"}, "Reload the page"),
        ({"url": "ftp://example.com/a.jpg"}, "not a web address"),
        ({"url": "javascript:alert(1)"}, "not a web address"),
        ({"url": "https://user:password@example.com/a.jpg"}, "not a web address"),
        ({"url": "https://["}, "not a web address"),
        ({"url": "https://example.com/\0.jpg"}, "Null characters"),
        ({"url": "https://example.com/" + "a" * 2000}, "too long"),
        ({"file": "not a file"}, "Choose one file"),
    ],
)
def test_what_is_missing_is_said(signed_in, film, given, words):
    response = post(signed_in, film, **given)
    assert response.status_code == 422
    assert words in response.content.decode()


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
def test_names_are_only_text(given, shown):
    assert images.plain_name(given) == shown


@pytest.mark.parametrize(
    "name", ["../../evil.png", "koi\u202egpj.exe", "é" * 255, "<img src=x onerror=alert(1)>"]
)
def test_no_name_becomes_a_path_or_markup(signed_in, film, settings, name):
    response = post(signed_in, film, file=koi(name))
    assert response.status_code == 201
    image = film.images.get()
    assert (
        "/" not in image.name and "\u202e" not in image.name and "<img src=x" not in response.content.decode()
    )
    assert kept(settings) == ["picture.png", "thumb.webp"]
    assert {path.name for path in settings.MEDIA_ROOT.iterdir()} == {"images"}


def test_a_file_over_the_limit_is_refused_with_413(signed_in, film, settings):
    settings.UPLOAD_MB = 1
    settings.FILE_UPLOAD_HANDLERS = ["projects.uploads.AtMost", *settings.FILE_UPLOAD_HANDLERS]
    response = post(signed_in, film, file=SimpleUploadedFile("x.jpg", bytes(1_100_000)))
    assert response.status_code == 413
    assert "larger than 1 MB" in response.content.decode()
    assert not response.wsgi_request.FILES  # not one byte of it was unpacked
    within = post(signed_in, film, file=SimpleUploadedFile("x.jpg", bytes(1_010_000)))
    assert within.status_code == 413 and within.wsgi_request.FILES


def test_a_row_that_cannot_be_written_takes_its_files_along(film, owner, settings, monkeypatch):
    def fails(*args, **kwargs):
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr(Image, "save", fails)
    with pytest.raises(DatabaseError):
        images.from_upload(film, owner, koi())
    assert kept(settings) == [] and list((settings.MEDIA_ROOT / "images").iterdir()) == []


def test_an_address_that_may_not_be_opened_is_refused_in_a_sentence(signed_in, film):
    for url in ("http://127.0.0.1:9/a.jpg", "http://localhost/a.jpg", "http://169.254.169.254/latest/"):
        response = post(signed_in, film, url=url)
        assert response.status_code == 422
        assert "No picture could be fetched" in response.content.decode()
    assert not film.images.exists()


def test_an_address_is_kept_with_its_picture(film, owner, monkeypatch):
    """The fetch itself, with its guard, is promised in test_fetch: here it brings a picture from memory."""
    asked = []

    def read_image(url, **limits):
        asked.append((url, limits))
        return encoded(scene(), "PNG")

    monkeypatch.setattr(images.fetch, "read_image", read_image)
    url = "https://example.com/ponds/Koi%20pond.png?size=large"
    image = images.from_address(film, owner, url)
    assert (image.name, image.source_url) == ("Koi pond.png", url)
    assert asked == [(url, {"max_bytes": 25_000_000, "deadline_s": 15, "allow_hosts": []})]
    assert images.name_in("https://example.com/") == "example.com"


def test_a_frame_of_a_clip_becomes_a_picture(film):
    clip = finished(film)
    clip.folder.mkdir(parents=True)
    numbered(clip.film, 0, 24)
    image = images.of_frame(clip, 7)
    assert (image.project, image.name) == (film, f"Frame 8 of clip {clip.number}")
    assert images.of_frame(clip, 7) == image
    with pytest.raises(PictureError, match="cannot be read"):
        images.of_frame(clip, 24)


def test_what_a_dead_process_left_is_swept_away(film, owner, settings):
    image = images.from_upload(film, owner, koi())
    for name, age_s in ((uuid4(), 7200), (uuid4(), 60)):
        folder = settings.MEDIA_ROOT / "images" / str(name)
        folder.mkdir()
        (folder / "picture.png.part").touch()
        os.utime(folder, (time.time() - age_s,) * 2)
    os.utime(image.folder, (1, 1))
    assert (images.sweep(), images.sweep()) == (1, 0)
    assert kept(settings) == ["picture.png", "picture.png.part", "thumb.webp"]


# -- who may ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "brings"), [(Role.OWNER, 201), (Role.EDITOR, 201), (Role.REVIEWER, 404), (Role.VIEWER, 404)]
)
def test_makers_bring_pictures_and_all_members_see_them(client, film, role, brings):
    client.force_login(cast.member(film, role))
    assert post(client, film, file=koi()).status_code == brings
    assert offered(client, film).status_code == 200
    assert client.get(reverse("well", args=[film.slug, "frame1"])).status_code == 200


def test_for_others_it_does_not_exist(client, film):
    client.force_login(cast.person("eve"))
    assert post(client, film, file=koi()).status_code == 404
    assert offered(client, film).status_code == 404
    assert client.get(reverse("well", args=[film.slug, "frame0"])).status_code == 404
    assert not Image.objects.exists()


def test_who_is_not_signed_in_is_asked_to(client, film):
    assert {post(client, film, file=koi()).status_code, offered(client, film).status_code} == {302}


# -- the picker ------------------------------------------------------------------------------------------


def test_every_finished_clip_offers_its_two_ends(signed_in, film, owner):
    clips = [finished(film) for _ in range(3)]
    waiting, failed = cast.clip(film, "submitted"), cast.clip(film, "failed")
    elsewhere = finished(cast.project(owner, "Another"))
    page = offered(signed_in, film).content.decode()
    for clip in clips:
        assert f"choice=clip:{clip.pk}:first" in page and f"choice=clip:{clip.pk}:last" in page
    assert f"choice=clip:{waiting.pk}:last" in page, "a new clip may wait for one that is being made"
    assert str(failed.pk) not in page and str(elsewhere.pk) not in page
    assert page.index(str(clips[2].pk)) < page.index(str(clips[0].pk))


def test_clips_come_thirty_at_a_time(signed_in, film, django_assert_max_num_queries):
    said = cast.prompt(words="A koi pond")
    clips = [finished(film, said=said) for _ in range(65)]
    with django_assert_max_num_queries(8):
        page = offered(signed_in, film).content.decode()
    seen, pages = [], 0
    while True:
        pages += 1
        seen += re.findall(r"choice=clip:([0-9a-f-]+):first", page)
        more = re.search(r"before=(\d+)", page)
        if not more:
            break
        page = offered(signed_in, film, before=more[1]).content.decode()
    assert pages == 3 and seen == [str(clip.pk) for clip in reversed(clips)]


def test_clips_are_found_by_words_and_number(signed_in, film):
    koi_clip = finished(film, said=cast.prompt(words="A koi turns in the pond"))
    lamp = finished(film, said=cast.prompt(words="The lamp turns"))
    looked_for = {
        "koi": [koi_clip], "TURNS": [koi_clip, lamp], "turns lamp": [lamp], f"#{lamp.number}": [lamp],
        "xyz": [], "²": [], "9" * 30: [],
    }  # fmt: skip
    for words, found in looked_for.items():
        page = offered(signed_in, film, q=words).content.decode()
        assert set(re.findall(r"choice=clip:([0-9a-f-]+):last", page)) == {str(clip.pk) for clip in found}
    assert "No clip has these words." in offered(signed_in, film, q="xyz").content.decode()


def test_the_first_tab_is_where_something_is(signed_in, film):
    assert 'type="file"' in offered(signed_in, film).content.decode()
    finished(film)
    assert 'type="file"' not in offered(signed_in, film).content.decode()
    assert 'type="url"' in offered(signed_in, film, tab="address").content.decode()


def test_earlier_pictures_are_offered_again(signed_in, film, owner):
    image = images.from_upload(film, owner, koi())
    page = offered(signed_in, film, tab="upload").content.decode()
    assert f"choice=image:{image.pk}" in page and "Brought before" in page


def test_viewers_are_not_asked_to_bring_one(client, film):
    client.force_login(cast.member(film, Role.VIEWER))
    page = offered(client, film, tab="upload").content.decode()
    assert "drop-zone" not in page and "No clip is finished yet" in page


@pytest.mark.parametrize("end", ["", "frame2", "Frame0", "<script>"])
def test_there_are_only_two_ends(signed_in, film, end):
    assert offered(signed_in, film, end=end).status_code == 404
    assert signed_in.get(f"/projects/{film.slug}/wells/{end or 'x'}/").status_code == 404


def test_pieces_hold_nothing_that_our_policy_forbids(signed_in, film, owner):
    finished(film)
    images.from_upload(film, owner, koi())
    for page in (
        offered(signed_in, film),
        offered(signed_in, film, tab="upload"),
        post(signed_in, film, file=koi()),
    ):
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|hx-on", page.content.decode())


# -- the well --------------------------------------------------------------------------------------------


def well_of(client, film, choice, end="frame1"):
    return client.get(reverse("well", args=[film.slug, end]), {"choice": choice})


def test_a_well_holds_a_clips_frame(signed_in, film):
    clip = finished(film)
    page = well_of(signed_in, film, f"clip:{clip.pk}:first").content.decode()
    assert f'<input type="hidden" name="frame1" value="clip:{clip.pk}:first">' in page
    assert "Last frame" in page and f"Start of clip {clip.number}" in page and "Remove the last frame" in page


def test_an_emptied_well_opens_the_picker(signed_in, film):
    page = well_of(signed_in, film, "none").content.decode()
    assert 'name="frame1" value=""' in page and 'commandfor="picker"' in page
    assert "?end=frame1" in page and "Remove" not in page


def test_a_clip_that_is_still_made_may_be_chosen(signed_in, film):
    clip = cast.clip(film, "submitted")
    assert f"clip:{clip.pk}:last" in well_of(signed_in, film, f"clip:{clip.pk}:last").content.decode()


def test_other_choices_do_not_exist(signed_in, film, owner):
    other = cast.project(owner, "Another")
    foreign, lost = finished(other), cast.clip(film, "failed")
    clip = finished(film)
    for choice in (
        f"clip:{foreign.pk}:last", f"clip:{lost.pk}:last", f"clip:{uuid4()}:last", f"clip:{clip.pk}:middle",
        f"clip:{clip.pk}", f"image:{clip.pk}", "image:../../x", "clip:", "x", f"clip:{clip.pk}:last\n", "\0",
    ):  # fmt: skip
        assert well_of(signed_in, film, choice).status_code == 404


def test_a_well_tells_the_ledger_what_was_chosen(film, owner):
    clip, image = finished(film), images.from_upload(film, owner, koi())
    ending = wells.read(film, "frame0", f"clip:{clip.pk}:last").ending()
    assert (ending.end, ending.source, ending.edge, ending.image) == ("frame0", clip, "last", None)
    ending = wells.read(film, "frame1", f"image:{image.pk}").ending()
    assert (ending.end, ending.source, ending.edge, ending.image) == ("frame1", None, "", image)
    assert wells.read(film, "frame0", "").ending() is None


# -- over a real socket ----------------------------------------------------------------------------------


def form_of(picture: bytes) -> tuple[bytes, dict]:
    """A multipart form as a browser sends it, and its headers."""
    edge = "----edge7d93"
    fields = f'--{edge}\r\nContent-Disposition: form-data; name="end"\r\n\r\nframe0\r\n'
    file = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="koi.jpg"\r\n\r\n'
    body = fields.encode() + file.encode() + picture + f"\r\n--{edge}--\r\n".encode()
    return body, {"Content_Type": f"multipart/form-data; boundary={edge}", "X_CSRFToken": CSRF}


def rows(web):  # noqa: F811
    with closing(sqlite3.connect(web.data / "dailies.sqlite3", timeout=20)) as database:
        return database.execute("SELECT id, size FROM projects_image").fetchall()


def test_an_upload_cut_anywhere_leaves_nothing(web):  # noqa: F811
    before = rows(web), web.pieces()
    path = f"/projects/{web.slug}/images/"
    body, headers = form_of(encoded(scene(1600, 1200), "JPEG", quality=95))
    lines = {name.replace("_", "-"): value for name, value in headers.items()}
    lines |= {"Host": "localhost", "Cookie": web.cookies("owner"), "Content-Length": len(body)}
    head = f"POST {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    request = head.encode() + b"\r\n" + body
    cuts = [len(head) // 2, len(head) + 2, *range(len(head) + 50, len(request) - 1, len(body) // 60)]
    for cut in [*cuts, len(request) - 1]:
        with socket.create_connection(("127.0.0.1", web.port)) as line:
            line.sendall(request[:cut])
    assert web.ask("/healthz")[0] == 200
    assert (rows(web), web.pieces()) == before


def test_a_cut_picture_in_a_whole_request_leaves_nothing(web):  # noqa: F811
    before = rows(web), web.pieces()
    picture = encoded(scene(400, 300), "JPEG")
    for cut in (10, 200, len(picture) // 2, len(picture) - 100):
        body, headers = form_of(picture[:cut])
        status, _, answer = web.ask(f"/projects/{web.slug}/images/", "POST", body=body, **headers)
        assert status == 422 and b'role="alert"' in answer
    assert (rows(web), web.pieces()) == before


def test_two_equal_uploads_at_once_are_one_picture(web):  # noqa: F811
    before = len(rows(web))
    body, headers = form_of(encoded(scene(480, 270), "JPEG"))
    answers = []

    def upload():
        answers.append(web.ask(f"/projects/{web.slug}/images/", "POST", body=body, **headers))

    threads = [threading.Thread(target=upload) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [status for status, _, _ in answers] == [201] * 6
    assert len({re.search(rb"image:[0-9a-f-]+", page)[0] for _, _, page in answers}) == 1
    assert len(rows(web)) == before + 1
    assert len([name for name in web.pieces() if name.endswith("picture.png")]) == before + 1


def test_a_request_without_a_token_brings_nothing(web):  # noqa: F811
    body, headers = form_of(encoded(scene(), "JPEG"))
    del headers["X_CSRFToken"]
    assert web.ask(f"/projects/{web.slug}/images/", "POST", body=body, **headers)[0] == 403


def test_four_megabytes_are_too_many_for_three(web):  # noqa: F811
    body, headers = form_of(bytes(4_000_000))
    status, _, answer = web.ask(f"/projects/{web.slug}/images/", "POST", body=body, **headers)
    assert status == 413 and b"larger than 3 MB" in answer
