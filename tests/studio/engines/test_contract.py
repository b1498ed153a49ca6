"""Run the contract for all engines."""

import pytest

from studio import engines
from tests.studio.engines.contract import Contract, Kit

pytestmark = pytest.mark.slow


def paid(provider, picture, name, **options):
    url = provider.luma_url if name == "luma" else provider.base_url
    engine = engines.get(name, key=provider.key, base_url=url, pace=0.02, **options)

    def sent():
        return provider.summary()["requests"].get("create", 0)

    return Kit(engine, picture, sent, provider.key, provider)


class TestPreview(Contract):
    @pytest.fixture
    def kit(self, tmp_path, picture):
        engine = engines.get("preview", folder=tmp_path / "preview")
        return Kit(engine, picture, lambda: len(engine.waiting()))


class TestAimlApi(Contract):
    @pytest.fixture
    def kit(self, provider, picture):
        return paid(provider, picture, "aimlapi")


class TestAimlApiInItsOriginalDialect(Contract):
    @pytest.fixture
    def kit(self, provider, picture):
        return paid(provider, picture, "aimlapi", dialect="original")


class TestLuma(Contract):
    @pytest.fixture
    def kit(self, provider, picture):
        return paid(provider, picture, "luma")
