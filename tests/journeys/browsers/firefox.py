"""Debian's Firefox, driven by puppeteer-core."""

import itertools
import json
import shutil
import subprocess
from pathlib import Path

from tests.journeys.browsers.page import BrowserError, Page

HERE = Path(__file__).parent
PATIENCE_S = 30


class Firefox:
    """One Firefox without a window. Each page is another visitor's."""

    needs = ("firefox-esr", "npm", "libavcodec.so.*")

    def __init__(self, folder):
        self.folder, self.numbers = folder, itertools.count(1)

    def __enter__(self):
        install_puppeteer()
        self.node = subprocess.Popen(
            ["node", "firefox.mjs", shutil.which("firefox-esr")],
            cwd=HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_):
        self.node.stdin.close()
        try:
            self.node.wait(timeout=PATIENCE_S)
        finally:
            self.node.kill()

    def new_page(self, url, width=1440, height=900):
        page = FirefoxPage(self, next(self.numbers), url)
        page.ask("begin")
        page.resize(width, height)
        return page

    def ask(self, page, method, values):
        self.node.stdin.write(json.dumps({"page": page, "method": method, "values": values}) + "\n")
        self.node.stdin.flush()
        answer = json.loads(self.node.stdout.readline() or '{"error": "Firefox has ended"}')
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']}")
        return answer["value"]


def install_puppeteer():
    """Install puppeteer-core from its lock on first use. It downloads no browser."""
    installed = HERE / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (HERE / "package-lock.json").stat().st_mtime:
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=HERE, check=True, timeout=300)


class FirefoxPage(Page):
    def __init__(self, firefox, number, url):
        super().__init__(url)
        self.firefox, self.number = firefox, number

    def ask(self, method, *values):
        return self.firefox.ask(self.number, method, values)

    def open(self, address):
        self.ask("goto", self.address_of(address))

    def evaluate(self, expression):
        return self.ask("evaluate", expression)

    def drag(self, first, *others):
        self.ask("mouse.move", *first)
        self.ask("mouse.down")
        for point in others:
            self.ask("mouse.move", *point)
        self.ask("mouse.up")

    def type(self, text):
        self.ask("keyboard.type", text)

    def press(self, *keys):
        *held, last = keys
        for key in held:
            self.ask("keyboard.down", key)
        self.ask("keyboard.press", last)
        for key in held:
            self.ask("keyboard.up", key)

    def resize(self, width, height):
        self.ask("setViewport", {"width": width, "height": height})

    def screenshot(self, path):
        self.ask("screenshot", {"path": str(path)})

    def close(self):
        """Return what stood on the console."""
        return self.ask("end")
