"""Send a model only what it takes, against a provider that refuses the rest."""

from contextlib import nullcontext
from dataclasses import replace

import pytest

from studio.engines import aimlapi
from studio.engines.aimlapi import AimlApi
from studio.engines.base import Refused
from studio.wire import Order

LONG = {"duration_s": 10}
RULES = [  # Ray 3.2's: the settings, and whether it takes them together
    (LONG, True),
    ({"frame0": "image"}, True),
    ({"frame0": "image", "frame1": "image"}, True),
    ({"loop": True}, True),
    ({"loop": True, "frame0": "image"}, True),
    ({"prompt": "a" * 6000}, True),
    (LONG | {"frame0": "image"}, False),
    (LONG | {"frame1": "image"}, False),
    (LONG | {"loop": True}, False),
    ({"loop": True, "frame1": "image"}, False),
    ({"prompt": "a" * 6001}, False),
]


@pytest.mark.parametrize(("wanted", "is_fine"), RULES)
def test_ray_3_2_is_sent_only_what_it_takes(provider, picture, wanted, is_fine):
    given = {name: picture if value == "image" else value for name, value in wanted.items()}
    order = replace(Order("koi", "luma/ray-3.2", resolution="360p", duration_s=5), **given)
    engine = AimlApi(provider.key, provider.base_url)
    with nullcontext() if is_fine else pytest.raises(Refused):
        engine.submit(order, "t.1")
    assert len(provider.ledger.requests) == is_fine


def test_each_model_has_its_own_prompt_limit():
    limits = {id: model.prompt_limit for id, model in aimlapi.MODELS.items()}
    assert limits.pop("luma/ray-3.2") == 6000 and set(limits.values()) == {2048}
