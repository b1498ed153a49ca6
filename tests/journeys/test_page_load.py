"""What a browser loads for each page: few files, which define all that the page uses."""

import pytest

from tests.journeys.steps import come_as_guest, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.live]
STYLES, SCRIPTS = 6, 8  # the most that a page may request; today there are 2 and at most 3
LOADED = """performance.getEntriesByType("resource").map((one) => new URL(one.name).pathname)"""


def test_pages_load_few_files_and_leave_no_element_undefined(review, other_chromium, studio):
    """1. The owner opens each kind of page.  2. A guest opens the review.  3. A guest signs in."""
    page = review
    project = page.url.split("reviews/")[0]
    pages = ["", "timelines/1/", "reviews/", "reviews/1/", "compare/", "activity/", "bin/", "settings/"]
    for address in [*(project + one for one in pages), f"{studio.url}settings/", studio.url + "projects/"]:
        page.goto(address)
        check(page)
    page.goto(project)
    page.goto(page.locator("a[href*='/clips/']").first.get_attribute("href"))
    check(page)

    page.goto(f"{project}reviews/1/")
    guest = come_as_guest(page, other_chromium, studio, "Ines")
    check(guest)
    guest.goto("/sign-in/")
    check(guest)
    guest.context.close()


def check(page):
    wait_until(page, "document.readyState === 'complete'")
    files = page.evaluate(LOADED)
    assert len([file for file in files if file.endswith(".css")]) in range(1, STYLES + 1), page.url
    assert len([file for file in files if file.endswith(".js")]) in range(1, SCRIPTS + 1), page.url
    assert page.evaluate("document.querySelectorAll(':not(:defined)').length") == 0, page.url
