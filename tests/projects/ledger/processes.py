"""A studio of its own in a folder: a real database file, and processes that may be killed.

`House.scene(name, …)` runs that function of scenarios.py in such a process and returns what it returned.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


class House:
    """`folder`: its data. `provider`: the fake provider that it orders from."""

    def __init__(self, folder: Path, provider=None, database_url: str = ""):
        self.folder, self.provider, self.database_url = folder, provider, database_url

    def scene(self, name: str, *values):
        """What the scene returned. Fails with its output when it did not end well."""
        call = f"from tests.projects.ledger import scenarios; scenarios.play({name!r}, {list(values)!r})"
        done = subprocess.run(
            [sys.executable, "-c", call], cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    @property
    def env(self) -> dict[str, str]:
        ours = {
            "DJANGO_SETTINGS_MODULE": "studio.settings",
            "DAILIES_DATA": str(self.folder),
            "DAILIES_PACE": "0.5",
            "DATABASE_URL": self.database_url,
        }
        if self.provider:
            ours |= {"AIMLAPI_KEY": self.provider.key, "AIMLAPI_BASE_URL": self.provider.base_url}
        return os.environ | ours


def build(folder: Path) -> Path:
    """A data folder with an empty database, to be copied."""
    folder.mkdir(parents=True)
    House(folder).scene("move_in")
    return folder


def copy(built: Path, folder: Path, provider=None) -> House:
    shutil.copytree(built, folder)
    return House(folder, provider)
