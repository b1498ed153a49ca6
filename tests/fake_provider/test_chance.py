"""Faults by seeded chance: the same seed gives the same faults, and chance stays within its limits."""

import httpx
import pytest

from tests.fake_provider import FakeProvider, FakeProviderProcess
from tests.fake_provider.conftest import caller, order
from tests.fake_provider.test_faults import CREATE


def _met(folder, seed, **knobs):
    with (
        FakeProvider(folder, seed=seed, make_s=30, faults=0.5, **knobs) as provider,
        caller(provider) as client,
    ):
        for _ in range(40):
            order(client)
        return [row["fault"] for row in provider.ledger.requests]


def test_the_same_seed_gives_the_same_faults(tmp_path):
    mix = {"without": [n for n, (_, seen) in CREATE.items() if not isinstance(seen, int) or n == "401_flip"]}
    first, second, third = (
        _met(tmp_path / name, seed, **mix) for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert first == second != third
    assert 8 <= sum(map(bool, first)) <= 32 and not set(mix["without"]) & set(first)


def test_chance_keeps_to_the_names_it_is_given(tmp_path):
    assert set(_met(tmp_path, 3, only=["500_refused", "429_absent"])) == {None, "500_refused", "429_absent"}


def test_an_unknown_fault_or_setting_is_an_error(provider):
    with pytest.raises(ValueError, match="no such fault at cdn"):
        provider.plan(["no_id"], at="cdn")
    with pytest.raises(ValueError, match="no such setting"):
        provider.set(no_such=1)


def test_a_process_takes_rates_and_names_on_its_command_line(tmp_path):
    with (
        FakeProviderProcess(tmp_path, faults=1.0, only=["429_absent"]) as provider,
        caller(provider) as client,
    ):
        assert {order(client).status_code for _ in range(5)} == {429}
        provider.set(rates={"create": 0})
        assert order(client).status_code == 200
        provider.plan(["reset_after_accept"])
        with pytest.raises(httpx.ReadError):
            order(client)
        assert provider.summary()["faults"] == {"429_absent": 5, "reset_after_accept": 1}
