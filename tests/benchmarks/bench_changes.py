"""What polling costs the server: one poll a page, as here, compared with one poll a card.

    python3 manage.py test tests/benchmarks/bench_changes.py --benchmark-only

Both poll a library of 60 clips of which four are pending, through the whole Django stack.
"""

import pytest
from django.urls import reverse

from tests.projects import cast

CARDS, MOVING = 60, 4
pytestmark = pytest.mark.django_db


@pytest.fixture
def library(client):
    owner = cast.person()
    project = cast.project(owner)
    clips = [cast.clip(project, "submitted" if n < MOVING else "completed", by=owner) for n in range(CARDS)]
    client.force_login(owner)
    return client, project, clips


@pytest.mark.benchmark(group="one look at a library of 60 clips, nothing new")
def test_one_poll_a_page(library, benchmark):
    client, project, _ = library
    project.refresh_from_db()
    url = reverse("changes", args=[project.slug])
    assert benchmark(lambda: client.get(url, {"since": project.revision})).status_code == 204


@pytest.mark.benchmark(group="one look at a library of 60 clips, nothing new")
def test_one_poll_a_moving_card(library, benchmark):
    client, project, clips = library
    urls = [reverse("generation", args=[project.slug, clip.pk]) for clip in clips[:MOVING]]
    status = {"piece": "status"}

    def look():
        return [client.get(url, status, headers={"HX-Request": "true"}).status_code for url in urls]

    assert benchmark(look) == [200] * MOVING
