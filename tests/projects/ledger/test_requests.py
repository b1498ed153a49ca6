"""A person asks for clips: told twice it is one wish, and another wish never hides behind the same form."""

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


@pytest.fixture
def film():
    return cast.project(cast.person())


def ask(film, token="t", *, text="A lamp", takes=1, keyframes=(), **settings):
    request = GenerationRequest(
        project=film,
        text=text,
        settings=PromptSettings(**DRAWN | settings),
        client_token=token,
        keyframes=tuple(keyframes),
        takes=takes,
    )
    return request_generations(request)


def test_the_same_form_twice_is_one_wish(film):
    first, again = ask(film, takes=3), ask(film, takes=3)
    assert [made.pk for made in first] == [made.pk for made in again]
    assert [made.take for made in first] == [1, 2, 3]
    assert len({made.seed for made in first}) == 3
    assert (Generation.objects.count(), Prompt.objects.count()) == (3, 1)


def test_the_same_form_with_another_wish_is_told_so(film):
    """1. A form is sent.  2. Its words, frames or takes change, its token does not."""
    source, other = cast.clip(film, "completed"), cast.clip(film, "completed")
    ask(film, keyframes=[RequestedKeyframe("frame0", source=source, edge="last")])
    for changed in (
        {"text": "Another"},
        {"takes": 2},
        {"keyframes": [RequestedKeyframe("frame0", source=other, edge="last")]},
        {"keyframes": [RequestedKeyframe("frame0", source=source, edge="first")]},
        {"keyframes": [RequestedKeyframe("frame1", source=source, edge="last")]},
    ):
        with pytest.raises(ClientTokenReused):
            ask(film, **{"keyframes": [RequestedKeyframe("frame0", source=source, edge="last")], **changed})
    with pytest.raises(ClientTokenReused):
        ask(film)
    assert Generation.objects.filter(prompt__text="A lamp").count() == 1


def test_a_token_is_not_the_beginning_of_another(film):
    longer = ask(film, "form.1", text="The longer token")
    assert ask(film, "form", text="The shorter one")[0].pk != longer[0].pk


def test_two_projects_may_use_the_same_token(film):
    other = cast.project(cast.person("bob"), "Other film")
    assert ask(film)[0].pk != ask(other)[0].pk


def test_another_take_is_the_next_take_once(film):
    source = cast.clip(film, "completed")
    first = ask(film, takes=2, keyframes=[RequestedKeyframe("frame0", source=source, edge="last")])[0]
    third = repeat(first, None, client_token="again")
    assert repeat(first, None, client_token="again").pk == third.pk
    assert (third.take, third.prompt) == (3, first.prompt)
    assert third.keyframes.get().source == source
    assert repeat(first, None, client_token="once more").take == 4


def test_a_wish_is_due_although_its_nudge_may_be_lost(film):
    made = ask(film)[0]
    assert made.due_at and made.events.get().now == "queued"
    film.refresh_from_db()
    assert film.revision > 0
