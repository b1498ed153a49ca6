"""Check what is sent to Luma's own API and how its answers are read."""

from decimal import Decimal
from pathlib import Path

from studio.wire import GenerationFrame, ImageFrame, Order, Stage, luma


def test_an_order_is_sent_as_the_sdks_send_it():
    order = Order(
        "A koi pond",
        "ray-2",
        resolution="540p",
        duration_s=9,
        frame0=GenerationFrame("a1"),
        frame1=ImageFrame(Path("koi.png"), "https://studio.example/koi.png"),
    )
    assert luma.build_body(order) == {
        "model": "ray-2",
        "prompt": "A koi pond",
        "aspect_ratio": "16:9",
        "resolution": "540p",
        "duration": "9s",
        "keyframes": {
            "frame0": {"type": "generation", "id": "a1"},
            "frame1": {"type": "image", "url": "https://studio.example/koi.png"},
        },
    }


def test_ray_1_6_never_gets_a_resolution_or_a_duration():
    sent = luma.build_body(Order("A koi pond", "ray-1-6", resolution="540p", duration_s=9, loop=True))
    assert sent == {"model": "ray-1-6", "prompt": "A koi pond", "aspect_ratio": "16:9", "loop": True}


def test_a_generation_is_read():
    report = luma.read_report({"id": "a1", "state": "failed", "failure_reason": "No", "assets": None})
    assert (report.stage, report.failure_message, report.dialect) == (Stage.FAILED, "No", "")


def test_a_list_is_read():
    listed = {"has_more": False, "generations": [{"id": "a1", "state": "dreaming"}]}
    assert luma.read_reports(listed)["a1"].stage is Stage.GENERATING


def test_the_text_of_an_error_is_its_detail():
    assert luma.read_error({"detail": "Insufficient credits"}) == "Insufficient credits"


def test_the_balance_is_stated_in_cents():
    assert luma.read_balance_usd({"credit_balance": 1250.5}) == Decimal("12.505")
    assert luma.read_balance_usd({"credit_balance": "many"}) is luma.read_balance_usd(None) is None
