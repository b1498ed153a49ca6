"""WebKitGTK's MiniBrowser on a virtual screen, driven by Selenium."""

import contextlib
import os
import subprocess

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import ActionChains, WebKitGTK
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.webkitgtk.service import Service

from tests.journeys.browsers.page import BrowserError, Page

KEYS = {"ArrowLeft": Keys.ARROW_LEFT, "ArrowRight": Keys.ARROW_RIGHT}


class WebKit:
    """A virtual screen. Each page is a MiniBrowser of its own on it, because its driver keeps one session."""

    needs = ("WebKitWebDriver", "Xvfb", "gstreamer-1.0/libgstlibav.so")

    def __init__(self, folder):
        self.folder, self.pages = folder, []

    def __enter__(self):
        command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp", "-noreset"]
        self.screen = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.display = f":{self.screen.stdout.readline().strip()}"
        return self

    def __exit__(self, *_):
        self.screen.terminate()
        self.screen.wait()

    def new_page(self, url, width=1440, height=900):
        self.pages.append(WebKitPage(url, self.display, self.folder / f"webkit-{len(self.pages)}.log"))
        self.pages[-1].resize(width, height)
        return self.pages[-1]


@contextlib.contextmanager
def browser_errors():
    try:
        yield
    except WebDriverException as error:
        raise BrowserError(str(error)) from error


class WebKitPage(Page):
    def __init__(self, url, display, log):
        super().__init__(url)
        env = os.environ | {"DISPLAY": display, "NO_AT_BRIDGE": "1", "LIBGL_ALWAYS_SOFTWARE": "1"}
        self.driver = WebKitGTK(service=Service(log_output=str(log), env=env))

    @browser_errors()
    def open(self, address):
        self.driver.get(self.address_of(address))

    @browser_errors()
    def evaluate(self, expression):
        return self.driver.execute_script(f"return ({expression})")

    @browser_errors()
    def drag(self, first, *others):
        actions = ActionBuilder(self.driver)
        pointer = actions.pointer_action
        pointer.move_to_location(*first)
        pointer.pointer_down()
        for point in others:
            pointer.move_to_location(*point)
        pointer.pointer_up()
        actions.perform()

    @browser_errors()
    def type(self, text):
        ActionChains(self.driver).send_keys(text).perform()

    @browser_errors()
    def press(self, *keys):
        *held, last = [KEYS.get(key) or getattr(Keys, key.upper(), key) for key in keys]
        actions = ActionChains(self.driver)
        for key in held:
            actions.key_down(key)
        actions.send_keys(last)
        for key in held:
            actions.key_up(key)
        actions.perform()

    @browser_errors()
    def resize(self, width, height):
        self.driver.set_window_rect(width=width, height=height)

    @browser_errors()
    def screenshot(self, path):
        self.driver.save_screenshot(str(path))

    def close(self):
        """Return nothing: while it is automated, MiniBrowser lets nobody read its console."""
        self.driver.quit()
        return []
