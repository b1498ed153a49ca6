"""Any frame of a clip, and any crop of an image, as a keyframe."""

import numpy as np
import PIL.Image
import pytest
from django.urls import reverse

from projects.library import images
from projects.library.keyframe_slot import fill_slot
from projects.models import Image, Role
from projects.timeline.insert import keyframes_at
from projects.timeline.shots import length_of, shots_of
from tests.projects import cast
from tests.projects.cast import FRAMES, stored_clip
from tests.projects.library.pictures import koi, post
from tests.studio.media.numbered import read

pytestmark = pytest.mark.django_db
MISSING = "7b0f1d9e-0000-4000-8000-000000000000"


@pytest.fixture
def choose(client, owner, project):
    """Choose something for the first frame, as the picker does."""
    client.force_login(owner)

    def chosen(choice, **asked):
        return client.get(reverse("keyframe-slot", args=[project.slug, "frame0"]), {"choice": choice} | asked)

    return chosen


def frame_numbers(image):
    with PIL.Image.open(image.path) as picture:
        return read(np.asarray(picture.convert("L")))


def test_any_frame_becomes_an_image_that_knows_its_source(choose, project):
    clip = stored_clip(project, 0)
    for _ in range(2):
        answer = choose(f"frame:{clip.pk}:7")
        assert answer.status_code == 200 and f"Frame 8 of clip {clip.number}" in answer.content.decode()
    image = project.images.get()
    assert (image.generation, image.frame, frame_numbers(image)) == (clip, 7, 7)


def test_the_first_and_last_frame_stay_references_to_the_clip(choose, project):
    """A provider knows its own generation by its ID, and continues it better than an image."""
    clip = stored_clip(project, 0)
    assert f"clip:{clip.pk}:first" in choose(f"frame:{clip.pk}:0").content.decode()
    assert f"clip:{clip.pk}:last" in choose(f"frame:{clip.pk}:{FRAMES - 1}").content.decode()
    assert not project.images.exists()


@pytest.mark.parametrize(
    "choice",
    [
        f"frame:{MISSING}:3",
        "frame:{clip}:24",
        "frame:{clip}:9999999",
        "frame:{clip}:-1",
        "frame:{clip}:x",
        "frame:{waiting}:1",
        "frame:{foreign}:1",
        f"crop:{MISSING}:0:0:9:9",
        "crop:{image}:0:0:65:36",
        "crop:{image}:0:0:8:8",
        "crop:{image}:0:0:0:0",
        "crop:{image}:1",
        "crop:{image}:60:30:99999:99999",
        "whole:{image}",
    ],
)
def test_an_invalid_choice_is_404(choose, project, owner, choice):
    named = {
        "clip": stored_clip(project, 0).pk,
        "waiting": cast.clip(project, "submitted").pk,
        "foreign": stored_clip(cast.project(cast.person("other")), 0).pk,
        "image": images.store_upload(project, owner, koi()).pk,
    }
    before = Image.objects.count()
    assert choose(choice.format(**named)).status_code == 404
    assert Image.objects.count() == before


def test_a_viewer_creates_no_images(client, project):
    viewer = cast.person("viewer")
    project.memberships.create(person=viewer, role=Role.VIEWER)
    client.force_login(viewer)
    clip = stored_clip(project, 0)
    address = reverse("keyframe-slot", args=[project.slug, "frame0"])
    assert client.get(address, {"choice": f"frame:{clip.pk}:7"}).status_code == 404
    assert not Image.objects.exists()


def test_an_image_of_another_shape_is_cropped_to_its_middle(client, project, owner):
    client.force_login(owner)
    answer = post(client, project, file=koi(width=96, height=96))
    assert answer.status_code == 201 and "koi.jpg, cropped" in answer.content.decode()
    whole, part = project.images.get(original=None), project.images.get(original__isnull=False)
    assert (part.box, part.width_px, part.height_px) == ([0, 21, 96, 54], 96, 54)
    with PIL.Image.open(whole.path) as all_of_it, PIL.Image.open(part.path) as seen:
        assert all_of_it.crop((0, 21, 96, 75)).tobytes() == seen.tobytes()


def test_the_crop_has_the_composers_aspect_ratio(client, project, owner):
    client.force_login(owner)
    post(client, project, file=koi(width=54, height=96), aspect_ratio="9:16")
    assert project.images.get().original is None, "it fits as it is"
    post(client, project, file=koi(width=54, height=96))
    assert project.images.get(original__isnull=False).box == [0, 33, 54, 30]


def test_the_crop_can_be_moved_and_removed(choose, project, owner):
    whole = images.store_upload(project, owner, koi(width=96, height=96))
    for _ in range(2):
        answer = choose(f"crop:{whole.pk}:0:40:96:54")
        part = project.images.get(original=whole)
        assert f"image:{part.pk}" in answer.content.decode() and part.box == [0, 40, 96, 54]
    assert f"image:{part.pk}" in choose(f"image:{part.pk}").content.decode(), "a part stays as it was chosen"
    assert f"image:{whole.pk}" in choose(f"image:{whole.pk}", whole="1").content.decode()
    assert f"image:{whole.pk}" not in choose(f"image:{whole.pk}").content.decode()


def test_the_picker_opens_a_clip_and_an_image(client, project, owner):
    client.force_login(owner)
    clip, image = stored_clip(project, 0), images.store_upload(project, owner, koi(width=96, height=96))
    part = images.crop(image, (0, 40, 96, 54))
    address = reverse("images", args=[project.slug])
    page = client.get(address, {"end": "frame0", "clip": clip.pk}).content.decode()
    assert "frame-scrub" in page and f'max="{FRAMES - 1}"' in page
    page = client.get(address, {"end": "frame0", "crop": part.pk}).content.decode()
    assert 'data-box="0 40 96 54"' in page and f'value="crop:{image.pk}:0:40:96:54"' in page
    for asked in (
        {"clip": MISSING},
        {"crop": MISSING},
        {"clip": "x"},
        {"clip": cast.clip(project, "submitted").pk},
    ):
        assert client.get(address, {"end": "frame0"} | asked).status_code == 404
    listed = client.get(address, {"end": "frame0", "tab": "upload"}).content.decode()
    assert str(image.pk) in listed and str(part.pk) not in listed


def test_a_shot_appended_to_a_trimmed_one_continues_from_what_is_shown(project, owner):
    """1. Shot 1 is trimmed to frames 0 to 9.  2. What is appended starts on its frame 9.  3. The join is a
    chain, and the frame that both have is shown once."""
    line = project.timelines.create(number=1, name="Cut")
    first = stored_clip(project, 0)
    place = line.shots.create(generation=first, position="a", end_frame=10)
    choice = keyframes_at(line, place.pk)["frame0"]
    image = fill_slot(project, "frame0", choice).image
    assert (image.generation, image.frame, frame_numbers(image)) == (first, 9, 9)
    grown = stored_clip(project, 9)
    grown.keyframes.create(end="frame0", image=image)
    line.shots.create(generation=grown, position="b")
    shots = shots_of(line)
    assert [(shot.start, shot.end, shot.gives_up) for shot in shots] == [(0, 9, True), (0, FRAMES, False)]
    assert shots[1].join == "chain" and length_of(shots) == 9 + FRAMES
    assert keyframes_at(line, place.pk)["frame0"] == choice, "also when the frame was given up to the next"
