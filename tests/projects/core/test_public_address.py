"""Each link says who can open it."""

import pytest
from django.test import Client
from django.urls import reverse

from projects.core.public_address import who_can_open
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
