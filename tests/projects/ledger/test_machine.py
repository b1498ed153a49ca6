"""Anything, in any order: people press buttons, workers send, the provider fails. The books stay right."""

from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from projects.ledger import actions
from projects.ledger.states import TRANSITIONS
from projects.models import Account, Attempt, Event, Generation
from tests.projects.ledger.conftest import Studio

pytestmark = pytest.mark.slow

LOST = [
    "reset_after_accept",
    "no_id",
    "broken_json_no_header",
    "502_accepted",
    "reset_before_accept",
    "500_refused",
]
CLEAR = ["ok", "ok", "429_negative", "400_moderation", "404_gone", "generation_fails"]


names = count()


class Ledger(RuleBasedStateMachine):
    """The rules are what people, workers and the watcher do. The fake provider is the referee."""

    provider = None

    @initialize()
    def begin(self):
        self.provider.plan([])
        self.before = {row["id"] for row in self.provider.ledger.generations}
        self.studio, self.clips = Studio(f"owner{next(names)}"), []

    def teardown(self):
        if hasattr(self, "studio"):
            self.quiet()

    def one(self, n: int) -> Generation | None:
        return Generation.objects.get(pk=self.clips[n % len(self.clips)]) if self.clips else None

    @rule(fault=st.sampled_from(LOST + CLEAR))
    def order(self, fault):
        self.provider.plan([fault])
        generation = self.studio.request_and_send()
        self.clips.append(generation.pk)

    @rule()
    def request_only(self):
        self.clips.append(self.studio.request().pk)

    @rule(n=st.integers(0, 9))
    def step(self, n):
        if generation := self.one(n):
            self.studio.step(generation, keeping=False)

    @rule(
        n=st.integers(0, 9),
        act=st.sampled_from([actions.cancel, actions.give_up, actions.send_again, actions.check_now]),
    )
    def decide(self, n, act):
        if generation := self.one(n):
            act(generation, self.studio.owner)

    @rule()
    def audit(self):
        self.studio.audit()

    @invariant()
    def no_generation_is_paid_twice(self):
        if hasattr(self, "studio"):
            for generation in Generation.objects.filter(project=self.studio.project):
                assert generation.attempts.filter(state__in=("open", "accepted")).count() <= 1

    @invariant()
    def states_follow_the_table(self):
        if hasattr(self, "studio"):
            moves = Event.objects.filter(generation__project=self.studio.project, kind="moved").exclude(
                was=""
            )
            assert all(now in TRANSITIONS[was] for was, now in moves.values_list("was", "now"))

    @invariant()
    def an_unconfirmed_generation_has_an_open_attempt(self):
        if hasattr(self, "studio"):
            for generation in Generation.objects.filter(project=self.studio.project, state="unconfirmed"):
                assert generation.attempts.filter(state="open").count() == 1

    def quiet(self):
        """Let nothing new happen: all that the provider accepted is known here, at its price."""
        for _ in range(3):
            for generation in Generation.objects.filter(project=self.studio.project).exclude(state="queued"):
                self.studio.step(generation, keeping=False)
        self.studio.audit()
        theirs = [row for row in self.provider.ledger.generations if row["id"] not in self.before]
        ours = Attempt.objects.filter(generation__project=self.studio.project, state="accepted")
        assert set(ours.values_list("provider_id", flat=True)) == {row["id"] for row in theirs}
        rows = {row["inference_id"]: row["cost_micros"] for row in self.provider.ledger.rows("log")}
        owed = sum(rows[row["id"]] for row in theirs)
        assert sum(attempt.cost_usd or 0 for attempt in ours) == Decimal(owed) / 1_000_000
        made_twice = [row["client_request_id"] for row in theirs]
        assert len(made_twice) == len(set(made_twice))
        assert not Event.objects.filter(kind="adopted").exists()


@pytest.mark.django_db
def test_whatever_happens_nothing_is_lost_and_nothing_is_paid_twice(studio, provider):
    provider.set(log_delay=0, make_s=0.01, logs_per_minute=10**6)

    class Bound(Ledger):
        pass

    Bound.provider = provider
    run_state_machine_as_test(
        Bound,
        settings=settings(
            max_examples=25,
            stateful_step_count=15,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Account.objects.filter(engine="aimlapi").count() == 1
