"""Generations over a real server: create one, wait for its state."""

import json
import time

ADDRESS = "/v2/generate/video/luma-ai/generation"


def create(web, key, prompt="A lamp"):
    body = json.dumps({"model": "preview", "prompt": prompt, "aspect_ratio": "16:9", "resolution": "360p"})
    status, _, answer = web.ask(ADDRESS, "POST", "", body.encode(), Content_Type="application/json", **key)
    assert status == 201, answer
    return json.loads(answer)["id"]


def wait_for(web, key, id, state):
    """Wait for `state`. Return the state in the answer and the seconds that it took."""
    began = time.monotonic()
    status, _, answer = web.ask(f"{ADDRESS}?generation_id={id}&state={state}", who="", **key)
    assert status == 200, answer
    return json.loads(answer)["state"], time.monotonic() - began
