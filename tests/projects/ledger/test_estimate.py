"""How long a clip will take is learned from the studio's latest clips of that model."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects.ledger import estimate
from tests.projects import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(project, owner):
    """Return a function that records a clip that took so many seconds and ended so many minutes ago."""

    def make(seconds, *, model="luma/ray-2", length=5, minutes=0):
        prompt = cast.prompt(owner, engine="aimlapi", model=model, duration_s=length)
        ended = timezone.now() - timedelta(minutes=minutes)
        times = {"submitted_at": ended - timedelta(seconds=seconds), "ended_at": ended}
        return cast.clip(project, "completed", by=owner, prompt=prompt, **times)

    return make


def test_clips_of_the_same_length_count_first(made):
    for seconds in (40, 50, 90):
        made(seconds)
    made(500, length=9)
    made(7, model="luma/ray-flash-2")
    assert estimate.estimate_s("aimlapi", "luma/ray-2", 5) == 50
    assert estimate.estimate_s("aimlapi", "luma/ray-2", 9) == 500
    assert estimate.estimate_s("aimlapi", "luma/ray-2", 10) == 70, "of all lengths, if there are none"


def test_only_the_latest_count(made, monkeypatch):
    monkeypatch.setattr(estimate, "ENOUGH", 3)
    for minutes, seconds in enumerate((10, 20, 30, 900, 900, 900)):
        made(seconds, minutes=minutes)
    assert estimate.estimate_s("aimlapi", "luma/ray-2", 5) == 20


def test_without_any_the_models_own_estimate_stands(made):
    made(7, model="luma/ray-flash-2")
    own = estimate.known_models("preview")["preview"].expected_s
    assert own and estimate.estimate_s("preview", "preview", 5) == own
    assert estimate.estimate_s("aimlapi", "no/such-model", 5) is None
