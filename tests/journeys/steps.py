"""What people do in several journeys: generate shots, draw on a frame, open a share link, wait."""

from playwright.sync_api import expect

POST = """async ([address, name, values, more = {}]) => {
  const headers = JSON.parse(document.body.getAttribute("hx-headers"))
  const statuses = []
  for (const [n, value] of values.entries()) {
    const client_token = `hostile-${address}-${Object.entries(more)}-${n}`.replace(/\\W/g, "-").slice(-60)
    const body = new URLSearchParams({ frame: 0, client_token, days: 14, ...more, [name]: value })
    statuses.push((await fetch(address, { method: "POST", body, headers })).status)
  }
  return statuses
}"""
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}


def save_key(page, key):
    """Give the studio the AI/ML API's key, unless it has one."""
    page.goto("/settings/")
    engine = page.locator("#engine-aimlapi")
    if engine.get_by_text("Ready", exact=True).count() == 0:
        engine.get_by_label("Key").fill(key)
        engine.get_by_role("button", name="Save").click()
        expect(engine).to_contain_text("Ready")
        page.get_by_label("Default model").select_option("aimlapi:luma/ray-2")
        page.locator("#default-model-form").get_by_role("button", name="Save").click()
        expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()


def choose_setting(page, name, label):
    """Choose an option of the composer: its settings are opened first, if they are closed."""
    if page.locator("#composer-options[open]").count() == 0:
        page.locator("#composer-options-line").click()
    option = page.locator(f"#setting-{name} label").filter(has_text=label).first
    option.click()
    expect(option.locator("input")).to_be_checked()


def choose(page, end, tab):
    """Open the chooser of this keyframe slot at this tab, and return it."""
    page.locator(f"#slot-{end} .slot__open").click()
    page.get_by_role("dialog").get_by_role("button", name=tab, exact=True).click()
    return page.get_by_role("dialog")


def generate_shot(page, prompt):
    """Generate with the panel's settings. Return when the shot is on the timeline."""
    before = page.locator("#strip .shot").count()
    page.get_by_label("Prompt", exact=True).fill(prompt)
    page.locator("#generate").click()
    expect(page.locator("#strip .shot")).to_have_count(before + 1)
    wait_until(page, "!document.querySelector('#prompt')?.value")  # its draft is gone


def generate_several(page, *lines):
    """Generate a shot a line, each continued from the one before."""
    page.get_by_text("Several shots at once").click()
    page.get_by_label("Make each line a separate shot").check()
    expect(page.locator("#generate")).to_contain_text("Review total price")
    page.get_by_label("Prompt", exact=True).fill("\n".join(lines))
    page.locator("#generate").click()
    page.get_by_role("button", name=f"Generate {len(lines)} shots").click()


def wait_for_videos(page, count):
    ready = page.locator('#strip .shot:not([data-video=""]):not([data-filmstrip=""])')
    expect(ready).to_have_count(count, timeout=240_000)


def shots(page):
    """Return [(shot ID, frames)] in the order of the strip."""
    return page.eval_on_selector_all(
        "#strip .shot", "found => found.map((one) => [one.dataset.shot, Number(one.dataset.frames)])"
    )


def wait_until_held(page, held):
    """Wait until a route has held a request back. Return it."""
    while not held:
        page.wait_for_timeout(20)
    return held.pop()


def timeline_message(page):
    return page.locator("#timeline-message")


def wait_until(page, what):
    """Wait until this JavaScript is true. Our CSP forbids Playwright's own way to do that."""
    for _ in range(300):
        if page.evaluate(what):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {what}")


def come_as_guest(page, chromium, studio, name, **screen):
    """Open a new share link of this review in a new browser, and give this name."""
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("button", name="Create link").click()
    link = page.get_by_label("Share link", exact=True).input_value()
    page.keyboard.press("Escape")
    guest = chromium.new_context(base_url=studio.url, **screen).new_page()
    guest.goto(link)
    guest.get_by_label("Your name").fill(name)
    guest.get_by_role("button", name="Continue").click()
    assert "/r/" in guest.url and link.split("/")[-2] not in guest.url
    return guest


def draw(page, start, points):
    box = page.locator("#drawing").bounding_box()
    page.mouse.move(box["x"] + start[0], box["y"] + start[1])
    page.mouse.down()
    for x, y in points:
        page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.up()


def slug_of(page) -> str:
    """The slug of the project that the page belongs to."""
    return page.url.partition("/projects/")[2].partition("/")[0]
