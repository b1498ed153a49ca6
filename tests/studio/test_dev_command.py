"""Check what `manage.py dev` watches and restarts, and that it shows errors with their code."""

import urllib.error
import urllib.request

import pytest

from studio.management.commands import dev
from studio.processes.supervisor import Child
from tests.journeys.live import ROOT, live_studio, wait_for

WEB, WATCH = Child("web", []), Child("watch", [])


def test_a_template_restarts_only_the_web_server_and_python_restarts_everything():
    assert dev.find_affected([WEB, WATCH], ["templates/base.html"]) == [WEB]
    assert dev.find_affected([WEB, WATCH], ["studio/vault.py", "templates/base.html"]) == [WEB, WATCH]


def test_only_python_files_and_templates_are_watched(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    for name in ("studio/engines/luma.py", "templates/base.html", "studio/notes.txt", "data/video.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert set(dev.read_modification_times()) == {"studio/engines/luma.py", "templates/base.html"}


@pytest.mark.live
@pytest.mark.slow
def test_errors_are_shown_and_changes_restart_processes(tmp_path):
    with live_studio(tmp_path / "data", command="dev") as studio:
        wrong = urllib.request.Request(studio.url, headers={"Host": "elsewhere.example"})
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(wrong, timeout=30)
        assert b"DEBUG = True" in error.value.read()
        before = studio.pids()
        (ROOT / "templates" / "base.html").touch()
        wait_for(lambda: studio.pids().get("web", before["web"]) != before["web"], "a new web process")
        assert studio.pids()["watch"] == before["watch"]
