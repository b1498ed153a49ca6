"""Check what each status means for money, row by row of the ledger's table."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from studio.engines.base import Busy, Refused, Unreachable, Unsure
from studio.engines.http import Answer
from studio.engines.http_errors import create_error, parse_retry_after, query_error
from studio.wire import GenerationFrame, ImageFrame, Order

PLAIN = Order("koi", "luma/ray-2")
WITH_PICTURE = Order("koi", "luma/ray-2", frame0=ImageFrame(Path("a.png"), "https://studio.example/a.png"))
WITH_CLIP = Order("koi", "luma/ray-2", frame1=GenerationFrame("a1"))


def says(status, message="", **headers):
    return Answer(status, headers, {"message": message, "statusCode": str(status)})


@pytest.mark.parametrize("status", [400, 422])
@pytest.mark.parametrize(
    "order, message, code",
    [
        (PLAIN, "Body validation error", "bad_request"),
        (PLAIN, "Prompt was rejected by moderation", "moderation"),
        (PLAIN, "This violates our content policy", "moderation"),
        (
            WITH_PICTURE,
            "keyframes.frame0: the image could not be fetched from its URL",
            "keyframe_unreachable",
        ),
        (WITH_PICTURE, "Failed to download image", "keyframe_unreachable"),
        (WITH_PICTURE, "Unable to load url", "keyframe_unreachable"),
        (PLAIN, "Failed to download image", "bad_request"),
        (WITH_PICTURE, "Body validation error", "bad_request"),
        (WITH_CLIP, "keyframes.frame1: generation a1 not found", "keyframe_refused"),
        (WITH_CLIP, "keyframes.frame1: generation a1 is not completed", "keyframe_refused"),
        (WITH_CLIP, "Body validation error; Invalid uuid", "keyframe_refused"),
        (WITH_CLIP, "keyframes.frame1.id: Input should be a valid UUID, invalid length", "keyframe_refused"),
        (WITH_PICTURE, "Invalid uuid", "bad_request"),
        (PLAIN, "generation not found", "bad_request"),
        (PLAIN, "", "bad_request"),
    ],
)
def test_a_refusal_gives_the_reason_and_is_not_charged(status, order, message, code):
    verdict = create_error(says(status, message), order)
    assert isinstance(verdict, Refused)
    assert (verdict.code, verdict.status) == (code, status)
    assert message.rstrip(".") in verdict.message


@pytest.mark.parametrize("status", [413, 414, 415, 431])
def test_a_request_that_was_not_read_is_refused(status):
    verdict = create_error(Answer(status, {}, None, "not_json"), PLAIN)
    assert isinstance(verdict, Refused)
    assert verdict.message == "The provider refused this order. Nothing was charged."


@pytest.mark.parametrize("status", [404, 405, 410])
def test_a_removed_endpoint_is_refused(status):
    assert create_error(says(status, "Not found"), WITH_CLIP).code == "endpoint_gone"


def test_a_404_about_the_keyframe_is_not_about_the_model():
    assert create_error(says(404, "Generation not found"), WITH_CLIP).code == "keyframe_refused"


@pytest.mark.parametrize(
    "status, message, hold",
    [
        (401, "Invalid API key", "key"),
        (403, "You've run out of credits. Please top up your balance", "credits"),
        (403, "Insufficient funds", "credits"),
        (402, "Payment required", "credits"),
        (402, "", "credits"),
        (403, "Forbidden", "key"),
        (403, "", "key"),
        (429, "Too many requests", "rate"),
    ],
)
def test_busy_names_what_to_wait_for(status, message, hold):
    verdict = create_error(says(status, message), PLAIN)
    assert isinstance(verdict, Busy)
    assert verdict.hold == hold


@pytest.mark.parametrize(
    "status", [100, 202, 204, 301, 307, 408, 409, 418, 425, 451, 500, 502, 503, 504, 599]
)
def test_an_ambiguous_answer_is_unsure(status):
    verdict = create_error(says(status, "Body validation error", **{"x-inference-id": "a1"}), PLAIN)
    assert isinstance(verdict, Unsure)
    assert verdict.inference_id == "a1"


@pytest.mark.parametrize("body", [None, [], "text", 7, {"message": {"x": [1]}}, {"statusCode": "x"}])
def test_the_status_decides_whatever_the_body_says(body):
    assert isinstance(create_error(Answer(400, {}, body), PLAIN), Refused)
    assert isinstance(create_error(Answer(500, {}, body), PLAIN), Unsure)
    assert isinstance(query_error(Answer(500, {}, body)), Busy)


def test_polling_waits_during_an_outage():
    assert query_error(says(503)).hold == "outage"
    assert query_error(says(401)).hold == "key"
    assert query_error(says(402)).hold == "credits"
    assert query_error(says(404)).code == "endpoint_gone"
    assert isinstance(query_error(says(200)), Unreachable)


@pytest.mark.parametrize(
    "header, wait_s",
    [
        ("7", 7),
        (" 7 ", 7),
        ("1.5", 1.5),
        ("0", 1),
        ("0.2", 1),
        ("900", 900),
        ("901", 900),
        ("1000000000", 900),
        ("9" * 20, 900),
        ("9" * 5000, None),
        ("-5", None),
        ("", None),
        (None, None),
        ("soon", None),
        ("NaN", None),
        ("Infinity", None),
        ("1e3", None),
        ("7 seconds", None),
        ("٣", None),
        ("Wed, 99 Foo 2026 25:61:61 GMT", None),
    ],
)
def test_retry_after_is_followed_within_limits(header, wait_s):
    assert parse_retry_after(header) == wait_s


@pytest.mark.parametrize("ahead_s, wait_s", [(30, 30), (0, 1), (86400, 900), (-30, None)])
def test_a_retry_date_is_measured_by_the_providers_clock(ahead_s, wait_s):
    theirs = datetime(2031, 5, 1, 12, tzinfo=UTC)
    until = theirs + timedelta(seconds=ahead_s)
    assert (
        parse_retry_after(format_datetime(until, usegmt=True), format_datetime(theirs, usegmt=True)) == wait_s
    )


def test_without_the_providers_clock_ours_counts():
    long_ago, far_ahead = datetime(1999, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)
    assert parse_retry_after(format_datetime(long_ago, usegmt=True)) is None
    assert parse_retry_after(format_datetime(far_ahead, usegmt=True)) == 900
