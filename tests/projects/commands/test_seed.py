"""`manage.py seed` fills an empty studio, and only an empty one."""

import pytest
from django.core.management import CommandError, call_command

from projects.ledger.states import is_allowed
from projects.models import Event, Generation, Person, Project

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_it_makes_the_same_clips_as_the_ledger_would(capsys):
    call_command("seed", clips=1200)
    assert "1200 clips" in capsys.readouterr().out
    large = Project.objects.get(name="Large project")
    assert large.generations.count() == 1200 and Project.objects.count() == 21
    assert large.timelines.get(number=2).shots.count() == 1000
    steps = set(Event.objects.values_list("was", "now"))
    assert all(was == "" or is_allowed(was, now) for was, now in steps)
    assert not Event.objects.exclude(project=large).filter(generation__project=large).exists()
    ends = dict(Generation.objects.filter(project=large).values_list("state", "ended_at"))
    assert ends["submitted"] is None and ends["completed"]


def test_it_refuses_a_studio_that_is_in_use():
    Person.objects.create_user("somebody@example.test")
    with pytest.raises(CommandError, match="already has accounts"):
        call_command("seed", clips=10)
    assert not Generation.objects.exists()
