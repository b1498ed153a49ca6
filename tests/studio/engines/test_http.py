"""Every fault of the network has one of our names, and the paid POST goes out once."""

import contextlib
import gzip
import json
import logging
import os
import socket
import ssl
import traceback
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from studio.engines.base import Busy, Unreachable, Unsure
from studio.engines.http import ProviderClient
from tests.studio.scripted import (
    Scripted,
    answer,
    drips,
    hang,
    head,
    reset,
    says,
    says_then_hangs,
    says_then_resets,
)

KEY = "sk-canary-93b1f0c7"
A_BODY = json.dumps({"id": "a1"}).encode()


def line(server, **seconds):
    return ProviderClient(server.url, KEY, **({"post_s": 5, "get_s": 5} | seconds))


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def nowhere(base_url=None, **seconds):
    return ProviderClient(base_url or f"http://127.0.0.1:{closed_port()}", KEY, **seconds)


@pytest.mark.parametrize(
    "base_url",
    [None, "http://no-such-host.invalid", "gopher://127.0.0.1", "http://127.0.0.1:99999", "nonsense"],
)
def test_what_never_left_is_unreachable(base_url):
    with pytest.raises(Unreachable) as caught:
        nowhere(base_url).post("/", {}, "t.1")
    assert caught.value.code == "not_sent"


def test_a_handshake_that_fails_sends_nothing():
    with Scripted(answer(200, A_BODY), listens=False) as server, pytest.raises(Unreachable):
        ProviderClient(server.url.replace("http://", "https://"), KEY, post_s=5).post("/", {"a": 1}, "t.1")


def test_a_handshake_that_hangs_sends_nothing():
    with Scripted(hang, listens=False) as server, pytest.raises(Unreachable):
        ProviderClient(server.url.replace("http://", "https://"), KEY, post_s=0.3).post("/", {"a": 1}, "t.1")


def test_a_certificate_of_nobody_we_know_gets_no_order(tmp_path):
    heard = []

    def greets(caller, over):
        with self_signed(tmp_path).wrap_socket(caller, server_side=True) as private:
            heard.append(private.recv(1000))

    with Scripted(greets, listens=False) as server, pytest.raises(Unreachable):
        ProviderClient(server.url.replace("http://", "https://"), KEY, post_s=5).post("/", {"a": 1}, "t.1")
    assert heard == []


def self_signed(folder) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    kept = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / "self-signed.pem"
    file.write_bytes(kept + made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


AFTER_SENDING = {
    "reset": reset,
    "closed": says(b""),
    "half_headers": says(b"HTTP/1.1 200 OK\r\nContent-"),
    "no_http": says(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
    "hangs": hang,
    "drips_headers": drips(b"HTTP/1.1 200 OK\r\nX-Slow: "),
    "endless_continue": drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "huge_header": says(b"HTTP/1.1 200 OK\r\nX-Filler: " + b"f" * 2_000_000 + b"\r\n\r\n"),
}


@pytest.mark.parametrize("fault", AFTER_SENDING)
def test_a_create_that_was_sent_and_not_answered_is_unsure_and_sent_once(fault):
    with Scripted(AFTER_SENDING[fault]) as server:
        with pytest.raises(Unsure):
            line(server, post_s=0.5).post("/", {"prompt": "koi"}, "t.1")
        assert len(server.heard) == 1


@pytest.mark.parametrize("fault", AFTER_SENDING)
def test_a_question_that_was_not_answered_is_unreachable(fault):
    with Scripted(AFTER_SENDING[fault]) as server, pytest.raises(Unreachable):
        line(server, get_s=0.5).get("/")


TOLD = {"x-inference-id": "a1"}
BROKEN_BODIES = {
    "cut": (says(head(200, 1000, **TOLD) + b'{"id":'), "cut"),
    "reset": (says_then_resets(head(200, 1000, **TOLD) + b'{"id":'), "cut"),
    "drips": (drips(head(200, 10_000_000, **TOLD)), "timeout"),
    "hangs": (says_then_hangs(head(200, 9, **TOLD)), "timeout"),
    "html": (answer(200, b"<html>Welcome</html>", **TOLD), "not_json"),
    "empty": (answer(200, b"", **TOLD), "not_json"),
    "deep": (answer(200, b"[" * 200_000, **TOLD), "not_json"),
    "large": (answer(200, b" " * 1_100_000 + A_BODY, **TOLD), "large"),
    "bomb": (answer(200, gzip.compress(b" " * 50_000_000), Content_Encoding="gzip", **TOLD), "large"),
    "brotli": (answer(200, b"\x0b\x02\x80", Content_Encoding="br", **TOLD), "encoded"),
    "no_gzip": (answer(200, b"plain", Content_Encoding="gzip", **TOLD), "encoded"),
}


@pytest.mark.parametrize("fault", BROKEN_BODIES)
def test_a_broken_body_still_tells_its_status_and_the_id_of_the_header(fault):
    act, flaw = BROKEN_BODIES[fault]
    with Scripted(act) as server:
        told = line(server, post_s=0.6).post("/", {}, "t.1")
    assert (told.status, told.json, told.flaw, told.inference_id) == (200, None, flaw, "a1")


@pytest.mark.parametrize("fault", BROKEN_BODIES)
def test_a_question_answered_with_a_broken_body_may_be_asked_again(fault):
    with Scripted(BROKEN_BODIES[fault][0]) as server, pytest.raises(Unreachable):
        line(server, get_s=0.6).get("/")


def test_a_body_that_a_proxy_packed_is_read():
    with Scripted(answer(200, gzip.compress(A_BODY), Content_Encoding="gzip")) as server:
        assert line(server).get("/").json == {"id": "a1"}


def test_a_create_carries_key_and_client_id_and_asks_for_plain_bytes():
    with Scripted(answer(200, A_BODY)) as server:
        line(server).post("/v2/video/generations", {"prompt": "koi"}, "sv1.home.7")
        sent = server.heard[0].lower()
    assert b"x-client-request-id: sv1.home.7" in sent
    assert b"authorization: bearer " + KEY.encode() in sent
    assert b"accept-encoding: identity" in sent


@pytest.mark.parametrize("client_id", ["", "koi pond", "x" * 129, "a\r\nb", "é"])
def test_a_client_id_that_would_be_dropped_is_never_sent(client_id):
    with Scripted(answer(200, A_BODY)) as server:
        with pytest.raises(ValueError):
            line(server).post("/", {}, client_id)
        assert server.heard == []


def test_creates_never_share_a_connection():
    alive = b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n" + A_BODY
    with Scripted(lambda caller, over: (caller.sendall(alive), over.wait(10))) as server:
        paid = line(server, post_s=2)
        for n in range(3):  # one sent on an old connection would find nobody there to answer
            assert paid.post("/", {}, f"t.{n}").json == {"id": "a1"}
        assert len(server.heard) == 3


@pytest.mark.parametrize(
    "location", ["javascript:alert(1)", "http://[", "gopher://x/", "//", "http://:99999/"]
)
def test_an_odd_location_after_a_create_is_no_proof_that_nothing_was_sent(location):
    with Scripted(answer(307, Location=location)) as server:
        with contextlib.suppress(Unsure):
            assert line(server).post("/", {}, "t.1").status == 307
        assert len(server.heard) == 1


def test_a_redirect_is_not_followed_with_the_key():
    with Scripted(answer(200, A_BODY)) as other, Scripted(answer(307, Location=other.url)) as server:
        assert line(server).post("/", {}, "t.1").status == 307
        assert other.heard == []


def test_a_proxy_of_the_environment_never_sees_the_key(monkeypatch):
    with Scripted(answer(200, A_BODY)) as proxy, Scripted(answer(200, A_BODY)) as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        line(server).get("/")
        assert (len(server.heard), proxy.heard) == (1, [])


def test_cookies_are_not_kept():
    with Scripted(answer(200, A_BODY, Set_Cookie="track=1; Path=/")) as server:
        asking = line(server)
        asking.get("/"), asking.get("/")
        assert not any(b"cookie" in heard.lower() for heard in server.heard)


@pytest.mark.parametrize("key", ["", "   ", "sk-\ncanary", "sk canary", "sk-schlüssel", None])
def test_an_unusable_key_is_busy_before_anything_is_sent(key):
    with Scripted(answer(200, A_BODY)) as server:
        with pytest.raises(Busy) as caught:
            ProviderClient(server.url, key).post("/", {}, "t.1")
        assert (caught.value.hold, server.heard) == ("key", [])


@pytest.mark.parametrize("act", [reset, hang, answer(500)], ids=["reset", "hang", "500"])
def test_the_key_is_in_no_error_no_repr_and_no_log(act, caplog):
    caplog.set_level(logging.DEBUG)
    told = []
    with Scripted(act) as server:
        speaking = line(server, post_s=0.4, get_s=0.4)
        for speak in (lambda: speaking.post("/", {}, "t.1"), lambda: speaking.get("/")):
            try:
                told.append(repr(speak()))
            except (Unsure, Unreachable) as error:
                assert error.__cause__ is None and error.__context__ is None
                told.append("".join(traceback.format_exception(error)))
        told += [repr(speaking), repr(vars(speaking)), speaking.account, caplog.text]
    assert len(told) == 6
    assert not [text for text in told if KEY in text]


def test_a_forked_worker_neither_shares_a_connection_nor_waits_for_a_lock():
    alive = b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n" + A_BODY
    with Scripted(lambda caller, over: (caller.sendall(alive), over.wait(5))) as server:
        asking = line(server)
        asking.get("/")
        with asking.turn:
            child = os.fork()
            if child == 0:
                fine = asking.turn.acquire(blocking=False) and asking.get("/").json == {"id": "a1"}
                os._exit(0 if fine else 1)
            assert os.waitpid(child, 0)[1] == 0
        assert len(server.heard) == 2


def test_one_key_has_one_account_and_another_key_another():
    assert (
        ProviderClient("http://a", KEY).account
        == ProviderClient("http://b", f" {KEY}\n").account
        != ProviderClient("http://a", "k2").account
    )
    assert ProviderClient("http://a", "").account == ""
