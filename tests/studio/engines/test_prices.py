"""Check that prices are the provider's own or unknown, never a guess and never zero."""

import json
from decimal import Decimal

import pytest

from studio.engines import prices
from studio.engines.base import Price

# The two documented examples, word for word.
A_VARIANT = '{"when": {"resolution": "1080p"}, "price": 0.65, "unit": "second", "per": 1}'
TOKENS = """{"kind": "fixed", "currency": "USD",
"units": [{"name": "token", "measure": "output", "price": 3.25, "per": 1000000}]}"""


@pytest.fixture(autouse=True)
def nothing_logged_yet():
    prices._warn_once.cache_clear()


def usd(rule, resolution="720p", duration_s=5, loop=False):
    return Price("luma/ray-2", rule).usd(resolution=resolution, duration_s=duration_s, loop=loop)


def fixed(price=0.5, name="video", per=1, **more):
    return {"kind": "fixed", "units": [{"name": name, "price": price, "per": per, **more}]}


def variant(price, unit="video", per=1, **when):
    return {"when": when, "price": price, "unit": unit, "per": per}


def variants(*rows, **more):
    return {"kind": "variants", "variants": list(rows), **more}


def test_the_documented_variant_costs_3_25_for_5_seconds_at_1080p():
    rule = {"kind": "variants", "dimensions": ["resolution"], "variants": [json.loads(A_VARIANT)]}
    assert usd(rule, resolution="1080p", duration_s=5) == Decimal("3.25")
    assert usd(rule, resolution="720p", duration_s=5) is None


def test_the_documented_price_of_tokens_is_unknown_for_a_clip(caplog):
    assert usd(json.loads(TOKENS)) is None
    assert "luma/ray-2" in caplog.text and "unit 'token'" in caplog.text


@pytest.mark.parametrize(
    "rule, cost",
    [
        (fixed(), "0.5"),
        (fixed(name="generation"), "0.5"),
        (fixed(name="request"), "0.5"),
        (fixed(name="image"), "0.5"),
        (fixed(measure="output"), "0.5"),
        (fixed() | {"currency": "USD"}, "0.5"),
        (fixed(3, per=100), "0.03"),
        (fixed(0.17, "second"), "0.85"),
        (fixed(6, "second", 60), "0.5"),
        (variants(variant(1, resolution="540p"), variant(2, resolution="720p")), "2"),
        (variants(variant(3, resolution="720p", duration=5), variant(4, duration=9)), "3"),
        (variants(variant(5, loop=False), variant(6, loop=True)), "5"),
        (variants(variant(0.1, "second", resolution="720p"), dimensions=["resolution"]), "0.5"),
        (variants(variant(7, resolution="720p"), variant(8, "token", resolution="1080p")), "7"),
        (variants(variant(9, hdr=False), variant(18, hdr=True), dimensions=["hdr"]), "9"),
        (variants(variant(2, type="video"), variant(3, type="video_edit"), variant(4, exr_export=True)), "2"),
    ],
)
def test_a_rule_for_the_settings_gives_the_exact_price(rule, cost):
    assert usd(rule) == Decimal(cost)


@pytest.mark.parametrize(
    "rule, named",
    [
        (fixed(name="megapixel"), "unit 'megapixel'"),
        (fixed(name="seconds"), "unit 'seconds'"),
        (fixed(measure="input"), "measure 'input'"),
        (fixed(frames=24), "keys ['frames']"),
        (fixed(resolution="720p"), "keys ['resolution']"),
        (fixed() | {"currency": "EUR"}, "currency 'EUR'"),
        (fixed() | {"currency": None}, "currency None"),
        (fixed() | {"kind": "auction"}, "kind 'auction'"),
        (fixed() | {"units": {"price": 1}}, "units {'price': 1}"),
        (fixed() | {"units": fixed()["units"] * 2}, "several units ['video', 'video']"),
        (variants(variant(1, resolution="720p", fps=60)), "dimension {'fps': 60}"),
        (variants(variant(1, resolution="720p"), variant(2, fps=60)), "dimension {'fps': 60}"),
        (variants(variant(1, resolution="720p"), dimensions=["resolution", "fps"]), "dimension 'fps'"),
        (variants(variant(1, resolution={"min": 540})), "dimension {'resolution': {'min': 540}}"),
        (variants(variant(1, resolution=["540p", "720p"])), "dimension {'resolution': ['540p', '720p']}"),
        (variants(variant(1, duration="5s")), "dimension {'duration': '5s'}"),
        (variants(variant(1) | {"resolution": "720p"}), "keys ['resolution']"),
        (variants({"price": 1, "unit": "video", "per": 1}), "rate {'price': 1"),
        (variants({"when": {}, "units": [{"price": 1, "per": "video"}]}), "rate {'when': {}"),
        (variants("free"), "rate 'free'"),
        ([], "rule []"),
        ("free", "rule 'free'"),
    ],
)
def test_an_unreadable_rule_makes_the_price_unknown_and_is_logged(rule, named, caplog):
    assert usd(rule) is None
    assert named in caplog.text


@pytest.mark.parametrize("number", [-1, True, None, "0.5", "video", float("nan"), float("inf"), [1]])
def test_a_price_or_amount_that_is_not_a_number_is_unknown(number, caplog):
    assert usd(fixed(price=number)) is None
    assert usd(fixed(per=number)) is None
    assert len(caplog.records) == 2


@pytest.mark.parametrize(
    "rule",
    [
        fixed(0),
        fixed(per=0),
        fixed() | {"units": []},
        variants(),
        variants(variant(1, resolution="1080p")),
        variants(variant(1, resolution="720p"), variant(2, duration=5)),
        {"kind": "variable"},
        {"kind": "variable", "units": [{"name": "video", "price": 2, "per": 1}]},
    ],
)
def test_a_rule_without_exactly_one_price_for_the_settings_gives_none(rule):
    assert usd(rule) is None


def test_the_earlier_format_of_rules_is_unknown():
    assert usd({"kind": "fixed", "currency": "USD", "units": [{"price": 0.5, "per": "video"}]}) is None


def test_an_unknown_setting_matches_no_variant():
    rule = variants(variant(1, resolution="720p"))
    assert usd(rule, resolution=None) is None
    assert usd(fixed(0.1, "second"), duration_s=None) is None
    assert usd(fixed(0.5), resolution=None, duration_s=None) == Decimal("0.5")


def test_4k_has_its_own_price():
    rule = variants(variant(6, resolution="4k"), variant(2, resolution="1080p"))
    assert usd(rule, resolution="4k") == 6


def test_the_same_problem_is_logged_once(caplog):
    for _ in range(3):
        usd(fixed(name="token"))
    assert len(caplog.records) == 1


def test_documented_units_are_distinguished_from_unknown_formats():
    assert prices.is_documented(json.loads(TOKENS))
    assert prices.is_documented({"kind": "variable"})
    assert not prices.is_documented({"kind": "fixed", "units": [{"price": 0.5, "per": "video"}]})
