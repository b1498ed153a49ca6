"""Secrets: shown once, stored as a hash, found only while they are valid."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects.accounts import members
from projects.api import keys
from projects.core import secrets
from projects.review import share_links


def make_invitation(project, owner, review):
    return members.invite(project, owner, role="editor")


def make_share_link(project, owner, review):
    return share_links.create(review, owner)


def make_api_key(project, owner, review):
    return keys.create(project, owner, name="Render farm", expires_at=timezone.now() + timedelta(days=1))


@pytest.fixture(params=[make_invitation, make_share_link, make_api_key])
def made(request, project, owner, review):
    return request.param(project, owner, review)


def test_a_secret_is_found_by_its_hash_alone(made):
    row, secret = made
    row.refresh_from_db()
    assert secret not in map(str, vars(row).values())
    assert secrets.find(type(row).objects.all(), secret) == row
    assert secrets.find(type(row).objects.all(), row.token_hash) is None, "a stolen hash opens nothing"
    assert secrets.find(type(row).objects.all(), "") is None


def test_an_expired_secret_looks_like_a_wrong_one(made):
    row, secret = made
    type(row).objects.update(expires_at=timezone.now())
    assert secrets.find(type(row).objects.all(), secret) is None


def test_a_secret_is_revoked_once(made):
    row, secret = made
    rows = type(row).objects.filter(pk=row.pk)
    assert secrets.revoke(rows)
    first = rows.get().revoked_at
    assert not secrets.revoke(rows) and rows.get().revoked_at == first
    assert secrets.find(type(row).objects.all(), secret) is None
