"""`manage.py generate`: the same rows as from the page, one object a line, and a reliable exit code."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from projects.ledger.engines import build_engine
from projects.models import Generation, Project
from studio.media import probe
from tests.projects import cast

FACTS = [
    "id",
    "state",
    "hold",
    "engine",
    "model",
    "provider_id",
    "attempts",
    "cost_usd",
    "file",
    "width",
    "height",
    "fps",
    "frames",
    "seconds",
    "staged",
    "not_staged",
    "error",
]

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def engines_of_its_own(data_of_its_own):
    build_engine.cache_clear()


def generate(*arguments) -> list[dict]:
    out = StringIO()
    call_command("generate", *arguments, "--json", "--engine", "preview", "--resolution", "360p", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_the_shell_says_what_is_drawn_and_what_not():
    [row] = generate("Two foxes run through a forest past a trampoline, no people", "--here")
    assert row["staged"][0] == {"noun": "fox", "count": 2, "action": "run"}
    assert {one["noun"] for one in row["staged"]} == {"fox", "forest"}
    assert row["not_staged"] == ["trampoline"]


def test_a_prompt_in_the_shell_becomes_a_video_without_a_running_studio():
    [row] = generate("Fog over dunes", "--here")
    assert list(row) == FACTS
    assert (row["state"], row["hold"], row["attempts"], row["cost_usd"]) == (
        "completed",
        "none",
        1,
        0.0,
    )
    facts = probe.verify(Path(row["file"]))
    assert (facts.width_px, facts.height_px, facts.frames) == (row["width"], row["height"], row["frames"])
    assert (row["fps"], row["seconds"]) == ("24", 5.0)


def test_takes_of_one_prompt_differ():
    first, second = generate("Fog over dunes", "--here", "--takes", "2")
    assert Path(first["file"]).read_bytes() != Path(second["file"]).read_bytes()
    assert Generation.objects.values("prompt").distinct().count() == 1


def test_a_clip_continues_another_and_ends_on_an_image(tmp_path):
    picture = tmp_path / "end.png"
    Image.new("RGB", (640, 360), (200, 120, 40)).save(picture)
    [first] = generate("Fog over dunes", "--here")
    [grown] = generate(
        "The sun breaks through",
        "--here",
        "--frame0",
        f"generation:{first['id']}",
        "--frame1",
        f"image:{picture}",
    )
    start, end = Generation.objects.get(pk=grown["id"]).keyframes.all()
    assert (str(start.source_id), start.edge, end.image.name) == (first["id"], "last", "end.png")


def test_a_generation_that_is_not_finished_in_time_exits_with_1(capsys):
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("generate", "Fog over dunes", "--wait", "0", "--json", stdout=out)
    assert ended.value.code == 1
    assert json.loads(out.getvalue())["state"] == "queued"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--duration", "7"], "support 7"),
        (["--aspect", "5:4"], "support 5:4"),
        (["--takes", "9"], "between 1 and 4"),
        (["--project", "nowhere"], "There is no project"),
        (["--frame0", "image:nowhere.png"], "There is no file"),
        (["--frame0", "clip"], "takes generation:ID"),
        (["--model", "luma/ray-2"], "available right now"),
    ],
)
def test_an_impossible_request_is_refused_with_a_reason_and_not_sent(arguments, reason):
    with pytest.raises(CommandError, match=reason):
        generate("Fog over dunes", "--here", *arguments)
    assert not Generation.objects.exists()


def test_a_refused_setting_is_named_by_its_option(settings, tmp_path):
    settings.AIMLAPI_KEY = "a-key-for-tests"
    ray = ["--engine", "aimlapi", "--model", "luma/ray-3.2"]
    with pytest.raises(CommandError, match=r"^--duration: Ray 3\.2 makes 10 s from text only"):
        call_command("generate", "Fog", *ray, "--duration", "10", "--loop")
    with pytest.raises(CommandError, match=r"^--aspect: Ray 3\.2 doesn't support 9:21"):
        call_command("generate", "Fog", *ray, "--aspect", "9:21")
    assert not Generation.objects.exists()


def test_it_goes_to_the_named_project_and_belongs_to_its_owner():
    owner = cast.person()
    project = cast.project(owner, "Harbour")
    with pytest.raises(SystemExit):
        generate("Fog over dunes", "--project", project.slug, "--wait", "0")
    assert Generation.objects.get().project == project
    assert Generation.objects.get().created_by == owner


def test_generations_before_the_first_account_belong_to_its_owner(client):
    generate("Fog over dunes", "--here")
    client.post("/first-run/", {"email": "ada@example.test", "password": "a lamp in the tower"})
    assert Project.objects.get().memberships.get().person.email == "ada@example.test"


def test_the_ledger_is_printed(capsys):
    generate("Fog over dunes", "--here")
    out = StringIO()
    call_command("ledger", "--json", stdout=out)
    books = json.loads(out.getvalue())
    assert books["states"]["completed"] == 1
    assert books["unconfirmed"] == books["unmatched"] == []


@pytest.mark.slow
def test_five_at_once_in_an_empty_studio_make_one_project(tmp_path):
    """The tables and the first project are made once. One of five died of the second project."""
    find = "import django; django.setup()\nfrom projects.management.commands.generate import find_project\n"
    ready = f"{find}print('ready', flush=True); input(); print(find_project(None).slug)"
    env = os.environ | {"DAILIES_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "studio.settings"}
    command = [sys.executable, "-c", ready]
    pipes: dict = {
        "stdin": subprocess.PIPE,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "text": True,
    }
    crowd = [subprocess.Popen(command, env=env, **pipes) for _ in range(5)]
    assert [one.stdout.readline() for one in crowd] == ["ready\n"] * 5
    for one in crowd:
        one.stdin.write("go\n")
        one.stdin.flush()
    outcomes = [one.communicate(timeout=240) for one in crowd]
    assert [out for out, _ in outcomes] == ["first-project\n"] * 5, outcomes
    with closing(sqlite3.connect(tmp_path / "dailies.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM projects_project").fetchone() == (1,)
