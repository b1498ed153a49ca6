"""The share dialog: what a new link allows, the link itself, and the links there are."""

import io
import re

import cv2
import numpy as np
import pytest
import resvg_py
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from projects.models import Person, Role
from projects.review import share_links
from tests.projects import cast
from tests.projects.review.steps import open_link

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def address(review):
    return reverse("share-links", args=[review.project.slug, review.number])


@pytest.fixture
def create(signed_in, address):
    def create(**fields) -> str:
        return signed_in.post(address, fields, headers=HTMX).content.decode()

    return create


def shown_link(page: str) -> str:
    return re.findall(r'value="(http[^"]+/s/[\w-]{43}/)"', page)[0]


def read_qr_code(page: str) -> str:
    svg = re.findall(r"<svg[^>]*segno.*?</svg>", page, re.DOTALL)[0]
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg))
    picture = Image.open(io.BytesIO(png)).convert("L")
    return cv2.QRCodeDetectorAruco().detectAndDecode(np.array(picture))[0]


def test_the_link_is_the_next_step_with_copy_and_a_code_for_a_phone(create, signed_in, address):
    """1. A link is created.  2. The form is gone, so that nothing offers to create it again.  3. The QR code
    leads to the same address.  4. Opened again, the dialog has the form and lists the link."""
    page = create(may_comment="1", days="7", label="Client")
    assert "Create link" not in page and "Create another link" in page
    assert 'data-copied="Copied"' in page and "button--primary" in page
    assert read_qr_code(page) == shown_link(page)
    assert "style=" not in page
    again = signed_in.get(address).content.decode()
    assert "Create link" in again and "Client" in again and "segno" not in again


@pytest.mark.parametrize(
    ("url", "fields", "sentence"),
    [
        ("http://127.0.0.1:8000", {}, "It opens only on this machine"),
        ("http://192.168.1.9:8000", {}, "It opens only in your own network"),
        ("https://dailies.example.com", {}, "Anyone with the link can open it."),
        (
            "https://dailies.example.com",
            {"passphrase": "tungsten"},
            "Anyone with the link and its passphrase",
        ),
    ],
)
def test_the_link_says_who_can_open_it(create, settings, url, fields, sentence):
    settings.PUBLIC_URL = url
    assert sentence in create(**fields)


def test_only_admins_are_led_to_the_public_address(client, create, owner, review, address):
    where = reverse("public-address")
    Person.objects.filter(pk=owner.pk).update(is_admin=True)
    assert where in create()
    editor = cast.member(review.project, Role.EDITOR)
    client.force_login(editor)
    page = client.post(address, {}, headers=HTMX).content.decode()
    assert where not in page and "An admin can set one under Settings." in page


def test_a_refused_form_keeps_what_was_entered(create):
    page = create(label="Client", days="0", may_download="1", passphrase="tungsten")
    assert "whole number from 1 to 365" in page
    assert 'value="Client"' in page and 'value="tungsten"' in page
    assert re.search(r'name="may_download" value="1" checked', page)
    assert not re.search(r'name="may_comment" value="1" checked', page)


def test_links_say_their_state_and_who_opened_them_last(signed_in, owner, review, address):
    """Open ones come first, whenever they were made."""
    _, token = share_links.create(review, owner, label="Client")
    open_link(token, "Cleo")
    share_links.revoke(share_links.create(review, owner, label="Old one")[0])
    page = signed_in.get(address).content.decode()
    assert page.index("Client") < page.index("Old one")
    assert "Last opened" in page and "<bdi>Cleo</bdi>" in page
    assert "Revoked" in page and page.count("Not opened yet") == 1
    assert page.count("Revoke <span") == 1


def test_many_links_take_as_many_queries_as_one(signed_in, owner, review, address, django_assert_num_queries):
    open_link(share_links.create(review, owner)[1], "Cleo")
    signed_in.get(address, headers=HTMX)  # the first request of a session writes when it was seen
    with CaptureQueriesContext(connection) as one:
        signed_in.get(address, headers=HTMX)
    count = len(one)  # now: the next request clears them
    for _ in range(5):
        open_link(share_links.create(review, owner)[1], "Bo")
    with django_assert_num_queries(count):
        signed_in.get(address, headers=HTMX)
