"""What is done with many clips at once: rating, tags, a timeline, a ZIP file."""

import io
import zipfile
from uuid import uuid4

import pytest
from django.urls import reverse

from projects.library import organize
from projects.models import Role, Shot
from tests.projects import cast
from tests.projects.web import HTMX

pytestmark = pytest.mark.django_db
ACTS = {
    "selection-rating": {"rating": "4"},
    "selection-tags": {"add": "storm"},
    "timeline-placements": {},
}


@pytest.fixture
def clips(project, owner):
    return [cast.clip(project, "completed", by=owner) for _ in range(3)]


def send(client, project, name, clips, **fields):
    args = [project.slug, 1] if name == "timeline-placements" else [project.slug]
    ids = [getattr(clip, "pk", clip) for clip in clips]
    return client.post(reverse(name, args=args), {"clip": ids} | fields, headers=HTMX)


def test_selected_clips_are_rated_and_open_pages_see_it(signed_in, project, clips):
    before = project.revision
    answer = send(signed_in, project, "selection-rating", clips[:2], rating="4")
    assert "2 clips rated." in answer.content.decode()
    for clip in clips:
        clip.refresh_from_db()
    assert [clip.rating for clip in clips] == [4, 4, 0]
    assert clips[0].revision == clips[1].revision > before


def test_selected_clips_are_tagged_and_untagged(signed_in, project, clips):
    send(signed_in, project, "selection-tags", clips, add="Storm, dusk")
    assert all(clip.tags.count() == 2 for clip in clips)
    send(signed_in, project, "selection-tags", clips[:2], add="storm", without="1")
    assert [clip.tags.count() for clip in clips] == [1, 1, 2]


def test_selected_clips_join_a_timeline_in_their_order_as_one_change(signed_in, project, clips):
    answer = send(signed_in, project, "timeline-placements", [clips[2], clips[0]])
    assert "2 clips added to Timeline 1." in answer.content.decode()
    timeline = project.timelines.get()
    assert [shot.generation_id for shot in timeline.shots.all()] == [clips[0].pk, clips[2].pk]
    assert timeline.changes.count() == 1


def test_clips_without_a_video_join_no_timeline(signed_in, project):
    failed = cast.clip(project, "failed")
    answer = send(signed_in, project, "timeline-placements", [failed])
    assert answer.status_code == 422 and "None of these clips" in answer.content.decode()
    assert not Shot.objects.exists()


def test_selected_clips_are_downloaded_as_a_zip_that_is_never_whole(signed_in, project, clips):
    failed = cast.clip(project, "failed")
    clips[1].video.unlink()
    answer = send(signed_in, project, "selection-file", [*clips, failed])
    assert answer.streaming and "Content-Length" not in answer
    assert 'filename="' in answer["Content-Disposition"] and answer["Content-Type"] == "application/zip"
    pieces = list(answer.streaming_content)
    assert len(pieces) > 4
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert [name.split("_")[1] for name in names] == ["001", "003"]
        assert len(archive.read(names[0])) >= clips[0].video.stat().st_size


@pytest.mark.parametrize("name", [*ACTS, "selection-file"])
def test_clips_of_other_projects_are_not_selected(signed_in, project, name):
    elsewhere = cast.clip(cast.project(cast.person("eve")), "completed")
    answer = send(signed_in, project, name, [elsewhere, uuid4(), "x"], **ACTS.get(name, {}))
    elsewhere.refresh_from_db()
    assert answer.status_code in (302, 422)
    assert elsewhere.rating == 0 and not elsewhere.tags.exists() and not elsewhere.shots.exists()


@pytest.mark.parametrize("name", ACTS)
def test_viewers_change_no_selection_but_download_it(client, project, clips, name):
    client.force_login(cast.member(project, Role.VIEWER))
    assert send(client, project, name, clips, **ACTS[name]).status_code == 404
    assert send(client, project, "selection-file", clips).status_code == 200


@pytest.mark.parametrize("fields", [{"rating": "9"}, {"rating": ""}])
def test_a_wrong_rating_changes_no_clip(signed_in, project, clips, fields):
    assert send(signed_in, project, "selection-rating", clips, **fields).status_code == 422
    assert not project.generations.filter(rating__gt=0).exists()


def test_too_many_tags_on_one_of_them_change_none(signed_in, project, clips):
    organize.add_tags(project, [clips[0].pk], ",".join(map(str, range(30))))
    assert send(signed_in, project, "selection-tags", clips, add="one more").status_code == 422
    assert not clips[1].tags.exists()


def test_as_many_clips_as_a_form_takes_change_at_once(signed_in, project, clips):
    many = [*clips, *(cast.clip(project, "completed") for _ in range(250))]
    strangers = [uuid4() for _ in range(1_000 - len(many))]
    assert send(signed_in, project, "selection-rating", [*many, *strangers], rating="4").status_code in (
        200,
        302,
    )
    assert project.generations.filter(rating=4).count() == len(many)


def test_more_than_a_thousand_are_refused(signed_in, project, clips):
    answer = send(signed_in, project, "selection-rating", [uuid4() for _ in range(1_001)], rating="4")
    assert answer.status_code == 422 and "at most 1000" in answer.content.decode()
