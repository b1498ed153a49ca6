"""Journeys 3 and 4 on the timeline: any frame, a dropped and a pasted image and their crops, a shot that
waits for another, a bridge, and ten at once."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import generate_shot, wait_for_videos

pytestmark = [pytest.mark.browser, pytest.mark.live]
# A square image, dropped or pasted as by a person.
GIVE = """async ([selector, how, side]) => {
  const paper = Object.assign(document.createElement("canvas"), { width: side, height: side })
  const pen = paper.getContext("2d")
  pen.fillStyle = "#286090"; pen.fillRect(0, 0, side, side)
  pen.fillStyle = "#e89020"; pen.fillRect(side / 4, side / 8, side / 2, side / 4)
  const blob = await new Promise((done) => paper.toBlob(done))
  const given = new DataTransfer()
  given.items.add(new File([blob], `${how}ed-${side}.png`, { type: "image/png" }))
  const place = document.querySelector(selector)
  const kind = { bubbles: true, cancelable: true }
  place.dispatchEvent(how === "dropp" ? new DragEvent("drop", { dataTransfer: given, ...kind })
    : new ClipboardEvent("paste", { clipboardData: given, ...kind }))
}"""


def test_any_frame_of_a_clip_and_a_shot_that_waits_for_another(timeline):
    """1. A first shot.  2. A second starts on its frame 31, found by scrubbing.  3. A third is requested at
    once: it waits for the second, says so, and becomes video by itself.  4. Prepend, and a bridge between."""
    page = timeline
    generate_shot(page, "A lighthouse beam over a teal sea at dawn")
    wait_for_videos(page, 1)
    page.locator("#strip-append").click()
    page.locator("#slot-frame0 .slot__open").click()
    page.get_by_role("button", name="Any frame of clip 1").click()
    slider = page.get_by_role("slider", name="Frame of clip 1")
    for _ in range(30):
        slider.press("ArrowRight")
    expect(page.locator("frame-scrub output")).to_have_text("00:00:01:06")
    page.get_by_role("button", name="Use this frame").click()
    expect(page.locator("#slot-frame0")).to_contain_text("Frame 31 of clip 1")
    expect(page.locator("#composer-settings")).to_contain_text("Starts on Frame 31 of clip 1")
    generate_shot(page, "The lamp turns to the hills")
    expect(page.locator("#panel")).to_contain_text("Append after shot 2")
    expect(page.locator("#slot-frame0")).to_contain_text("End of clip 2")
    generate_shot(page, "Down into the harbour")
    wait_for_videos(page, 3)
    page.locator("#strip-prepend").click()
    expect(page.locator("#panel")).to_contain_text("Prepend before shot 1")
    generate_shot(page, "Night before the dawn")
    expect(page.locator("#strip .shot").first).to_contain_text("Night before the dawn")
    page.get_by_role("button", name=re.compile("Bridge before shot 3")).click()
    expect(page.locator("#panel")).to_contain_text("Bridge between shots 2 and 3")
    expect(page.locator("#generate")).to_contain_text("Bridge")
    generate_shot(page, "Clouds part")
    expect(page.locator("#strip .shot").nth(2)).to_contain_text("Clouds part")
    wait_for_videos(page, 5)
    page.locator("#strip .shot__frames").nth(2).click()
    chain = page.locator("#panel .chain")
    expect(chain).to_contain_text("Starts on the last frame of shot 2")
    expect(chain).to_contain_text("Ends on the first frame of shot 4")


def test_an_image_of_another_shape_is_cropped_and_the_crop_moved(timeline):
    """1. A square image is dropped: it is cropped to its middle, and the slot says so.  2. The crop is moved
    up by keys.  3. Another is pasted into the other slot.  4. It can be used uncropped, too."""
    page = timeline
    expect(page.locator("#panel")).to_contain_text("Append after shot")
    page.locator("#slot-frame0 .slot__remove").click()
    expect(page.locator("#slot-frame0")).to_contain_text("First frame")
    page.evaluate(GIVE, ["#slot-frame0", "dropp", 360])
    expect(page.locator("#slot-frame0")).to_contain_text("dropped-360.png, cropped")
    page.get_by_role("button", name="Crop first frame").click()
    frame = page.locator(".crop__frame")
    middle = page.locator(".crop [name=choice]").input_value()
    assert re.fullmatch(r"crop:[\w-]{36}:0:79:360:20[23]", middle), middle
    for _ in range(8):
        frame.press("Shift+ArrowUp")
    moved = page.locator(".crop [name=choice]").input_value()
    assert re.fullmatch(r"crop:[\w-]{36}:0:0:360:20[23]", moved), moved
    page.get_by_role("button", name="Use crop").click()
    expect(page.locator("#picker")).to_be_hidden()
    page.evaluate(GIVE, ["#prompt", "past", 200])
    expect(page.locator("#slot-frame1")).to_contain_text("pasted-200.png, cropped")
    page.get_by_role("button", name="Crop last frame").click()
    page.get_by_role("button", name="Use the whole picture").click()
    expect(page.locator("#slot-frame1 .slot__choice")).to_have_text("pasted-200.png")


def test_ten_at_once_with_one_price_and_one_of_them_canceled(timeline):
    """1. Ten lines.  2. One price, one confirmation.  3. Ten shots in order.  4. One is canceled in its place
    and removed, and the others become video."""
    page = timeline
    before = page.locator("#strip .shot").count()
    page.get_by_text("Several shots at once").click()
    page.get_by_label("Make each line a separate shot").check()
    page.get_by_label("Prompt", exact=True).fill("\n".join(f"Step {n} of the stairs" for n in range(1, 11)))
    page.locator("#generate").click()
    expect(page.locator("#composer-problems")).to_contain_text("10 shots · free. You can cancel each")
    page.get_by_role("button", name="Generate 10 shots").click()
    expect(page.locator("#strip .shot")).to_have_count(before + 10)
    names = page.locator("#strip .shot .one-line").all_text_contents()[before:]
    assert [re.search(r"Step \d+", name)[0] for name in names] == [f"Step {n}" for n in range(1, 11)]
    page.locator("#strip .shot__frames").last.click()
    page.locator("#panel").get_by_role("button", name=re.compile("Cancel")).click()
    expect(page.locator("#strip .shot").last).to_contain_text("Canceled")
    page.get_by_role("button", name="Remove").click()
    expect(page.locator("#timeline-message")).to_contain_text("Removed from the timeline")
    expect(page.locator("#strip .shot")).to_have_count(before + 9)
    wait_for_videos(page, before + 9)
