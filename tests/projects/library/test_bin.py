"""The bin: who sees it, what is deleted for good and when, and what a kill leaves."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from projects.core import storage
from projects.library import bin
from projects.models import Generation, Role
from projects.models.deletion import NOT_DELETED
from tests.projects import cast
from tests.projects.visitors import visitor

pytestmark = pytest.mark.usefixtures("preview_only")
PICTURES = ("poster.webp", "strip.webp", "first.png", "last.png")


@pytest.fixture
def clip(project, owner):
    """A clip in the bin, with its film and its pictures."""
    stored = cast.stored_clip(project, 0, by=owner, pictures_at=timezone.now())
    for name in PICTURES:
        stored.picture(name).write_bytes(b"x")
    bin.delete_clips(project, owner, [stored.pk])
    stored.refresh_from_db()
    return stored


def in_bin_for(clip, days: float) -> None:
    at = timezone.now() - timedelta(days=days)
    Generation.objects.filter(pk=clip.pk).update(deleted_at=at)


def post(person, project, name, **fields):
    return visitor(person).post(reverse(name, args=[project.slug]), fields)


# -- for good ----------------------------------------------------------------------------------------------


def test_the_files_go_and_the_row_stays(project, owner, clip):
    before = storage.measure().clips_bytes
    assert bin.purge_clips(project, owner, [clip.pk]) == [clip]
    clip.refresh_from_db()
    assert not clip.folder.exists() and clip.files_deleted_at
    assert clip.prompt.text and [event.kind for event in clip.events.all()] == ["deleted", "purged"]
    assert before == clip.size and storage.measure().clips_bytes == 0
    assert bin.restore_clips(project, owner, [clip.pk]) == []


def test_after_thirty_days_the_watcher_does_it(clip):
    in_bin_for(clip, 29.9)
    bin.sweep()
    assert clip.video.exists()
    in_bin_for(clip, 30.1)
    bin.sweep()
    assert not clip.folder.exists()


def test_a_clip_that_was_not_deleted_is_never_deleted_for_good(project, owner):
    clip = cast.stored_clip(project, 0)
    assert bin.purge_clips(project, owner, [clip.pk]) == [] and clip.video.exists()


def test_the_frames_that_others_start_on_stay_as_long_as_they_do(project, owner, clip):
    following = cast.stored_clip(project, 100)
    following.keyframes.create(end="frame0", source=clip, edge="last")
    bin.purge_clips(project, owner)
    assert {path.name for path in clip.folder.iterdir()} == {"last.png", "poster.webp"}
    bin.delete_clips(project, owner, [following.pk])
    bin.purge_clips(project, owner)
    bin.sweep()
    assert not clip.folder.exists() and not following.folder.exists()


def test_a_clip_of_the_same_bytes_keeps_its_film(project, owner, clip):
    same = cast.stored_clip(project, 0, pictures_at=timezone.now())
    content = clip.video.read_bytes()
    assert same.sha256 == clip.sha256
    bin.purge_clips(project, owner, [clip.pk])
    assert not clip.video.exists() and same.video.read_bytes() == content


def test_the_files_of_a_clip_that_came_back_stay(project, owner, clip):
    """1. The watcher finds that files are left of a clip that was deleted for good.  2. Its provider reports
    that it succeeded after all.  3. Only then does the watcher turn to its files."""
    Generation.objects.filter(pk=clip.pk).update(purged_at=timezone.now())
    found = Generation.objects.get(pk=clip.pk)
    Generation.objects.filter(pk=clip.pk).update(**NOT_DELETED)
    assert not bin.delete_files(found) and clip.video.exists()


def test_a_kill_between_the_row_and_the_files_leaves_neither_a_clip_nor_a_file(project, owner, clip):
    """1. The row says that the clip is deleted for good, and is committed.
    2. kill -9, with half of the files deleted.
    3. The clip can't be restored without its film, and the watcher deletes the rest.
    """
    Generation.objects.filter(pk=clip.pk).update(purged_at=timezone.now())
    clip.video.unlink()
    assert bin.restore_clips(project, owner, [clip.pk]) == []
    bin.sweep()
    clip.refresh_from_db()
    assert not clip.folder.exists() and clip.files_deleted_at


def test_files_that_the_disk_keeps_are_tried_again(project, owner, clip, monkeypatch):
    """1. Delete for good, while the disk refuses (root may delete anything else).  2. No error page, and the
    row doesn't claim that the files are gone.  3. The disk is well again: the watcher deletes them."""
    (clip.folder / "looks").mkdir()
    with monkeypatch.context() as disk:
        disk.setattr("shutil.rmtree", refuse)
        assert bin.purge_clips(project, owner, [clip.pk]) == [clip]
        bin.sweep()
    clip.refresh_from_db()
    assert clip.folder.exists() and not clip.files_deleted_at
    bin.sweep()
    clip.refresh_from_db()
    assert not clip.folder.exists() and clip.files_deleted_at


def refuse(path):
    raise PermissionError(path)


def test_files_that_a_worker_writes_wait_for_it(project, owner, clip):
    rows = Generation.objects.filter(pk=clip.pk)
    rows.update(examined_at=None, due_at=timezone.now() + timedelta(minutes=1))
    bin.purge_clips(project, owner)
    assert clip.video.exists()
    rows.update(due_at=F("due_at") - timedelta(minutes=2))
    bin.sweep()
    assert not clip.folder.exists()


# -- pages -------------------------------------------------------------------------------------------------


def test_the_bin_says_who_and_how_long(project, owner, clip):
    in_bin_for(clip, 3.5)
    page = visitor(owner).get(reverse("bin", args=[project.slug])).content.decode()
    assert "Deleted by" in page and "27 days left" in page and "Delete now…" in page


def test_editors_restore_and_only_owners_delete_for_good(project, clip):
    editor = cast.member(project, Role.EDITOR)
    page = visitor(editor).get(reverse("bin", args=[project.slug])).content.decode()
    assert "Restore" in page and "Delete now…" not in page and "Empty bin…" not in page
    assert post(editor, project, "bin-purge", all="1", confirmed="1").status_code == 404
    assert post(editor, project, "bin-restoration", clip=str(clip.pk), on="bin").status_code == 302
    clip.refresh_from_db()
    assert clip.deleted_at is None


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.VIEWER])
def test_others_see_no_bin(project, clip, role):
    somebody = visitor(cast.member(project, role))
    assert somebody.get(reverse("bin", args=[project.slug])).status_code == 404
    assert b"data-delete" not in somebody.get(reverse("library", args=[project.slug])).content


def test_it_is_asked_what_is_lost_before_anything_is(project, owner, clip):
    asked = post(owner, project, "bin-purge", clip=str(clip.pk))
    assert asked.status_code == 200 and "Delete clip 1 for good?" in asked.content.decode()
    assert clip.video.exists()
    assert post(owner, project, "bin-purge", clip=str(clip.pk), confirmed="1").status_code == 302
    assert not clip.folder.exists()


def test_more_than_was_confirmed_is_never_deleted(project, owner, clip):
    other = cast.stored_clip(project, 100)
    bin.delete_clips(project, owner, [other.pk])
    asked = post(owner, project, "bin-purge", all="1", confirmed="1")
    assert "Delete 2 clips for good?" in asked.content.decode()
    assert clip.video.exists() and other.video.exists()


def test_a_deleted_clips_page_says_where_it_is(project, owner, clip):
    client, url = visitor(owner), reverse("generation", args=[project.slug, clip.pk])
    page = client.get(url)
    assert page.status_code == 200 and "This clip is in the bin." in page.content.decode()
    bin.purge_clips(project, owner)
    page = client.get(url)
    assert page.status_code == 410 and "deleted for good" in page.content.decode()


def test_sixty_clips_take_no_more_queries_than_two(project, owner, clip, django_assert_max_num_queries):
    client, url = visitor(owner), reverse("bin", args=[project.slug])
    with django_assert_max_num_queries(25) as few:
        client.get(url)
    more = [cast.clip(project, "failed", by=owner) for _ in range(20)]
    bin.delete_clips(project, owner, [one.pk for one in more])
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert client.get(url).content.decode().count("<article") == 21
