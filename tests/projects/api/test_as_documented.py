"""The AI/ML API documentation's own examples, request by request, and Luma's callback, on a running studio.

Only the host, the key, and the IDs and images that only the documentation's author has are replaced.
"""

import base64
import hashlib
import hmac
import json
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from PIL import Image

from tests.journeys.live import wait_for

pytestmark = [pytest.mark.live, pytest.mark.slow]
CURRENT = "/v2/video/generations"
ORIGINAL = "/v2/generate/video/luma-ai/generation"
JELLYFISH = {"prompt": "Flying jellyfish", "aspect_ratio": "16:9"}
KOI = "The camera moves down, dives underwater and moves through a dark, moody world of greenish light."
LUMA_STATES = ["queued", "dreaming", "completed", "failed"]
PATIENCE_S = 120


@pytest.fixture(scope="module")
def api(studio, key):
    with httpx.Client(
        base_url=studio.url, headers={"Authorization": f"Bearer {key}"}, timeout=60, trust_env=False
    ) as client:
        yield client


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """The URL of a folder with landscape.jpg and white-fish.png."""
    folder = tmp_path_factory.mktemp("pictures")
    Image.new("RGB", (640, 360), "teal").save(folder / "landscape.jpg")
    Image.new("RGB", (640, 360), "white").save(folder / "white-fish.png")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def jellyfish(api):
    """The ID of the documentation's first clip."""
    return original(api.post(ORIGINAL, json=JELLYFISH), 201)["id"]


def original(answer: httpx.Response, status: int = 200) -> dict:
    assert answer.status_code == status, answer.text
    return luma(answer.json())


def luma(body: dict) -> dict:
    """Return Luma's object after checking its documented shape."""
    assert {"id", "state", "failure_reason", "created_at", "assets", "version", "request"} <= set(body)
    assert isinstance(body["id"], str) and body["state"] in LUMA_STATES
    assert body["failure_reason"] is None and isinstance(body["request"], dict)
    assert (body["assets"] is not None) == (body["state"] == "completed")
    return body


def current(answer: httpx.Response) -> dict:
    body = answer.json()
    assert answer.status_code == 200, answer.text
    assert {"id", "status", "video", "error", "meta"} <= set(body) and body["error"] is None
    assert body["status"] in ("queued", "generating", "completed")
    assert (body["video"] is not None) == (body["status"] == "completed")
    return body


def poll(api, id: str) -> dict:
    """Poll as the documentation's loop does, only sooner."""
    end = time.monotonic() + PATIENCE_S
    while (body := current(api.get(CURRENT, params={"generation_id": id})))["status"] != "completed":
        assert time.monotonic() < end, body
        time.sleep(0.2)
    return body


def test_waiting_for_a_state_works_as_in_the_original_examples(api, jellyfish):
    """The Python example asks for status, the JavaScript one for state."""
    for name in ("status", "state"):
        body = original(api.get(ORIGINAL, params={"generation_id": jellyfish, name: "dreaming"}))
        assert LUMA_STATES.index(body["state"]) >= LUMA_STATES.index("dreaming")
    done = original(api.get(ORIGINAL, params={"generation_id": jellyfish, "state": "completed"}))
    assert httpx.get(done["assets"]["video"], trust_env=False).content[4:8] == b"ftyp"


def test_several_are_fetched_at_once(api, jellyfish):
    other = original(api.post(ORIGINAL, json=JELLYFISH | {"prompt": "A jellyfish in the ocean"}), 201)["id"]
    as_array = {"generation_ids[]": jellyfish, "status": "streaming"}
    assert [luma(one)["id"] for one in api.get(f"{ORIGINAL}s", params=as_array).json()] == [jellyfish]
    for both in ({"generation_ids[]": [jellyfish, other]}, {"generation_ids": f"{jellyfish},{other}"}):
        assert [luma(one)["id"] for one in api.get(f"{ORIGINAL}s", params=both).json()] == [jellyfish, other]


def test_a_clip_is_extended_with_an_image_and_with_a_clip(api, jellyfish, pictures):
    image = {"type": "image", "url": f"{pictures}landscape.jpg"}
    clip = {"type": "generation", "id": jellyfish}
    for frames in ({"frame0": image}, {"frame0": clip}, {"frame1": clip}):
        made = original(api.post(ORIGINAL, json=JELLYFISH | {"keyframes": frames}), 201)
        assert set(made["request"]["keyframes"]) == set(frames)
        done = original(api.get(ORIGINAL, params={"generation_id": made["id"], "state": "completed"}))
        assert done["state"] == "completed"


def test_ray_2_from_image_to_image_is_polled(api, pictures):
    """Its IDs once ended in the model's name, and clients send them back that way."""
    frames = {
        "frame0": {"type": "image", "url": f"{pictures}landscape.jpg"},
        "frame1": {"type": "image", "url": f"{pictures}white-fish.png"},
    }
    body = {"model": "luma/ray-2", "prompt": KOI, "keyframes": frames, "duration": "5"}
    id = current(api.post(CURRENT, json=body))["id"]
    done = poll(api, f"{id}:luma/ray-2")
    assert httpx.get(done["video"]["url"], trust_env=False).content[4:8] == b"ftyp"
    assert done["meta"] is None or "credits_used" in done["meta"]["usage"]


def test_ray_3_2_from_an_image_is_polled(api, pictures):
    prompt = "Describe what you want the model to generate."
    body = {
        "model": "luma/ray-3.2",
        "prompt": prompt,
        "duration": "5",
        "image_url": f"{pictures}landscape.jpg",
    }
    assert poll(api, current(api.post(CURRENT, json=body))["id"])["model"] == "luma/ray-3.2"


def test_the_typo_in_an_example_is_named(api):
    """Its JavaScript asks for 19:9, which no model makes."""
    refused = api.post(ORIGINAL, json=JELLYFISH | {"aspect_ratio": "19:9", "loop": False})
    assert refused.status_code == 400 and "aspect_ratio: " in refused.json()["message"]
    assert set(refused.json()) == {"message", "path", "requestId", "statusCode", "timestamp"}


def test_callbacks_are_signed_in_order_and_repeated_after_a_refusal(api, studio, receiver):
    """1. The first two callbacks get a 500.  2. They are sent again with their IDs, unless the generation is
    further by then.  3. No state follows a later one, and the last one is accepted."""
    receiver.answers = [500, 500]
    body = {"model": "ray-2", "prompt": "A lamp", "resolution": "540p", "callback_url": receiver.address}
    id = original(api.post("/dream-machine/v1/generations", json=body), 201)["id"]
    ends = lambda: [1 for _, payload in receiver.requests if json.loads(payload)["state"] == "completed"]  # noqa: E731
    wait_for(lambda: ends() and len(receiver.requests) > 2, "a message that is taken", within_s=PATIENCE_S)
    secret = "from projects.models import ApiKey; print(ApiKey.objects.get().secret())"
    secret = studio.manage("shell", "--no-imports", "-c", secret).split()[-1]
    for headers, payload in receiver.requests:
        assert headers["webhook-signature"] == sign(secret, headers, payload)
        assert abs(time.time() - int(headers["webhook-timestamp"])) < PATIENCE_S
        assert luma(json.loads(payload))["id"] == id
    ids = [headers["webhook-id"] for headers, _ in receiver.requests]
    states = [json.loads(payload)["state"] for _, payload in receiver.requests]
    assert len(set(ids)) < len(ids)
    assert states == sorted(states, key=LUMA_STATES.index) and set(states) == {"dreaming", "completed"}


def sign(secret: str, headers: dict, payload: str) -> str:
    """Return the signature as standardwebhooks.com defines it."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{payload}".encode()
    return f"v1,{base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()}"
