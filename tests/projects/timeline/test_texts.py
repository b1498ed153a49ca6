"""What people read on a timeline: a shot, its join with the one before, and where the next shot goes."""

import pytest
from django.urls import reverse

from projects.models import Shot
from projects.timeline import chain
from projects.timeline.shot import PlacedShot
from projects.timeline.shots import shots_of
from tests.projects import cast

pytestmark = pytest.mark.django_db

JOINS = [
    ("chain", 1.0, "Continues from the last frame · Match 100 %"),
    ("chain", None, "Continues from the last frame"),
    ("chain", 0.1, "Visible jump · Match 10 %"),
    ("cut", 0.97, "Seamless cut · Match 97 %"),
    ("cut", 0.2, "Visible jump · Match 20 %"),
    ("cut", None, "Cut"),
]


@pytest.mark.parametrize(("join", "match", "text"), JOINS)
def test_a_join_says_how_the_pictures_meet(join, match, text):
    shot = PlacedShot(Shot(), 2, 0, 24, 24, join=join, match=match)
    assert shot.join_text == text
    assert shot.bridge_label == f"Bridge before shot 2: {text}"


def test_a_shot_is_labeled_by_its_number_prompt_and_status(timeline):
    first = shots_of(timeline)[0]
    assert first.title == "Shot 1"
    assert first.label == f"Shot 1, {first.generation.prompt.text}, Ready"


def test_a_long_prompt_is_cut_short(project, owner):
    prompt = cast.prompt(owner, "word " * 40)
    timeline = project.timelines.create(number=1, name="Rough cut")
    timeline.shots.create(generation=cast.clip(project, prompt=prompt), position="i")
    [shot] = shots_of(timeline)
    assert len(shot.short_prompt) <= 61 and shot.short_prompt.endswith("…")


def test_the_takes_are_counted_once_there_are_several(timeline, owner):
    assert shots_of(timeline)[0].takes_text == ""
    first = shots_of(timeline)[0].generation
    cast.clip(timeline.project, "completed", prompt=first.prompt, take=2)
    assert shots_of(timeline)[0].takes_text == "take 1 of 2"


PLACES = [
    ({"after": ""}, "Prepend before shot 1", "Ends on the first frame of the next shot."),
    ({"after": "end"}, "Append after shot 2", "Continues from the last frame."),
    ({"before": "second"}, "Bridge between shots 1 and 2", "Starts on the last frame of one shot"),
    ({"instead": "second"}, "Remix shot 2", "Replaces this shot right away."),
]


@pytest.mark.parametrize(("place", "title", "hint"), PLACES)
@pytest.mark.usefixtures("preview_only")
def test_the_panel_says_where_the_next_shot_goes(signed_in, timeline, place, title, hint):
    second = shots_of(timeline)[1].row.pk
    query = {name: second if value == "second" else value for name, value in place.items()}
    page = signed_in.get(reverse("timeline-panel", args=[timeline.project.slug, 1]), query).content.decode()
    assert title in page and hint in page


@pytest.mark.usefixtures("preview_only")
def test_the_panel_of_an_empty_timeline_is_for_the_first_shot(signed_in, project):
    page = signed_in.get(reverse("timeline-panel", args=[project.slug, 1])).content.decode()
    assert "First shot" in page and "Describe what happens." in page


def test_the_chain_names_both_neighbors_by_their_shot_numbers(timeline):
    """The second shot starts on the first one's last frame; seen from the first, it is continued there."""
    first, second = (shot.generation for shot in shots_of(timeline))
    key = second.keyframes.create(end="frame0", source=first, edge="last")
    first, second = (shot.generation for shot in shots_of(timeline))
    source = chain.links_of(second, second.keyframes.all(), [])
    assert [link.text for link in source] == ["Starts on the last frame of shot 1", "This clip"]
    assert source[0].url.endswith(f"/clips/{first.pk}/") and source[1].is_current
    assert [link.text for link in chain.links_of(first, [], [key])] == ["This clip", "Continued in shot 2"]


def test_a_clip_without_links_has_no_chain(timeline):
    assert chain.links_of(shots_of(timeline)[0].generation, [], []) == []
