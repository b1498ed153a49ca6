"""The fake provider speaks Luma's own API, to Luma's own generations only."""

import http.server
import json
import threading

from tests.fake_provider.conftest import CURRENT, order, until

LUMA = "/dream-machine/v1"


def test_lumas_own_api_creates_lists_and_deletes(provider, client):
    body = {"model": "ray-2", "prompt": "x", "duration": "5s", "concepts": [{"key": "push_in"}]}
    ids = [
        client.post(f"{LUMA}/{path}", json=body).json()["id"] for path in ("generations", "generations/video")
    ]
    view = until(lambda: _completed(client.get(f"{LUMA}/generations/{ids[0]}").json()))
    assert client.get(view["assets"]["video"]).status_code == 200
    page = client.get(f"{LUMA}/generations", params={"limit": 1}).json()
    assert (page["has_more"], page["count"], page["generations"][0]["id"]) == (True, 2, ids[1])
    assert client.delete(f"{LUMA}/generations/{ids[0]}").status_code == 204
    assert client.get(f"{LUMA}/generations/{ids[0]}").status_code == 404
    assert provider.summary()["accepted"] == 2


def test_lumas_own_generations_are_unknown_to_the_aiml_api(client):
    theirs = client.post(f"{LUMA}/generations", json={"model": "ray-2", "prompt": "x"}).json()["id"]
    until(lambda: _completed(client.get(f"{LUMA}/generations/{theirs}").json()))
    assert client.get("/v2/logs").json()["data"] == []
    assert client.get(CURRENT, params={"generation_id": theirs}).status_code == 404
    assert order(client, keyframes={"frame0": {"type": "generation", "id": theirs}}).status_code == 400


def _completed(view):
    return view if view["state"] == "completed" else None


def test_errors_of_lumas_own_api_are_called_detail(provider, client):
    assert client.post(f"{LUMA}/generations", json={"prompt": "x"}).json() == {
        "detail": "Body validation error"
    }
    assert client.get(f"{LUMA}/ping").json() == {"message": "pong"}
    assert client.get(f"{LUMA}/credits").json() == {"credit_balance": 100_000}
    assert "push_in" in client.get(f"{LUMA}/generations/concepts/list").json()
    provider.set(revoked=[provider.key])
    assert "detail" in client.get(f"{LUMA}/ping").json()


def test_lumas_callback_is_posted_at_every_state(provider, client):
    states = []

    class Ear(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            states.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["state"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ear) as ear:
        threading.Thread(target=ear.serve_forever, args=(0.02,), daemon=True).start()
        url = f"http://127.0.0.1:{ear.server_port}/"
        client.post(f"{LUMA}/generations", json={"model": "ray-2", "prompt": "x", "callback_url": url})
        until(lambda: "completed" in states)
        ear.shutdown()
    assert states == ["dreaming", "completed"]
