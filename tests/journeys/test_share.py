"""The owner shares a timeline while its last shot is still being made; the client watches it on a phone."""

import io
import re

import cv2
import numpy as np
import pytest
import resvg_py
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.steps import PHONE, generate_shot, wait_for_videos

pytestmark = [pytest.mark.browser, pytest.mark.live]


def test_a_client_scans_the_code_and_the_shots_arrive(timeline, other_chromium, studio):
    """1. One shot is ready, one was just requested: sharing says so, and the owner shares all the same.
    2. A link is created: Copy copies it, and the QR code says the same address.  3. The client opens it on a
    phone: the first shot plays.  4. The second arrives, and the film takes their place."""
    page = timeline
    page.locator(".timeline-head__open").click()
    page.get_by_role("button", name="New timeline").click()
    expect(page.locator("#strip .shot")).to_have_count(0)
    generate_shot(page, "A lighthouse beam over a teal sea at dawn")
    wait_for_videos(page, 1)
    generate_shot(page, "Night city in rain")
    page.get_by_role("button", name="Share for review").click()
    expect(page.get_by_role("heading", name="1 of 2 shots ready")).to_be_visible()
    page.get_by_role("button", name="Share now and wait").click()
    page.wait_for_url("**/reviews/*/")

    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_label("Download the video").check()
    page.get_by_label("30 days").check()
    page.get_by_role("button", name="Create link").click()
    link = page.get_by_label("Share link", exact=True).input_value()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(page.get_by_role("button", name="Copy")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == link
    assert not Axe().run(page, context="#links-dialog").response["violations"]
    svg = page.get_by_role("img", name="QR code").evaluate("one => one.innerHTML")
    code = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg)))).convert("L")
    assert cv2.QRCodeDetectorAruco().detectAndDecode(np.array(code))[0] == link

    guest, missing = other_chromium.new_context(base_url=studio.url, **PHONE).new_page(), []
    guest.on("response", lambda answer: missing.append(answer.url) if answer.status == 404 else None)
    guest.goto(link)
    expect(guest.get_by_role("heading", name="First project")).to_be_visible()
    guest.get_by_label("Your name").fill("Cleo")
    guest.get_by_role("button", name="Continue").click()
    expect(guest.locator("#unfinished-head, #player").first).to_be_visible()
    assert not Axe().run(guest).response["violations"]
    assert guest.evaluate("document.documentElement.scrollWidth <= screen.width")
    expect(guest.locator("#player")).to_be_visible(timeout=60_000)
    assert missing == [], "the shots play until the film takes their place"
    expect(guest.get_by_text("Shared by")).to_be_visible()
    expect(guest).to_have_title(re.compile(r"First project · Cut \d"))
    expect(guest.get_by_role("button", name="Keyboard shortcuts")).to_be_hidden()
    assert not Axe().run(guest).response["violations"]
    guest.context.close()
