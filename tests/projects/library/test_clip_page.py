"""A clip's own page, and what a person may do with a clip."""

from decimal import Decimal

import pytest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone

from projects.ledger.transitions import record_event
from projects.models import Attempt, Generation, Image, Keyframe, Role
from tests.projects import cast

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ACTS = (
    "generation-cancellation",
    "generation-check",
    "generation-sending",
    "generation-giving-up",
    "generation-repeat",
    "generation-picture",
    "generation-favorite",
    "generation-rating",
    "generation-tags",
)


@pytest.fixture
def owner(owner, client):
    client.force_login(owner)
    return owner


def where(name: str, clip: Generation) -> str:
    return reverse(name, args=[clip.project.slug, clip.pk])


def page(client, clip: Generation) -> str:
    answer = client.get(where("generation", clip))
    assert answer.status_code == 200
    return answer.content.decode()


def ray_clip(project, state: str, **fields) -> Generation:
    prompt = cast.prompt(engine="aimlapi", model="luma/ray-2")
    return cast.clip(project, state, prompt=prompt, quote_usd=Decimal("1.42"), **fields)


# -- the page --------------------------------------------------------------------------------------------


def test_a_finished_clip_plays_with_its_exact_facts(client, project):
    clip = cast.clip(project, "completed", pictures_at=timezone.now(), fps_num=24000, fps_den=1001)
    shown = page(client, clip)
    assert f'src="{reverse("clip-file", args=[project.slug, clip.pk, "film.mp4"])}"' in shown
    assert "poster.webp" in shown
    assert "film.mp4?download" in shown
    for fact in ("1280 × 720", "23.976 fps (24000/1001)", "120 frames", filesizeformat(clip.size)):
        assert fact in shown
    assert clip.sha256 in shown.partition("Details")[2]


def test_a_page_with_nothing_pending_does_not_poll(client, project):
    done = cast.clip(project, "completed", pictures_at=timezone.now())
    assert "every 2s" not in page(client, done)
    assert "every 2s" in page(client, cast.clip(project, "submitted"))
    assert "every 2s" in page(client, cast.clip(project, "completed"))  # its poster is still to come


def test_the_poll_brings_the_video_when_it_is_ready(client, project):
    clip = cast.clip(project, "completed", revision=1)
    project.revision = 1
    project.save()
    asked = {"since": 0, "id": clip.pk}
    brought = client.get(reverse("changes", args=[project.slug]), asked, headers=HTMX).content.decode()
    assert 'id="screen"' in brought
    assert "<video" in brought
    assert f'id="generation-{clip.pk}-details"' in brought


def test_a_clip_shows_its_ancestors_and_descendants(client, project):
    first, second = cast.clip(project, "completed"), cast.clip(project, "completed")
    Keyframe.objects.create(generation=second, end="frame0", source=first, edge="last")
    picture = Image.objects.create(
        project=project, name="harbour.png", width_px=1, height_px=1, size=1, sha256="cd" * 32
    )
    Keyframe.objects.create(generation=second, end="frame1", image=picture)
    assert f"Continues in clip {second.number}" in page(client, first)
    shown = page(client, second)
    assert f"Starts on the last frame of clip {first.number}" in shown
    assert "Ends on a picture" in shown
    assert "harbour.png" in shown


def test_takes_of_a_prompt_are_side_by_side(client, project):
    prompt = cast.prompt()
    takes = [cast.clip(project, "completed", prompt=prompt, take=take) for take in (1, 2, 3)]
    shown = page(client, takes[1])
    assert all(where("generation", take) in shown for take in takes)
    assert "Take 3" in shown


def test_a_remix_keeps_prompt_settings_and_keyframes_as_chosen(client, project):
    first, second = cast.clip(project, "completed"), cast.clip(project, "completed")
    Keyframe.objects.create(generation=second, end="frame0", source=first, edge="last")
    ticks = [f'name="keep" value="{part}" checked' for part in ("prompt", "settings", "keyframes")]
    assert all(tick in page(client, second) for tick in ticks)
    assert ticks[2] not in page(client, first)


def test_the_history_shows_who_did_what_and_the_ids_for_support(client, owner, project):
    clip = ray_clip(project, "submitted", provider_id="prov-77")
    cast.attempt(clip, "accepted", message="")
    record_event(clip.pk, "moved", now="queued", actor=owner)
    record_event(clip.pk, "moved", was="submitting", now="submitted")
    history, _, support = page(client, clip).partition("<summary>")
    assert "Requested by Ada" in history
    assert "Accepted by AI/ML API" in history
    assert "prov-77" not in history
    assert "prov-77" in support


@pytest.mark.parametrize(
    ("cost", "text"),
    [(Decimal("1.587"), "Charged $1.59."), (None, "the provider didn&#x27;t say how much")],
)
def test_the_cost_is_shown_as_far_as_it_is_known(client, project, cost, text):
    clip = ray_clip(project, "completed")
    cast.attempt(clip, "accepted", quote_usd=Decimal("1.42"), cost_usd=cost)
    shown = page(client, clip)
    assert "$1.42" in shown
    assert text in shown


def test_text_from_outside_is_escaped(client, project):
    nasty = '<img src=x onerror=alert(1)><a hx-get="/x">'
    prompt = cast.prompt(text=nasty, engine="aimlapi", model="luma/ray-2")
    clip = cast.clip(project, "refused", prompt=prompt, error_code="bad_request", error_message=nasty)
    cast.attempt(clip, "refused", message=nasty)
    record_event(clip.pk, "moved", was="submitting", now="refused", message=nasty)
    shown = page(client, clip)
    assert "<img src=x" not in shown
    assert '<a hx-get="/x"' not in shown
    assert "&lt;img src=x" in shown


def test_a_page_takes_a_fixed_number_of_queries(client, project, django_assert_max_num_queries):
    prompt = cast.prompt()
    clip = cast.clip(project, "completed", prompt=prompt)
    for take in range(2, 8):
        cast.clip(project, "completed", prompt=prompt, take=take)
        grown = cast.clip(project, "completed")
        Keyframe.objects.create(generation=grown, end="frame0", source=clip, edge="last")
        record_event(clip.pk, "noticed", message="Looked at.")
    with django_assert_max_num_queries(24):  # two each: keys of paid engines, neighbors, collections, uses
        page(client, clip)


# -- who may -------------------------------------------------------------------------------------------------


def test_outsiders_get_404(client, project):
    clip = cast.clip(project)
    client.force_login(cast.person("outsider"))
    assert client.get(where("generation", clip)).status_code == 404
    assert {client.post(where(name, clip)).status_code for name in ACTS} == {404}


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.VIEWER])
def test_viewers_see_the_clip_without_buttons(client, project, role):
    clip = ray_clip(project, "unconfirmed")
    client.force_login(cast.member(project, role))
    shown = page(client, clip)
    assert "Unconfirmed" in shown
    assert "Check now" not in shown
    assert {client.post(where(name, clip), {"confirmed": 1}).status_code for name in ACTS} == {404}
    clip.refresh_from_db()
    assert (clip.state, clip.favorite) == ("unconfirmed", False)


@pytest.mark.parametrize("name", ACTS)
def test_actions_need_a_post(client, project, name):
    assert client.get(where(name, cast.clip(project))).status_code == 405


# -- acts ------------------------------------------------------------------------------------------------


def test_canceling_returns_the_updated_card(client, project):
    clip = cast.clip(project)
    answer = client.post(where("generation-cancellation", clip), headers=HTMX).content.decode()
    clip.refresh_from_db()
    assert clip.state == "cancelled"
    assert f'id="generation-{clip.pk}"' in answer
    assert "Nothing was charged" in answer


def test_canceling_too_late_is_explained(client, project):
    clip = cast.clip(project, "submitted")
    answer = client.post(
        where("generation-cancellation", clip), {"on": "clip"}, headers=HTMX
    ).content.decode()
    clip.refresh_from_db()
    assert clip.state == "submitted"
    assert "no longer possible" in answer
    assert 'id="screen"' in answer


def test_without_htmx_an_action_redirects_to_the_clip(client, project):
    clip = cast.clip(project)
    answer = client.post(where("generation-cancellation", clip), follow=True)
    assert answer.redirect_chain[-1][0] == where("generation", clip)
    assert "Canceled. Nothing was charged." in answer.content.decode()


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_sending_again_needs_a_second_press_that_names_the_price(client, owner, project, headers):
    clip = ray_clip(project, "unconfirmed", by=owner)
    cast.attempt(clip, "open", quote_usd=Decimal("1.42"))
    asked = client.post(where("generation-sending", clip), headers=headers).content.decode()
    clip.refresh_from_db()
    assert clip.state == "unconfirmed"
    assert "Send it again?" in asked
    assert "$1.42" in asked
    assert 'name="confirmed" value="1"' in asked

    client.post(where("generation-sending", clip), {"confirmed": 1}, headers=headers)
    clip.refresh_from_db()
    assert clip.state == "queued"
    assert Attempt.objects.get(generation=clip).written_off_by == owner


def test_declining_the_second_press_brings_the_status_back(client, project):
    clip = ray_clip(project, "unconfirmed")
    piece = client.get(where("generation", clip), {"piece": "status"}, headers=HTMX).content.decode()
    assert piece.lstrip().startswith("<div")
    assert "Check now" in piece


def test_giving_up_closes_it(client, owner, project):
    clip = ray_clip(project, "unconfirmed", by=owner)
    cast.attempt(clip, "open")
    client.post(where("generation-giving-up", clip))
    clip.refresh_from_db()
    assert clip.state == "cancelled"


def test_a_double_press_on_new_take_makes_one_take(client, project):
    clip = cast.clip(project, "completed")
    for _ in range(2):
        client.post(where("generation-repeat", clip), {"client_token": "press-1"})
    takes = Generation.objects.filter(prompt=clip.prompt).order_by("take")
    assert [take.take for take in takes] == [1, 2]
    assert takes[1].state == "queued"


def test_new_take_on_a_clips_page_leads_to_the_new_take(client, project):
    clip = cast.clip(project, "completed")
    answer = client.post(where("generation-repeat", clip), {"client_token": "t", "on": "clip"}, headers=HTMX)
    assert answer.headers["HX-Redirect"] == where("generation", Generation.objects.get(take=2))


def test_regenerating_a_lost_clip_needs_a_second_press(client, project):
    clip = ray_clip(project, "result_lost")
    asked = client.post(
        where("generation-repeat", clip), {"client_token": "t"}, headers=HTMX
    ).content.decode()
    assert "charged again" in asked
    assert Generation.objects.count() == 1
    client.post(where("generation-repeat", clip), {"client_token": "t", "confirmed": 1}, headers=HTMX)
    assert Generation.objects.count() == 2


def test_our_stored_frame_replaces_a_refused_one(client, project):
    source = cast.clip(project, "completed")
    clip = ray_clip(project, "refused", error_code="keyframe_refused")
    Keyframe.objects.create(generation=clip, end="frame0", source=source, edge="last")
    client.post(where("generation-picture", clip), {"client_token": "t"})
    made = Generation.objects.exclude(pk__in=[source.pk, clip.pk]).get()
    assert made.keyframes.get().as_picture


def test_a_favorite_is_toggled_without_replacing_the_page(client, project):
    clip = cast.clip(project, "completed")
    answer = client.post(where("generation-favorite", clip), {"on": "clip"}, headers=HTMX).content.decode()
    clip.refresh_from_db()
    assert clip.favorite
    assert 'aria-pressed="true"' in answer
    assert "<video" not in answer
    client.post(where("generation-favorite", clip))
    clip.refresh_from_db()
    assert not clip.favorite
