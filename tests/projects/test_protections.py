"""Refusals and errors have the protecting headers too. (The answers of all routes: test_authz.py.)"""

import logging

import pytest
from django.conf import settings as current
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import include, path, reverse

from tests.projects import cast
from tests.projects.hostile_words import Bones
from tests.projects.protections import missing_protections
from tests.projects.visitors import visitor

pytestmark = pytest.mark.django_db


@login_not_required
def broken(request):
    raise RuntimeError("on purpose")


urlpatterns = [path("broken/", broken), path("", include("studio.urls"))]


@pytest.fixture(autouse=True)
def quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_refusals_and_errors_have_the_protecting_headers(settings):
    settings.ROOT_URLCONF = __name__
    owner = cast.person()
    project = cast.project(owner)
    client = visitor(owner)
    pictures = reverse("images", args=[project.slug])
    much = SimpleUploadedFile("much.png", b"x" * (current.UPLOAD_MB + 1) * 1_100_000)
    answers = {
        404: client.get("/no-such-page/"),
        413: client.post(pictures, {"end": "frame0", "file": much}),
        500: client.get("/broken/"),
        403: visitor(owner, enforce_csrf_checks=True).post(pictures),
        400: client.get("/", headers={"host": "evil.test"}),
    }
    assert {status: answer.status_code for status, answer in answers.items()} == {one: one for one in answers}
    for status, answer in answers.items():
        assert missing_protections(answer.headers) == [], status
        assert Bones(answer.content.decode()).inline == [], status
        assert b"on purpose" not in answer.content


def test_the_pages_before_the_first_account_have_the_protecting_headers(client):
    for page in ("/", reverse("first-run"), "/healthz"):
        assert missing_protections(client.get(page).headers) == []
