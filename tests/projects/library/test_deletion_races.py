"""Clips that several people delete, use and restore at the same moment, on both databases; and kill -9."""

import pytest

from tests.projects.ledger.processes import SeparateStudio
from tests.servers import postgres_url

pytestmark = pytest.mark.slow

__all__ = ["postgres_url"]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def studio(request, tmp_path_factory):
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    studio = SeparateStudio(tmp_path_factory.mktemp("data"), database_url=url)
    studio.migrate()
    return studio


def test_a_clip_is_either_deleted_or_on_the_timeline(studio):
    """1. A clip is deleted, and a colleague appends it.  2. Whoever comes second learns why it can't be."""
    facts = studio.play("deletions.delete_while_appending", 6)
    assert facts["errors"] == [] and (facts["both"], facts["one_of_them"]) == (0, 6)
    assert facts["refused"] == facts["shown"] == facts["changes"]


def test_who_is_first_decides(studio):
    facts = studio.play("deletions.append_first")
    assert facts == {"uses": ["Shot 1 of Cut"], "shots": 1}
    facts = studio.play("deletions.delete_first")
    assert facts["deleted"] == 1 and facts["shots"] == 0
    assert facts["error"] == "Clip 1 was deleted. Restore it from the bin first."


def test_what_several_people_do_at_once_is_done_once(studio):
    facts = studio.play("deletions.delete_twice", 5, 4)
    assert facts == {"errors": [], "times": [5, 5, 5], "whole": True, "left": 0}


def test_deleting_for_good_never_deadlocks_with_a_change(studio):
    """1. A change locks the clip, and needs the project then.  2. Deleting it locked the project first, and
    needed the clip: PostgreSQL ended one of them."""
    facts = studio.play("deletions.purge_while_it_changes")
    assert facts == {"purged": "True", "rating": 5, "files": False}


def test_a_kill_while_a_clip_is_deleted_for_good_leaves_it_whole_or_gone(studio):
    """1. Whoever deletes it is killed, at every second line in turn.  2. In the bin, it has all of its files.
    3. Once it isn't, doing it again and the watcher leave no file, and it is noted once."""
    facts = studio.play("deletions.kill_while_purging", 2)
    assert facts["deaths"]["kept"] > 5 and facts["deaths"]["purged"] > 5
    assert facts["torn"] == [] and facts["left"] == []
