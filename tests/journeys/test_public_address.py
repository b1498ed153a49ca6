"""An admin gives the studio its public address: it is checked, and links start with it."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.live]


def test_an_address_is_saved_and_checked(library, studio):
    """1. Save the address of another program.  2. The studio restarts and says that nothing answers there.
    3. Save its own.  4. It leads back, and a new link starts with it."""
    page = library
    page.goto("/settings/address/")
    save_address(page, "http://127.0.0.1:1")
    expect_after_restart(page, "Nothing answers at this address")
    save_address(page, studio.url)
    expect_after_restart(page, "This address leads back to this studio. Only this machine can reach it.")
    page.goto("/projects/first-project/members/")
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_label("Invitation link")).to_have_value(re.compile(re.escape(studio.url) + "join/"))
    expect(page.locator("main")).to_contain_text("This link opens only on this machine.")


def save_address(page, url):
    page.get_by_label("Address", exact=True).fill(url)
    page.locator("#address").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. The studio restarts with it")).to_be_visible()


def expect_after_restart(page, text):
    """Reload until the studio has its new address: a request waits while the web process is replaced."""
    for _ in range(60):
        page.reload()
        page.wait_for_timeout(500)
        if page.locator("#address").get_by_text(text).count():
            return
    raise AssertionError(page.locator("#address").inner_text())
