"""What a person may wish for, and in which words we refuse; without a request, as the shell asks too."""

import pytest

from projects.library.forms import WishForm
from projects.models.prompt import PromptSettings
from tests.projects import cast

pytestmark = pytest.mark.usefixtures("preview_only")

GOOD = {"words": "Fog over the reef", "client_token": "token-0001", "slate": "1"}


def wished(project, **fields) -> WishForm:
    form = WishForm(GOOD | fields, project=project)
    form.is_valid()
    return form


def reasons(form) -> str:
    return " ".join(reason for field in form.errors.values() for reason in field)


def test_words_alone_are_enough(project):
    form = wished(project)
    assert not form.errors
    request = form.request(None)
    assert request.text == "Fog over the reef"
    assert request.settings == PromptSettings(
        "preview", "preview", aspect_ratio="16:9", resolution="720p", duration_s=5
    )
    assert (request.keyframes, request.takes) == ((), 1)


def test_without_words_it_asks_for_them(project):
    assert "Say what should be seen." in reasons(wished(project, words="   "))


def test_too_many_words_are_counted_with_the_camera(project):
    form = wished(project, words="a" * 2040, camera="slow push in")
    assert "2048 characters" in reasons(form)
    assert not wished(project, words="a" * 2040).errors


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"aspect_ratio": "2:1"}, "does not make 2:1"),
        ({"resolution": "8k"}, "does not make 8k"),
        ({"duration_s": "7"}, "does not make 7; it makes 5, 9, 10"),
        ({"takes": "5"}, "At most four"),
        ({"camera": "crash zoom"}, "crash zoom"),
        ({"engine": "aimlapi", "model": "luma/ray-2"}, "cannot be used now"),
        ({"maker": "preview:nonsense"}, "cannot be used now"),
        ({"client_token": ""}, "Reload the page"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(project, fields, reason):
    assert reason in reasons(wished(project, **fields))


def test_an_engine_named_alone_gets_its_usual_model(project):
    assert wished(project, engine="preview").request(None).settings.model == "preview"


def test_a_frame_of_another_film_is_refused(project):
    foreign = cast.clip(cast.project(cast.person("eve"), "Another film"), "completed")
    form = wished(project, frame0=f"clip:{foreign.pk}:last")
    assert form.errors and "frame0" in form.errors


def test_a_chosen_frame_becomes_a_keyframe(project):
    clip = cast.clip(project, "submitted")
    (keyframe,) = wished(project, frame1=f"clip:{clip.pk}:first").request(None).keyframes
    assert (keyframe.end, keyframe.source, keyframe.edge) == ("frame1", clip, "first")
