"""Signed URLs: the one image that each opens, for how long, and whether anybody can reach us."""

import re

import pytest
from django.core import signing
from django.http import Http404
from django.urls import reverse

from projects.core import signed_urls
from projects.models import Image
from tests.projects import cast


@pytest.fixture
def clip(project):
    clip = cast.clip(project, "completed")
    (clip.folder / "first.png").write_bytes(b"first")
    (clip.folder / "last.png").write_bytes(b"last")
    return clip


@pytest.fixture
def image(project):
    image = Image.objects.create(project=project, name="koi", width_px=4, height_px=3, size=1, sha256="1")
    image.folder.mkdir(parents=True)
    image.path.write_bytes(b"picture")
    return image


@pytest.fixture(autouse=True)
def public(settings):
    settings.PUBLIC_URL = "https://dailies.example.com"
    settings.ALLOWED_HOSTS = ["dailies.example.com", "testserver"]


def token_in(url):
    return url.removeprefix("https://dailies.example.com/keyframes/").removesuffix("/picture.png")


def test_a_signed_url_opens_its_own_image(client, clip, image):
    for url, content in (
        (signed_urls.keyframe_url("clip", clip.pk, "first"), b"first"),
        (signed_urls.keyframe_url("clip", clip.pk, "last"), b"last"),
        (signed_urls.keyframe_url("image", image.pk), b"picture"),
    ):
        assert signed_urls.open_keyframe(token_in(url)).read_bytes() == content
        response = client.get(url.removeprefix("https://dailies.example.com"))
        assert (response.status_code, response["Content-Type"]) == (200, "image/png")
        assert b"".join(response) == content
        assert not response.cookies


def test_without_a_public_address_there_is_no_link(settings, clip):
    settings.PUBLIC_URL = ""
    assert signed_urls.keyframe_url("clip", clip.pk, "first") == ""


def test_a_signed_url_is_valid_for_a_day(monkeypatch, clip):
    token = signed_urls.keyframe_token("clip", clip.pk, "first")
    made_at = signing.b62_decode(token.split(".")[3])
    monkeypatch.setattr(signing.time, "time", lambda: made_at + 24 * 3600 - 1)
    assert signed_urls.open_keyframe(token).is_file()
    monkeypatch.setattr(signing.time, "time", lambda: made_at + 24 * 3600 + 2)
    with pytest.raises(Http404):
        signed_urls.open_keyframe(token)


def test_every_other_token_opens_nothing(clip, image):
    good = signed_urls.keyframe_token("clip", clip.pk, "first")
    kind, id, edge, moment, mark = good.split(".")
    other = signed_urls.keyframe_token("image", image.pk).split(".")
    forged = [
        "",
        ".",
        "x",
        good[:-1],
        good + "A",
        good.upper(),
        good.replace(".", ":"),
        mark,
        ".".join((kind, id, "last", moment, mark)),
        ".".join(("image", str(image.pk), "", moment, mark)),
        ".".join((kind, str(image.pk), edge, moment, mark)),
        ".".join((kind, id, edge, "zzzzzz", mark)),
        ".".join((*other[:3], moment, mark)),
        ".".join((kind, id, "../../../secret_key", moment, mark)),
        signing.TimestampSigner(sep=".").sign(f"clip.{clip.pk}.first"),
        signing.TimestampSigner(sep=".", salt="other").sign(f"clip.{clip.pk}.first"),
        good + "\0",
        "é" * 300,
    ]
    for token in forged:
        with pytest.raises(Http404):
            signed_urls.open_keyframe(token)


def test_another_secret_key_invalidates_old_urls(settings, clip):
    token = signed_urls.keyframe_token("clip", clip.pk, "first")
    settings.SECRET_KEY = "another"
    with pytest.raises(Http404):
        signed_urls.open_keyframe(token)


def test_wrong_expired_and_missing_look_alike(client, clip, image):
    gone = signed_urls.keyframe_token("image", image.pk)
    image.path.unlink()
    deleted = signed_urls.keyframe_token("clip", cast.clip(clip.project, "completed").pk, "first")
    answers = [client.get(reverse("keyframe-file", args=[token])) for token in ("wrong", gone, deleted)]
    assert {answer.status_code for answer in answers} == {404}
    # Each page has its own CSRF token; nothing else may differ.
    assert len({re.sub(rb"[A-Za-z0-9]{64}", b"token", answer.content) for answer in answers}) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://dailies.example.com",
        "http://dailies.example.com:8443",
        "https://93.184.216.34",
        "https://[2606:4700::1111]",
    ],
)
def test_public_addresses_are_reachable(settings, url):
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = url, ["*"]
    assert signed_urls.reachable() == (True, "")


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8000",
        "studio",
        "studio.local",
        "nas.lan",
        "a.internal",
        "x.home.arpa",
        "film.test",
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.9:8000",
        "172.16.4.4",
        "169.254.169.254",
        "100.64.1.1",
        "0.0.0.0",
        "224.0.0.1",
        "[::1]",
        "[fe80::1]",
        "[fd00::1]",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::a9fe:a9fe]",
        "[2002:7f00:1::]",
        "2130706433",
        "0x7f.1",
        "127.1",
        "LOCALHOST",
        "localhost.",
    ],
)
def test_private_addresses_are_not(settings, host):
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = f"http://{host}", ["*"]
    is_reachable, why = signed_urls.reachable()
    assert not is_reachable
    assert "from your own network" in why


@pytest.mark.parametrize(
    ("provider", "reached"),
    [
        ("127.0.0.1", True),
        ("192.168.0.8", True),
        ("studio.lan", True),
        ("api.aimlapi.com", False),
        ("", False),
    ],
)
def test_a_provider_in_our_own_network_reaches_private_addresses(settings, provider, reached):
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "http://192.168.0.9:8000", ["*"]
    assert signed_urls.reachable(provider)[0] is reached
    settings.PUBLIC_URL = ""
    assert not signed_urls.reachable(provider)[0]


@pytest.mark.parametrize(
    "url", ["dailies.example.com", "ftp://dailies.example.com", "https://", "https://[", "https://a:99999"]
)
def test_an_invalid_public_url_is_named(settings, url):
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = url, ["*"]
    is_reachable, why = signed_urls.reachable()
    assert not is_reachable
    assert "isn't a URL" in why


def test_without_a_public_address_nobody_reaches_us(settings):
    settings.PUBLIC_URL = ""
    is_reachable, why = signed_urls.reachable()
    assert not is_reachable and "no public address" in why


def test_a_host_that_is_not_allowed_is_named(settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    is_reachable, why = signed_urls.reachable()
    assert not is_reachable and "dailies.example.com" in why and "DAILIES_ALLOWED_HOSTS" in why
