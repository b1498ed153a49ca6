"""What the composer says of each model before one is chosen."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from projects.library.model_cards import build_cards
from projects.library.quote import make_quote
from projects.models import PriceList
from tests.projects import cast
from tests.studio.engines.test_prices import A_VARIANT

pytestmark = pytest.mark.usefixtures("preview_only")
RAY_2 = "aimlapi:luma/ray-2"


@pytest.fixture
def project(db, settings):
    settings.AIMLAPI_KEY = "a-key-for-tests"
    return cast.project(owner=cast.person(is_admin=True))


def cards_of(project, **wanted):
    return {card.choice.value: card for card in build_cards(project, make_quote(project, wanted))}


def made(project, model, seconds):
    now = timezone.now()
    return cast.clip(
        project,
        "completed",
        prompt=cast.prompt(engine="aimlapi", model=model),
        submitted_at=now - timedelta(seconds=seconds),
        ended_at=now,
        pictures_at=now,
    )


def test_the_free_model_says_what_it_is(project):
    card = cards_of(project)["preview:preview"]
    assert (card.label, card.price) == ("Preview (free, on this machine)", "free")
    assert card.is_chosen and card.abilities.startswith(
        "frames from clips and pictures · 5, 9 or 10 s · up to 4K"
    )


def test_a_paid_model_says_its_price_for_the_chosen_settings(project):
    assert cards_of(project)[RAY_2].price == "price unknown"
    rule = {"kind": "variants", "dimensions": ["resolution"], "variants": [json.loads(A_VARIANT)]}
    PriceList.objects.create(engine="aimlapi", model="luma/ray-2", raw=rule, seen_at=timezone.now())
    prices = [cards_of(project, duration_s=s, resolution="1080p")[RAY_2].price for s in (5, 9)]
    assert prices == ["about $3.25", "about $5.85"]


def test_a_model_shows_what_it_made_and_how_long_that_took(project):
    assert cards_of(project)[RAY_2].sample is None and cards_of(project)[RAY_2].expected_s is None
    for seconds in (40, 60, 200):
        newest = made(project, "luma/ray-2", seconds)
    card = cards_of(project)[RAY_2]
    assert (card.sample, round(card.expected_s)) == (newest, 60)


def test_retired_models_come_last(project):
    retired = [card.choice.model.retired for card in cards_of(project).values()]
    assert any(retired) and retired == sorted(retired)


def test_many_clips_cost_no_more_queries(project, django_assert_max_num_queries):
    quote = make_quote(project, {})
    with django_assert_max_num_queries(2):
        build_cards(project, quote)
    for _ in range(5):
        made(project, "luma/ray-2", 30)
    with django_assert_max_num_queries(2):
        build_cards(project, quote)
