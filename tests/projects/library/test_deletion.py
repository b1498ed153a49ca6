"""Delete clips: what forbids it, what it leaves, how it is undone."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.exports import queue
from projects.ledger import transitions
from projects.library import bin
from projects.models import State
from projects.review import publish
from projects.timeline import edits, undo
from tests.projects import cast
from tests.projects.web import HTMX

pytestmark = pytest.mark.usefixtures("preview_only")
ENDED = ("completed", "failed", "refused", "cancelled", "result_lost")


@pytest.fixture
def clip(project, owner):
    return cast.stored_clip(project, 0, by=owner, pictures_at=timezone.now())


def delete(project, *clips, by=None) -> bin.Outcome:
    return bin.delete_clips(project, by, [clip.pk for clip in clips])


def texts(outcome) -> list[str]:
    return [use.text for refusal in outcome.refused for use in refusal.uses]


# -- what it does ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ENDED)
def test_what_has_ended_can_be_deleted(project, owner, state):
    clip = cast.clip(project, state)
    assert delete(project, clip, by=owner).deleted == [clip]
    clip.refresh_from_db()
    assert clip.is_in_bin and clip.deleted_by == owner and clip.days_left == 30
    assert clip.events.get().kind == "deleted"


@pytest.mark.parametrize("state", ["queued", "submitting", "unconfirmed", "submitted", "ready"])
def test_what_is_in_progress_can_not_be_deleted(project, state):
    clip = cast.clip(project, state)
    outcome = delete(project, clip)
    assert not outcome.deleted and "It is still" in outcome.refused[0].reason
    clip.refresh_from_db()
    assert clip.deleted_at is None


def test_what_is_prepared_for_the_first_time_can_not_be_deleted(project):
    clip = cast.clip(project, "completed", due_at=timezone.now())
    assert "still being prepared" in delete(project, clip).refused[0].reason


def test_deleting_it_twice_is_deleting_it_once(project, clip, owner):
    assert delete(project, clip, by=owner).deleted == [clip]
    again = delete(project, clip)
    assert not again.deleted and not again.refused
    clip.refresh_from_db()
    assert clip.deleted_by == owner and clip.events.filter(kind="deleted").count() == 1


def test_clips_of_another_project_stay(project, clip, owner):
    other = cast.project(owner, "Harbor")
    assert not delete(other, clip).deleted


def test_restoring_it_leaves_only_its_history(project, clip, owner):
    delete(project, clip, by=owner)
    assert bin.restore_clips(project, owner, [clip.pk]) == [clip]
    assert bin.restore_clips(project, owner, [clip.pk]) == []
    clip.refresh_from_db()
    assert clip.deleted_at is clip.deleted_by is None
    assert [event.kind for event in clip.events.all()] == ["deleted", "restored"]


def test_a_paid_clip_that_succeeds_after_all_comes_back(project):
    clip = cast.clip(project, "cancelled")
    delete(project, clip)
    transitions.change_state(clip.pk, State.CANCELLED, State.SUBMITTED, provider_id="late")
    clip.refresh_from_db()
    assert clip.state == State.SUBMITTED and clip.deleted_at is None


# -- what forbids it ---------------------------------------------------------------------------------------


def test_a_clip_on_a_timeline_stays(timeline):
    shot = timeline.shots.last()
    outcome = delete(timeline.project, shot.generation)
    assert not outcome.deleted and texts(outcome) == ["Shot 2 of Rough cut"]


def test_a_clip_of_an_archived_timeline_stays(timeline):
    timeline.archived_at = timezone.now()
    timeline.save()
    assert texts(delete(timeline.project, timeline.shots.first().generation)) == ["Shot 1 of Rough cut"]


def test_a_clip_of_a_saved_version_or_a_review_stays(timeline, owner):
    review = publish.publish_timeline(timeline, owner)
    shot = timeline.shots.first()
    edits.remove(timeline, owner, [shot.pk])
    uses = texts(delete(timeline.project, shot.generation))
    assert uses == ["Saved version Cut 1 of Rough cut", f"Review of {review.name}"]


def test_a_reviewed_take_stays(project, clip, owner):
    publish.publish_take(clip, owner)
    assert texts(delete(project, clip)) == ["Review of Clip 1, take 1"]


def test_a_clip_of_an_export_in_progress_stays(timeline, owner):
    export = queue.request_export(timeline, owner, client_token="x" * 8)
    shot = timeline.shots.first()
    edits.remove(timeline, owner, [shot.pk])
    assert texts(delete(timeline.project, shot.generation)) == ["Export of Rough cut, in progress"]
    queue.cancel(export)
    assert delete(timeline.project, shot.generation).deleted


def test_a_clip_stays_until_what_starts_on_it_has_ended(project, clip):
    following = cast.clip(project, "submitted")
    following.keyframes.create(end="frame0", source=clip, edge="last")
    assert texts(delete(project, clip)) == ["Clip 2, in progress, which starts on it"]
    type(following).objects.filter(pk=following.pk).update(state="failed", error_code="x")
    assert delete(project, clip).deleted == [clip]


def test_of_many_only_those_in_use_stay(timeline, clip):
    used = timeline.shots.first().generation
    outcome = delete(timeline.project, used, clip)
    assert outcome.deleted == [clip] and [refusal.generation for refusal in outcome.refused] == [used]


def test_deleting_many_takes_no_more_queries(timeline, owner, django_assert_max_num_queries):
    project = timeline.project
    clips = [cast.clip(project, "failed") for _ in range(22)]
    with django_assert_max_num_queries(40) as few:
        assert len(delete(project, *clips[:2]).deleted) == 2
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert len(delete(project, *clips[2:]).deleted) == 20


# -- while it is deleted -----------------------------------------------------------------------------------


def test_a_deleted_clip_can_not_be_put_on_a_timeline(timeline, owner, clip):
    delete(timeline.project, clip)
    with pytest.raises(edits.CannotEdit, match="was deleted"):
        edits.place(timeline, owner, clip)
    assert timeline.shots.count() == 2


def test_undo_says_that_the_clip_has_to_be_restored_first(timeline, owner):
    shot = timeline.shots.last()
    edits.remove(timeline, owner, [shot.pk])
    delete(timeline.project, shot.generation)
    with pytest.raises(edits.CannotEdit, match="Restore it from the bin first"):
        undo.undo_change(timeline)
    assert timeline.shots.filter(active=True).count() == 1
    bin.restore_clips(timeline.project, owner, [shot.generation_id])
    undo.undo_change(timeline)
    assert timeline.shots.filter(active=True).count() == 2


def test_a_deleted_clip_can_not_be_reviewed(project, owner, clip):
    delete(project, clip)
    with pytest.raises(edits.CannotEdit):
        publish.publish_take(clip, owner)


# -- the route ---------------------------------------------------------------------------------------------


@pytest.fixture
def press(signed_in, project):
    def post(*clips, name="library-deletion", **fields):
        ids = [str(getattr(clip, "pk", clip)) for clip in clips]
        url = reverse(name, args=[project.slug])
        return signed_in.post(url, {"clip": ids, **fields}, headers=HTMX)

    return post


def test_the_answer_says_what_was_deleted_and_offers_undo(press, clip, project):
    other = cast.clip(project, "failed")
    answer = press(clip, other)
    assert answer.status_code == 200 and "2 clips were moved to the bin." in answer.content.decode()
    undone = re.findall(r'name="clip" value="([^"]*)"', answer.content.decode())
    assert undone == [str(clip.pk), str(other.pk)]
    assert "2 clips are back." in press(clip, other, name="bin-restoration").content.decode()


def test_the_answer_says_where_a_clip_is_used(press, timeline):
    answer = press(timeline.shots.first().generation)
    text = answer.content.decode()
    assert answer.status_code == 409 and "Clip 1 wasn’t deleted." in text
    assert f'<a href="{reverse("timeline", args=[timeline.project.slug, 1])}">Shot 1 of Rough cut</a>' in text


def test_a_form_without_clips_is_refused(press):
    assert "Choose at least one clip." in press().content.decode()
    assert press("x'--").status_code == 422


def test_from_its_own_page_it_leads_to_the_library(press, clip, project):
    answer = press(clip, on="clip")
    assert answer["HX-Redirect"] == reverse("library", args=[project.slug])


def test_without_a_script_the_message_is_on_the_next_page(signed_in, clip, project):
    url = reverse("library-deletion", args=[project.slug])
    page = signed_in.post(url, {"clip": str(clip.pk)}, follow=True).content.decode()
    assert "Clip 1 was moved to the bin." in page and f'value="{clip.pk}"' in page


# -- where it is no longer ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["library", "library-clips", "images", "compare", "timeline-clip-search"])
def test_pages_and_pickers_do_not_show_it(signed_in, project, clip, name):
    kept = cast.stored_clip(project, 100, pictures_at=timezone.now())
    parts = [project.slug, 1] if name.startswith("timeline") else [project.slug]
    delete(project, clip)
    page = signed_in.get(reverse(name, args=parts), {"end": "frame0"}, headers=HTMX).content.decode()
    assert str(clip.pk) not in page and str(kept.pk) in page
    if name == "library":
        assert "1 clip" in page and "2 clips" not in page


def test_it_is_no_keyframe_and_no_example(signed_in, project, clip):
    delete(project, clip)
    url = reverse("library", args=[project.slug])
    page = signed_in.get(url, {"frame0": f"clip:{clip.pk}:last"}).content.decode()
    assert "That frame is no longer available." in page
    assert "secret words" not in signed_in.get(url, {"from": str(clip.pk)}).content.decode()


def test_the_poll_removes_its_card_and_brings_it_back(signed_in, project, clip, owner):
    def poll(since: int) -> str:
        return signed_in.get(reverse("changes", args=[project.slug]), {"since": since}).content.decode()

    delete(project, clip)
    assert f'<i id="generation-{clip.pk}" data-gone></i>' in poll(0)
    bin.restore_clips(project, owner, [clip.pk])
    assert "data-gone" not in poll(0) and f'id="generation-{clip.pk}" data-number="1"' in poll(0)


def test_its_projects_card_counts_without_it(signed_in, project, clip):
    delete(project, clip)
    page = signed_in.get(reverse("projects")).content.decode()
    assert str(clip.pk) not in page and "1 clip" not in page
