"""Insert shots: appended, prepended, bridged, ten at once. A request and its place are one."""

import json
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from PIL import Image

from projects.models import Generation, Role
from projects.timeline import edits, insert
from projects.timeline.shots import shots_of
from projects.timeline.undo import redo_change, undo_change
from tests.projects import cast

GOOD = {"prompt": "Fog over the reef", "model": "preview:preview", "slate": "1", "client_token": "token-0001"}
HTMX = {"HX-Request": "true"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("preview_only")]


@pytest.fixture
def timeline(project):
    """Two shots, ready, with their end frames."""
    line = project.timelines.create(number=1, name="Rough cut")
    for place in ("h", "m"):
        clip = cast.clip(project, "completed")
        for edge in ("first", "last"):
            Image.new("RGB", (1280, 720), "teal").save(clip.picture(f"{edge}.png"))
        line.shots.create(generation=clip, position=place)
    return line


@pytest.fixture
def post(owner, timeline):
    client = Client()
    client.force_login(owner)

    def post_to(name="timeline-shots", *ids, **fields):
        address = reverse(name, args=[timeline.project.slug, 1, *ids])
        return client.post(address, GOOD | fields, headers=HTMX)

    return post_to


def first_and_second(timeline):
    return list(timeline.shots.filter(active=True).order_by("position")[:2])


def frames_of(generation):
    return {key.end: (key.source_id, key.edge) for key in generation.keyframes.all()}


def numbers(timeline):
    return [shot.generation.number for shot in shots_of(timeline)]


def chosen(timeline, after):
    """The keyframes at a place, as a form sends them."""
    return {str(end): str(choice) for end, choice in insert.keyframes_at(timeline, after).items()}


def test_the_keyframes_at_a_place_are_its_neighbors_frames(timeline):
    first, second = first_and_second(timeline)
    a, b = first.generation_id, second.generation_id
    assert chosen(timeline, None) == {"frame1": f"clip:{a}:first"}
    assert chosen(timeline, second.pk) == {"frame0": f"clip:{b}:last"}
    assert chosen(timeline, first.pk) == {
        "frame0": f"clip:{a}:last",
        "frame1": f"clip:{b}:first",
    }


def test_a_failed_neighbor_has_no_keyframe(timeline, owner, client):
    """No frame is chosen that the request would then be refused for."""
    first, second = first_and_second(timeline)
    edits.choose_take(timeline, owner, second.pk, cast.clip(timeline.project, "refused"))
    assert chosen(timeline, second.pk) == {}
    assert chosen(timeline, first.pk) == {"frame0": f"clip:{first.generation_id}:last"}
    client.force_login(owner)
    address = reverse("timeline-panel", args=[timeline.project.slug, 1])
    panel = client.get(address, {"after": second.pk}).content.decode()
    assert "has no frame yet" in panel and "not there any more" not in panel


@pytest.mark.parametrize("where", ["append", "prepend", "bridge"])
def test_a_new_shot_takes_its_place_at_once_with_its_keyframes(timeline, post, where):
    first, second = first_and_second(timeline)
    after = {"append": second.pk, "prepend": None, "bridge": first.pk}[where]
    answer = post(after=after or "", **insert.keyframes_at(timeline, after))
    assert answer.status_code == 200, answer.content.decode()
    made = Generation.objects.get(number=3)
    expected = {
        "append": ([1, 2, 3], {"frame0": (second.generation_id, "last")}),
        "prepend": ([3, 1, 2], {"frame1": (first.generation_id, "first")}),
        "bridge": (
            [1, 3, 2],
            {"frame0": (first.generation_id, "last"), "frame1": (second.generation_id, "first")},
        ),
    }[where]
    assert (numbers(timeline), frames_of(made)) == expected
    joins = {shot.generation.number: shot.join for shot in shots_of(timeline)}
    assert {"append": joins[3], "prepend": joins[1], "bridge": joins[2]}[where] == "chain"


def test_the_page_hears_of_a_request_so_that_the_draft_is_cleared(timeline, post):
    """By the event that static/js/elements/prompt-composer.js listens for."""
    assert json.loads(post(after="end")["HX-Trigger"]) == {"generation-requested": {}}


def test_a_double_press_makes_one_shot(timeline, post):
    for _ in range(2):
        post(after="end")
    assert numbers(timeline) == [1, 2, 3]


def test_a_refused_request_leaves_no_shot(timeline, post):
    answer = post(after="end", prompt="")
    assert answer.status_code in (409, 422)
    assert numbers(timeline) == [1, 2] and Generation.objects.count() == 2


def test_a_place_that_is_gone_leaves_no_request(timeline, post):
    answer = post(after="7b0f1d9e-0000-4000-8000-000000000000")
    assert answer.status_code in (409, 422) and "removed" in answer.content.decode()
    assert Generation.objects.count() == 2


def test_a_shot_can_continue_from_one_in_progress(timeline, post):
    post(after="end")
    waiting = Generation.objects.get(number=3)
    post(after="end", client_token="token-0002", frame0=f"clip:{waiting.pk}:last")
    continued = Generation.objects.get(number=4)
    assert numbers(timeline) == [1, 2, 3, 4]
    assert frames_of(continued) == {"frame0": (waiting.pk, "last")}


TEN = "\n".join(f"Scene {n}, the light changes" for n in range(1, 11))


def test_ten_lines_are_ten_shots_in_order_after_one_confirmation(timeline, post):
    """1. The first press shows one price.  2. The confirmation requests all of them, chained, in order.
    3. The same confirmation again requests nothing more."""
    asked = post(after="end", prompt=TEN, several="1", chained="1")
    assert "10 shots" in asked.content.decode() and Generation.objects.count() == 2
    for _ in range(2):
        post(after="end", prompt=TEN, several="1", chained="1", confirmed="10:0")
    assert numbers(timeline) == list(range(1, 13))
    made = list(Generation.objects.filter(number__gt=2).order_by("number"))
    assert [one.prompt.text for one in made] == TEN.splitlines()
    for earlier, later in pairwise(made):
        assert frames_of(later)["frame0"] == (earlier.pk, "last")
    assert all(one.state == "queued" for one in made)  # each can still be canceled


def test_ten_lines_are_one_change(timeline, post, owner):
    post(after="end", prompt=TEN, several="1", chained="1", confirmed="10:0")
    assert undo_change(timeline).description == "added 10 shots" and numbers(timeline) == [1, 2]
    redo_change(timeline)
    assert numbers(timeline) == list(range(1, 13))


def test_a_confirmation_of_another_price_requests_nothing(timeline, post):
    """The settings changed between the price and the confirmation: the new price is shown."""
    answer = post(after="end", prompt=TEN, several="1", confirmed="10:9.90")
    assert 'value="10:0"' in answer.content.decode() and Generation.objects.count() == 2


@pytest.mark.parametrize("prompt", ["", "\n \n", "\n".join(["Fog"] * 51)])
def test_no_line_or_too_many_are_refused(timeline, post, prompt):
    answer = post(after="end", prompt=prompt, several="1", confirmed="1:0")
    assert answer.status_code in (409, 422) and Generation.objects.count() == 2


def test_a_line_that_is_too_long_is_named_and_nothing_is_requested(timeline, post):
    answer = post(after="end", prompt=f"Fog\n{'x' * 7000}", several="1", confirmed="1:0")
    assert answer.status_code in (409, 422) and "Line 2" in answer.content.decode()
    assert Generation.objects.count() == 2


def test_a_retry_takes_the_failed_shots_place(timeline, owner):
    failed = cast.clip(timeline.project, "failed", error_message="The provider had no room.")
    row = timeline.shots.create(generation=failed, position="x")
    again = cast.clip(timeline.project, "queued")
    insert.replace_failed(failed, again, owner)
    row.refresh_from_db()
    assert row.generation_id == again.pk


def test_a_shot_is_remixed_in_its_place(timeline, post, owner, client):
    """1. The panel holds the old prompt and frames.  2. The new take takes the place, the old one stays among
    the takes.  3. Twice is once.  4. Undo brings the old one back."""
    first = first_and_second(timeline)[0]
    old = first.generation
    client.force_login(owner)
    asked = {"instead": first.pk, "keep": ["prompt", "settings"]}
    panel = client.get(reverse("timeline-panel", args=[timeline.project.slug, 1]), asked).content.decode()
    assert "Remix shot 1" in panel and old.prompt.text in panel and str(first.pk) in panel
    for _ in range(2):
        assert post(instead=first.pk, prompt="Rain instead").status_code == 200
    assert numbers(timeline) == [3, 2] and Generation.objects.count() == 3
    first.refresh_from_db()
    assert [take.number for take in insert.takes_of(first)] == [1, 3]
    undo_change(timeline)
    assert numbers(timeline) == [1, 2]


def test_a_removed_shot_is_not_remixed(timeline, post, owner):
    first = first_and_second(timeline)[0]
    edits.remove(timeline, owner, [first.pk])
    answer = post(instead=first.pk)
    assert answer.status_code == 422 and "removed" in answer.content.decode()
    assert Generation.objects.count() == 2


def test_a_clip_of_the_library_is_found_and_added_at_its_place(timeline, post, owner, client):
    """1. The search finds the clip by its prompt.  2. It is added at the place the search was opened for, and
    is on two timelines at once.  3. Its page names both."""
    first = first_and_second(timeline)[0]
    boat = cast.clip(timeline.project, "completed", prompt=cast.prompt(owner, "A boat returns"))
    other = timeline.project.timelines.create(number=2, name="Trailer")
    edits.place(other, owner, boat)
    client.force_login(owner)
    address = reverse("timeline-clip-search", args=[timeline.project.slug, 1])
    page = client.get(address, {"q": "boat", "after": first.pk}).content.decode()
    assert str(boat.pk) in page and str(first.generation_id) not in page
    assert f'name="after" value="{first.pk}"' in page
    assert "No clips match your search." in client.get(address, {"q": "submarine"}).content.decode()
    assert post("timeline-placement", generation=boat.pk, after=first.pk).status_code == 200
    assert numbers(timeline) == [1, 3, 2]
    clip_page = client.get(reverse("generation", args=[timeline.project.slug, boat.pk])).content.decode()
    assert "Rough cut" in clip_page and "Trailer" in clip_page


def test_the_clip_search_has_older_pages(timeline, owner, client):
    for _ in range(30):
        cast.clip(timeline.project, "completed")
    client.force_login(owner)
    address = reverse("timeline-clip-search", args=[timeline.project.slug, 1])
    assert "before=3&amp;" in client.get(address).content.decode()
    older = client.get(address, {"before": "3"}).content.decode()
    assert "Clip 2\n" in older and "Clip 3\n" not in older and "Older clips" not in older


def test_the_chain_shows_what_continues_from_a_frame_inside(timeline, owner, client):
    """Whether that frame was cropped or not."""
    first = first_and_second(timeline)[0]
    sizes = {"name": "Frame 31", "width_px": 64, "height_px": 36, "size": 9}
    images = timeline.project.images
    frame = images.create(generation=first.generation, frame=30, sha256="a", **sizes)
    part = images.create(original=frame, box=[0, 0, 9, 9], sha256="b", **sizes)
    for image in (frame, part):
        cast.clip(timeline.project, "completed").keyframes.create(end="frame0", image=image)
    client.force_login(owner)
    panel = client.get(reverse("shot-panel", args=[timeline.project.slug, 1, first.pk])).content.decode()
    assert "Continued in clip 3" in panel and "Continued in clip 4" in panel


BAD = [
    ("shot-trim", {"start_frame": "-1"}),
    ("shot-trim", {"start_frame": "x", "end_frame": "y"}),
    ("shot-trim", {"start_frame": "9" * 30}),
    ("shot-trim", {}),
    ("shot-split", {"frame": "0"}),
    ("shot-split", {"frame": "1e9"}),
    ("shot-split", {}),
    ("shot-take", {"generation": "nonsense"}),
    ("shot-take", {}),
]


@pytest.mark.parametrize(("name", "fields"), BAD)
def test_invalid_input_changes_nothing(timeline, post, name, fields):
    row = first_and_second(timeline)[0]
    before = list(timeline.shots.order_by("position").values())
    answer = post(name, row.pk, **fields)
    assert answer.status_code in (200, 404, 409, 422), answer.content[:300]
    after = list(timeline.shots.order_by("position").values())
    assert after == before


def test_another_projects_clip_is_never_added(timeline, post):
    stranger = cast.clip(cast.project(cast.person("eve"), "Other film"), "completed")
    row = first_and_second(timeline)[0]
    assert post("shot-take", row.pk, generation=str(stranger.pk)).status_code in (404, 409, 422)
    assert post("timeline-placement", generation=str(stranger.pk), after="end").status_code == 404
    assert post(after="end", frame0=f"clip:{stranger.pk}:last").status_code in (409, 422)
    assert numbers(timeline) == [1, 2] and Generation.objects.filter(project=timeline.project).count() == 2


def test_a_viewer_can_look_but_not_edit(timeline):
    client = Client()
    client.force_login(cast.member(timeline.project, Role.VIEWER))
    address = reverse("timeline-shots", args=[timeline.project.slug, 1])
    assert client.post(address, GOOD).status_code == 404
    page = client.get(reverse("timeline", args=[timeline.project.slug, 1])).content.decode()
    assert "Rough cut" in page and escape(address) not in page
