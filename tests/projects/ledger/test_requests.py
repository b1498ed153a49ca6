"""Requests: the same form sent twice is one request, and a changed form is never mistaken for it."""

import pytest

from projects.ledger.requests import (
    ClientTokenReused,
    GenerationRequest,
    RequestedKeyframe,
    repeat,
    request_generations,
)
from projects.models import Generation, Prompt
from projects.models.prompt import PromptSettings
from tests.projects import cast
from tests.projects.ledger.conftest import DRAWN

pytestmark = pytest.mark.django_db


def ask(project, token="t", *, text="A lamp", takes=1, keyframes=(), **settings):
    request = GenerationRequest(
        project=project,
        text=text,
        settings=PromptSettings(**DRAWN | settings),
        client_token=token,
        keyframes=tuple(keyframes),
        takes=takes,
    )
    return request_generations(request)


def test_the_same_form_twice_is_one_request(project):
    first, again = ask(project, takes=3), ask(project, takes=3)
    assert [made.pk for made in first] == [made.pk for made in again]
    assert [made.take for made in first] == [1, 2, 3]
    assert len({made.seed for made in first}) == 3
    assert (Generation.objects.count(), Prompt.objects.count()) == (3, 1)


def test_a_changed_form_with_the_same_token_is_refused(project):
    """1. A form is sent.  2. Its prompt, keyframes or takes change, its token does not."""
    source, other = cast.clip(project, "completed"), cast.clip(project, "completed")
    ask(project, keyframes=[RequestedKeyframe("frame0", source=source, edge="last")])
    for changed in (
        {"text": "Another"},
        {"takes": 2},
        {"keyframes": [RequestedKeyframe("frame0", source=other, edge="last")]},
        {"keyframes": [RequestedKeyframe("frame0", source=source, edge="first")]},
        {"keyframes": [RequestedKeyframe("frame1", source=source, edge="last")]},
    ):
        with pytest.raises(ClientTokenReused):
            ask(
                project, **{"keyframes": [RequestedKeyframe("frame0", source=source, edge="last")], **changed}
            )
    with pytest.raises(ClientTokenReused):
        ask(project)
    assert Generation.objects.filter(prompt__text="A lamp").count() == 1


def test_a_token_is_not_mistaken_for_the_beginning_of_another(project):
    longer = ask(project, "form.1", text="The longer token")
    assert ask(project, "form", text="The shorter one")[0].pk != longer[0].pk


def test_two_projects_may_use_the_same_token(project):
    other = cast.project(cast.person("bob"), "Other film")
    assert ask(project)[0].pk != ask(other)[0].pk


def test_a_new_take_is_requested_once_and_has_the_next_number(project):
    source = cast.clip(project, "completed")
    first = ask(project, takes=2, keyframes=[RequestedKeyframe("frame0", source=source, edge="last")])[0]
    third = repeat(first, None, client_token="again")
    assert repeat(first, None, client_token="again").pk == third.pk
    assert (third.take, third.prompt) == (3, first.prompt)
    assert third.keyframes.get().source == source
    assert repeat(first, None, client_token="once more").take == 4


def test_a_new_generation_is_due_even_if_its_task_is_lost(project):
    made = ask(project)[0]
    assert made.due_at and made.events.get().now == "queued"
    project.refresh_from_db()
    assert project.revision > 0
