"""A price is the provider's own or unknown; it is never a guess, and never zero."""

from decimal import Decimal

import pytest

from studio.engines.base import Price


def usd(rule, resolution="720p", duration_s=5, loop=False):
    return Price("luma/ray-2", rule).usd(resolution=resolution, duration_s=duration_s, loop=loop)


def fixed(price=0.5, per="generation", **more):
    return {"kind": "fixed", "currency": "USD", "units": [{"price": price, "per": per, **more}]}


def variants(*rows, **more):
    return {"kind": "variants", "currency": "USD", "variants": list(rows), **more}


def unit(price, per="generation"):
    return {"units": [{"price": price, "per": per}]}


@pytest.mark.parametrize(
    "rule, cost",
    [
        (fixed(), "0.5"),
        (fixed(per="video"), "0.5"),
        (fixed(per="Request"), "0.5"),
        (fixed(per="clip"), "0.5"),
        (fixed(0.17, "second"), "0.85"),
        (fixed("0.125"), "0.125"),
        (fixed(label="a clip"), "0.5"),
        (fixed(resolution="720p"), "0.5"),
        (variants({"resolution": "540p", **unit(1)}, {"resolution": "720p", **unit(2)}), "2"),
        (variants({"resolution": "720p", "price": 3, "per": "video"}), "3"),
        (variants({"when": {"resolution": 720, "duration": "5"}, **unit(4)}), "4"),
        (variants({"values": {"resolution": "720P", "duration_seconds": "5s"}, **unit(5)}), "5"),
        (variants({"dimensions": [{"name": "resolution", "value": "720p"}], **unit(6)}), "6"),
        (variants({"match": {"resolution": ["540p", "720p"], "duration": [5, 9]}, **unit(7)}), "7"),
        (variants({"when": {"resolution": "720p", "loop": False}, **unit(8)}), "8"),
        (
            variants({"when": {"duration": 5}, **unit(0.1, "second")}, {"when": {"duration": 9}, **unit(9)}),
            "0.5",
        ),
        (
            variants(
                {"when": {"resolution": "1080p", "fps": 60}, **unit(1)}, {"resolution": "720p", **unit(2)}
            ),
            "2",
        ),
        ({"kind": "variable", "currency": "USD", "units": [{"price": 0.17, "per": "second"}]}, "0.85"),
    ],
)
def test_a_rule_that_covers_the_settings_gives_the_price_exactly(rule, cost):
    assert usd(rule) == Decimal(cost)


@pytest.mark.parametrize(
    "rule",
    [
        {},
        None,
        [],
        "free",
        fixed(0),
        fixed(-1),
        fixed(True),
        fixed(None),
        fixed("dear"),
        fixed(float("nan")),
        fixed(per="token"),
        fixed(per="1M tokens"),
        fixed(per=None),
        fixed(resolution="1080p"),
        fixed(frames=24),
        fixed() | {"currency": "EUR"},
        fixed() | {"currency": None},
        fixed() | {"kind": "auction"},
        fixed() | {"units": []},
        fixed() | {"units": [{"price": 1, "per": "generation"}, {"price": 2, "per": "second"}]},
        fixed() | {"units": {"price": 1}},
        variants(),
        variants({"resolution": "1080p", **unit(1)}),
        variants({"resolution": "720p", **unit(1)}, {"duration": 5, **unit(2)}),
        variants({"when": {"resolution": "720p", "fps": 60}, **unit(1)}),
        variants({"when": {"resolution": "720p", "fps": 60}, **unit(1)}, {"resolution": "720p", **unit(2)}),
        variants({"when": {"resolution": {"min": 540}}, **unit(1)}),
        variants({"resolution": "720p", "units": [{"price": 1, "per": "token"}]}),
        variants({"resolution": "540p", **unit(1)}) | {"units": [{"price": 1, "per": "generation"}]},
        {"kind": "variable", "currency": "USD", "units": [{"price": 2, "per": "generation"}]},
    ],
)
def test_a_rule_that_does_not_surely_cover_the_settings_gives_none(rule):
    assert usd(rule) is None


def test_a_setting_that_is_not_known_matches_no_variant():
    rule = variants({"resolution": "720p", **unit(1)})
    assert usd(rule, resolution=None) is None
    assert usd(fixed(0.1, "second"), duration_s=None) is None
    assert usd(fixed(0.5), resolution=None, duration_s=None) == Decimal("0.5")


def test_4k_is_its_own_size():
    rule = variants({"resolution": "4k", **unit(6)}, {"resolution": "1080p", **unit(2)})
    assert usd(rule, resolution="4k") == 6
