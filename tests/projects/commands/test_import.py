"""`manage.py import`: each film a clip, or a sentence and an exit code."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from projects.models import Generation, Upload
from tests.projects import cast
from tests.studio.media.hostile_films import PLAYLIST, film

pytestmark = pytest.mark.django_db


def test_films_become_clips_of_the_named_project(tmp_path):
    owner = cast.person()
    cast.project(owner, "First film")
    second = cast.project(owner, "Second film")
    paths = [str(film(tmp_path / name)) for name in ("harbor at night.mp4", "two.mp4")]
    out = StringIO()
    call_command("import", *paths, "--project", second.slug, stdout=out)
    clips = list(Generation.objects.order_by("number"))
    assert [clip.prompt.text for clip in clips] == ["harbor at night", "two"]
    assert {clip.project for clip in clips} == {second} and all(clip.pictures_at for clip in clips)
    assert out.getvalue().splitlines() == [f"clip 1  {paths[0]}", f"clip 2  {paths[1]}"]


def test_a_refused_film_is_named_and_the_others_are_imported(tmp_path, settings):
    cast.project(cast.person())
    evil, good = tmp_path / "evil.mp4", film(tmp_path / "good.mp4")
    evil.write_bytes(PLAYLIST)
    errors = StringIO()
    with pytest.raises(CommandError, match=r"Not imported: .*evil\.mp4, .*nowhere\.mp4"):
        call_command("import", evil, good, tmp_path / "nowhere.mp4", stdout=StringIO(), stderr=errors)
    assert "isn't a film" in errors.getvalue() and "No such file" in errors.getvalue()
    assert Generation.objects.get().prompt.text == "good"
    assert not list((settings.MEDIA_ROOT / "uploads").iterdir()) and Upload.objects.count() == 1


def test_an_unknown_project_is_named(tmp_path):
    with pytest.raises(CommandError, match='no project "nowhere"'):
        call_command("import", film(tmp_path / "film.mp4"), "--project", "nowhere")
