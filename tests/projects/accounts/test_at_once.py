"""What two people, or one person's two tabs, do at the same moment."""

import pytest

from tests.projects.ledger.processes import SeparateStudio
from tests.projects.ledger.test_kills import built, provider, separate_studio
from tests.servers import postgres_url

pytestmark = pytest.mark.slow

__all__ = ["built", "postgres_url", "provider", "separate_studio"]


def test_parallel_guesses_are_compared_one_at_a_time_and_only_up_to_the_limit(separate_studio):
    """1. Thirty wrong passwords arrive together.  2. Each would find the count below its limit, because
    comparing takes longer than counting.  3. One waits for the other, and the eleventh isn't compared."""
    facts = separate_studio.play("people.guess_passwords", 30)
    assert (facts["compared"], facts["most"]) == (10, 1)


def test_projects_and_devices_made_at_once_on_postgresql(postgres_url, provider, tmp_path):
    studio = SeparateStudio(tmp_path / "data", provider, database_url=postgres_url)
    studio.folder.mkdir()
    studio.migrate()
    facts = studio.play("people.set_up_twice", 8)
    assert facts == {"errors": [], "slugs": 8, "devices": 1, "people": 1}
