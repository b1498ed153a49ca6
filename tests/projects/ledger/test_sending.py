"""The one call that costs money, and what each answer to it means, against a real server."""

from decimal import Decimal

import pytest

from projects.ledger.sending import submit
from projects.models import Account, Attempt, Generation

ACCEPTED_BUT_LOST = [
    "reset_after_accept",
    "close_after_accept",
    "half_headers",
    "hang_after_accept",
    "broken_json",
    "no_id",
    "wrong_type",
    "html_200",
    "no_id_no_header",
    "502_accepted",
]


@pytest.mark.django_db
def test_a_request_becomes_a_stored_video(studio, provider):
    generation = studio.until(studio.request(), "completed")
    assert generation.video.stat().st_size == generation.size
    assert (generation.frames, generation.fps, generation.seconds) == (120, 24, 5.0)
    assert generation.picture("poster.webp").exists() and generation.pictures_at
    assert [event.now for event in generation.events.all() if event.kind == "moved"] == [
        "queued",
        "submitting",
        "submitted",
        "ready",
        "completed",
    ]


@pytest.mark.django_db
def test_the_price_we_record_is_the_price_the_provider_charged(studio, provider):
    generation = studio.until(studio.request(), "completed")
    assert generation.cost_usd == Decimal(provider.summary()["total_usd"]) > 0


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ACCEPTED_BUT_LOST)
def test_a_lost_answer_is_never_paid_twice(studio, provider, fault):
    """1. The POST arrives and is accepted.  2. Its answer is lost.  3. We find it, and send nothing."""
    provider.plan([fault])
    generation = studio.until(studio.request(), "completed")
    assert provider.summary()["accepted"] == 1
    assert generation.attempts.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fault", "hold"),
    [("429_seconds", "rate"), ("401_flip", "key"), ("403_credits", "credits"), ("402_unpaid", "credits")],
)
def test_a_temporary_refusal_is_a_hold_that_ends_by_itself(studio, provider, fault, hold):
    provider.set(flip_s=0.2)
    provider.plan([fault])
    generation = studio.request()
    submit(generation.pk)
    generation.refresh_from_db()
    assert (generation.state, generation.hold) == ("queued", hold)
    assert generation.hold_message
    studio.until(generation, "completed")
    assert provider.summary()["accepted"] == 1


@pytest.mark.django_db
def test_a_refused_prompt_is_final_and_shows_the_providers_message(studio, provider):
    provider.plan(["400_moderation"])
    generation = studio.until(studio.request(), "refused")
    assert generation.error_code == "moderation"
    assert "<script>" in generation.error_message
    assert generation.attempts.get().state == "refused"


@pytest.mark.django_db
def test_a_refused_connection_holds_the_key_and_costs_nothing(studio, provider):
    provider.outage(60)
    generation = studio.request()
    submit(generation.pk)
    generation.refresh_from_db()
    assert (generation.state, generation.hold) == ("queued", "outage")
    assert generation.attempts.get().state == "not_sent"
    assert Account.objects.get(engine="aimlapi").hold == "outage"
    provider.set(outage=0)
    studio.until(generation, "completed")


@pytest.mark.django_db
def test_two_workers_send_one_generation_once(studio, provider):
    generation = studio.request()
    submit(generation.pk)
    submit(generation.pk)
    assert Attempt.objects.filter(generation=generation).count() == 1


@pytest.mark.django_db
def test_a_sender_that_slept_after_its_claim_sends_nothing(studio, provider, monkeypatch):
    """1. The claim commits.  2. The machine sleeps.  3. It wakes up: too late to send."""
    monkeypatch.setattr("projects.ledger.sending.SEND_WITHIN_S", -1)
    generation = studio.request()
    submit(generation.pk)
    generation.refresh_from_db()
    assert (generation.state, generation.attempts.get().state) == ("queued", "not_sent")
    assert provider.summary()["accepted"] == 0


@pytest.mark.django_db
def test_a_keyframe_that_the_provider_knows_is_sent_by_its_id(studio, provider):
    from projects.ledger.requests import RequestedKeyframe

    first = studio.until(studio.request(), "completed")
    second = studio.request(
        "It grows dark", keyframes=[RequestedKeyframe("frame0", source=first, edge="last")]
    )
    assert studio.until(second, "completed").keyframes.get().continues
    assert Generation.objects.filter(state="completed").count() == 2
