"""A real studio with a key for a program, and a key for quick tests without a server."""

import os

import pytest
from django.utils import timezone

from projects.models import PriceList
from tests.journeys.live import live_studio
from tests.projects.api.programs import program_with


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    env = {
        "AIMLAPI_KEY": "",
        "LUMAAI_API_KEY": "",
        "DAILIES_PACE": "0.05",
        "DAILIES_WEDGE_S": "20",
        "DAILIES_PUBLIC_URL": "",
        "DAILIES_OWN_HOSTS": "127.0.0.1",
    }
    with live_studio(tmp_path_factory.mktemp("studio"), os.environ | env) as live:
        yield live


@pytest.fixture(scope="module")
def key(studio):
    return studio.manage("api_key", "--name", "Render farm").strip().splitlines()[-1]


# -- without a server --------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def without_other_engines(preview_only):
    pass


@pytest.fixture
def program(project):
    """A client with a key that can write."""
    return program_with(project)


@pytest.fixture
def paid_engine(settings):
    """The AI/ML API with a key, and a price of $0.40 for its Ray 2."""
    settings.AIMLAPI_KEY = "key-of-the-tests"
    raw = {"kind": "fixed", "currency": "USD", "units": [{"name": "generation", "price": 0.4, "per": 1}]}
    PriceList.objects.create(engine="aimlapi", model="luma/ray-2", raw=raw, seen_at=timezone.now())
