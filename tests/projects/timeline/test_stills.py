"""Pictures on the timeline: drawn once, cut like any shot, replaced by a generation that starts on them."""

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Picture

from projects.exports.content_credentials import for_download
from projects.ledger import run_inline
from projects.library import images, quote
from projects.library.keyframe_choice import KeyframeChoice
from projects.models import Generation, Role, State
from projects.timeline import edits, stills
from projects.timeline.insert import keyframes_at
from projects.timeline.shots import shots_of
from studio.credentials import xmp
from studio.media import frames, probe
from tests.projects import cast
from tests.projects.exports.steps import build_export
from tests.projects.web import HTMX
from tests.studio.media.hostile import encoded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("preview_only"), pytest.mark.slow]
SIZE = (400, 300)  # 4:3, in a project of 16:9


def draw_picture() -> Picture.Image:
    picture = Picture.new("RGB", SIZE, (200, 40, 40))
    picture.paste((40, 40, 200), (200, 0, 400, 300))
    return picture


@pytest.fixture
def image(project, owner):
    return images.store(encoded(draw_picture(), "PNG"), project=project, by=owner, name="harbor_at.night.png")


@pytest.fixture
def empty(project):
    return project.timelines.create(number=1, name="Animatic")


def place(timeline, owner, image, seconds=3, after=None):
    return stills.place(timeline, owner, stills.Still(image, seconds), after)


def test_a_picture_stands_for_its_seconds_whole_and_in_its_colors(empty, owner, image):
    shot = place(empty, owner, image, 3)
    run_inline.run([shot.generation_id], 120)
    video = Generation.objects.get(pk=shot.generation_id)
    assert (video.state, video.frames, video.film_facts.width_px) == ("completed", 1440, 1280)
    assert not video.cost_usd and video.prompt.text == "harbor at night"
    for n in (0, 700, 1439):
        shown = np.asarray(frames.read_nth(video.video, n), int)
        assert np.abs(shown[360, 400] - (200, 40, 40)).max() <= 3
        assert np.abs(shown[360, 900] - (40, 40, 200)).max() <= 3
        assert shown[360, 100].max() <= 3 and shown[360, 1200].max() <= 3  # black beside it
    export = build_export(empty)
    assert export.frames == probe.read_facts(export.file).frames == 72
    assert xmp.read_source_type(export.file) == xmp.MIXED
    assert for_download(video) == video.video


def test_a_picture_is_drawn_once_however_often_it_stands(empty, owner, image):
    shots = [place(empty, owner, image, seconds) for seconds in (0.5, 7, 60)]
    assert len({shot.generation_id for shot in shots}) == 1
    assert [shot.frames for shot in shots_of(empty)] == [1440, 168, 12]


def test_a_drawing_that_failed_is_drawn_again(empty, owner, image):
    first = place(empty, owner, image).generation
    Generation.objects.filter(pk=first.pk).update(state=State.CANCELLED)
    assert place(empty, owner, image).generation != first


@pytest.mark.parametrize("seconds", [0, 0.4, 60.5, -1])
def test_a_still_has_its_length(empty, owner, image, seconds):
    with pytest.raises(edits.CannotEdit, match=r"0\.5 to 60"):
        place(empty, owner, image, seconds)
    assert not Generation.objects.exists()


def test_it_is_no_setting_and_no_model_of_the_composer(empty, owner, image, project):
    place(empty, owner, image)
    assert [choice.model.id for choice in quote.available_models()] == ["preview"]
    assert quote.default_settings(project, owner, quote.available_models()) == {}


# -- on the page -------------------------------------------------------------------------------------------


def post(client, timeline, **fields):
    address = reverse("timeline-stills", args=[timeline.project.slug, timeline.number])
    return client.post(address, fields, headers=HTMX)


def test_pictures_are_uploaded_or_chosen_and_stand_in_order(signed_in, empty, image):
    pictures = {f"{n}.png": Picture.new("RGB", SIZE, (n * 80, 0, 0)) for n in (1, 2)}
    files = [SimpleUploadedFile(name, encoded(picture, "PNG")) for name, picture in pictures.items()]
    page = post(signed_in, empty, seconds="2", file=files, after="end").content.decode()
    assert "2 pictures added" in page
    assert post(signed_in, empty, seconds="1.5", image=image.pk, after="").status_code == 200
    shown = [(shot.generation.prompt.text, shot.frames) for shot in shots_of(empty)]
    assert shown == [("harbor at night", 36), ("1", 48), ("2", 48)]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"seconds": "61"}, "0.5 to 60 seconds"),
        ({"seconds": "x"}, "0.5 to 60 seconds"),
        ({"seconds": "3"}, "Choose a picture"),
        ({"seconds": "3", "image": "00000000-0000-4000-8000-000000000000"}, "Choose a picture"),
        ({"seconds": "3", "image": "x"}, "Choose a picture"),
    ],
)
def test_what_is_wrong_is_a_sentence_and_adds_nothing(signed_in, empty, fields, sentence):
    answer = post(signed_in, empty, **fields)
    assert answer.status_code == 409 and sentence in answer.content.decode()
    assert not shots_of(empty)


def test_a_file_that_is_no_picture_is_refused(signed_in, empty):
    answer = post(signed_in, empty, seconds="3", file=SimpleUploadedFile("evil.png", b"#EXTM3U"))
    assert answer.status_code == 409 and "not a JPEG, PNG or WebP" in answer.content.decode()


def test_a_reviewer_adds_no_picture(client, project, empty, image):
    client.force_login(cast.member(project, Role.REVIEWER))
    assert post(client, empty, seconds="3", image=image.pk).status_code == 404


def test_the_shot_after_a_still_starts_on_the_picture_itself(empty, owner, image):
    shot = place(empty, owner, image, 2)
    choices = keyframes_at(empty, shot.pk)
    assert choices == {"frame0": KeyframeChoice.of_image(image.crops.get())}


def test_one_press_offers_a_generation_that_starts_on_the_picture(signed_in, empty, owner, image, project):
    """1. The panel of the shot offers it, but no new take.  2. The composer has the picture, cropped to
    the project's aspect ratio, and replaces the shot.  3. The new clip keeps the planned length."""
    shot = place(empty, owner, image, 2)
    args = [project.slug, empty.number]
    panel = signed_in.get(reverse("shot-panel", args=[*args, shot.pk]), headers=HTMX).content.decode()
    assert "Generate from this picture" in panel and "New take" not in panel and "Remix" not in panel
    query = {"instead": shot.pk, "keep": "keyframes"}
    composer = signed_in.get(reverse("timeline-panel", args=args), query, headers=HTMX).content.decode()
    crop = image.crops.get()
    assert f"image:{crop.pk}" in composer and "Generate shot 1" in composer
    fields = {
        "prompt": "The harbor wakes",
        "model": "preview:preview",
        "takes": "1",
        "client_token": "a-token-of-the-test",
        "frame0": f"image:{crop.pk}",
        "instead": shot.pk,
    }
    answer = signed_in.post(reverse("timeline-shots", args=args), fields, headers=HTMX)
    assert answer.status_code == 200, answer.content.decode()
    [replaced] = shots_of(empty)
    assert (replaced.generation.prompt.text, replaced.frames) == ("The harbor wakes", 48)
    assert replaced.generation.keyframes.get().image == crop
