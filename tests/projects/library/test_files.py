"""Who gets which file, and under which name. (Over a real socket: test_files_on_the_wire.py.)"""

import re
import uuid

import pytest
from django.urls import reverse

from projects.core import signed_urls
from projects.core.signed_urls import keyframe_token
from projects.models import Generation, Image, Role, Upload
from studio.media.stills import make_stills
from tests.projects import cast
from tests.projects.api.programs import program_with
from tests.projects.videos import facts_of
from tests.studio.media.hostile import encoded
from tests.studio.media.hostile import scene as gradient
from tests.studio.media.numbered import HEIGHT, WIDTH


@pytest.fixture
def project(owner):
    return cast.project(owner, "First film")


@pytest.fixture
def clip(project, owner):
    prompt = cast.prompt(owner, "The beam sweeps across a teal sea")
    shape = {"frames": cast.FRAMES, "width_px": WIDTH, "height_px": HEIGHT}
    clip = cast.clip(project, "completed", by=owner, prompt=prompt, number=3, take=2, **shape)
    make_stills(clip.video, clip.folder)
    (clip.folder / "film.mp4.part").write_bytes(b"half")
    return clip


@pytest.fixture
def image(project):
    picture = encoded(gradient(4, 3), "PNG")
    facts = facts_of(picture) | {"width_px": 4, "height_px": 3}
    image = Image.objects.create(project=project, name="Koi pond \u2603.jpg", **facts)
    image.folder.mkdir(parents=True)
    image.path.write_bytes(picture)
    image.thumb.write_bytes(encoded(gradient(4, 3), "WEBP"))
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
        assert (response.status_code, response["Content-Type"]) == (200, kind)
        assert body(response) == (clip.folder / name).read_bytes()
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
        reverse("clip-file", args=["no-such-project", clip.pk, "film.mp4"]),
    ]
    client.force_login(other.memberships.get().person)
    answers = [client.get(path) for path in refused]
    assert {answer.status_code for answer in answers} == {404}
    # Each page may have its own token; nothing else may differ.
    bodies = {re.sub(rb"[A-Za-z0-9]{64}", b"token", body(answer)) for answer in answers}
    assert len(bodies) == 1
    assert len({frozenset(answer.headers.items() - {("Content-Length", "")}) for answer in answers}) == 1


def test_a_clip_is_404_under_another_project(client, clip, project, owner):
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


def test_an_image_has_two_files(client, owner, image):
    client.force_login(owner)
    assert body(client.get(image_file(image))) == image.path.read_bytes()
    assert body(client.get(image_file(image, "thumb.webp"))) == image.thumb.read_bytes()
    for name in ("picture.png.part", "film.mp4", "..", "%2e%2e%2fpicture.png"):
        path = image_file(image).removesuffix("picture.png") + name
        assert client.get(path).status_code == 404


def test_people_who_are_not_signed_in_are_asked_to(client, clip, image):
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
    client.get(clip_file(clip))  # the very first request also asks whether there is an account
    with django_assert_num_queries(3):  # session, person, clip
        assert client.get(clip_file(clip), headers={"Range": "bytes=0-1"}).status_code == 206


def test_a_download_has_a_descriptive_name(client, owner, clip, image):
    client.force_login(owner)
    stem = "first-film_003_the-beam-sweeps-across_take2"
    named = {
        clip_file(clip): f'attachment; filename="{stem}.mp4"',
        clip_file(clip, "last.png"): f'attachment; filename="{stem}_last.png"',
        image_file(image): 'attachment; filename="koi-pond.png"',
    }
    for path, disposition in named.items():
        assert client.get(path + "?download")["Content-Disposition"] == disposition
        assert "Content-Disposition" not in client.get(path)


def test_a_prompt_in_any_script_is_in_the_name(client, owner, project, clip):
    clip.prompt.text = "Маяк на закате, медленный наезд"
    clip.prompt.save()
    client.force_login(owner)
    disposition = client.get(clip_file(clip) + "?download")["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''first-film_003_%D0%BC")


def test_the_original_is_the_stored_video_whether_it_was_conformed_or_not(client, clip, project, owner):
    client.force_login(owner)
    link = signed_urls.result_path("clip", clip.pk, program_with(project, owner).key, Generation.ORIGINAL)
    stored = clip.video.read_bytes()
    for original in (stored, b"as it came"):
        if original != stored:
            (clip.folder / Generation.ORIGINAL).write_bytes(original)
        for url in (clip_file(clip, Generation.ORIGINAL) + "?download", link):
            response = client.get(url)
            assert body(response) == original
            assert response["Content-Type"] == "application/octet-stream"
        assert body(client.get(clip_file(clip))) == stored, "the player's file stays the working film"


@pytest.mark.parametrize(
    ("brought", "kind"),
    [("IMG 2041.MKV", "MKV"), ('a.b"; x=', "mp4"), ("a.\r\nX: 1", "mp4"), ("plain", "mp4")],
)
def test_an_imported_original_is_downloaded_under_its_own_kind(clip, client, owner, brought, kind):
    upload = Upload.objects.create(project=clip.project, created_by=owner, name=brought, size=10)
    Generation.objects.filter(pk=clip.pk).update(provider_id="", upload=upload)
    client.force_login(owner)
    response = client.get(clip_file(clip, Generation.ORIGINAL), {"download": ""})
    assert response["Content-Disposition"].endswith(f'take2_original.{kind}"')
