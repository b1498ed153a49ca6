"""The arithmetic of the page's scripts, in a real Chromium, with the same examples as in Python."""

import json
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from django.utils import timezone

from projects.core.formats import since
from studio.media.rates import STANDARD, place
from studio.media.timecode import format_timecode

LIB = Path(__file__).resolve().parents[3] / "static" / "js" / "lib"
pytestmark = pytest.mark.browser

PASSED = [
    (0, "just now"),
    (44, "just now"),
    (46, "1 min"),
    (89, "1 min"),
    (200, "3 min"),
    (3599, "60 min"),
    (3601, "1 h"),
    (5 * 3600, "5 h"),
    (86401, "1 day"),
    (3 * 86400, "3 days"),
]


@pytest.fixture(scope="module")
def page(chromium):
    """A page that can import the scripts from https://lib.test/."""
    page = chromium.new_page()
    page.route("https://lib.test/**", serve)
    page.goto("https://lib.test/")
    yield page
    page.close()


def serve(route) -> None:
    file = LIB / route.request.url.rpartition("/")[2]
    if file.suffix == ".js":
        route.fulfill(body=file.read_text(), content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>lib</title>", content_type="text/html")


def call(page, file: str, name: str, *values):
    arguments = ", ".join(json.dumps(value) for value in values)
    return page.evaluate(f"async () => (await import('/{file}.js')).{name}({arguments})")


@pytest.mark.parametrize(("passed_s", "text"), PASSED)
def test_the_script_shows_the_same_age_as_the_server(page, passed_s, text):
    assert since(timezone.now() - timedelta(seconds=passed_s)) == text
    script = f"async () => (await import('/times.js')).since(new Date(0), {passed_s * 1000})"
    assert page.evaluate(script) == text


@pytest.mark.parametrize(
    ("seconds", "clock"), [(0, "0:00"), (38.4, "0:38"), (59.6, "1:00"), (125, "2:05"), (-3, "0:00")]
)
def test_a_duration_is_shown_as_a_clock(page, seconds, clock):
    assert call(page, "times", "clock", seconds) == clock


@pytest.mark.parametrize(
    ("known", "text", "part"),
    [
        ({"passed": 10, "usual": 40}, "~0:30 left", 0.25),
        ({"passed": 80, "usual": 40}, "any moment now", 0.96),
        ({"passed": 130, "usual": 40}, "longer than usual", 0.96),
        ({"passed": 20, "usual": 40, "progress": 0.5}, "~0:20 left", 0.5),
        ({"passed": 30, "usual": 40, "progress": 0.5, "reportedAt": 20}, "~0:10 left", 0.75),
        ({"passed": 12}, "0:12 so far", None),
        ({"passed": 4000, "progress": 0.2}, "over an hour left", 0.2),
        ({"passed": 432_000, "usual": 60, "progress": 0.4}, "longer than usual", 0.4),
    ],
    ids=[
        "by experience",
        "overdue",
        "far overdue",
        "by the provider",
        "since the provider's progress",
        "unknown",
        "slow and unknown",
        "stuck for days",
    ],
)
def test_the_time_left_is_estimated_from_what_is_known(page, known, text, part):
    outlook = call(page, "waiting", "outlook", known)
    assert (outlook["words"], outlook["part"]) == (text, part)


@pytest.mark.parametrize(
    ("shown", "left", "elapsed", "then"),
    [
        (None, 40, 0, 40),
        (30, 29.5, 0.5, 29.5),
        (30, 45, 2, 29.5),
        (30, 5, 2, 24),
        (0.2, 60, 2, 0),
        (30, 31, 0, 30),
    ],
    ids=["at first", "as expected", "slower, never back up", "sooner, in steps", "at the end", "at once"],
)
def test_the_time_left_never_rises_between_two_updates(page, shown, left, elapsed, then):
    assert call(page, "waiting", "glide", shown, left, elapsed) == then


@pytest.mark.parametrize("fps", STANDARD.values(), ids=STANDARD)
def test_the_script_shows_the_same_time_code_as_the_server(page, fps):
    frames = [0, 23, 1799, 1800, 1801, 3599, 3600, 17981, 17982, 35964, 107892, 863999]
    rate = f"{fps.numerator} / {fps.denominator}"
    script = (
        f"async () => (({{ timecode }}) => {frames}.map((n) => timecode(n, {rate})))(await import('/cut.js'))"
    )
    assert page.evaluate(script) == [format_timecode(frame, fps) for frame in frames]


@pytest.mark.parametrize("rate", [*STANDARD.values(), Fraction(16), Fraction(25, 2), Fraction(120)], ids=str)
@pytest.mark.parametrize("name", ["23.976", "24", "59.94"])
def test_the_script_finds_the_same_frames_of_a_shot_as_the_server(page, rate, name):
    span = place([(0, 30, Fraction(24)), (7, 107, rate)], STANDARD[name])[1]
    frames = range(span.at, span.at + span.frames)
    shot = {"at": span.at, "frames": span.frames, "start": 7, "end": 107, "step": float(span.step)}
    script = f"""async () => {{
      const {{ cutFrame, videoFrame }} = await import('/cut.js')
      const shot = {json.dumps(shot)}
      return [{[*frames]}.map((n) => videoFrame(shot, n)), {[*range(7, 107)]}.map((n) => cutFrame(shot, n))]
    }}"""
    expected = [[*map(span.video_frame, frames)], [*map(span.cut_frame, range(7, 107))]]
    assert page.evaluate(script) == expected
