"""What the real server trusts of a proxy, and of a client that claims to be one."""

import sqlite3
from contextlib import closing

import pytest

from tests.projects.web import CSRF, served

pytestmark = pytest.mark.slow

SAID = {"X_Forwarded_Proto": "https", "X_Forwarded_For": "198.51.100.7, 203.0.113.9"}


@pytest.fixture(scope="module")
def behind(tmp_path_factory):
    """A studio with an https URL, behind one proxy."""
    with served(tmp_path_factory.mktemp("web"), DAILIES_PUBLIC_URL="https://dailies.example.com") as one:
        yield one


def test_behind_a_proxy_https_is_https(behind):
    """The guest's cookie is Secure, and browsers are told to use https only."""
    _, headers, _ = behind.ask(behind.share, who="", Host="dailies.example.com", **SAID)
    assert all("Secure" in cookie for cookie in headers.get_all("Set-Cookie"))
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    _, plain, _ = behind.ask(behind.share, who="", Host="dailies.example.com", X_Forwarded_Proto="http")
    assert "Strict-Transport-Security" not in plain


def test_the_clients_address_is_the_one_that_the_proxy_saw(behind):
    """Earlier addresses in the header are only the client's claim."""
    assert wrong_password(behind, "__Host-csrftoken", **SAID) == "203.0.113.9"


def test_a_client_that_bypasses_the_proxy_is_not_trusted(behind):
    assert wrong_password(behind, "__Host-csrftoken", whence="127.0.0.2", **SAID) == "127.0.0.2"
    _, headers, _ = behind.ask(behind.share, who="", whence="127.0.0.2", Host="dailies.example.com", **SAID)
    assert "Strict-Transport-Security" not in headers


def test_without_a_proxy_no_client_chooses_its_address(web):
    assert wrong_password(web, "csrftoken", **SAID) == "127.0.0.1"
    _, headers, _ = web.ask(web.share, who="", **SAID)
    assert "Strict-Transport-Security" not in headers


def wrong_password(server, cookie: str, **headers) -> str:
    """Send a wrong password, and return the address that is recorded with it."""
    body = f"username=owner@example.test&password=wrong&csrfmiddlewaretoken={CSRF}".encode()
    headers |= {"Content_Type": "application/x-www-form-urlencoded", "Cookie": f"{cookie}={CSRF}"}
    if cookie.startswith("__Host"):
        headers |= {"Host": "dailies.example.com", "Origin": "https://dailies.example.com"}
    status, _, _ = server.ask("/sign-in/", "POST", who="", body=body, **headers)
    assert status == 200
    with closing(sqlite3.connect(server.data / "dailies.sqlite3", timeout=20)) as database:
        found = database.execute("SELECT ip_address FROM axes_accessattempt ORDER BY id DESC")
        return found.fetchone()[0]
