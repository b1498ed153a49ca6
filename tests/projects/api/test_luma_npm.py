"""Luma's own SDK for JavaScript, installed from its registry, against a running studio."""

import json
import os
import shutil
import subprocess

import pytest

from tests.journeys.live import ROOT

pytestmark = [pytest.mark.live, pytest.mark.slow]
CLIENTS = ROOT / "tests" / "clients"


@pytest.fixture(scope="module")
def clients(tmp_path_factory):
    """The program with its SDK as locked, in its own folder."""
    if shutil.which("npm") is None:
        pytest.skip("needs node and npm, which are not installed")
    folder = tmp_path_factory.mktemp("clients")
    for name in ("package.json", "package-lock.json", "luma.mjs"):
        shutil.copy(CLIENTS / name, folder)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    installed = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert installed.returncode == 0, installed.stderr
    return folder


def test_a_program_in_javascript_creates_extends_lists_and_deletes(clients, studio, key):
    env = os.environ | {"LUMAAI_API_KEY": key, "LUMAAI_BASE_URL": f"{studio.url}dream-machine/v1"}
    command = ["node", "luma.mjs"]
    process = subprocess.run(command, cwd=clients, env=env, capture_output=True, text=True, timeout=300)
    assert process.returncode == 0, process.stderr
    seen = json.loads(process.stdout)
    assert seen["ping"] == "pong" and "push_in" in seen["concepts"]
    assert seen["first"] == "queued" and seen["film"] == [True, "ftyp"]
    assert seen["keyframes"] == [["frame0"], ["frame1"], ["frame0"], ["frame0", "frame1"]]
    assert seen["list"] == [True, 1, 1] and seen["credits"] == 0
    assert seen["wordless"] == "" and seen["models"] == ["ray-2"]
    assert seen["gone"][:2] == ["NotFoundError", 404]
    assert seen["bad"][:2] == ["BadRequestError", 400] and seen["bad"][2].startswith("resolution: ")
    assert seen["unmade"][1] == 501 and "clips only" in seen["unmade"][2]
    assert seen["stranger"][:2] == ["AuthenticationError", 401]
