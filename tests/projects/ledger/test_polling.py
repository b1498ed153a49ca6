"""Polling: stages only rise, a failure needs two answers, and one bad answer delays nobody else."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from projects.ledger import audit, holds, polling
from projects.ledger.late_acceptance import RECOVERED
from projects.models import Account, Generation
from studio.engines.base import Busy, Unreachable
from studio.wire import LogRow, Report, Stage
from tests.projects import cast

pytestmark = pytest.mark.django_db


def due(*generations) -> None:
    Generation.objects.filter(pk__in=[generation.pk for generation in generations]).update(
        due_at=timezone.now()
    )


def accepted(project, **fields):
    prompt = cast.prompt(engine="aimlapi", model="luma/ray-2")
    generation = cast.clip(project, "submitted", prompt=prompt, **fields)
    return cast.attempt(generation, "accepted")


def take(attempt, answer):
    attempt.generation.refresh_from_db()
    polling.apply_answer_safely(attempt, answer)
    attempt.generation.refresh_from_db()
    return attempt.generation


ANSWERS = st.one_of(
    st.none(),
    st.just(Unreachable("Nobody.")),
    st.just(Busy("Later.", hold="outage")),
    st.builds(
        Report,
        provider_id=st.just("p"),
        stage=st.sampled_from(list(Stage)),
        result_url=st.sampled_from(["", "", "https://cdn.test/film.mp4"]),
        progress=st.one_of(st.none(), st.floats(0, 1)),
        failure_code=st.sampled_from(["", "moderation", "x" * 60]),
        cost_usd=st.one_of(st.none(), st.just(Decimal("999999999"))),
    ),
)


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(trace=st.lists(ANSWERS, min_size=1, max_size=8))
def test_stages_only_rise_and_no_single_failure_is_final(django_user_model, trace):
    project = cast.project(django_user_model.objects.first() or cast.person())
    attempt, highest = accepted(project), -1
    for answer in trace:
        generation = take(attempt, answer)
        assert generation.state in ("submitted", "ready")  # two "failed" at once count as one
        assert polling.rank_of(generation.stage) >= highest or generation.state == "ready"
        highest = polling.rank_of(generation.stage)
        assert generation.due_at is not None
        if generation.state == "ready":
            assert answer.stage is Stage.COMPLETED and answer.result_url
            return


def test_a_failure_is_final_when_it_is_repeated_half_a_minute_later(studio, provider):
    provider.plan(["generation_fails"])
    generation = studio.request_and_send()
    studio.until(generation, "failed")
    assert generation.first_failure_at and generation.error_code and generation.error_message
    assert generation.cost_usd is None or generation.cost_usd == 0
    assert provider.summary()["total_usd"] == "0.000000" or Decimal(provider.summary()["total_usd"]) == 0


def test_two_failures_in_a_row_count_as_one(db):
    attempt, no = accepted(cast.project(cast.person())), Report("p", Stage.FAILED, failure_message="No.")
    assert [take(attempt, no).state for _ in range(3)] == ["submitted"] * 3
    long_ago = timezone.now() - polling.pace(polling.NO_TWICE_S)
    Generation.objects.update(first_failure_at=long_ago)
    generation = take(attempt, no)
    assert (generation.state, generation.error_message, generation.due_at) == ("failed", "No.", None)


def test_the_price_of_an_order_is_taken_back_when_the_generation_fails(studio, provider):
    """1. The header of the create names a price.  2. The generation fails: nothing is charged."""
    provider.plan(["generation_fails"])
    generation = studio.request_and_send()
    assert generation.cost_usd > 0
    studio.until(generation, "failed")
    studio.audit()
    assert generation.attempts.get().cost_usd in (None, 0)


def test_a_failure_that_is_taken_back_is_forgotten(studio, provider):
    provider.plan(["poll_error_first"], at="poll")
    generation = studio.until(studio.request_and_send(), "ready", keeping=False)
    assert (generation.error_code, generation.first_failure_at) == ("", None)


@pytest.mark.parametrize(
    "fault", ["poll_no_url", "poll_404", "poll_backwards", "poll_word_dreaming", "poll_html_200"]
)
def test_an_odd_answer_is_not_final(studio, provider, fault):
    provider.plan([fault, fault], at="poll")
    studio.until(studio.request_and_send(), "ready", keeping=False)


def test_one_dead_id_does_not_stop_the_others(studio, provider):
    provider.set(many="off")
    generations = [studio.request_and_send(f"Lamp {n}") for n in range(3)]
    provider.server.world.ledger.forget(generations[0].provider_id)
    for generation in generations[1:]:
        studio.until(generation, "ready", keeping=False)
    generations[0].refresh_from_db()
    assert generations[0].state == "submitted" and generations[0].due_at


@pytest.mark.parametrize(("many", "most"), [("list", 1), ("generations", 1), ("off", 7)])
def test_many_are_polled_in_one_call_where_the_provider_supports_it(studio, provider, settings, many, most):
    settings.AIMLAPI_DIALECT = "original"
    provider.set(many=many, make_s=30)
    generations = [studio.request_and_send(f"Lamp {n}") for n in range(6)]
    due(*generations)
    polling.poll_due()
    assert provider.summary()["requests"]["poll"] <= most
    assert Generation.objects.filter(state="submitted", stage="").count() == 0


def test_an_outage_is_one_request_every_half_minute_and_ends_by_itself(studio, provider):
    generations = [studio.request_and_send(f"Lamp {n}") for n in range(4)]
    provider.outage(60)
    due(*generations)
    polling.poll_due()
    account = Account.objects.get(engine="aimlapi")
    assert account.hold == "outage" and account.hold_until > timezone.now()
    due(*generations)
    Account.objects.update(hold_until=timezone.now() + timedelta(hours=1))
    polling.poll_due()  # no request: the hold is not over
    assert Generation.objects.filter(state="submitted").count() == 4
    provider.set(outage=0)
    Account.objects.update(hold_until=timezone.now())
    for generation in generations:
        studio.until(generation, "ready", keeping=False)
    assert Account.objects.get(engine="aimlapi").hold == ""


def test_a_revoked_key_leaves_every_generation_as_it_is(studio, provider):
    generations = [studio.request_and_send(f"Lamp {n}") for n in range(2)]
    provider.set(revoked=[provider.key])
    due(*generations)
    polling.poll_due()
    holds.probe_due()
    assert Account.objects.get(engine="aimlapi").hold == "key"
    assert Generation.objects.filter(state="submitted").count() == 2
    provider.set(revoked=[])
    for generation in generations:
        studio.until(generation, "ready", keeping=False)


def test_after_a_day_people_are_notified_once_and_it_is_polled_less_and_less_often(db):
    """A machine that slept for that day looks again soon. The first notification used to leave a word in
    `stage` on which every later poll failed."""
    attempt = accepted(cast.project(cast.person()), submitted_at=timezone.now() - timedelta(days=2))
    for _ in range(3):
        generation = take(attempt, Report("p", Stage.GENERATING))
    assert generation.events.filter(kind="noticed").count() == 1
    assert generation.stage == "generating"
    assert generation.due_at <= timezone.now() + polling.pace(120)
    a_day = polling.ATTENTION_S
    assert [polling.interval_s(3 * a_day, noticed) for noticed in (-a_day, 3600, 2 * a_day, 20 * a_day)] == [
        120,
        360,
        17_280,
        a_day,
    ]


def test_an_adopted_clip_gets_the_prompt_that_an_answer_repeats_and_others_keep_theirs(db):
    project = cast.project(cast.person())
    account = Account.objects.create(engine="aimlapi")
    row = LogRow("dailies1.0.a", "p", succeeded=True, model="luma/ray-2")
    attempt = audit.adopt(account, row, project).attempts.get()
    assert attempt.generation.prompt.text == RECOVERED
    assert take(attempt, Report("p", Stage.GENERATING, prompt="A lamp")).prompt.text == "A lamp"
    assert take(attempt, Report("p", Stage.GENERATING, prompt="Another")).prompt.search_text == "a lamp"
    ours = accepted(project)
    before = ours.generation.prompt.text
    assert take(ours, Report("q", Stage.GENERATING, prompt="Another")).prompt.text == before
    told = LogRow("dailies1.0.b", "r", succeeded=True, prompt="From the log")
    assert audit.adopt(account, told, project).prompt.text == "From the log"


def test_it_is_given_up_after_thirty_days_of_silence_and_not_before(db):
    project = cast.project(cast.person())
    young = take(accepted(project, submitted_at=timezone.now() - timedelta(days=29)), None)
    old = take(accepted(project, submitted_at=timezone.now() - timedelta(days=31)), None)
    assert (young.state, old.state, old.error_code) == ("submitted", "result_lost", "unknown_there")


def test_generations_of_a_held_key_do_not_delay_the_others(studio, provider, monkeypatch):
    """1. Two generations of a held key have been due for long.  2. Only two are polled at once."""
    monkeypatch.setattr(polling, "AT_ONCE", 2)
    generation = studio.request_and_send()
    shut = Account.objects.create(
        engine="luma", fingerprint="shut", hold="key", hold_until=timezone.now() + timedelta(hours=1)
    )
    for _ in range(2):
        old = cast.clip(studio.project, "submitted", due_at=timezone.now() - timedelta(hours=1))
        cast.attempt(old, "accepted", account=shut)
    studio.until(generation, "ready", keeping=False)


def test_one_answer_that_we_cannot_read_delays_nobody(db, monkeypatch):
    attempt = accepted(cast.project(cast.person()))
    monkeypatch.setattr(polling, "record_progress", lambda *_: 1 / 0)
    before = timezone.now()
    generation = take(attempt, Report("p", Stage.GENERATING))
    assert generation.state == "submitted" and generation.due_at > before
