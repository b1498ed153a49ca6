"""Keyboards of other countries, and what comes from other programs by the clipboard or the mouse."""

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import generate_shot, shots, wait_for_videos

pytestmark = [pytest.mark.browser, pytest.mark.live]
PRESS = """keys => document.body.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, ...keys }))"""
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
TRANSFER = """([target, name, given]) => {
  const transfer = new DataTransfer()
  for (const [type, text] of Object.entries(given.texts ?? {})) transfer.setData(type, text)
  if (given.png) {
    const bytes = Uint8Array.from(atob(given.png), (letter) => letter.charCodeAt())
    transfer.items.add(new File([bytes], "image.png", { type: "image/png" }))
  }
  const how = { bubbles: true, cancelable: true, clipboardData: transfer, dataTransfer: transfer }
  const event = name === "paste" ? new ClipboardEvent(name, how) : new DragEvent(name, how)
  return document.querySelector(target).dispatchEvent(event)
}"""
LATIN, GERMAN, MAC, GREEK = (
    {"key": "s", "code": "KeyS"},
    {"key": "[", "code": "Digit8", "ctrlKey": True, "altKey": True},
    {"key": "[", "code": "Digit5", "altKey": True},
    {"key": "σ", "code": "KeyS"},
)


@pytest.fixture
def cut(timeline):
    if not shots(timeline):
        generate_shot(timeline, "A lighthouse beam over a teal sea at dawn")
    wait_for_videos(timeline, 1)
    timeline.locator("#strip .shot__frames").first.click()
    timeline.keyboard.press("Home")
    for _ in range(10):
        timeline.keyboard.press("ArrowRight")
    return timeline


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        (GERMAN, "trim"),
        (MAC, "trim"),
        (GREEK, "split"),
        (LATIN, "split"),
        ({"key": "ы", "code": "KeyS"}, "split"),
    ],
)
def test_a_key_is_known_by_what_it_types_else_by_its_place(cut, keys, what):
    before = shots(cut)
    cut.evaluate(PRESS, keys)
    if what == "split":
        expect(cut.locator("#strip .shot")).to_have_count(len(before) + 1)
    else:
        expect(cut.locator("#strip .shot").first).not_to_have_attribute("data-frames", str(before[0][1]))
    cut.evaluate(PRESS, {"key": "я", "code": "KeyZ", "ctrlKey": True})
    expect(cut.locator("#strip .shot")).to_have_count(len(before))
    expect(cut.locator("#strip .shot").first).to_have_attribute("data-frames", str(before[0][1]))


def test_a_letter_that_is_being_composed_is_no_command(cut):
    before = shots(cut)
    cut.evaluate(PRESS, {"key": "s", "code": "KeyS", "isComposing": True})
    cut.evaluate(PRESS, {"key": "s", "code": "KeyS", "ctrlKey": True, "altKey": True})
    cut.wait_for_timeout(300)
    assert shots(cut) == before


def test_text_from_word_is_text_and_a_picture_alone_is_a_picture(library):
    word = {"texts": {"text/plain": "Rain.", "text/html": "<b>Rain.</b>"}, "png": PIXEL}
    assert library.evaluate(TRANSFER, ["#prompt", "paste", word]), "the browser pastes the text"
    expect(library.locator(".slot--filled")).to_have_count(0)
    with library.expect_response("**/images/") as response:
        assert not library.evaluate(TRANSFER, ["#prompt", "paste", {"png": PIXEL}])
    assert response.value.request.method == "POST"


def test_what_is_dropped_beside_the_slots_opens_nothing(library):
    for given in ({"png": PIXEL}, {"texts": {"text/uri-list": "https://example.com/a.png"}}):
        assert not library.evaluate(TRANSFER, ["header", "dragover", given])
        assert not library.evaluate(TRANSFER, ["header", "drop", given])
    assert library.evaluate(TRANSFER, ["#prompt", "drop", {"texts": {"text/plain": "Rain."}}])


def test_an_address_that_is_dropped_on_a_slot_is_fetched(library):
    """The studio refuses addresses of its own network: the sentence shows that it was asked."""
    with library.expect_response("**/images/") as response:
        library.evaluate(
            TRANSFER, ["#slot-frame0", "drop", {"texts": {"text/uri-list": "http://127.0.0.1:1/a.png"}}]
        )
    assert response.value.status == 422
    expect(library.locator("#composer-problems")).not_to_be_empty()
