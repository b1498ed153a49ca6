"""Firefox and WebKit with one interface, so that a journey is written once for both.

    with Firefox(folder) as browser:
        page = browser.new_page(studio.url)
        page.click("button", "Generate.*")

Firefox is Debian's, driven by puppeteer-core over WebDriver BiDi (firefox.mjs). WebKit is WebKitGTK's
MiniBrowser on a virtual screen, driven by Selenium. Keys and the pointer are real ones in both.
"""

import glob
import shutil

from tests.journeys.browsers.firefox import Firefox
from tests.journeys.browsers.webkit import WebKit

BROWSERS = {"firefox": Firefox, "webkit": WebKit}


def missing(kind):
    """Return which programs and libraries this browser needs and the machine lacks."""
    return [need for need in kind.needs if not (shutil.which(need) or glob.glob(f"/usr/lib/*/{need}"))]
