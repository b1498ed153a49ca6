"""Run the engines against the fake provider: a real server, real sockets, real videos."""

import http.server
import threading

import pytest
from PIL import Image

from studio.engines import aimlapi
from studio.wire import ImageFrame
from tests.fake_provider import FakeProvider


@pytest.fixture
def provider(tmp_path):
    aimlapi.pauses.clear()  # an earlier fake provider may have caused some
    with FakeProvider(tmp_path / "provider", make_s=0.1, log_delay=0.0) as provider:
        yield provider


@pytest.fixture
def picture(tmp_path):
    """Provide an image on this disk that the provider can download, too."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    Image.new("RGB", (320, 180), (200, 120, 40)).save(folder / "koi.png")
    with _Gallery(folder) as url:
        yield ImageFrame(folder / "koi.png", f"{url}/koi.png")


class _Gallery:
    def __init__(self, folder):
        handler = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), lambda *caller: handler(*caller, directory=folder)
        )

    def __enter__(self) -> str:
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_) -> None:
        self.server.shutdown()
        self.server.server_close()
