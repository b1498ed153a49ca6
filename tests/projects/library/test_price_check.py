"""A request above the project's threshold is confirmed first, wherever it is made."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.ledger import engines
from projects.models import PriceList, Project
from tests.projects import cast

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
PRICE = {  # docs/providers.md#prices, the first documented example
    "kind": "variants",
    "dimensions": ["resolution"],
    "variants": [{"when": {"resolution": "1080p"}, "price": 0.65, "unit": "second", "per": 1}],
}
PROMPT = {"prompt": "Fog", "model": "aimlapi:luma/ray-2", "resolution": "1080p", "duration_s": "5"}


@pytest.fixture
def press(project, owner, settings):
    """Return a function that presses a button of a page and returns the answer."""
    settings.AIMLAPI_KEY, settings.AIMLAPI_BASE_URL = "sk-for-prices", "http://127.0.0.1:1"
    engines.build_engine.cache_clear()
    PriceList.objects.create(engine="aimlapi", model="luma/ray-2", raw=PRICE, seen_at=timezone.now())
    client = Client()
    client.force_login(owner)

    def press_at(name, *parts, htmx=True, **fields):
        address = reverse(name, args=[project.slug, *parts])
        return client.post(address, {"client_token": "token-0001"} | fields, headers=HTMX if htmx else {})

    yield press_at
    engines.build_engine.cache_clear()


@pytest.fixture
def expensive(project, owner):
    """A clip whose next take costs 6.50."""
    prompt = cast.prompt(owner, engine="aimlapi", model="luma/ray-2", resolution="1080p")
    return cast.clip(project, "completed", by=owner, prompt=prompt, quote_usd=Decimal("6.50"))


def confirmation_in(answer) -> str:
    found = re.search(r'name="confirmed" value="([0-9.]+)"', answer.content.decode())
    return found[1] if found else ""


@pytest.mark.parametrize(("name", "parts"), [("generations", ()), ("timeline-shots", (1,))])
@pytest.mark.parametrize("htmx", [True, False])
def test_the_composer_asks_above_the_threshold(project, press, name, parts, htmx):
    asked = press(name, *parts, htmx=htmx, **PROMPT, takes="2")
    assert "This costs about $6.50." in asked.content.decode() and not project.generations.exists()
    press(name, *parts, htmx=htmx, **PROMPT, takes="2", confirmed=confirmation_in(asked))
    assert project.generations.count() == 2


@pytest.mark.parametrize("name", ["generation-repeat", "generation-picture"])
@pytest.mark.parametrize("htmx", [True, False])
def test_a_button_of_a_clip_asks_above_the_threshold(project, press, expensive, name, htmx):
    asked = press(name, expensive.pk, htmx=htmx, on="clip")
    assert "This costs about $6.50." in asked.content.decode() and project.generations.count() == 1
    if htmx:
        assert (asked["HX-Retarget"], asked["HX-Reswap"]) == ("#flash", "outerHTML")
    press(name, expensive.pk, htmx=htmx, on="clip", confirmed=confirmation_in(asked))
    assert project.generations.count() == 2


def test_what_was_confirmed_is_just_this_price(project, press):
    """1. Two takes are confirmed.  2. In another tab, a third is added.  3. That isn't what was confirmed."""
    confirmed = confirmation_in(press("generations", **PROMPT, takes="2"))
    asked = press("generations", **PROMPT, takes="3", confirmed=confirmed)
    assert "$9.75" in asked.content.decode() and not project.generations.exists()


@pytest.mark.parametrize(("threshold", "asks"), [("3.24", True), ("3.25", False), ("0", True), (None, False)])
def test_the_threshold_is_the_projects(project, press, threshold, asks):
    Project.objects.update(confirm_above_usd=threshold)
    press("generations", **PROMPT)
    assert project.generations.exists() != asks


def test_a_free_clip_is_never_confirmed(project, press):
    Project.objects.update(confirm_above_usd=0)
    press("generations", **PROMPT | {"model": "preview:preview", "resolution": "720p"})
    assert project.generations.count() == 1


def test_a_paid_model_is_offered_and_never_chosen_by_itself(project, owner, press):
    client = Client()
    client.force_login(owner)
    page = client.get(reverse("library", args=[project.slug])).content.decode()
    assert "· free" in page and "Use Ray 2" in page
    prompt = cast.prompt(owner, engine="aimlapi", model="luma/ray-2")
    cast.clip(project, by=owner, prompt=prompt)
    assert "Use Ray 2" not in client.get(reverse("library", args=[project.slug])).content.decode()
