"""A visitor's page: what both browsers have in common."""

import contextlib
import json
import time

from tests.journeys.live import wait_for

PATIENCE_S = 60  # a bound for a broken page, not a promise about a healthy one
# Return where the pointer meets the first visible element with this name, None as long as it is covered.
POINT = """((selector, name) => {
  const text = (one) => one.textContent.replace(/\\s+/g, " ").trim()
  const nameOf = (one) => one.getAttribute("aria-label") ?? text(one.labels?.[0] ?? one)
  const wanted = new RegExp(`^(?:${name})$`)
  for (const one of document.querySelectorAll(selector)) {
    if (!one.checkVisibility({ visibilityProperty: true }) || !wanted.test(nameOf(one))) continue
    for (const block of ["nearest", "center"]) {
      one.scrollIntoView({ block, behavior: "instant" })
      const { left, top, width, height } = one.getBoundingClientRect()
      const point = [Math.round(left + width / 2), Math.round(top + height / 2)]
      const hit = document.elementFromPoint(...point)
      if (one.contains(hit) || hit?.closest("label")?.control === one) return point
    }
  }
  return null
})(%s, %s)"""
TEXTS = """[...document.querySelectorAll(%s)].filter((one) => one.checkVisibility())
  .map((one) => one.textContent.replace(/\\s+/g, " ").trim())"""


class BrowserError(Exception):
    """The browser refused a command, for instance because its page is just changing."""


class Page:
    """What a visitor does and sees. url: the studio's address.

    Each browser's own page has open, evaluate, drag, type, press, resize, screenshot and close.
    """

    def __init__(self, url):
        self.url = url.rstrip("/")

    def address_of(self, address):
        return self.url + address if address.startswith("/") else address

    def click(self, selector, name=".*"):
        """Press the first visible element that matches, as soon as it stands still and nothing covers it."""
        self.drag(self.wait(lambda: self.still_point(selector, name), f"{selector} {name}"))

    def still_point(self, selector, name):
        script = POINT % (json.dumps(selector), json.dumps(name))
        point = self.evaluate(script)
        time.sleep(0.05)
        return point and point == self.evaluate(script) and point

    def fill(self, selector, text, name=".*"):
        self.click(selector, name)
        self.press("Control", "a")
        self.type(text)

    def texts(self, selector):
        return self.evaluate(TEXTS % json.dumps(selector))

    def see(self, selector, text):
        """Wait until a visible element that matches holds this text."""
        self.wait(lambda: any(text in one for one in self.texts(selector)), f"{text!r} in {selector}")

    def until(self, expression):
        """Wait until this JavaScript is true, and return its value."""
        return self.wait(lambda: self.evaluate(expression), expression)

    def wait(self, is_so, what):
        """Ask until the answer is true, also while the page is just changing. Return the answer."""

        def ask():
            with contextlib.suppress(BrowserError):
                return is_so()

        try:
            return wait_for(ask, what, within_s=PATIENCE_S)
        except AssertionError as error:
            error.add_note(f"The page was: {self.evaluate('document.body.innerText')}")
            raise
