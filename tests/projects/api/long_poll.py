"""Clips over the long poll of a real server: create one, wait for its state, count those who wait."""

import json
import os
import time

ADDRESS = "/v2/generate/video/luma-ai/generation"


def create(web, key, words="A lamp"):
    body = json.dumps({"model": "preview", "prompt": words, "aspect_ratio": "16:9", "resolution": "360p"})
    status, _, answer = web.ask(ADDRESS, "POST", "", body.encode(), Content_Type="application/json", **key)
    assert status == 201, answer
    return json.loads(answer)["id"]


def wait_for(web, key, id, state):
    """(state, seconds that it took)."""
    began = time.monotonic()
    status, _, answer = web.ask(f"{ADDRESS}?generation_id={id}&state={state}", who="", **key)
    assert status == 200, answer
    return json.loads(answer)["state"], time.monotonic() - began


def sockets_of(web) -> int:
    """Connections that the server holds open."""
    found = 0
    for name in os.listdir(f"/proc/{web.pid}/fd"):
        try:
            found += os.readlink(f"/proc/{web.pid}/fd/{name}").startswith("socket:")
        except OSError:
            continue
    return found
