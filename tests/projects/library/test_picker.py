"""The picker of keyframes, and the slot that holds the choice."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from projects.library import images
from projects.library.keyframe_choice import KeyframeChoice
from projects.library.keyframe_slot import fill_slot
from projects.models import Role
from tests.projects import cast
from tests.projects.library.pictures import finished_clip, koi, open_picker, post


def test_every_finished_clip_offers_its_first_and_last_frame(signed_in, project, owner):
    clips = [finished_clip(project) for _ in range(3)]
    waiting, failed = cast.clip(project, "submitted"), cast.clip(project, "failed")
    elsewhere = finished_clip(cast.project(owner, "Another"))
    page = open_picker(signed_in, project).content.decode()
    for clip in clips:
        assert f"choice=clip:{clip.pk}:first" in page and f"choice=clip:{clip.pk}:last" in page
    assert f"choice=clip:{waiting.pk}:last" in page, "a new clip may wait for one that is being made"
    assert str(failed.pk) not in page and str(elsewhere.pk) not in page
    assert page.index(str(clips[2].pk)) < page.index(str(clips[0].pk))


def test_clips_are_listed_thirty_at_a_time(signed_in, project, django_assert_max_num_queries):
    prompt = cast.prompt(text="A koi pond")
    clips = [finished_clip(project, prompt=prompt) for _ in range(65)]
    with django_assert_max_num_queries(8):
        page = open_picker(signed_in, project).content.decode()
    seen, pages = [], 0
    while True:
        pages += 1
        seen += re.findall(r"choice=clip:([0-9a-f-]+):first", page)
        more = re.search(r"before=(\d+)", page)
        if not more:
            break
        page = open_picker(signed_in, project, before=more[1]).content.decode()
    assert pages == 3 and seen == [str(clip.pk) for clip in reversed(clips)]


def test_clips_are_found_by_prompt_and_number(signed_in, project):
    koi_clip = finished_clip(project, prompt=cast.prompt(text="A koi turns in the pond"))
    lamp = finished_clip(project, prompt=cast.prompt(text="The lamp turns"))
    looked_for = {
        "koi": [koi_clip],
        "TURNS": [koi_clip, lamp],
        "turns lamp": [lamp],
        f"#{lamp.number}": [lamp],
        "xyz": [],
        "²": [lamp],
        "9" * 30: [],
    }
    for query, found in looked_for.items():
        page = open_picker(signed_in, project, q=query).content.decode()
        assert set(re.findall(r"choice=clip:([0-9a-f-]+):last", page)) == {str(clip.pk) for clip in found}
    assert "No clips match your search." in open_picker(signed_in, project, q="xyz").content.decode()


def test_the_first_tab_with_something_in_it_is_open(signed_in, project):
    assert 'type="file"' in open_picker(signed_in, project).content.decode()
    finished_clip(project)
    assert 'type="file"' not in open_picker(signed_in, project).content.decode()
    assert 'type="url"' in open_picker(signed_in, project, tab="address").content.decode()


def test_earlier_images_are_offered_again(signed_in, project, owner):
    image = images.store_upload(project, owner, koi())
    page = open_picker(signed_in, project, tab="upload").content.decode()
    assert f"choice=image:{image.pk}" in page and "Added before" in page


def test_viewers_are_not_offered_an_upload(client, project):
    client.force_login(cast.member(project, Role.VIEWER))
    page = open_picker(client, project, tab="upload").content.decode()
    assert "drop-zone" not in page and "There are no clips yet" in page


@pytest.mark.parametrize("end", ["", "frame2", "Frame0", "<script>"])
def test_there_are_only_two_slots(signed_in, project, end):
    assert open_picker(signed_in, project, end=end).status_code == 404
    assert signed_in.get(f"/projects/{project.slug}/keyframe-slots/{end or 'x'}/").status_code == 404


def test_fragments_contain_nothing_that_our_policy_forbids(signed_in, project, owner):
    finished_clip(project)
    images.store_upload(project, owner, koi())
    for page in (
        open_picker(signed_in, project),
        open_picker(signed_in, project, tab="upload"),
        post(signed_in, project, file=koi()),
    ):
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|hx-on", page.content.decode())


# -- the slot --------------------------------------------------------------------------------------------


def slot_of(client, project, choice, end="frame1"):
    return client.get(reverse("keyframe-slot", args=[project.slug, end]), {"choice": choice})


def test_a_slot_holds_a_clips_frame(signed_in, project):
    clip = finished_clip(project)
    page = slot_of(signed_in, project, f"clip:{clip.pk}:first").content.decode()
    assert f'<input type="hidden" name="frame1" value="clip:{clip.pk}:first">' in page
    assert "Last frame" in page and f"Start of clip {clip.number}" in page and "Remove last frame" in page


def test_an_emptied_slot_opens_the_picker(signed_in, project):
    page = slot_of(signed_in, project, "none").content.decode()
    assert 'name="frame1" value=""' in page and 'commandfor="picker"' in page
    assert "?end=frame1" in page and "Remove" not in page


def test_a_pending_clip_can_be_chosen(signed_in, project):
    clip = cast.clip(project, "submitted")
    assert f"clip:{clip.pk}:last" in slot_of(signed_in, project, f"clip:{clip.pk}:last").content.decode()


def test_other_choices_are_404(signed_in, project, owner):
    other = cast.project(owner, "Another")
    foreign, lost = finished_clip(other), cast.clip(project, "failed")
    clip = finished_clip(project)
    for choice in (
        f"clip:{foreign.pk}:last",
        f"clip:{lost.pk}:last",
        f"clip:{uuid4()}:last",
        f"clip:{clip.pk}:middle",
        f"clip:{clip.pk}",
        f"image:{clip.pk}",
        "image:../../x",
        "clip:",
        "x",
        f"clip:{clip.pk}:last\n",
    ):
        assert slot_of(signed_in, project, choice).status_code == 404


def test_a_filled_slot_becomes_a_keyframe(project, owner):
    clip, image = finished_clip(project), images.store_upload(project, owner, koi())
    keyframe = fill_slot(project, "frame0", KeyframeChoice.parse(f"clip:{clip.pk}:last")).keyframe
    assert (keyframe.end, keyframe.source, keyframe.edge, keyframe.image) == ("frame0", clip, "last", None)
    keyframe = fill_slot(project, "frame1", KeyframeChoice.parse(f"image:{image.pk}")).keyframe
    assert (keyframe.end, keyframe.source, keyframe.edge, keyframe.image) == ("frame1", None, "", image)
    assert fill_slot(project, "frame0", KeyframeChoice.parse("")).keyframe is None
