"""Each link says who can open it."""

import pytest
from django.test import Client
from django.urls import reverse

from projects.core.forms import AddressForm
from projects.core.public_address import who_can_open
from studio.processes.data_folder import load_public_url
from tests.projects import cast


@pytest.mark.parametrize(
    ("url", "reach"),
    [
        ("https://dailies.example.com/x", ""),
        ("https://93.184.216.34/x", ""),
        ("http://127.0.0.1:8000/x", "only on this machine"),
        ("http://localhost:8000/x", "only on this machine"),
        ("http://[::1]:8000/x", "only on this machine"),
        ("http://192.168.1.7:8000/x", "only in your own network"),
        ("http://studio.local/x", "only in your own network"),
        ("http://nas/x", "only in your own network"),
    ],
)
def test_a_link_says_who_can_open_it(url, reach):
    assert (reach in who_can_open(url)) if reach else who_can_open(url) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["127.0.0.1:8000", "dailies.example.com"])
def test_an_invitation_made_at_this_machines_address_says_so(settings, host):
    settings.PUBLIC_URL = "https://dailies.example.com" if host.startswith("dailies") else ""
    settings.ALLOWED_HOSTS = ["127.0.0.1", "dailies.example.com"]
    owner = cast.person()
    project = cast.project(owner)
    client = Client(headers={"Host": host})
    client.force_login(owner)
    page = client.post(
        reverse("members", args=[project.slug]), {"role": "viewer"}, follow=True
    ).content.decode()
    assert f"://{host}/join/" in page
    assert ("only on this machine" in page) == host.startswith("127")


@pytest.mark.parametrize(
    ("typed", "saved"),
    [
        ("https://dailies.example.com/", "https://dailies.example.com"),
        (" http://192.168.1.7:8000 ", "http://192.168.1.7:8000"),
        ("", ""),
        ("dailies.example.com", None),
        ("ftp://dailies.example.com", None),
        ("https://dailies.example.com/studio", None),
        ("https://dailies.example.com?x=1", None),
        ("https://ada:secret@dailies.example.com", None),
        ("https://dailies.example.com:99999", None),
        ("http://[", None),
        ("https://", None),
    ],
)
def test_only_an_address_without_a_path_is_saved(typed, saved):
    form = AddressForm({"url": typed})
    assert form.is_valid() == (saved is not None)
    assert saved is None or form.cleaned_data["url"] == saved


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xff\xfe", b"file:///etc/passwd"])
def test_a_broken_file_does_not_keep_the_studio_from_starting(tmp_path, content):
    (tmp_path / "public_url").write_bytes(content)
    assert load_public_url(tmp_path / "public_url") == load_public_url(tmp_path / "missing") == ""


@pytest.mark.django_db
def test_the_address_of_the_environment_cannot_be_changed_here(client, settings, tmp_path):
    settings.PUBLIC_URL_FILE = tmp_path / "public_url"
    settings.PUBLIC_URL = settings.PUBLIC_URL_FROM_ENV = "https://dailies.example.com"
    client.force_login(cast.person(is_admin=True))
    answer = client.post(reverse("public-address"), {"url": "https://other.example.com"}, follow=True)
    assert "Change it there" in answer.content.decode() and not settings.PUBLIC_URL_FILE.exists()
