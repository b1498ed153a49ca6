"""A studio in its own folder and its own processes, which may be killed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


class SeparateStudio:
    """`folder`: its data. `provider`: the fake provider that it orders from."""

    def __init__(self, folder: Path, provider=None, database_url: str = ""):
        self.folder, self.provider, self.database_url = folder, provider, database_url

    def play(self, scenario: str, *values):
        """Run this function of `scenarios` in a process of this studio, and return what it returned."""
        output = self.run("-m", "tests.projects.ledger.scenarios", scenario, json.dumps(values))
        return json.loads(output.splitlines()[-1])

    def migrate(self) -> None:
        self.run("manage.py", "migrate", "--verbosity", "0")

    def run(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        process = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=120)
        assert process.returncode == 0, process.stdout + process.stderr
        return process.stdout

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
    """Create a data folder with an empty database, to be copied."""
    folder.mkdir(parents=True)
    SeparateStudio(folder).migrate()
    return folder


def copy(built: Path, folder: Path, provider=None) -> SeparateStudio:
    shutil.copytree(built, folder)
    return SeparateStudio(folder, provider)
