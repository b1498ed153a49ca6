"""A review's open page gets what is new and nothing else, however many notes there are."""

import re
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import Review
from projects.review import notes
from tests.projects.review.steps import write_note
from tests.projects.web import HTMX

pytestmark = pytest.mark.django_db


def test_the_poll_is_empty_until_there_is_a_note(client, press, review, owner):
    address = reverse("review-changes", args=[review.project.slug, review.number])
    asked = {"since": review.revision, "ready": "1"}
    assert client.get(address, asked).status_code == 204
    write_note(review, owner, text="A new one")
    assert "A new one" in client.get(address, asked).content.decode()


def test_a_poll_brings_only_the_notes_that_changed(client, press, review, owner):
    """1. A page shows four notes.  2. Meanwhile one gets a reply, one is done, one is deleted, and one is
    new. 3. The next poll brings these four and the number of notes; the one after it brings nothing.  4. An
    action brings what its page does not show yet, whoever wrote it."""
    kept, answered, done, gone = (write_note(review, owner, frame=n, text=f"Note {n}") for n in range(4))
    review.refresh_from_db()
    known, page = review.revision, reverse("review", args=[review.project.slug, review.number])
    write_note(review, owner, text="Yes", parent=answered)
    notes.mark_done(done, owner, done=True)
    notes.remove(gone)
    new = write_note(review, owner, frame=9, text="New here")
    poll = {"since": known, "ready": 1}
    polled = client.get(f"{page}changes/", poll, headers=HTMX).content.decode()
    assert {one.pk for one in (answered, done, gone, new)} == mentioned(polled)
    assert "3 open of 4" in polled
    known = Review.objects.get().revision
    assert f'name="since" value="{known}"' in polled
    assert client.get(f"{page}changes/", poll | {"since": known}, headers=HTMX).status_code == 204
    write_note(review, owner, frame=10, text="By somebody else")
    page = press("note-done", kept.pk, since=known).content.decode()
    assert len(mentioned(page)) == 2 and "By somebody else" in page and "New here" not in page


def mentioned(html: str) -> set:
    return {UUID(one) for one in re.findall(r'<li[^>]* id="note-([0-9a-f-]{36})"', html)}


def test_a_page_of_500_notes_takes_as_many_queries_as_one_of_5(client, press, review, owner):
    page = reverse("review", args=[review.project.slug, review.number])

    def queries(what="", **asked):
        with CaptureQueriesContext(connection) as made:
            answer = client.get(page + what, asked)
        assert answer.status_code == 200
        return len(made), len(answer.content)

    def poll():
        """Add a note, and return the queries of the next poll."""
        known = Review.objects.get().revision
        write_note(review, owner, text="One more")
        return queries("changes/", since=known, ready=1)

    for n in range(5):
        write_note(review, owner, frame=n)
    queries()
    few, (asks, bytes) = queries(), poll()
    for n in range(495):
        write_note(review, owner, frame=n % 48, text=f"Note {n}")
    assert queries()[0] == few[0]
    now = poll()
    assert now[0] == asks and now[1] < bytes + 100, "one note, however many there are"
