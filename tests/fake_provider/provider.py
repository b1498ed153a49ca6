"""The fake provider for tests: in a thread of this process, or in its own process."""

import asyncio
import json
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from typing import Any

from tests.fake_provider.ledger import Referee
from tests.fake_provider.luma import BASE
from tests.fake_provider.server import Server
from tests.fake_provider.settings import Settings
from tests.fake_provider.world import World


class _Face:
    """What both kinds have in common."""

    folder: Path
    port: int
    key: str

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def luma_url(self) -> str:
        return self.base_url + BASE

    @property
    def ledger(self) -> Referee:
        return Referee(self.folder)

    def summary(self) -> dict[str, Any]:
        return self.ledger.summary()

    def set(self, **knobs: Any) -> None:
        raise NotImplementedError

    def outage(self, seconds: float) -> None:
        """Reset open connections and refuse new ones for so many seconds."""
        self.set(outage=seconds)


class FakeProvider(_Face):
    """The fake provider in a thread of this process, with settings as in settings.py."""

    def __init__(self, folder: Path | str, *, port: int = 0, seed: int = 7, **knobs: Any):
        self.folder, self.port, self.seed = Path(folder), port, seed
        self.settings = Settings()
        self.settings.turn(knobs)
        self.key = self.settings.keys[0]
        self.loop = asyncio.new_event_loop()

    def __enter__(self) -> "FakeProvider":
        self.folder.mkdir(parents=True, exist_ok=True)
        self.thread = threading.Thread(target=self.loop.run_forever, name="fake_provider", daemon=True)
        self.thread.start()
        self._do(self._start())
        return self

    def __exit__(self, *_) -> None:
        self._do(self.server.stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def plan(self, names: list[str | None], at: str = "create") -> None:
        """Plan the faults of the next calls at this place. "ok" or None is a call without a fault."""
        self._do(_call(self.server.world.faults.plan, names, at))

    def age_log(self, seconds: float) -> None:
        """Move the rows of the log into the past."""
        self._do(_call(self.server.world.ledger.age_log, seconds))

    def set(self, **knobs: Any) -> None:
        """Change settings while it runs."""
        self._do(_call(self.server.set, **knobs))
        if "outage" in knobs:
            self._do(asyncio.sleep(0.01))

    async def _start(self) -> None:
        self.server = Server(World(self.folder, seed=self.seed, settings=self.settings), port=self.port)
        await self.server.start()
        self.port = self.server.port

    def _do(self, work) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=30)


class FakeProviderProcess(_Face):
    """The fake provider in its own process, with the same methods. `kill` ends it like a power cut."""

    def __init__(self, folder: Path | str, *, port: int = 0, seed: int = 7, **knobs: Any):
        self.folder, self.port, self.seed, self.knobs = Path(folder), port, seed, knobs
        self.key = (knobs.get("keys") or Settings().keys)[0]

    def __enter__(self) -> "FakeProviderProcess":
        command = [
            sys.executable,
            "-m",
            "tests.fake_provider",
            "--folder",
            str(self.folder),
            "--port",
            str(self.port),
        ]
        command += ["--seed", str(self.seed), "--settings", json.dumps(self.knobs)]
        root = Path(__file__).parents[2]
        self.process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        ports = json.loads(self.process.stdout.readline())
        self.port, self.referee_port = ports["port"], ports["referee_port"]
        return self

    def __exit__(self, *_) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(timeout=20)
        if self.process.stdout:
            self.process.stdout.close()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=20)

    def plan(self, names: list[str | None], at: str = "create") -> None:
        self._post("plan", {at: names})

    def set(self, **knobs: Any) -> None:
        self._post("set", knobs)

    def _post(self, what: str, body: dict[str, Any]) -> None:
        url = f"http://127.0.0.1:{self.referee_port}/_referee/{what}"
        request = urllib.request.Request(url, json.dumps(body).encode(), method="POST")
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20).close()


async def _call(function, *values: Any, **named: Any) -> Any:
    return function(*values, **named)
