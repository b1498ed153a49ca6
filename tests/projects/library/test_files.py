"""Who gets which file, over the test client, over a real socket, and in a real browser."""

import http.client
import os
import re
import socket
import uuid
from pathlib import Path

import pytest
from django.urls import reverse

from projects.core.signed_urls import keyframe_token
from projects.models import Image, Role
from studio.web.ranges import MIB
from tests.projects import cast


@pytest.fixture
def project(owner):
    return cast.project(owner, "First film")


@pytest.fixture
def clip(project, owner):
    prompt = cast.prompt(owner, "The beam sweeps across a teal sea")
    clip = cast.clip(project, "completed", by=owner, prompt=prompt, number=3, take=2)
    for name in ("film.mp4", "poster.webp", "strip.webp", "first.png", "last.png"):
        (clip.folder / name).write_bytes(name.encode())
    (clip.folder / "film.mp4.part").write_bytes(b"half")
    return clip


@pytest.fixture
def image(project):
    image = Image.objects.create(
        project=project, name="Koi pond \u2603.jpg", width_px=4, height_px=3, size=1, sha256="1"
    )
    image.folder.mkdir(parents=True)
    image.path.write_bytes(b"picture")
    image.thumb.write_bytes(b"thumb")
    return image


def clip_file(clip, name="film.mp4"):
    return reverse("clip-file", args=[clip.project.slug, clip.pk, name])


def image_file(image, name="picture.png"):
    return reverse("image-file", args=[image.project.slug, image.pk, name])


def body(response):
    return b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("film.mp4", "video/mp4"),
        ("poster.webp", "image/webp"),
        ("strip.webp", "image/webp"),
        ("first.png", "image/png"),
        ("last.png", "image/png"),
    ],
)
def test_every_member_gets_the_files_of_a_clip(client, clip, project, name, kind):
    for role in Role:
        client.force_login(cast.member(project, role))
        response = client.get(clip_file(clip, name))
        assert (response.status_code, response["Content-Type"], body(response)) == (200, kind, name.encode())
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_what_one_may_not_see_looks_like_what_is_not_there(client, clip, image):
    other = cast.project(cast.person("eve"))
    refused = [
        clip_file(clip),
        image_file(image),
        reverse("clip-file", args=[other.slug, clip.pk, "film.mp4"]),
        reverse("image-file", args=[other.slug, image.pk, "picture.png"]),
        reverse("clip-file", args=[other.slug, uuid.uuid4(), "film.mp4"]),
        reverse("image-file", args=[other.slug, clip.pk, "picture.png"]),
        reverse("clip-file", args=["no-such-film", clip.pk, "film.mp4"]),
    ]
    client.force_login(other.memberships.get().person)
    answers = [client.get(path) for path in refused]
    assert {answer.status_code for answer in answers} == {404}
    # A page may carry a token of its own each time; nothing else may differ.
    bodies = {re.sub(rb"[A-Za-z0-9]{64}", b"token", body(answer)) for answer in answers}
    assert len(bodies) == 1
    assert len({frozenset(answer.headers.items() - {("Content-Length", "")}) for answer in answers}) == 1


def test_members_of_another_film_do_not_reach_over(client, clip, project, owner):
    other = cast.project(owner, "Second film")
    client.force_login(owner)
    assert client.get(reverse("clip-file", args=[other.slug, clip.pk, "film.mp4"])).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "film.mp4.part",
        "..",
        ".",
        "../film.mp4",
        "%2e%2e%2ffilm.mp4",
        "..%2f..%2f..%2fsecret_key",
        "film.mp4%00.png",
        "FILM.MP4",
        "film.mp4 ",
        "film.mp4/",
        "picture.png",
        "%2fetc%2fpasswd",
        "first.png%0d%0aX: y",
        "a" * 3000,
    ],
)
def test_no_other_name_opens_a_file(client, owner, clip, name):
    client.force_login(owner)
    path = clip_file(clip).removesuffix("film.mp4") + name
    assert client.get(path).status_code == 404


def test_names_of_images_are_only_two(client, owner, image):
    client.force_login(owner)
    assert body(client.get(image_file(image))) == b"picture"
    assert body(client.get(image_file(image, "thumb.webp"))) == b"thumb"
    for name in ("picture.png.part", "film.mp4", "..", "%2e%2e%2fpicture.png"):
        path = image_file(image).removesuffix("picture.png") + name
        assert client.get(path).status_code == 404


def test_somebody_who_is_not_signed_in_is_asked_to(client, clip, image):
    for path in (clip_file(clip), image_file(image)):
        response = client.get(path)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("sign-in"))


def test_files_are_read_only(client, owner, clip, image):
    client.force_login(owner)
    token = keyframe_token("clip", clip.pk, "first")
    for path in (clip_file(clip), image_file(image), reverse("keyframe-file", args=[token])):
        for verb in ("post", "put", "delete", "patch"):
            assert getattr(client, verb)(path).status_code == 405


def test_a_range_costs_three_queries(client, owner, clip, django_assert_num_queries):
    client.force_login(owner)
    client.get(clip_file(clip))  # the first request of all also asks whether anybody is here
    with django_assert_num_queries(3):  # session, person, clip
        assert client.get(clip_file(clip), headers={"Range": "bytes=0-1"}).status_code == 206


def test_a_download_has_a_name_that_says_what_it_is(client, owner, clip, image):
    client.force_login(owner)
    named = {
        clip_file(clip): 'attachment; filename="first-film_003_the-beam-sweeps_take2.mp4"',
        clip_file(clip, "last.png"): 'attachment; filename="first-film_003_the-beam-sweeps_take2_last.png"',
        image_file(image): 'attachment; filename="koi-pond.png"',
    }
    for path, disposition in named.items():
        assert client.get(path + "?download")["Content-Disposition"] == disposition
        assert "Content-Disposition" not in client.get(path)


def test_words_in_any_script_stand_in_the_name(client, owner, project, clip):
    clip.prompt.text = "Маяк на закате, медленный наезд"
    clip.prompt.save()
    client.force_login(owner)
    disposition = client.get(clip_file(clip) + "?download")["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''first-film_003_%D0%BC")


# -- over a real socket ----------------------------------------------------------------------------------


def test_ranges_arrive_byte_for_byte(web):
    film = web.film.read_bytes()
    assert len(film) > 2 * MIB
    status, headers, whole = web.ask(web.path("film.mp4"))
    assert (status, whole) == (200, film)
    for asked, start, end in (
        ("bytes=0-0", 0, 1),
        ("bytes=100-65999", 100, 66_000),
        (f"bytes={len(film) - 5}-", len(film) - 5, len(film)),
        ("bytes=-7", len(film) - 7, len(film)),
        ("bytes=0-", 0, 2 * MIB),
        (f"bytes=9-{len(film)}", 9, 2 * MIB + 9),
    ):
        status, headers, part = web.ask(web.path("film.mp4"), Range=asked)
        assert (status, headers["Content-Range"]) == (206, f"bytes {start}-{end - 1}/{len(film)}")
        assert part == film[start:end]
        assert headers["Content-Length"] == str(end - start)


def test_a_film_can_be_put_together_from_its_parts(web):
    film, parts = web.film.read_bytes(), b""
    _, headers, _ = web.ask(web.path("film.mp4"), "HEAD")
    while len(parts) < int(headers["Content-Length"]):
        status, _, part = web.ask(
            web.path("film.mp4"), Range=f"bytes={len(parts)}-", If_Range=headers["ETag"]
        )
        assert status == 206
        parts += part
    assert parts == film


def test_conditions_hold_on_the_wire(web):
    size = web.film.stat().st_size
    status, headers, body = web.ask(web.path("film.mp4"), "HEAD", Range="bytes=0-3")
    assert (status, headers["Content-Length"], body) == (200, str(size), b"")
    tag = headers["ETag"]
    assert web.ask(web.path("film.mp4"), If_None_Match=tag)[::2] == (304, b"")
    status, headers, body = web.ask(web.path("film.mp4"), Range=f"bytes={size}-")
    assert (status, headers["Content-Range"], body) == (416, f"bytes */{size}", b"")
    assert web.ask(web.path("film.mp4"), Range="bytes=0-3", If_Range=tag)[0] == 206
    assert web.ask(web.path("film.mp4"), Range="bytes=0-3", If_Range='"old"')[0] == 200
    assert web.ask(web.path("film.mp4"), Range="bytes=0-3,8-9")[0] == 200


def test_one_connection_serves_one_range_after_the_other(web):
    film = web.film.read_bytes()
    line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=60)
    for start in range(0, 1_000_000, 100_000):
        headers = {"Cookie": web.cookies("owner"), "Range": f"bytes={start}-{start + 99_999}"}
        line.request("GET", web.path("film.mp4"), headers=headers)
        assert line.getresponse().read() == film[start : start + 100_000]
    line.close()


def test_who_stops_reading_leaves_no_open_file(web):
    request = (
        f"GET {web.path('film.mp4')} HTTP/1.1\r\nHost: localhost\r\nCookie: {web.cookies('owner')}\r\n\r\n"
    )
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", web.port)) as line:
            line.sendall(request.encode())
            line.recv(1000)

    def still_open():
        handles = Path(f"/proc/{web.pid}/fd")
        return [one for one in handles.iterdir() if os.path.realpath(one) == str(web.film)]

    web.wait_until(lambda: not still_open())


def test_strangers_get_nothing_on_the_wire(web):
    foreign = web.ask(web.path("film.mp4"), who="outsider", Range="bytes=0-3")
    missing = web.ask(web.path("film.mp4").replace(web.clip, str(uuid.uuid4())), Range="bytes=0-3")
    assert (foreign[0], missing[0]) == (404, 404)
    assert web.ask(web.path("film.mp4"), who="")[0] == 302
    assert web.ask(web.path("film.mp4"), who="viewer", Range="bytes=0-3")[0] == 206


@pytest.mark.parametrize(
    "name",
    ["../film.mp4", "..%2f..%2f..%2fsecret_key", "%2e%2e/%2e%2e/secret_key", "film.mp4%00", "%c0%ae%c0%ae/x"],
)
def test_path_tricks_end_at_a_closed_door(web, name):
    assert web.ask(web.path(name))[0] == 404


def test_a_provider_fetches_a_frame_without_an_account(web):
    frame = (web.film.parent / "last.png").read_bytes()
    status, headers, body = web.ask(web.keyframe, who="")
    assert (status, headers["Content-Type"], body) == (200, "image/png", frame)
    assert "Set-Cookie" not in headers
    status, headers, body = web.ask(web.keyframe, "HEAD", who="")
    assert (status, headers["Content-Length"], body) == (200, str(len(frame)), b"")
    assert web.ask(web.keyframe, who="", Range="bytes=8-20")[2] == frame[8:21]
    token = web.keyframe.split("/")[2]
    for wrong in (token[:-1], token + "x", token.replace(".last.", ".first."), "x", "%00"):
        assert web.ask(web.keyframe.replace(token, wrong), who="")[0] == 404


# -- in a real browser -----------------------------------------------------------------------------------


@pytest.mark.browser
def test_chromium_seeks_in_a_film(web, chromium):
    url = f"http://127.0.0.1:{web.port}"
    context = chromium.new_context()
    context.add_cookies([{"name": "dailies", "value": web.sessions["owner"], "url": url}])
    page = context.new_page()
    page.goto(f"{url}/healthz")
    seen = page.evaluate(
        """async (path) => {
            const video = document.createElement("video")
            video.src = path
            video.muted = true
            document.body.append(video)
            await new Promise((done, fail) => { video.onloadedmetadata = done; video.onerror = fail })
            const begins = video.seekable.end(0)
            video.currentTime = 3.5
            await new Promise((done) => { video.onseeked = done })
            while (video.readyState < 2) await new Promise((done) => setTimeout(done, 20))
            return { end: begins, at: video.currentTime, ready: video.readyState, wide: video.videoWidth }
        }""",
        web.path("film.mp4"),
    )
    context.close()
    assert seen["end"] == pytest.approx(4, abs=0.1)
    assert (seen["at"], seen["wide"]) == (3.5, 320)
    assert seen["ready"] >= 2
