"""Every state has a text that a person can act on."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from projects.ledger.status_text import describe_status
from projects.models import Hold, Keyframe, State
from tests.projects import cast

pytestmark = pytest.mark.django_db

CODES = (
    "bad_request",
    "moderation",
    "endpoint_gone",
    "keyframe_unreachable",
    "keyframe_refused",
    "keyframe_gone",
    "not_accepted",
    "unheard_of",
)
ROUGH = re.compile(r"\b(error|\d{3}|null|none|exception|invalid)\b", re.IGNORECASE)
MOMENTS = [
    *((state, "", "") for state in State if state not in (State.FAILED, State.REFUSED, State.RESULT_LOST)),
    *((State.QUEUED, hold, "") for hold in Hold if hold),
    *((State.READY, hold, "") for hold in Hold if hold),
    *((state, "", code) for state in (State.FAILED, State.REFUSED, State.RESULT_LOST) for code in CODES),
]


def ray_generation(project, state="queued", **fields):
    prompt = cast.prompt(engine="aimlapi", model="luma/ray-2")
    return cast.clip(project, state, prompt=prompt, quote_usd=Decimal("1.5900"), **fields)


def labels(story):
    return [action.label for action in story.actions]


@pytest.mark.parametrize("engine", ["aimlapi", "preview"])
@pytest.mark.parametrize(("state", "hold", "code"), MOMENTS)
def test_every_state_has_a_text(project, state, hold, code, engine):
    prompt = cast.prompt(engine=engine)
    now = timezone.now()
    generation = cast.clip(
        project, state, prompt=prompt, hold=hold, due_at=now, error_code=code, pictures_at=now
    )
    cast.attempt(generation, "accepted" if generation.provider_id else "open", quote_usd=Decimal("1.59"))

    story = describe_status(generation)

    shown = [story.title, story.text, str(story.charged), *(action.label for action in story.actions)]
    assert all(text.strip() for text in shown)
    assert not ROUGH.search(" ".join(shown)), shown
    assert bool(story.actions) != (
        state in ("submitting", "submitted", "ready") and hold not in ("disk", "key")
    )
    assert all(action.url.startswith("/") for action in story.actions)


def test_a_lost_answer_offers_a_free_check_before_paying_again(project):
    generation = ray_generation(project, "unconfirmed")
    cast.attempt(generation, quote_usd=Decimal("1.42"))

    story = describe_status(generation)

    assert story.title == "Unconfirmed"
    assert labels(story) == ["Check now", "Send again…", "Give up"]
    assert [action.confirm for action in story.actions] == [False, True, False]
    assert story.actions[0].primary
    assert str(story.charged) == "May have been charged $1.42."


def test_a_pause_says_when_it_ends(project):
    story = describe_status(
        ray_generation(project, hold="rate", due_at=timezone.now() + timedelta(seconds=40.4))
    )
    assert "Next try in 40 s." in story.text
    story = describe_status(
        ray_generation(project, hold="outage", due_at=timezone.now() + timedelta(minutes=5))
    )
    assert "Next try in 5 min." in story.text
    assert "Retrying now." in describe_status(ray_generation(project, hold="rate", due_at=None)).text


def test_a_waiting_generation_names_the_clip_it_waits_for(project):
    first = cast.clip(project, "submitted")
    waiting = cast.clip(project, hold="source")
    Keyframe.objects.create(generation=waiting, end="frame0", source=first, edge="last")

    assert describe_status(waiting).title == f"Waiting for clip {first.number}"


def test_a_refusal_quotes_only_the_providers_message(studio, provider):
    provider.plan(["400_moderation"])
    generation = studio.request_and_send()
    status = describe_status(generation)
    assert status.quote and status.quote in generation.error_message
    assert "charged" not in status.quote.lower()
    assert "charged" in generation.error_message  # the studio's sentence around it


def test_what_the_studio_refused_itself_is_not_called_the_providers_refusal(project):
    ours = "Ray 3.2 makes 10 s from a prompt only. Nothing was sent, and nothing was charged."
    status = describe_status(ray_generation(project, "refused", error_code="bad_request", error_message=ours))
    assert (status.title, status.text) == (
        "This request wasn't sent",
        "Ray 3.2 makes 10 s from a prompt only.",
    )
    assert (status.quote, str(status.charged)) == ("", "Not charged.")


def test_a_lost_result_says_why_in_the_studios_own_words(project):
    ours = "For 30 days, the video couldn't be downloaded."
    status = describe_status(ray_generation(project, "result_lost", error_message=ours))
    assert status.text.startswith(ours) and status.quote == ""


def test_a_refused_keyframe_offers_our_own_image(project):
    story = describe_status(ray_generation(project, "refused", error_code="keyframe_refused"))
    assert (story.actions[0].label, story.actions[0].url_name) == (
        "Use our stored frame",
        "generation-picture",
    )


def test_what_was_charged_is_never_guessed(project):
    done = ray_generation(project, "completed")
    assert str(describe_status(done).charged) == "Charged; the provider didn't say how much."
    cast.attempt(done, "accepted", cost_usd=Decimal("1.6"))
    assert str(describe_status(done).charged) == "Charged $1.60."
    assert str(describe_status(cast.clip(project, "completed")).charged) == "Free."
    assert str(describe_status(ray_generation(project, "refused")).charged) == "Not charged."
    unknown = ray_generation(project, "unconfirmed")
    unknown.quote_usd = None
    assert str(describe_status(unknown).charged) == "May have been charged; the price is unknown."


def test_a_charge_for_a_failed_generation_is_shown(project):
    generation = ray_generation(project, "failed")
    cast.attempt(generation, "accepted", cost_usd=Decimal("0.5"))
    assert str(describe_status(generation).charged) == "Charged $0.50."


def test_an_order_written_off_may_be_charged_whatever_follows(project):
    for state, fields in (("queued", {}), ("queued", {"hold": "rate"}), ("refused", {}), ("failed", {})):
        generation = ray_generation(project, state, **fields)
        cast.attempt(generation, "written_off", quote_usd=Decimal("0.0042"))
        assert str(describe_status(generation).charged) == "May have been charged $0.0042."


def test_a_generation_given_up_differs_from_one_never_sent(project):
    assert describe_status(ray_generation(project, "cancelled")).title == "Canceled"
    left = ray_generation(project, "cancelled")
    cast.attempt(left, "written_off")
    assert describe_status(left).title == "Given up"
    assert describe_status(left).charged.verdict == "maybe"


def test_a_generation_older_than_a_day_says_so(project):
    old = timezone.now() - timedelta(hours=25)
    assert (
        describe_status(ray_generation(project, "submitted", submitted_at=old)).title == "Still not finished"
    )
    assert describe_status(ray_generation(project, "submitted")).title == "Generating"


def test_buttons_follow_the_rights_of_the_person(project):
    story = describe_status(ray_generation(project, hold="credits"))
    owner, viewer = cast.person("olga", is_admin=True), cast.person("vera")
    assert [action.label for action in story.for_person(owner, "owner").actions] == [
        "Engine settings",
        "Cancel",
    ]
    assert [action.label for action in story.for_person(viewer, "editor").actions] == ["Cancel"]
    assert not story.for_person(viewer, "viewer").actions
