"""Check what is sent to the AI/ML API and how its answers are read, in both dialects."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from studio.wire import GenerationFrame, ImageFrame, Order, Stage
from studio.wire import aimlapi as wire

PICTURE = ImageFrame(Path("koi.png"), "https://studio.example/koi.png")
ANOTHER = ImageFrame(Path("heron.png"), "https://studio.example/heron.png")
CLIP = GenerationFrame("6d5c0bb6-0f0e-4d2c-a9ab-d4f17c4f8fc5")


def order(model="luma/ray-2", **changes):
    return Order("A koi pond at dusk", model, **changes)


def test_ray_2_gets_all_its_settings():
    assert wire.build_body(order(resolution="720p", duration_s=9, loop=True, aspect_ratio="21:9")) == {
        "model": "luma/ray-2",
        "prompt": "A koi pond at dusk",
        "aspect_ratio": "21:9",
        "resolution": "720p",
        "duration": 9,
        "loop": True,
    }


def test_ray_1_6_never_gets_a_resolution_or_a_duration():
    sent = wire.build_body(order("luma/ray-1-6", resolution="720p", duration_s=9))
    assert set(sent) == {"model", "prompt", "aspect_ratio"}


def test_unset_options_are_not_sent():
    assert wire.build_body(order(aspect_ratio=None)) == {
        "model": "luma/ray-2",
        "prompt": "A koi pond at dusk",
    }


def test_loop_is_not_sent_with_an_end_frame():
    assert "loop" not in wire.build_body(order(loop=True, frame1=PICTURE))
    assert wire.build_body(order(loop=True, frame0=PICTURE))["loop"] is True


@pytest.mark.parametrize("model", ["luma/ray-1-6", "luma/ray-2", "luma/ray-flash-2"])
@pytest.mark.parametrize("dialect", [wire.CURRENT, wire.ORIGINAL])
def test_keyframes_are_sent_with_their_type_and_end(model, dialect):
    sent = wire.build_body(order(model, frame0=CLIP, frame1=PICTURE), dialect)
    assert sent["keyframes"] == {
        "frame0": {"type": "generation", "id": CLIP.provider_id},
        "frame1": {"type": "image", "url": PICTURE.url},
    }


def test_one_keyframe_omits_the_other_end():
    assert wire.build_body(order(frame1=CLIP))["keyframes"] == {
        "frame1": {"type": "generation", "id": CLIP.provider_id}
    }


def test_ray_3_2_gets_image_urls_instead_of_keyframes():
    sent = wire.build_body(
        order("luma/ray-3.2", frame0=PICTURE, frame1=ANOTHER, resolution="360p", duration_s=10)
    )
    assert (sent["image_url"], sent["last_image_url"]) == (PICTURE.url, ANOTHER.url)
    assert "keyframes" not in sent
    assert sent["duration"] == 10


def test_the_original_dialect_gets_seconds_and_always_a_ratio():
    sent = wire.build_body(order(duration_s=5, aspect_ratio=None), wire.ORIGINAL)
    assert (sent["model"], sent["duration"], sent["aspect_ratio"]) == ("ray-2", "5s", "16:9")


CURRENT_DONE = {
    "id": "a1",
    "status": "completed",
    "video": {"url": "https://cdn.example/a1.mp4", "duration": 5},
    "error": None,
    "meta": {"usage": {"credits_used": 820000, "usd_spent": 0.41}},
}
ORIGINAL_DONE = {"id": "a1", "state": "completed", "assets": {"video": "https://cdn.example/a1.mp4"}}


@pytest.mark.parametrize("answer", [CURRENT_DONE, ORIGINAL_DONE])
def test_a_finished_video_is_read_in_both_dialects(answer):
    report = wire.read_report(answer, "either")
    assert (report.provider_id, report.stage, report.result_url, report.dialect) == (
        "a1",
        Stage.COMPLETED,
        "https://cdn.example/a1.mp4",
        "either",
    )


@pytest.mark.parametrize(
    "word, stage",
    [
        ("queued", Stage.QUEUED),
        ("waiting", Stage.QUEUED),
        ("generating", Stage.GENERATING),
        ("dreaming", Stage.GENERATING),
        ("streaming", Stage.GENERATING),
        ("active", Stage.GENERATING),
        ("a word of next year", Stage.GENERATING),
        (None, Stage.GENERATING),
        (17, Stage.GENERATING),
        (["completed"], Stage.GENERATING),
        ("Completed ", Stage.COMPLETED),
        ("succeeded", Stage.COMPLETED),
        ("error", Stage.FAILED),
        ("failed", Stage.FAILED),
    ],
)
def test_every_state_has_a_stage_and_an_unknown_one_is_generating(word, stage):
    assert wire.read_report({"id": "a1", "status": word}).stage is stage
    assert wire.read_report({"id": "a1", "state": word}).stage is stage


@pytest.mark.parametrize(
    "video", [None, {}, {"url": None}, {"url": ""}, {"url": "file:///etc/passwd"}, 7, [1]]
)
def test_completed_without_a_usable_url_has_no_url(video):
    report = wire.read_report({"id": "a1", "status": "completed", "video": video})
    assert (report.stage, report.result_url) == (Stage.COMPLETED, "")


@pytest.mark.parametrize(
    "answer", [None, [], "a1", 17, {}, {"id": None}, {"id": 17}, {"id": ""}, {"id": "a b"}]
)
def test_an_answer_without_a_usable_id_gives_no_report(answer):
    assert wire.read_report(answer) is None


@pytest.mark.parametrize(
    "answer, code, message",
    [
        ({"error": {"name": "timeout", "message": "Took too long"}}, "timeout", "Took too long"),
        ({"error": {"name": "x", "message": "Failed moderation"}}, "moderation", "Failed moderation"),
        ({"failure_reason": "The clip could not be made"}, "failed", "The clip could not be made"),
        ({"error": "It broke"}, "failed", "It broke"),
        ({"error": {"name": 5, "message": {"odd": 1}}}, "failed", ""),
        ({"error": None}, "failed", ""),
    ],
)
def test_a_failure_keeps_the_providers_message(answer, code, message):
    report = wire.read_report({"id": "a1", "status": "error", **answer})
    assert (report.failure_code, report.failure_message) == (code, message)


@pytest.mark.parametrize(
    "usage, cost",
    [
        ({"usd_spent": 0.41, "credits_used": 1}, Decimal("0.41")),
        ({"usd_spent": "1.585"}, Decimal("1.585")),
        ({"credits_used": 820000}, Decimal("0.41")),
        ({"usd_spent": None, "credits_used": "1000000"}, Decimal("0.5")),
        ({"usd_spent": 0}, Decimal(0)),
        ({"tokens_used": 9}, None),
        ({"usd_spent": True}, None),
        ({"usd_spent": -1}, None),
        ({"usd_spent": "NaN"}, None),
        ({"usd_spent": "a lot"}, None),
        ({"usd_spent": [1]}, None),
        ("0.41", None),
        (None, None),
    ],
)
def test_the_cost_is_exact_to_the_cent(usage, cost):
    assert wire.read_report({"id": "a1", "status": "completed", "meta": {"usage": usage}}).cost_usd == cost


def test_a_zero_before_the_end_is_not_a_cost():
    assert (
        wire.read_report({"id": "a1", "status": "queued", "meta": {"usage": {"usd_spent": 0}}}).cost_usd
        is None
    )


@pytest.mark.parametrize(
    "wrap", [lambda rows: rows, lambda rows: {"generations": rows}, lambda rows: {"data": rows}]
)
def test_a_batch_answer_is_read_in_each_of_its_shapes(wrap):
    reports = wire.read_reports(
        wrap([ORIGINAL_DONE, {"id": "b2", "state": "dreaming"}, None, {"state": "queued"}])
    )
    assert {key: report.stage for key, report in reports.items()} == {
        "a1": Stage.COMPLETED,
        "b2": Stage.GENERATING,
    }


@pytest.mark.parametrize("answer", [None, {}, "ids", 3, {"generations": {"a1": {}}}, {"data": "none"}])
def test_a_batch_answer_of_another_shape_gives_nothing(answer):
    assert wire.read_reports(answer) == {}


@pytest.mark.parametrize(
    "answer, text",
    [
        ({"message": "Body validation error", "statusCode": "400"}, "Body validation error"),
        ({"message": ["prompt is too long", "loop is no boolean"]}, "prompt is too long; loop is no boolean"),
        ({"detail": "Invalid image"}, "Invalid image"),
        ({"detail": [{"loc": ["body"], "msg": "field required"}]}, "field required"),
        ({"error": {"message": "inner"}}, "inner"),
        (
            {"message": "M", "errors": [{"path": "duration", "expected": "5 | 9", "received": "7"}]},
            "M; 5 | 9; 7",
        ),
        ("just text", "just text"),
        ({"message": "two\n lines\x00\x1b[31m"}, "two lines [31m"),
        ({"message": "half a \ud83d smile"}, "half a ? smile"),
        ({"message": {"message": {"message": {"message": {"message": {"message": "deep"}}}}}}, ""),
        (None, ""),
        (17, ""),
        ({"message": 17}, ""),
    ],
)
def test_the_text_of_an_error_is_found_in_any_shape(answer, text):
    assert wire.read_error(answer) == text


def test_texts_for_people_have_a_maximum_length():
    assert len(wire.read_error({"message": "very " * 100_000})) <= 400


def test_the_request_id_is_found_or_empty():
    assert wire.read_request_id({"requestId": "r-1"}) == "r-1"
    assert wire.read_request_id({"requestId": 9}) == wire.read_request_id([]) == ""


def test_a_log_row_shows_the_result_of_our_request():
    row = {
        "created": "2026-11-22T10:00:00.500Z",
        "status": "succeeded",
        "model": "luma/ray-2",
        "cost": {"usd": 0.41},
        "inference_id": "a1",
        "client_request_id": "sv1.home.7",
    }
    assert wire.read_log_rows({"data": [row]}) == [
        {
            "client_request_id": "sv1.home.7",
            "inference_id": "a1",
            "succeeded": True,
            "created": datetime(2026, 11, 22, 10, 0, 0, 500000, UTC),
            "model": "luma/ray-2",
            "prompt": "",
            "cost_usd": Decimal("0.41"),
        }
    ]


def test_a_prompt_is_read_where_an_answer_repeats_it():
    row = {"inference_id": "a1", "status": "succeeded"}
    assert wire.read_log_rows({"data": [row | {"prompt": "A\x0b lamp"}]})[0]["prompt"] == "A lamp"
    assert wire.read_log_rows({"data": [row | {"request": {"prompt": "A lamp"}}]})[0]["prompt"] == "A lamp"
    assert wire.read_log_rows({"data": [row | {"prompt": ["A"], "request": "x"}]})[0]["prompt"] == ""
    report = wire.read_report({"id": "a1", "state": "dreaming", "request": {"prompt": "A lamp"}})
    assert report.prompt == "A lamp" and wire.read_report({"id": "a1"}).prompt == ""


@pytest.mark.parametrize("answer", [None, [], {"data": None}, {"data": [None, 3, {}, {"status": "failed"}]}])
def test_a_log_without_ids_has_no_rows(answer):
    assert wire.read_log_rows(answer) == []


@pytest.mark.parametrize("cost", [None, "dear", [], {"usd": None}, {"other": 3}, float("nan")])
def test_a_log_row_with_an_odd_cost_still_counts(cost):
    (row,) = wire.read_log_rows(
        {"data": [{"inference_id": "a1", "status": "failed", "cost": cost, "created": "soon"}]}
    )
    assert (row["succeeded"], row["cost_usd"], row["created"]) == (False, None, None)


def test_the_balance_is_in_dollars_only():
    assert wire.read_balance_usd({"current_balance": 123.45, "currency": "USD"}) == Decimal("123.45")
    assert wire.read_balance_usd({"current_balance": 123.45, "currency": "EUR"}) is None
    assert wire.read_balance_usd({"current_balance": None}) is None


def test_a_price_rule_is_found_by_id_or_alias():
    answer = {"data": [{"id": "luma/ray-2", "aliases": ["ray-2"], "pricing": {"kind": "fixed"}}, None]}
    asked = ["luma/ray-2", "ray-2", "ray-9"]
    assert wire.read_pricing(answer, asked) == {id: {"kind": "fixed"} for id in asked[:2]}
    assert wire.read_pricing({"data": [{"id": "ray-2", "pricing": None}]}, ["ray-2"]) == {}
