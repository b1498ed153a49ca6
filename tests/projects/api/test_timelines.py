"""Programs cut: they add, trim, move, replace and remove shots, and let pictures stand."""

import json

import pytest

from projects.models import Image
from tests.projects import cast
from tests.projects.api.programs import program_with

pytestmark = pytest.mark.django_db
SHOTS = "/api/timelines/1/shots"
NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def clips(project):
    return [cast.stored_clip(project, 100 * n) for n in range(3)]


def send(program, method: str, path: str, status: int = 200, headers=None, **body) -> dict:
    answer = getattr(program, method)(
        path, json.dumps(body), content_type="application/json", headers=headers or {}
    )
    assert answer.status_code == status, answer.content
    return answer.json()


def add(program, status: int = 201, **body) -> dict:
    return send(program, "post", SHOTS, status, **body)


def ids(timeline: dict) -> list[str]:
    return [shot["generation_id"] for shot in timeline["shots"]]


def ranges(timeline: dict) -> list[tuple[int, int]]:
    return [(shot["start_frame"], shot["end_frame"]) for shot in timeline["shots"]]


def test_shots_are_added_at_a_position_with_their_frames(program, clips):
    first, second, third = (str(clip.pk) for clip in clips)
    add(program, generation_id=first)
    add(program, generation_id=second, position=1, start_frame=3, end_frame=9)
    timeline = add(program, generation_id=third, position=2, end_frame=500)
    assert ids(timeline) == [second, third, first]
    assert ranges(timeline) == [(3, 9), (0, 24), (0, 24)]
    timeline = add(program, generation_id=first, position=99, start_frame=20)
    assert ids(timeline)[-1] == first and ranges(timeline)[-1] == (20, 24)


def test_a_shot_is_trimmed_moved_and_shows_another_clip(program, clips):
    first, second, third = (str(clip.pk) for clip in clips)
    for id in (first, second):
        timeline = add(program, generation_id=id)
    shot = f"{SHOTS}/{timeline['shots'][0]['id']}"
    assert ranges(send(program, "patch", shot, start_frame=2, end_frame=10))[0] == (2, 10)
    assert ranges(send(program, "patch", shot, end_frame=None))[0] == (2, 24)
    assert ids(send(program, "patch", shot, position=2)) == [second, first]
    assert ids(send(program, "patch", shot, position=1, generation_id=third)) == [third, second]
    assert ranges(send(program, "patch", shot, start_frame=None))[0] == (0, 24)
    assert send(program, "patch", shot)["shots"] == program.get("/api/timelines/1").json()["shots"]


def test_a_shot_is_removed_and_stays_so(program, clips):
    timeline = add(program, generation_id=str(clips[0].pk))
    shot = f"{SHOTS}/{timeline['shots'][0]['id']}"
    assert program.delete(shot).json()["shots"] == []
    assert program.delete(shot).status_code == 409
    assert "removed" in send(program, "patch", shot, 409, position=1)["detail"]


def test_what_does_not_fit_changes_nothing(program, clips, project):
    clip = str(clips[0].pk)
    timeline = add(program, generation_id=clip)
    shot = f"{SHOTS}/{timeline['shots'][0]['id']}"
    foreign = cast.project(cast.person("otto"), "Otto's")
    for status, body in (
        (400, {}),
        (400, {"generation_id": clip, "image_id": NOWHERE}),
        (400, {"image_id": NOWHERE}),
        (400, {"generation_id": str(cast.stored_clip(foreign, 0).pk)}),
        (400, {"generation_id": clip, "position": 0}),
        (400, {"generation_id": clip, "start_frame": -1}),
        (409, {"generation_id": clip, "start_frame": 9, "end_frame": 9}),
        (409, {"generation_id": clip, "after": NOWHERE}),
    ):
        add(program, status, **body)
    send(program, "patch", shot, 409, start_frame=9, end_frame=9)
    send(program, "patch", shot, 400, generation_id=NOWHERE)
    send(program, "patch", shot, 400, end_frame=0)
    send(program, "patch", f"{SHOTS}/{NOWHERE}", 404, position=1)
    reader = program_with(project, scope="read")
    assert reader.delete(shot).status_code == 403
    assert program.get("/api/timelines/1").json()["shots"] == timeline["shots"]


def test_a_picture_stands_on_the_timeline_and_is_drawn_once(program, project):
    image = Image.objects.create(project=project, name="harbor.png", width_px=64, height_px=36, size=9)
    first = add(program, image_id=str(image.pk), headers={"Idempotency-Key": "one"}, seconds=2.5)
    assert ranges(first) == [(0, 60)]
    again = add(program, image_id=str(image.pk), headers={"Idempotency-Key": "one"}, seconds=2.5)
    assert again["shots"] == first["shots"]
    both = add(program, image_id=str(image.pk), seconds=60, position=1)
    assert ranges(both) == [(0, 1440), (0, 60)] and len(set(ids(both))) == 1
    for seconds in (0.4, 61):
        add(program, 400, image_id=str(image.pk), seconds=seconds)
