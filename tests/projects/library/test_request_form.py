"""What a person can request, and how we refuse. Without HTTP, as the shell uses the form, too."""

import pytest

from projects.library.forms import RequestForm
from projects.models.prompt import PromptSettings
from tests.projects import cast

pytestmark = pytest.mark.usefixtures("preview_only")

GOOD = {"prompt": "Fog over the reef", "client_token": "token-0001", "slate": "1"}


def fill_in(project, **fields) -> RequestForm:
    form = RequestForm(GOOD | fields, project=project)
    form.is_valid()
    return form


def reasons(form) -> str:
    return " ".join(reason for field in form.errors.values() for reason in field)


def test_a_prompt_alone_is_enough(project):
    form = fill_in(project)
    assert not form.errors
    request = form.request()
    assert request.text == "Fog over the reef"
    assert request.settings == PromptSettings(
        "preview", "preview", aspect_ratio="16:9", resolution="720p", duration_s=5
    )
    assert (request.keyframes, request.takes) == ((), 1)


def test_a_prompt_is_required(project):
    assert "Describe what should happen" in reasons(fill_in(project, prompt="   "))


def test_the_prompts_limit_includes_the_camera_move(project):
    form = fill_in(project, prompt="a" * 5990, camera="slow push in")
    assert "6000 characters" in reasons(form)
    assert not fill_in(project, prompt="a" * 5990).errors


@pytest.mark.parametrize(("model", "limit"), [("luma/ray-2", 2048), ("luma/ray-3.2", 6000)])
def test_each_model_has_its_own_prompt_limit(project, settings, model, limit):
    settings.AIMLAPI_KEY = "a-key-for-tests"
    form = fill_in(project, prompt="a" * (limit + 1), model=f"aimlapi:{model}")
    assert f"accepts up to {limit} characters; this prompt has {limit + 1}" in form.errors["prompt"][0]
    assert not fill_in(project, prompt="a" * limit, model=f"aimlapi:{model}").errors


def test_a_refused_combination_names_the_setting_to_change(project, settings):
    settings.AIMLAPI_KEY = "a-key-for-tests"
    form = fill_in(project, model="aimlapi:luma/ray-3.2", duration_s="10", loop="1")
    assert set(form.errors) == {"duration_s"}
    assert "makes 10 s from text only" in reasons(form)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"aspect_ratio": "2:1"}, "support 2:1"),
        ({"resolution": "8k"}, "support 8k"),
        ({"duration_s": "7"}, "support 7. Choose from: 5, 9, 10"),
        ({"takes": "5"}, "between 1 and 4"),
        ({"camera": "crash zoom"}, "crash zoom"),
        ({"model": "aimlapi:luma/ray-2"}, "available right now"),
        ({"model": "preview:nonsense"}, "available right now"),
        ({"client_token": ""}, "Reload the page"),
    ],
)
def test_an_impossible_request_is_refused_with_a_reason(project, fields, reason):
    assert reason in reasons(fill_in(project, **fields))


def test_an_engine_alone_gets_its_default_model(project):
    assert fill_in(project, model="preview:").request().settings.model == "preview"


def test_a_keyframe_of_another_project_is_refused(project):
    foreign = cast.clip(cast.project(cast.person("eve"), "Another film"), "completed")
    form = fill_in(project, frame0=f"clip:{foreign.pk}:last")
    assert form.errors and "frame0" in form.errors


def test_a_choice_becomes_a_keyframe(project):
    clip = cast.clip(project, "submitted")
    (keyframe,) = fill_in(project, frame1=f"clip:{clip.pk}:first").request().keyframes
    assert (keyframe.end, keyframe.source, keyframe.edge) == ("frame1", clip, "first")
