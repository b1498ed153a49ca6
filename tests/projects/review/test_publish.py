"""Notes at frames, verdicts on exactly one version, and what differs in the next one."""

import json
import random

import pytest
from django.urls import reverse

from projects import jobs
from projects.models import Note, RenderState, Review, Role
from projects.review import notes, publish, version_diff
from projects.timeline import edits
from projects.timeline.shots import shots_of
from studio.media import drawings
from studio.media.probe import read_facts
from tests.projects import cast
from tests.projects.cast import stored_clip
from tests.projects.review.steps import write_note
from tests.projects.web import HTMX
from tests.studio.media.numbered import numbers

pytestmark = pytest.mark.django_db


def test_a_version_has_its_own_video_that_stays(timeline, review, owner):
    assert numbers(review.video) == [*range(24), *range(100, 124)]
    assert (review.frames, review.fps, review.name) == (48, 24, "Rough cut: Cut 1")
    edits.remove(timeline, owner, [shots_of(timeline)[0].row.pk])
    assert publish.publish_timeline(timeline, owner).number == 2
    assert read_facts(review.video).frames == 48


def test_a_failed_video_is_rendered_when_it_is_shared_again(timeline, owner):
    """1. A clip's file is missing: the page says so.  2. The file is back.  3. The version is shared
    again."""
    review = publish.publish_timeline(timeline, owner)
    video = shots_of(timeline)[0].generation.video
    away = video.rename(video.with_suffix(".away"))
    jobs.review(str(review.pk))
    failed = Review.objects.get()
    assert failed.render.message and not failed.is_ready
    away.rename(video)
    assert publish.publish_timeline(timeline, owner).pk == review.pk
    jobs.review(str(review.pk))
    made = Review.objects.get()
    assert made.is_ready and not made.render.message and made.revision > failed.revision


def test_sharing_twice_without_a_change_gives_the_same_version(timeline, review, owner):
    assert publish.publish_timeline(timeline, owner).pk == review.pk
    assert timeline.cuts.count() == 1


def test_a_single_take_can_be_shared(client, timeline, owner):
    clip = stored_clip(timeline.project, 300)
    client.force_login(owner)
    client.post(reverse("generation-review", args=[timeline.project.slug, clip.pk]))
    review = Review.objects.get()
    jobs.review(str(review.pk))
    assert numbers(Review.objects.get().video) == list(range(300, 324))


def test_a_note_is_written_once_however_often_it_is_sent(press, review):
    for _ in range(3):
        answer = press("notes", text="Gulls pop in", frame="7", client_token="token-0001")
        assert answer.status_code == 200 and "Gulls pop in" in answer.content.decode()
    note = review.notes.get()
    assert (note.frame, note.text, str(note.author)) == (7, "Gulls pop in", "Ada")


def test_notes_are_written_once_although_half_of_the_answers_are_lost(review, owner):
    """1. 400 notes are sent, and every second answer is lost.  2. Without an answer, a note is sent again, up
    to three times.  3. Each note is there once."""
    chance = random.Random(4)
    for n in range(400):
        for _ in range(4):
            write_note(review, owner, frame=n % 48, text=f"Note {n}", client_token=f"token-{n:04d}")
            if chance.random() > 0.5:
                break
    assert review.notes.count() == 400


def test_a_note_has_a_range_a_reply_and_a_done_mark(press, review, owner):
    press("notes", text="Softer sun", frame="5", end_frame="20", client_token="token-0001")
    note = review.notes.get()
    press("notes", text="Take 4 has it", frame="5", parent=note.pk, client_token="token-0002")
    answer = review.notes.get(parent=note)
    press("notes", text="Thanks", frame="0", parent=answer.pk, client_token="token-0003")
    assert review.notes.filter(parent=note).count() == 2, "an answer to an answer is in the same thread"
    assert notes.load_threads(review)[0].time == "00:00:00:05 – 00:00:00:20"
    shown = press("note-done", note.pk).content.decode()
    note.refresh_from_db()
    assert note.done_by == owner
    assert f'<time-ago><time datetime="{note.done_at.isoformat(timespec="seconds")}' in shown
    press("note-done", note.pk)
    note.refresh_from_db()
    assert note.done_at is None


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": "x" * 4001},
        {"frame": "-1"},
        {"frame": "x"},
        {"drawing": "[{"},
        {"drawing": json.dumps([{"tool": "pen", "color": "red", "points": [[0, float("nan")]]}])},
        {"drawing": json.dumps([{"tool": "spray", "color": "red", "points": [[0, 0]]}])},
        {"drawing": json.dumps([{"tool": "pen", "color": "red; x", "points": [[0, 0]]}])},
        {"drawing": json.dumps([{"tool": "pen", "color": "red", "points": [[0, 0]] * 601}])},
        {"drawing": "[" * 5000},
        {"drawing": '[{"tool": "pen", "color": "red", "points": [[1%s, 0]]}]' % ("0" * 400)},
        {"drawing": "7"},
        {"end_frame": "x"},
        {"client_token": "x"},
    ],
)
def test_nonsense_is_refused_and_writes_nothing(press, review, fields):
    good = {"text": "Too dark", "frame": "3", "client_token": "token-0001"}
    assert press("notes", **(good | fields)).status_code == 422
    assert not review.notes.exists()


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        (5, 2, "The range ends before it starts."),
        (48, "", "This version ends at frame 47."),
        (99999, 3, "This version ends at frame 47."),
        (5, 48, "This version ends at frame 47."),
    ],
)
def test_a_range_that_the_film_does_not_have_is_refused(press, review, start, end, why):
    """It was stored with another range, without a word."""
    answer = press("notes", text="Too dark", frame=start, end_frame=end, client_token="token-0001")
    assert answer.status_code == 422 and why in answer.content.decode()
    assert not review.notes.exists()


@pytest.mark.parametrize(("start", "end", "stored"), [(47, "", None), (46, 47, 47), (47, 47, None)])
def test_a_note_reaches_the_last_frame(press, review, start, end, stored):
    press("notes", text="At the end", frame=start, end_frame=end, client_token="token-0001")
    note = review.notes.get()
    assert (note.frame, note.end_frame) == (start, stored)


def test_a_drawing_is_stored_as_strokes_and_shown_as_paths(press, review):
    strokes = [
        {"tool": "arrow", "color": "red", "points": [[0.1, 0.1], [0.5, 0.3]]},
        {"tool": "box", "color": "lamp", "points": [[0.2, 0.2], [0.4, 0.5]]},
        {"tool": "pen", "color": "white", "points": [[0.3, 0.3]]},
    ]
    page = press(
        "notes", text="Here", frame="3", drawing=json.dumps(strokes), client_token="token-0001"
    ).content.decode()
    assert review.notes.get().drawing == strokes
    assert 'class="drawing--lamp" d="M0.2 0.2H0.4V0.5H0.2Z"' in page
    assert drawings.make_paths(strokes)[2] == ("white", "M0.3 0.3L0.3005 0.3")


def test_a_verdict_needs_a_second_press_and_is_about_this_version(press, timeline, review, owner):
    asked = press("verdict", kind="approved")
    assert "Approve this version" in asked.content.decode() and not review.verdicts.exists()
    press("verdict", **{"kind": "approved", "dismissed": "1"})
    assert not review.verdicts.exists(), "not yet"
    press("verdict", kind="approved", confirmed="1")
    press("verdict", kind="changes", confirmed="1")
    assert [(str(one.author), one.kind) for one in review.verdicts.all()] == [("Ada", "changes")]
    edits.remove(timeline, owner, [shots_of(timeline)[0].row.pk])
    assert not publish.publish_timeline(timeline, owner).verdicts.exists(), "a new version asks again"


def test_the_next_version_says_what_has_changed(timeline, review, owner):
    first, second = (shot.row for shot in shots_of(timeline))
    take = stored_clip(timeline.project, 700)
    take.prompt, take.take = second.generation.prompt, 2
    take.save()
    edits.choose_take(timeline, owner, second.pk, take)
    edits.trim(timeline, owner, first.pk, start=3, end=None)
    edits.place(timeline, owner, stored_clip(timeline.project, 900), None)
    now = publish.publish_timeline(timeline, owner)
    difference = version_diff.compare_with_previous(now)
    assert difference == {
        "added": 1,
        "removed": 0,
        "retaken": 1,
        "trimmed": 1,
        "previous": review,
        "notes": [],
        "resolved": 0,
        "summary": "1 added, 1 new take, 1 trimmed",
    }


def test_a_shot_that_lost_its_neighbor_was_not_trimmed():
    """Chained shots share a frame, which is shown once. Beside another shot, the first one gets it back."""
    was = [("a", 0, 119), ("b", 0, 119), ("c", 0, 120)]
    assert version_diff.find_trimmed(was, [("a", 0, 120), ("b", 10, 119)]) == [("b", 10, 119)]
    assert version_diff.find_trimmed(was, [("a", 0, 118), ("b", 0, 119)]) == [("a", 0, 118)]
    assert version_diff.find_trimmed([("a", 0, 9), ("a", 9, 20)], [("a", 9, 20), ("a", 0, 9)]) == []


def test_people_delete_only_their_own_notes_without_replies(press, review, owner):
    other = cast.person("bo")
    mine, foreign = write_note(review, owner), write_note(review, other)
    answered = write_note(review, owner)
    write_note(review, other, parent=answered)
    assert press("note-removal", foreign.pk).status_code == 404
    assert press("note-removal", answered.pk).status_code == 404
    assert press("note-removal", mine.pk).status_code == 200
    assert {note.pk for note in notes.load_threads(review)} == {foreign.pk, answered.pk}
    assert Note.objects.filter(pk=mine.pk).exists(), "what was said is not destroyed"


def test_without_scripts_a_verdict_is_confirmed_on_its_own_page(client, owner, review):
    client.force_login(owner)
    address = reverse("review-verdict", args=[review.project.slug, review.number])
    asked = client.post(address, {"kind": "approved"}).content.decode()
    assert "<html" in asked and "Yes, approve" in asked and not review.verdicts.exists()
    assert client.post(address, {"kind": "approved", "dismissed": "1"}).status_code == 302
    assert not review.verdicts.exists()


def test_viewers_read_and_reviewers_write(client, review):
    address = reverse("review-notes", args=[review.project.slug, review.number])
    for role, status in ((Role.VIEWER, 404), (Role.REVIEWER, 200)):
        person = cast.person(role)
        review.project.memberships.create(person=person, role=role)
        client.force_login(person)
        assert client.get(reverse("review", args=[review.project.slug, review.number])).status_code == 200
        fields = {"text": "Hm", "frame": "1", "client_token": f"token-{role}"}
        assert client.post(address, fields, headers=HTMX).status_code == status


def test_a_film_that_was_deleted_is_rendered_again_when_somebody_looks(signed_in, review):
    """1. Deleted.  2. The page says that it is being rendered, and it is.  3. It plays again."""
    page = reverse("review", args=[review.project.slug, review.number])
    assert "review__stage" in signed_in.get(page).content.decode()
    review.video.unlink()
    shown = signed_in.get(page).content.decode()
    assert "Joining the shots" in shown and "review__stage" not in shown
    review.render.refresh_from_db()
    assert review.render.state == RenderState.WAITING
    publish.build(review)
    assert review.video.exists() and "review__stage" in signed_in.get(page).content.decode()


def test_a_deleted_film_whose_clips_are_gone_too_says_why(signed_in, review):
    page = reverse("review", args=[review.project.slug, review.number])
    review.video.unlink()
    for generation in review.project.generations.all():
        generation.video.unlink(missing_ok=True)
    signed_in.get(page)
    review.render.refresh_from_db()
    publish.build(review)
    for _ in range(2):  # looking doesn't start it again and again
        assert "The video couldn" in signed_in.get(page).content.decode()
    review.render.refresh_from_db()
    assert review.render.state == RenderState.FAILED
