"""What a guest reaches: every route, and a video whose link is revoked while it plays."""

import http.client
import logging
import sqlite3
from contextlib import closing
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from projects.accounts import avatars
from projects.models import Generation, Person, Role
from projects.review import notes, share_links
from projects.review.notes import NewNote
from projects.timeline import edits
from projects.timeline.shots import shots_of
from tests.projects import cast
from tests.projects.review.steps import open_link, publish_timeline
from tests.projects.routes import parts_of, routes
from tests.projects.walk import SENT

pytestmark = pytest.mark.slow

MIB = 1024 * 1024


@pytest.mark.django_db
def test_a_guest_reaches_nothing_but_this_version(timeline, review, owner):
    """1. A project is full of secrets: prompts, prices, email addresses, images, a newer version, another
    link and its guest.  2. A guest of one link requests every route, by GET and POST, with the IDs of that
    project. 3. Their own page shows the notes of this version. No answer contains anything else."""
    secrets = filled_with_secrets(timeline, review, owner)
    link, token = share_links.create(review, owner)
    guest, page = open_link(token)
    hidden = timeline.project.collections.get()
    values = {
        "slug": timeline.project.slug,
        "number": review.number,
        "link": link.pk,
        "n": 0,
        "end": "frame0",
        "cut": 1,
        "engine": "aimlapi",
        "hold": "credits",
        "name": "last.png",
        "member": 1,
        "filter": 1,
        "collection": hidden.pk,
        "uidb64": "MQ",
        "token": "x" * 43,
        "rest": "nothing-here",
        "key": link.pk,
        "portrait": "00000000-0000-4000-8000-000000000777",
        "id": shots_of(timeline)[0].generation.pk,
    }
    logging.disable(logging.CRITICAL)
    try:
        answers = [
            (f"{method} {route.name}", ask(guest, route, method, values | {"number": number}))
            for route in routes()
            for method in ("GET", "POST")
            for number in (review.number, review.number + 1)
        ]
    finally:
        logging.disable(logging.NOTSET)
    assert "Words of this version" in guest.get(page).content.decode()
    assert sum(answer.status_code == 200 for _, answer in answers) > 5, "the walk went somewhere"
    for name, answer in answers:
        content = str(answer.headers).encode() + (b"" if answer.streaming else answer.content)
        content = content.replace(answer.request["PATH_INFO"].encode(), b"what was asked")
        for secret in secrets:
            assert secret.encode() not in content, f"{name}: {secret}"
    only = {name.split()[1] for name, one in answers if one.status_code == 200}
    rooms = (
        "guest",
        "healthz",
        "readyz",
        "sign-in",
        "password-reset",
        "new-password",
        "api",
        "aimlapi-models",
    )
    assert {name for name in only if not name.startswith(rooms)} == set()


def filled_with_secrets(timeline, review, owner) -> list[str]:
    mara = cast.member(timeline.project, Role.EDITOR, "Mara Okafor")
    Person.objects.filter(pk=mara.pk).update(avatar="00000000-0000-4000-8000-000000000777")
    (avatars.folder_of("00000000-0000-4000-8000-000000000777")).mkdir(parents=True)
    # Amounts with three digits before the point, because a timestamp has two: it never contains them.
    Generation.objects.update(quote_usd=Decimal("707.77"), created_by=mara, error_message="A secret refusal")
    for clip in timeline.project.generations.all():
        cast.attempt(clip, "accepted", cost_usd=Decimal("818.88"))
    notes.write(review, {"person": mara}, NewNote(3, "Words of this version", "token-0001"))
    edits.remove(timeline, owner, [shots_of(timeline)[1].row.pk])
    other = publish_timeline(timeline, owner)
    notes.write(other, {"person": mara}, NewNote(3, "Words of another version", "token-0002"))
    timeline.project.collections.create(name="Hidden collection", key="hidden collection")
    rival, _ = share_links.create(review, owner, label="The rival agency")
    share_links.name_guest(share_links.admit(rival)[0], "Rita Rival")
    return [
        "Hidden collection",
        "secret words",
        "secret refusal",
        "707.77",
        "818.88",
        "the-secret-film",
        owner.email,
        mara.email,
        "another version",
        "Cut 2",
        "rival",
        "Rita",
        "000000000777",
        str(shots_of(timeline)[0].generation.pk),
    ]


def ask(guest: Client, route, method: str, values: dict):
    address = reverse(route.name, kwargs={name: values[name] for name in parts_of(route)})
    with transaction.atomic():
        answer = getattr(guest, method.lower())(address, SENT.get(route.name, {}))
        transaction.set_rollback(True)
    return answer


def test_on_an_open_connection_the_next_range_is_404_once_the_link_is_revoked(web):
    """1. A guest's player reads a video over one connection, range by range.  2. The link is revoked.  3. The
    next range on this connection is refused with the cause; so are the rest of a download that began before,
    and a conditional request."""
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=60)
    status, headers, _ = read(connection, web.share)
    key = next(one for one in headers.get_all("Set-Cookie") if one.startswith("dailies_guest="))
    guest = {"Cookie": key.partition(";")[0]}
    video_url = f"{headers['Location']}film.mp4"
    status, headers, begun = read(connection, video_url, guest | {"Range": "bytes=0-1023"})
    assert (status, len(begun)) == (206, 1024)
    assert int(headers["Content-Range"].rpartition("/")[2]) > MIB
    with closing(sqlite3.connect(web.data / "dailies.sqlite3", timeout=20)) as database, database:
        database.execute("UPDATE projects_sharelink SET revoked_at = CURRENT_TIMESTAMP")
    for more in (
        {"Range": "bytes=1024-2047"},
        {"Range": "bytes=1024-", "If-Range": headers["ETag"]},
        {"If-None-Match": headers["ETag"]},
    ):
        status, _, body = read(connection, video_url, guest | more)
        assert status == 404 and b"It was revoked on" in body
    connection.close()


def read(connection, path: str, headers: dict | None = None):
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()
