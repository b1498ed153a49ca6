"""A page of a project with ten times the clips asks no more queries, and hardly more of the database."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.servers import own_postgres

pytestmark = pytest.mark.slow

FEW, MANY = 2_000, 20_000
RATIO = MANY / FEW
SLACK = 2.0  # an index is a level deeper, and a day has more clips
# In thousands of steps, and in rows: one index or another may be read, of all that is in progress.
ALWAYS = {"sqlite": 40, "postgresql": 700}
# What reads every clip, and why. Nothing else may.
WHOLE = {
    "library": "counts the clips, in an index",
    "library, at a clip in the middle": "counts the clips, in an index",
    "library, as a list": "counts the clips, in an index",
    "library, by rating": "sorts the whole project",
    "library, by length": "sorts the whole project",
    "library, by cost": "sorts the whole project",
    "library, favorites": "counts to 1,000, and 2 % are favorites",
    "library, failed": "counts to 1,000, and 4 % have failed",
    "library, a tag": "a hundredth of the clips has it",
    "library, a collection": "a hundredth of the clips is in it",
    "library, a person": "a tenth of the clips is theirs",
    "library, 4 stars": "counts to 1,000",
    "library, not used": "counts to 1,000",
    "changes, one clip": "counts the clips, in an index",
    "collections": "counts the clips of each",
    "spending": "reads the month's requests",
    "activity": "reads the month's requests",
    "activity of a small project": "reads the month's requests",
    "project settings": "adds up what a key has spent",
    "timeline of 1,000 shots": "reads a thousand clips",
    "projects": "counts the clips, in an index",
    "storage": "adds up every file",
    "search, a common word": "reads all prompts",
    "search, three words": "reads all prompts",
    "search, no hit": "reads all prompts",
    "search, a person": "reads all prompts",
    "clip search of a timeline": "reads all prompts",
    "clip search, no hit": "reads all prompts",
    "API, Luma's list": "says how many there are",
    "API, Luma's list from 50,000": "skips as many as the program asks for",
}


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_what_a_page_asks_does_not_grow_with_the_project(vendor, tmp_path):
    few, many = (measure(vendor, tmp_path / str(clips), clips) for clips in (FEW, MANY))
    assert few.keys() == many.keys() and few.keys() >= WHOLE.keys()
    queries = {name: (few[name][0], many[name][0]) for name in few}
    assert {name: pair for name, pair in queries.items() if pair[1] > pair[0] + 5} == {}
    work = {name: (few[name][1], many[name][1]) for name in few}
    most = {name: most_for(name, vendor, least) for name, (least, _) in work.items()}
    assert {name: pair for name, pair in work.items() if pair[1] > most[name]} == {}


def most_for(name: str, vendor: str, work: int) -> float:
    """Return how much a page may ask of the larger project; what reads every clip grows with their number."""
    return (1.5 * RATIO if name in WHOLE else SLACK) * work + ALWAYS[vendor]


def measure(vendor, folder, clips) -> dict[str, tuple[int, int]]:
    folder.mkdir()
    if vendor == "sqlite":
        return play(folder, clips, {})
    with own_postgres() as postgres:
        return play(folder, clips, {"DATABASE_URL": postgres.url})


def play(folder, clips, env) -> dict[str, tuple[int, int]]:
    env = {**os.environ, "DAILIES_DATA": str(folder), "DATABASE_URL": "", **env}
    for command in (["migrate", "-v0"], ["seed", "--clips", str(clips)]):
        run([sys.executable, "manage.py", *command], env)
    return json.loads(run([sys.executable, "-m", "tests.projects.large.work"], env).splitlines()[-1])


def run(command, env) -> str:
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
