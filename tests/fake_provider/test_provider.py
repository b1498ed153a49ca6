"""The fake provider speaks both dialects of the AI/ML API as documented."""

import hashlib
import http.server
import io
import threading

import av
import pytest
from PIL import Image

from tests.fake_provider import FakeProvider
from tests.fake_provider.conftest import CURRENT, caller, made, order, until
from tests.fake_provider.rules import CURRENT as MODELS

ORIGINAL = "/v2/generate/video/luma-ai/generation"


@pytest.fixture
def gallery():
    """A real web server with one image, one page and one URL that never answers."""
    picture = io.BytesIO()
    Image.new("RGB", (64, 36), (180, 90, 30)).save(picture, "PNG")
    with _Gallery(picture.getvalue()) as standing:
        yield standing


class _Gallery:
    def __init__(self, picture):
        self.picture, self.closing = picture, threading.Event()

    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()

    def _handler(gallery):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                if self.path == "/silent":
                    gallery.closing.wait(20)
                body = gallery.picture if self.path == "/picture.png" else b"<h1>no picture</h1>"
                self.send_response(200)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler


def image(url):
    return {"type": "image", "url": url}


def generation(generation_id):
    return {"type": "generation", "id": generation_id}


# The current dialect


@pytest.mark.parametrize("model", MODELS)
def test_every_model_makes_a_video_from_a_prompt_alone(client, model):
    sent = client.post(CURRENT, json={"model": model, "prompt": "waves"})
    assert (sent.status_code, sent.json()["status"]) == (200, "queued")
    view = made(client, sent.json()["id"])
    assert view["status"] == "completed"
    assert view["meta"]["usage"]["usd_spent"] == float(sent.headers["x-aimlapi-usd-spent"]) > 0
    assert client.get(view["video"]["url"]).headers["content-type"] == "video/mp4"


@pytest.mark.parametrize(
    ("ratio", "seconds", "size"), [("16:9", 5, (320, 180)), ("9:21", 9, (180, 420)), ("1:1", 5, (180, 180))]
)
def test_the_video_has_the_shape_and_length_of_the_order(client, ratio, seconds, size):
    sent = order(client, aspect_ratio=ratio, duration=seconds).json()
    video = client.get(made(client, sent["id"])["video"]["url"]).content
    with av.open(io.BytesIO(video)) as box:
        stream = box.streams.video[0]
        assert (stream.width, stream.height) == size
        assert sum(1 for _ in box.decode(stream)) == seconds * 24 and stream.average_rate == 24


def test_the_status_rises_from_queued_to_generating_to_completed(provider, client):
    provider.set(make_s=0.4)
    generation_id, seen = order(client).json()["id"], []

    def look():
        status = client.get(CURRENT, params={"generation_id": generation_id}).json()["status"]
        seen.extend([] if status in seen else [status])
        return status == "completed"

    until(look)
    assert seen == ["queued", "generating", "completed"]


PICTURE = "https://pictures.example/koi.png"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"prompt": "x"}, "model"),
        ({"model": "luma/ray-9", "prompt": "x"}, "model"),
        ({"model": "luma/ray-2"}, "prompt"),
        ({"model": "luma/ray-2", "prompt": ""}, "prompt"),
        ({"model": "luma/ray-2", "prompt": "x" * 2049}, "prompt"),
        ({"model": "luma/ray-2", "prompt": "x", "seed": 4}, "seed"),
        ({"model": "luma/ray-2", "prompt": "x", "duration": "5s"}, "duration"),
        ({"model": "luma/ray-2", "prompt": "x", "duration": 10}, "duration"),
        ({"model": "luma/ray-2", "prompt": "x", "duration": True}, "duration"),
        ({"model": "luma/ray-2", "prompt": "x", "resolution": "360p"}, "resolution"),
        ({"model": "luma/ray-2", "prompt": "x", "aspect_ratio": "2:1"}, "aspect_ratio"),
        ({"model": "luma/ray-2", "prompt": "x", "loop": "yes"}, "loop"),
        ({"model": "luma/ray-2", "prompt": "x", "keyframes": {"frame2": None}}, "keyframes"),
        ({"model": "luma/ray-2", "prompt": "x", "keyframes": {"frame0": {"type": "image"}}}, "keyframes"),
        ({"model": "luma/ray-1-6", "prompt": "x", "duration": 5}, "duration"),
        ({"model": "luma/ray-1-6", "prompt": "x", "resolution": "720p"}, "resolution"),
        ({"model": "luma/ray-3.2", "prompt": "x", "keyframes": {}}, "keyframes"),
        ({"model": "luma/ray-3.2", "prompt": "x", "aspect_ratio": "9:21"}, "aspect_ratio"),
        ({"model": "luma/ray-3.2", "prompt": "x", "hdr": True, "duration": 10}, "hdr"),
        ({"model": "luma/ray-3.2", "prompt": "x", "exr_export": True}, "exr_export"),
        ({"model": "luma/ray-3.2", "prompt": "x", "type": "video_edit"}, "video_url"),
        ({"model": "luma/ray-3.2", "prompt": "x" * 6001}, "prompt"),
        ({"model": "luma/ray-3.2", "prompt": "x", "duration": 10, "loop": True}, "duration"),
        ({"model": "luma/ray-3.2", "prompt": "x", "duration": 10, "image_url": PICTURE}, "duration"),
        ({"model": "luma/ray-3.2", "prompt": "x", "duration": 10, "last_image_url": PICTURE}, "duration"),
        ({"model": "luma/ray-3.2", "prompt": "x", "loop": True, "last_image_url": PICTURE}, "loop"),
        ({"model": "luma/ray-3.2", "prompt": "x", "loop": True, "hdr": True}, "loop"),
    ],
)
def test_a_refusal_names_the_wrong_key_of_the_body(provider, client, body, path):
    answer = client.post(CURRENT, json=body)
    error = answer.json()
    assert (answer.status_code, error["message"], error["path"]) == (400, "Body validation error", CURRENT)
    assert [hint["path"] for hint in error["errors"]] == [path]
    assert int(error["statusCode"]) == 400 and error["requestId"] and error["timestamp"]
    assert provider.summary()["accepted"] == 0


def test_a_prompt_of_2048_characters_and_null_keyframes_are_accepted(client):
    assert order(client, prompt="x" * 2048, keyframes={"frame0": None, "frame1": None}).status_code == 200


def test_the_status_code_of_an_error_is_sometimes_a_string(client):
    kinds = {type(order(client, seed=1).json()["statusCode"]) for _ in range(40)}
    assert kinds == {int, str}


def test_a_generation_is_known_to_its_own_key_only(tmp_path):
    with (
        FakeProvider(tmp_path, keys=["one", "two"], make_s=0.05) as provider,
        caller(provider, "one") as one,
        caller(provider, "two") as two,
    ):
        mine = order(one).json()["id"]
        assert two.get(CURRENT, params={"generation_id": mine}).status_code == 404
        assert made(one, mine)["status"] == "completed"
        frames = {"frame0": generation(mine)}
        assert order(two, keyframes=frames).status_code == 400
        assert order(one, keyframes=frames).status_code == 200


# Keyframes


def test_a_keyframe_generation_must_exist_and_be_completed(provider, client):
    provider.set(make_s=0.3)
    fresh = order(client).json()["id"]
    assert "not completed" in order(client, keyframes={"frame1": generation(fresh)}).json()["message"]
    assert "not found" in order(client, keyframes={"frame1": generation("no-such")}).json()["message"]
    made(client, fresh)
    assert order(client, keyframes={"frame1": generation(fresh)}).status_code == 200


@pytest.mark.parametrize("model", ["luma/ray-2", "luma/ray-3.2"])
def test_keyframe_images_are_fetched_and_kept_to_the_pixel(provider, client, gallery, model):
    url = f"{gallery.url}/picture.png"
    frames = {"keyframes": {"frame0": image(url), "frame1": image(url)}}
    if model == "luma/ray-3.2":
        frames = {"image_url": url, "last_image_url": url}
    generation_id = order(client, model=model, **frames).json()["id"]
    kept = provider.ledger.images
    assert [(row["frame"], row["generation_id"]) for row in kept] == [
        ("frame0", generation_id),
        ("frame1", generation_id),
    ]
    assert {row["sha256"] for row in kept} == {hashlib.sha256(gallery.picture).hexdigest()}
    with open(kept[0]["file"], "rb") as file:
        assert file.read() == gallery.picture


@pytest.mark.parametrize("path", ["/page.html", "/silent"])
def test_an_image_that_cannot_be_fetched_is_refused_with_a_reason(provider, client, gallery, path):
    provider.set(image_timeout_s=0.3)
    answer = order(client, keyframes={"frame0": image(gallery.url + path)})
    assert answer.status_code == 400 and "image could not be fetched" in answer.json()["message"]
    assert provider.summary()["accepted"] == 0


def test_an_image_behind_a_closed_port_is_refused_unless_fetching_is_off(provider, client):
    frames = {"frame0": image("http://127.0.0.1:1/picture.png")}
    assert "could not be fetched" in order(client, keyframes=frames).json()["message"]
    provider.set(fetch_images=False)
    assert order(client, keyframes=frames).status_code == 200


# The original dialect


def test_the_original_dialect_makes_a_video_with_a_long_poll(provider, client):
    body = {"prompt": "a harbour", "aspect_ratio": "4:3", "duration": "9s", "model": "ray-2"}
    sent = client.post(ORIGINAL, json=body)
    assert (sent.status_code, sent.json()["state"]) == (201, "queued")
    for spelling in ("state", "status"):
        asked = {"generation_id": sent.json()["id"], spelling: "completed"}
        view = client.get(ORIGINAL, params=asked).json()
        assert view["state"] == "completed" and view["request"] == body
    assert client.get(view["assets"]["video"]).status_code == 200


def test_a_long_poll_ends_in_time(provider, client):
    provider.set(make_s=60, wait_s=0.1)
    sent = client.post(ORIGINAL, json={"prompt": "x", "aspect_ratio": "1:1"}).json()
    view = client.get(ORIGINAL, params={"generation_id": sent["id"], "state": "completed"}).json()
    assert view["state"] == "queued"
    asked = {"generation_id": sent["id"], "state": "failed"}
    assert client.get(ORIGINAL, params=asked).status_code == 400


def test_the_original_dialect_requires_an_aspect_ratio_and_can_be_off(provider, client):
    assert client.post(ORIGINAL, json={"prompt": "x"}).json()["errors"][0]["path"] == "aspect_ratio"
    provider.set(original=False)
    assert client.post(ORIGINAL, json={"prompt": "x", "aspect_ratio": "1:1"}).status_code == 404


@pytest.mark.parametrize("shape", ["list", "generations", "data"])
def test_many_are_fetched_at_once_in_every_spelling_and_shape(provider, client, shape):
    provider.set(many=shape)
    first, second = (order(client).json()["id"] for _ in range(2))
    commas = client.get(f"{ORIGINAL}s", params={"generation_ids": f"{first},{second},unknown"}).json()
    repeated = client.get(f"{ORIGINAL}s", params={"generation_ids[]": [first, second]}).json()
    for answer in (commas, repeated):
        rows = answer if shape == "list" else answer[shape]
        assert [row["id"] for row in rows] == [first, second]


def test_fetch_many_can_be_switched_off(provider, client):
    provider.set(many="off")
    assert client.get(f"{ORIGINAL}s", params={"generation_ids": "a"}).status_code == 404
