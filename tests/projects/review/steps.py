"""What people do in a review: publish a version, write a note, open a share link."""

import random

from django.test import Client
from django.urls import reverse

from projects import jobs
from projects.models import Review
from projects.review import notes, publish
from projects.review.notes import NewNote


def publish_timeline(timeline, owner) -> Review:
    """Publish the timeline as it is now, and render its video at once."""
    review = publish.publish_timeline(timeline, owner)
    jobs.review(str(review.pk))
    return Review.objects.select_related("project", "cut__timeline").get(pk=review.pk)


def write_note(review, owner, frame=0, text="Too dark", **fields):
    token = fields.pop("client_token", f"token-{random.random()}"[:40])
    return notes.write(review, {"person": owner}, NewNote(frame, text, token, **fields))


def open_link(token, name="Cleo", **given) -> tuple[Client, str]:
    """Open a share link in a new browser and give a name. Return the browser and its page's path."""
    client = Client()
    door = reverse("share-link", args=[token])
    answer = client.post(door, given) if given else client.get(door)
    assert answer.status_code == 302, answer.content.decode()
    client.post(f"{answer['Location']}name/", {"name": name})
    return client, answer["Location"]
