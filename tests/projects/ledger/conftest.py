"""A studio with the fake provider over real HTTP. Tests call its workers by hand, step by step."""

import time
from typing import Any

import pytest
from django.utils import timezone

from projects import watcher
from projects.ledger import holds, polling, settling
from projects.ledger.engines import build_engine
from projects.ledger.requests import GenerationRequest, request_generations
from projects.ledger.sending import submit
from projects.ledger.storing import store_result
from projects.models import Account, Generation
from projects.models.prompt import PromptSettings
from tests.fake_provider import FakeProvider
from tests.projects import cast
from tests.projects.tasks import forget_tasks

RAY: dict[str, Any] = {
    "engine": "aimlapi",
    "model": "luma/ray-2",
    "aspect_ratio": "16:9",
    "resolution": "540p",
    "duration_s": 5,
}
DRAWN: dict[str, Any] = {
    "engine": "preview",
    "model": "preview",
    "aspect_ratio": "16:9",
    "resolution": "360p",
    "duration_s": 5,
}


@pytest.fixture(autouse=True)
def queue_of_its_own():
    yield
    forget_tasks()


@pytest.fixture
def provider(tmp_path, tmp_path_factory, settings, monkeypatch):
    with FakeProvider(with_videos(tmp_path, tmp_path_factory), make_s=0.05, log_delay=0.05) as fake_provider:
        settings.AIMLAPI_KEY, settings.AIMLAPI_BASE_URL = fake_provider.key, fake_provider.base_url
        settings.PACE = 0.02
        monkeypatch.setattr(
            "projects.ledger.sending.SEND_WITHIN_S", 100
        )  # a busy machine must not look like one that slept
        build_engine.cache_clear()
        yield fake_provider
        build_engine.cache_clear()


def with_videos(tmp_path, tmp_path_factory):
    """Return the fake provider's folder. All tests share the videos that it has drawn."""
    videos, folder = tmp_path_factory.getbasetemp() / "films", tmp_path / "provider"
    videos.mkdir(exist_ok=True)
    folder.mkdir()
    (folder / "films").symlink_to(videos)
    return folder


@pytest.fixture
def studio(db, tmp_path, settings):
    settings.DATA = tmp_path
    build_engine.cache_clear()
    return Studio()


class Studio:
    """A project, its owner, and the steps that the workers and the watcher take."""

    def __init__(self, owner: str = "ada"):
        self.owner = cast.person(owner)
        self.project = cast.project(self.owner)
        self.requests = 0

    def request(self, text="A lamp turns in the fog", *, keyframes=(), takes=1, **settings) -> Generation:
        self.requests += 1
        return request_generations(
            GenerationRequest(
                project=self.project,
                text=text,
                settings=PromptSettings(**RAY | settings),
                client_token=f"test-{self.requests}",
                keyframes=tuple(keyframes),
                takes=takes,
                created_by=self.owner,
            )
        )[0]

    def request_and_send(self, text="A lamp turns in the fog", **more) -> Generation:
        return self.send(self.request(text, **more))

    def send(self, generation) -> Generation:
        submit(generation.pk)
        generation.refresh_from_db()
        return generation

    def audit(self) -> None:
        """Run the hourly audit now."""
        for account in Account.objects.filter(engine="aimlapi"):
            assert watcher.audit_account(account)

    def step(self, generation, *, keeping=True) -> Generation:
        """Do all that is due for this generation, as the watcher and a worker would, without their pauses."""
        Generation.objects.filter(pk=generation.pk, due_at__gt=timezone.now()).update(due_at=timezone.now())
        Account.objects.filter(hold__in=("key", "credits")).update(hold_until=timezone.now())
        settling.reap()
        holds.probe_due()
        submit(generation.pk)
        settling.settle_due()
        polling.poll_due()
        if keeping:
            store_result(generation.pk)
        generation.refresh_from_db()
        return generation

    def until(self, generation, *states, seconds=30, keeping=True) -> Generation:
        """Step until the generation is in one of these states."""
        end = time.monotonic() + seconds
        while generation.state not in states:
            assert time.monotonic() < end, (
                f"still {generation.state} {generation.hold} {generation.error_message}"
            )
            self.step(generation, keeping=keeping)
            time.sleep(0.02)
        return generation
