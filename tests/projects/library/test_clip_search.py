"""The search for a clip to use, on a timeline or as a frame."""

import pytest

from projects.library.clip_search import find_clips
from projects.library.organize import add_tags
from projects.models import Role
from tests.projects import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("boat", [2]),
        ("harbor", [2]),  # its tag
        ("mara", [2]),  # who requested it
        ("mara harbor", [2]),
        ("2", [3, 2]),  # its number, and a word of another prompt
        ("#2", [2]),
        ("harbor lamp", []),
    ],
)
def test_whoever_chooses_a_clip_finds_it_by_the_words_of_the_library(project, owner, query, numbers):
    mara = cast.member(project, Role.EDITOR, "Mara Okafor")
    for person, text in ((owner, "A lamp is lit"), (mara, "A boat returns"), (owner, "Apollo 2 lands")):
        cast.clip(project, "completed", by=person, prompt=cast.prompt(person, text))
    add_tags(project, [project.generations.get(number=2).pk], "Harbor")
    found, _more = find_clips(project, query)
    assert [clip.number for clip in found] == numbers
