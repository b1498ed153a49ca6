"""What is done to a timeline: by two people, in any order, with undo and redo; never half done."""

import random
from itertools import pairwise
from urllib.parse import urljoin
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from projects.models.positions import between
from projects.timeline import edits
from projects.timeline.edits import CannotEdit
from projects.timeline.saved_shots import as_json
from projects.timeline.shots import shots_of
from tests.projects import cast

ACTS = 300
FRAMES = 120


@given(st.lists(st.integers(0, 1_000_000), min_size=1, max_size=80))
def test_there_is_always_room_between_two_places(choices):
    places = []
    for choice in choices:
        at = choice % (len(places) + 1)
        before, after = (places[at - 1] if at else ""), (places[at] if at < len(places) else "")
        places.insert(at, between(before, after))
    assert all(a < b for a, b in pairwise(places))


@pytest.mark.parametrize("at", ["end", "start", "second"])
def test_five_hundred_clips_at_one_end_keep_short_places(at):
    places = ["h", "i"]
    for _ in range(500):
        index = {"end": len(places), "start": 0, "second": 1}[at]
        before, after = (places[index - 1] if index else ""), (places[index : index + 1] or [""])[0]
        places.insert(index, between(before, after))
    assert max(map(len, places)) <= 200 and places == sorted(set(places))


@pytest.fixture
def timeline(project):
    line = project.timelines.create(number=1, name="Rough cut")
    for _ in range(4):
        place_last(line, None, cast.clip(project, "completed", frames=FRAMES))
    return line


def place_last(line, by, generation):
    last = line.shots.filter(active=True).order_by("position", "id").last()
    return edits.place(line, by, generation, after=last and last.pk)


def cut_now(line):
    """What a person sees: places with takes and frames, in order."""
    rows = line.shots.filter(active=True).order_by("position", "id")
    return [(row.pk, row.generation_id, row.start_frame, row.end_frame) for row in rows]


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", [1, 2])
def test_two_people_change_one_timeline_and_every_step_can_be_taken_back(project, timeline, seed):
    """1. Two people act at random, on clips they saw some time ago.  2. Each act is one change or a sentence.
    3. Undo gives exactly what was there before, redo exactly what was there after, whoever did it.
    4. In the end all of it is undone, step by step, down to the empty timeline."""
    chance = random.Random(seed)
    people = [cast.person(f"ada{seed}"), cast.person(f"bo{seed}")]
    takes = [cast.clip(project, "completed", frames=frames) for frames in (60, 120, 121)]
    seen = {person: ids(timeline) for person in people}  # what stands on their page, maybe old
    history, at = [[], *snapshots(timeline)], timeline.changes.count()
    refused = 0
    for _ in range(ACTS):
        person = chance.choice(people)
        if chance.random() < 0.7:
            seen[person] = ids(timeline)
        before, said = cut_now(timeline), timeline.changes.filter(undone=False).count()
        act = chance.choice(["move", "trim", "split", "remove", "take", "place", "undo", "undo", "redo"])
        try:
            do(act, timeline, person, seen[person], takes, chance)
        except CannotEdit as sentence:
            refused += 1
            assert str(sentence).endswith(".") and cut_now(timeline) == before
            continue
        now = cut_now(timeline)
        if act in ("undo", "redo"):
            at += -1 if act == "undo" else 1
            assert now == history[at]
        elif timeline.changes.filter(undone=False).count() > said:
            del history[at + 1 :]
            history.append(now)
            at += 1
        else:
            assert now == before  # the same place, the same trim: no change to take back
        check(timeline)
    assert refused and at == timeline.changes.filter(undone=False).count()
    while at:
        edits.undo(timeline, people[0])
        at -= 1
        assert cut_now(timeline) == history[at]
    assert cut_now(timeline) == []


def snapshots(line):
    """The cut after each change that made the timeline: clips were only appended."""
    now = cut_now(line)
    return [now[: n + 1] for n in range(len(now))]


def ids(line):
    return [id for id, *_ in cut_now(line)]


def do(act, line, person, seen, takes, chance):
    id = chance.choice(seen) if seen else uuid4()
    if act == "move":
        edits.move(line, person, id, chance.choice([None, *seen]))
    elif act == "trim":
        edits.trim(
            line, person, id, start=chance.randint(-5, 130), end=chance.choice([None, chance.randint(0, 140)])
        )
    elif act == "split":
        edits.split(line, person, id, chance.randint(-5, 130))
    elif act == "remove":
        edits.remove(line, person, id)
    elif act == "take":
        edits.choose_take(line, person, id, chance.choice(takes))
    elif act == "place":
        edits.place(line, person, chance.choice(takes), chance.choice([None, *seen]))
    else:
        {"undo": edits.undo, "redo": edits.redo}[act](line, person)


def check(line):
    """No place twice, every shot within its film, one after the other without a hole."""
    places = list(line.shots.filter(active=True).values_list("position", flat=True))
    assert len(places) == len(set(places))
    at = 0
    for shot in shots_of(line):
        assert shot.at == at and 0 <= shot.start < shot.end <= shot.film_frames
        at += shot.frames


def test_what_was_removed_meanwhile_is_refused_in_words(timeline):
    first = ids(timeline)[0]
    edits.remove(timeline, None, first)
    for act in (
        lambda: edits.trim(timeline, None, first, start=1, end=2),
        lambda: edits.split(timeline, None, first, 9),
        lambda: edits.move(timeline, None, first, None),
        lambda: edits.remove(timeline, None, first),
    ):
        with pytest.raises(CannotEdit, match="removed from the timeline"):
            act()


def test_two_trim_the_two_ends_of_a_clip_at_once(timeline, client, project):
    """Each page shows the clip whole; both ends stay cut, and what leaves nothing is refused in words."""
    first = ids(timeline)[0]
    client.force_login(project.memberships.get().person)

    def trim(**side):
        address = f"/projects/{project.slug}/timelines/1/shots/{first}/trim/"
        return client.post(address, side, headers={"HX-Request": "true"})

    assert (trim(start_frame=10).status_code, trim(end_frame=90).status_code) == (200, 200)
    assert cut_now(timeline)[0][2:] == (10, 90)
    late = trim(start_frame=95)
    assert late.status_code == 409 and "The shot needs at least one frame." in late.content.decode()
    assert trim(end_frame="").status_code == 200
    assert cut_now(timeline)[0][2:] == (10, None)


def test_a_kept_cut_stays_as_it_was(timeline):
    kept = timeline.cuts.create(number=1, name="Cut 1", shots=as_json(shots_of(timeline)))
    first, second, *_ = ids(timeline)
    edits.remove(timeline, None, first)
    edits.trim(timeline, None, second, start=10, end=20)
    kept.refresh_from_db()
    assert [(shot["start"], shot["end"]) for shot in kept.shots] == [(0, FRAMES)] * 4


def test_a_new_change_ends_what_could_be_done_again(timeline):
    edits.undo(timeline, None)
    edits.trim(timeline, None, ids(timeline)[0], start=5, end=None)
    with pytest.raises(CannotEdit, match="nothing to redo"):
        edits.redo(timeline, None)


ACTS_OF_A_PAGE = {
    "page": ("", None),
    "changes": ("changes/?since=0", None),
    "trim": ("shots/{}/trim/", {"start_frame": 5}),
    "move": ("shots/{}/position/", {"after": ""}),
    "split": ("shots/{}/split/", {"frame": 40}),
    "remove": ("shots/{}/removal/", {}),
    "take": ("shots/{}/take/", {"generation": "{}"}),
    "undo": ("undo/", {}),
    "panel": ("shots/{}/", None),
}


@pytest.mark.parametrize("act", ACTS_OF_A_PAGE)
def test_each_act_asks_the_database_as_often_for_sixty_clips_as_for_four(
    project, timeline, client, django_assert_num_queries, act
):
    """The clips are chained, as they mostly are, and one grew from a clip that is not on the timeline."""
    client.force_login(project.memberships.get().person)
    path, fields = ACTS_OF_A_PAGE[act]
    other = cast.clip(project, "completed")
    chained(timeline, other)

    def do_it(n):
        id = ids(timeline)[n]
        sent = fields and {name: str(value).format(other.pk) for name, value in fields.items()}
        address = urljoin(f"/projects/{project.slug}/timelines/1/", path.format(id))
        headers = {"HX-Request": "true"} if path else {}
        ask = client.get if sent is None else client.post
        answer = ask(address, sent, headers=headers)
        assert answer.status_code == 200

    do_it(2)
    with CaptureQueriesContext(connection) as few:
        do_it(1)
    for _ in range(56):
        place_last(timeline, None, cast.clip(project, "completed"))
    chained(timeline, other)
    with django_assert_num_queries(len(few)):
        do_it(-1)


def chained(timeline, before):
    for row in timeline.shots.order_by("position"):
        row.generation.keyframes.get_or_create(end="frame0", defaults={"source": before, "edge": "last"})
        before = row.generation
