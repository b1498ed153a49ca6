"""A person without a browser: signs in, sends forms, and tries again when the connection breaks."""

import time

import httpx

EMAIL, PASSWORD = "ada@example.test", "a lamp in the tower"
PATIENCE_S = 150


class PersonAtTheDoor:
    """Posts forms over real HTTP as a browser would, with cookies and CSRF token."""

    def __init__(self, url: str):
        self.http = httpx.Client(base_url=url, timeout=20, trust_env=False)

    def begin(self) -> "PersonAtTheDoor":
        self.http.get("/first-run/")
        answer = self.post("/first-run/", email=EMAIL, password=PASSWORD)
        assert answer.status_code == 302, answer.text[:500]
        self.project = answer.headers["location"]
        return self

    def request(self, token: str, **settings) -> httpx.Response:
        fields = {"prompt": "A lamp turns in the fog", "takes": 1, **settings}
        return self.post(f"{self.project}generations/", client_token=token, **fields)

    def press(self, clip: str, what: str, **fields) -> httpx.Response:
        return self.post(f"{self.project}clips/{clip}/{what}/", **fields)

    def upload(self, path: str, file: tuple[str, bytes], **fields) -> httpx.Response:
        return self.send(path, fields, {"file": file})

    def post(self, path: str, **fields) -> httpx.Response:
        return self.send(path, fields)

    def send(self, path: str, fields: dict, files: dict | None = None) -> httpx.Response:
        """Send the form again and again until there is an answer, as a patient person would."""
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                token = self.http.cookies.get("csrftoken", "")
                answer = self.http.post(path, data={**fields, "csrfmiddlewaretoken": token}, files=files)
                if answer.status_code < 500:
                    return answer
            except httpx.TransportError:
                pass
            assert time.monotonic() < end, f"no answer from {path}"
            time.sleep(0.2)
