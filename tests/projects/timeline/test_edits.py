"""Edits of a timeline: by two people, in any order, with undo and redo; never half done."""

import random
from itertools import pairwise
from urllib.parse import urljoin
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from projects.models import Role
from projects.models.positions import between
from projects.timeline import edits
from projects.timeline.edits import CannotEdit
from projects.timeline.saved_shots import as_json
from projects.timeline.shots import shots_of
from projects.timeline.undo import redo_change, undo_change
from tests.projects import cast

ACTS = 300
FRAMES = 120


@given(st.lists(st.integers(0, 1_000_000), min_size=1, max_size=80))
def test_there_is_always_room_between_two_positions(choices):
    positions = []
    for choice in choices:
        at = choice % (len(positions) + 1)
        before, after = (positions[at - 1] if at else ""), (positions[at] if at < len(positions) else "")
        positions.insert(at, between(before, after))
    assert all(a < b for a, b in pairwise(positions))


@pytest.mark.parametrize("at", ["end", "start", "second"])
def test_five_hundred_shots_at_one_end_keep_short_positions(at):
    positions = ["h", "i"]
    for _ in range(500):
        index = {"end": len(positions), "start": 0, "second": 1}[at]
        before, after = (positions[index - 1] if index else ""), (positions[index : index + 1] or [""])[0]
        positions.insert(index, between(before, after))
    assert max(map(len, positions)) <= 200 and positions == sorted(set(positions))


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
    """Return what a person sees: shots with takes and frames, in order."""
    rows = line.shots.filter(active=True).order_by("position", "id")
    return [(row.pk, row.generation_id, row.start_frame, row.end_frame) for row in rows]


pytestmark = pytest.mark.django_db


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_two_people_edit_one_timeline_and_every_step_can_be_undone(project, timeline, seed):
    """1. Two people edit at random, by what they saw some time ago.  2. Each edit is one change or is refused
    with a sentence.  3. Undo gives exactly what was there before, redo exactly what was there after, whoever
    did it.  4. In the end everything is undone, step by step, down to the empty timeline."""
    chance = random.Random(seed)
    people = [cast.person(f"ada{seed}"), cast.person(f"bo{seed}")]
    takes = [cast.clip(project, "completed", frames=frames) for frames in (60, 120, 121)]
    seen = {person: ids(timeline) for person in people}  # what their page shows, maybe old
    history, at = [[], *snapshots(timeline)], timeline.changes.count()
    refused = 0
    for _ in range(ACTS):
        person = chance.choice(people)
        if chance.random() < 0.7:
            seen[person] = ids(timeline)
        before, count = cut_now(timeline), timeline.changes.filter(undone=False).count()
        act = chance.choice(
            ["move", "trim", "split", "remove", "duplicate", "take", "place", "undo", "undo", "redo"]
        )
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
        elif timeline.changes.filter(undone=False).count() > count:
            del history[at + 1 :]
            history.append(now)
            at += 1
        else:
            assert now == before  # the same position, the same trim: no change to undo
        check(timeline)
    assert refused and at == timeline.changes.filter(undone=False).count()
    while at:
        undo_change(timeline)
        at -= 1
        assert cut_now(timeline) == history[at]
    assert cut_now(timeline) == []


def snapshots(line):
    """Return the cut after each change that made the timeline: shots were only appended."""
    now = cut_now(line)
    return [now[: n + 1] for n in range(len(now))]


def ids(line):
    return [id for id, *_ in cut_now(line)]


def do(act, line, person, seen, takes, chance):
    id = chance.choice(seen) if seen else uuid4()
    several = {id, *chance.choices(seen or [id], k=chance.choice([0, 0, 2, 5]))}
    if act == "move":
        edits.move(line, person, several, chance.choice([None, *seen]))
    elif act == "duplicate":
        edits.duplicate(line, person, several)
    elif act == "trim":
        edits.trim(
            line, person, id, start=chance.randint(-5, 130), end=chance.choice([None, chance.randint(0, 140)])
        )
    elif act == "split":
        edits.split(line, person, id, chance.randint(-5, 130))
    elif act == "remove":
        edits.remove(line, person, several)
    elif act == "take":
        edits.choose_take(line, person, id, chance.choice(takes))
    elif act == "place":
        edits.place(line, person, chance.choice(takes), chance.choice([None, *seen]))
    else:
        {"undo": undo_change, "redo": redo_change}[act](line)


def check(line):
    """Check that no position is used twice, and that shots follow each other, each within its video."""
    positions = list(line.shots.filter(active=True).values_list("position", flat=True))
    assert len(positions) == len(set(positions))
    at = 0
    for shot in shots_of(line):
        assert shot.at == at and 0 <= shot.start < shot.end <= shot.video_frames
        at += shot.frames


def test_an_edit_of_a_removed_shot_is_refused_with_a_sentence(timeline):
    first = ids(timeline)[0]
    edits.remove(timeline, None, [first])
    for act in (
        lambda: edits.trim(timeline, None, first, start=1, end=2),
        lambda: edits.split(timeline, None, first, 9),
        lambda: edits.move(timeline, None, [first], None),
        lambda: edits.remove(timeline, None, [first]),
        lambda: edits.duplicate(timeline, None, [first]),
    ):
        with pytest.raises(CannotEdit, match="removed from the timeline"):
            act()


def test_two_people_trim_the_two_ends_of_a_shot_at_once(timeline, client, project):
    """Each page shows the shot whole; both ends stay trimmed, and a trim that leaves nothing is refused."""
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


def test_undo_says_whose_act_it_takes_back(timeline, client, project):
    """1. Ana trims.  2. The owner takes it back, and repeats it.  3. Ana takes back her own."""
    ana, owner = cast.member(project, Role.EDITOR), project.memberships.get(role=Role.OWNER).person
    edits.trim(timeline, ana, ids(timeline)[0], start=5, end=None)

    def press(person, act: str) -> str:
        client.force_login(person)
        address = f"/projects/{project.slug}/timelines/1/{act}/"
        return client.post(address, headers={"HX-Request": "true"}).content.decode()

    assert f"Undone: {ana} trimmed shot 1." in press(owner, "undo")
    assert f"Redone: {ana} trimmed shot 1." in press(owner, "redo")
    assert "Undone: trimmed shot 1." in press(ana, "undo")


@pytest.mark.parametrize("frame", ["0", "-5", str(FRAMES), "9" * 40, "", "soon"])
def test_a_split_where_none_is_possible_says_so_in_plain_words(timeline, client, project, frame):
    client.force_login(project.memberships.get().person)
    address = f"/projects/{project.slug}/timelines/1/shots/{ids(timeline)[0]}/split/"
    refused = client.post(address, {"frame": frame}, headers={"HX-Request": "true"})
    words = "at its first or last frame" if frame.strip("-").isdecimal() else "Choose a frame of the shot."
    assert refused.status_code == 409 and words in refused.content.decode()


def test_a_saved_version_stays_as_it_was(timeline):
    saved = timeline.cuts.create(number=1, name="Cut 1", shots=as_json(shots_of(timeline)))
    first, second, *_ = ids(timeline)
    edits.remove(timeline, None, [first])
    edits.trim(timeline, None, second, start=10, end=20)
    saved.refresh_from_db()
    assert [(shot["start"], shot["end"]) for shot in saved.shots] == [(0, FRAMES)] * 4


def test_a_new_edit_ends_what_could_be_redone(timeline):
    undo_change(timeline)
    edits.trim(timeline, None, ids(timeline)[0], start=5, end=None)
    with pytest.raises(CannotEdit, match="nothing to redo"):
        redo_change(timeline)


REQUESTS = {
    "page": ("", None),
    "changes": ("changes/?since=0", None),
    "trim": ("shots/{}/trim/", {"start_frame": 5}),
    "move": ("selection/position/", {"shots": "{0}", "after": ""}),
    "duplicate": ("selection/copies/", {"shots": "{0}"}),
    "select": ("selection/?shots={}", None),
    "split": ("shots/{}/split/", {"frame": 40}),
    "remove": ("selection/removal/", {"shots": "{0}"}),
    "take": ("shots/{}/take/", {"generation": "{1}"}),
    "undo": ("undo/", {}),
    "panel": ("shots/{}/", None),
}


@pytest.mark.parametrize("act", REQUESTS)
def test_sixty_shots_take_as_many_queries_as_four(project, timeline, client, django_assert_num_queries, act):
    """The shots are chained, as they mostly are, and one continues from a clip elsewhere."""
    client.force_login(project.memberships.get().person)
    path, fields = REQUESTS[act]
    other = cast.clip(project, "completed")
    chain(timeline, other)

    def request_for(n):
        id = ids(timeline)[n]
        sent = fields and {name: str(value).format(id, other.pk) for name, value in fields.items()}
        address = urljoin(f"/projects/{project.slug}/timelines/1/", path.format(id))
        headers = {"HX-Request": "true"} if path else {}
        send = client.get if sent is None else client.post
        assert send(address, sent, headers=headers).status_code == 200

    request_for(2)
    with CaptureQueriesContext(connection) as few:
        request_for(1)
    for _ in range(56):
        place_last(timeline, None, cast.clip(project, "completed"))
    chain(timeline, other)
    with django_assert_num_queries(len(few)):
        request_for(-1)


def chain(timeline, before):
    for row in timeline.shots.order_by("position"):
        row.generation.keyframes.get_or_create(end="frame0", defaults={"source": before, "edge": "last"})
        before = row.generation


@pytest.mark.parametrize(
    ("fps", "frames", "trims", "kept"),
    [
        (24, 120, (24, 48), (24, 48)),
        (30, 150, (24, 48), (30, 60)),
        (12, 60, (24, 25), (12, 13)),
        (30, 40, (24, 48), (30, None)),
        (30, 20, (24, 48), (0, None)),
        (60, 300, (24, None), (60, None)),
    ],
    ids=["same rate", "faster", "shorter than a frame", "ends earlier", "is not so long", "to its end"],
)
def test_another_take_keeps_the_trims_in_time(project, owner, fps, frames, trims, kept):
    first = cast.clip(project, "completed")
    take = cast.clip(project, prompt=first.prompt, take=2, frames=frames, fps_num=fps, fps_den=1)
    timeline = project.timelines.create(number=1, name="Rough cut")
    shot = timeline.shots.create(generation=first, position="i", start_frame=trims[0], end_frame=trims[1])
    chosen = edits.choose_take(timeline, owner, shot.pk, take)
    assert (chosen.start_frame, chosen.end_frame) == kept
    undo_change(timeline)
    shot.refresh_from_db()
    assert (shot.start_frame, shot.end_frame) == trims
