"""What a timeline of 200 clips costs the server: opening its page, and each act with its answer.

python3 manage.py test tests/benchmarks/bench_timeline.py --benchmark-only
"""

from itertools import cycle

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.models import Clip
from tests.projects import cast

CLIPS = 200
pytestmark = [pytest.mark.django_db, pytest.mark.benchmark(group="a timeline of 200 clips")]


@pytest.fixture
def timeline(client):
    owner = cast.person()
    film = cast.project(owner)
    line = film.timelines.create(number=1, name="Long cut")
    clips = [cast.clip(film, "completed", by=owner, pictures_at=timezone.now()) for _ in range(CLIPS)]
    Clip.objects.bulk_create(
        Clip(timeline=line, generation=clip, place=f"i{n:03d}1") for n, clip in enumerate(clips)
    )
    client.force_login(owner)
    return client, line


def test_opening_the_page(timeline, benchmark):
    client, line = timeline
    address = reverse("timeline", args=[line.project.slug, 1])
    assert benchmark(lambda: client.get(address)).status_code == 200


@pytest.mark.parametrize("act", ["trim", "move", "undo"])
def test_an_act(timeline, benchmark, act):
    client, line = timeline
    rows = list(line.clips.order_by("place"))
    args = [line.project.slug, 1, rows[100].pk]
    turns = cycle((10, 20))
    told = {
        "trim": lambda: ("clip-trim", args, {"start_frame": next(turns)}),
        "move": lambda: ("clip-position", args, {"after": rows[next(turns)].pk}),
        "undo": lambda: (next(back), args[:2], {}),
    }
    back = cycle(("timeline-undo", "timeline-redo"))
    client.post(reverse("clip-trim", args=args), {"start_frame": 5})

    def press():
        name, where, fields = told[act]()
        return client.post(reverse(name, args=where), fields, headers={"HX-Request": "true"}).status_code

    assert benchmark(press) == 200


def test_a_look_at_what_is_new(timeline, benchmark):
    client, line = timeline
    address = reverse("pulse", args=[line.project.slug])
    line.project.refresh_from_db()
    asked = {"since": line.project.revision, "on": "timeline", "timeline": 1}
    assert benchmark(lambda: client.get(address, asked)).status_code == 204
