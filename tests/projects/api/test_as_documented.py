"""The AI/ML documents' own example calls, request by request, and Luma's callback, against a running studio.

Only the host, the key and what only the documents' author has (ids, pictures) are other ones.
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
    """The address of a folder with landscape.jpg and white-fish.png."""
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
    """The id of the documents' first clip."""
    return original(api.post(ORIGINAL, json=JELLYFISH), 201)["id"]


def original(answer: httpx.Response, status: int = 200) -> dict:
    assert answer.status_code == status, answer.text
    return luma(answer.json())


def luma(said: dict) -> dict:
    """Luma's object, in the shape that the documents tell."""
    assert {"id", "state", "failure_reason", "created_at", "assets", "version", "request"} <= set(said)
    assert isinstance(said["id"], str) and said["state"] in LUMA_STATES
    assert said["failure_reason"] is None and isinstance(said["request"], dict)
    assert (said["assets"] is not None) == (said["state"] == "completed")
    return said


def current(answer: httpx.Response) -> dict:
    said = answer.json()
    assert answer.status_code == 200, answer.text
    assert {"id", "status", "video", "error", "meta"} <= set(said) and said["error"] is None
    assert said["status"] in ("queued", "generating", "completed")
    assert (said["video"] is not None) == (said["status"] == "completed")
    return said


def polled(api, id: str) -> dict:
    """As the documents' loop does it, only sooner."""
    end = time.monotonic() + PATIENCE_S
    while (said := current(api.get(CURRENT, params={"generation_id": id})))["status"] != "completed":
        assert time.monotonic() < end, said
        time.sleep(0.2)
    return said


def test_a_clip_is_waited_for_in_the_original_words(api, jellyfish):
    """The Python example says status, the JavaScript one state."""
    for name in ("status", "state"):
        said = original(api.get(ORIGINAL, params={"generation_id": jellyfish, name: "dreaming"}))
        assert LUMA_STATES.index(said["state"]) >= LUMA_STATES.index("dreaming")
    done = original(api.get(ORIGINAL, params={"generation_id": jellyfish, "state": "completed"}))
    assert httpx.get(done["assets"]["video"], trust_env=False).content[4:8] == b"ftyp"


def test_several_are_fetched_at_once(api, jellyfish):
    other = original(api.post(ORIGINAL, json=JELLYFISH | {"prompt": "A jellyfish in the ocean"}), 201)["id"]
    as_array = {"generation_ids[]": jellyfish, "status": "streaming"}
    assert [luma(one)["id"] for one in api.get(f"{ORIGINAL}s", params=as_array).json()] == [jellyfish]
    for both in ({"generation_ids[]": [jellyfish, other]}, {"generation_ids": f"{jellyfish},{other}"}):
        assert [luma(one)["id"] for one in api.get(f"{ORIGINAL}s", params=both).json()] == [jellyfish, other]


def test_a_clip_is_extended_by_a_picture_and_by_a_clip(api, jellyfish, pictures):
    image = {"type": "image", "url": f"{pictures}landscape.jpg"}
    clip = {"type": "generation", "id": jellyfish}
    for frames in ({"frame0": image}, {"frame0": clip}, {"frame1": clip}):
        made = original(api.post(ORIGINAL, json=JELLYFISH | {"keyframes": frames}), 201)
        assert set(made["request"]["keyframes"]) == set(frames)
        done = original(api.get(ORIGINAL, params={"generation_id": made["id"], "state": "completed"}))
        assert done["state"] == "completed"


def test_ray_2_from_picture_to_picture_is_polled(api, pictures):
    """Its ids once ended in the model's name, and clients send them back so."""
    frames = {
        "frame0": {"type": "image", "url": f"{pictures}landscape.jpg"},
        "frame1": {"type": "image", "url": f"{pictures}white-fish.png"},
    }
    body = {"model": "luma/ray-2", "prompt": KOI, "keyframes": frames, "duration": "5"}
    id = current(api.post(CURRENT, json=body))["id"]
    done = polled(api, f"{id}:luma/ray-2")
    assert httpx.get(done["video"]["url"], trust_env=False).content[4:8] == b"ftyp"
    assert done["meta"] is None or "credits_used" in done["meta"]["usage"]


def test_ray_3_2_from_a_picture_is_polled(api, pictures):
    said = "Describe what you want the model to generate."
    body = {
        "model": "luma/ray-3.2",
        "prompt": said,
        "duration": "5",
        "image_url": f"{pictures}landscape.jpg",
    }
    assert polled(api, current(api.post(CURRENT, json=body))["id"])["model"] == "luma/ray-3.2"


def test_the_examples_slip_of_the_pen_is_named(api):
    """Their JavaScript asks for 19:9, which no model makes."""
    refused = api.post(ORIGINAL, json=JELLYFISH | {"aspect_ratio": "19:9", "loop": False})
    assert refused.status_code == 400 and "aspect_ratio: " in refused.json()["message"]
    assert set(refused.json()) == {"message", "path", "requestId", "statusCode", "timestamp"}


def test_a_callback_comes_signed_in_order_and_again_where_it_was_refused(api, studio, receiver):
    """1. The first two messages are answered with 500.  2. What was refused comes again, under its own id,
    unless the clip is further by then.  3. No state comes after a later one; the last one is taken."""
    receiver.answers = [500, 500]
    body = {"model": "ray-2", "prompt": "A lamp", "resolution": "540p", "callback_url": receiver.address}
    id = original(api.post("/dream-machine/v1/generations", json=body), 201)["id"]
    ends = lambda: [1 for _, said in receiver.heard if json.loads(said)["state"] == "completed"]  # noqa: E731
    wait_for(lambda: ends() and len(receiver.heard) > 2, "a message that is taken", within_s=PATIENCE_S)
    secret = "from projects.models import ApiKey; print(ApiKey.objects.get().secret())"
    secret = studio.manage("shell", "--no-imports", "-c", secret).split()[-1]
    for headers, said in receiver.heard:
        assert headers["webhook-signature"] == signed(secret, headers, said)
        assert abs(time.time() - int(headers["webhook-timestamp"])) < PATIENCE_S
        assert luma(json.loads(said))["id"] == id
    ids = [headers["webhook-id"] for headers, _ in receiver.heard]
    states = [json.loads(said)["state"] for _, said in receiver.heard]
    assert len(set(ids)) < len(ids)
    assert states == sorted(states, key=LUMA_STATES.index) and set(states) == {"dreaming", "completed"}


def signed(secret: str, headers: dict, said: str) -> str:
    """As standardwebhooks.com tells it."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{said}".encode()
    return f"v1,{base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()}"
