"""Check that every network fault raises the right error, and that a paid POST is sent once."""

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
    drip,
    hang,
    head,
    reset,
    send,
    send_then_hang,
    send_then_reset,
)

KEY = "sk-canary-93b1f0c7"
A_BODY = json.dumps({"id": "a1"}).encode()


def create_client(server, **seconds):
    return ProviderClient(server.url, KEY, **({"post_s": 5, "get_s": 5} | seconds))


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def nowhere(base_url=None, **seconds):
    return ProviderClient(base_url or f"http://127.0.0.1:{closed_port()}", KEY, **seconds)


@pytest.mark.parametrize(
    "base_url",
    [None, "http://no-such-host.invalid", "gopher://127.0.0.1", "http://127.0.0.1:99999", "nonsense"],
)
def test_a_request_that_was_never_sent_is_unreachable(base_url):
    with pytest.raises(Unreachable) as caught:
        nowhere(base_url).post("/", {}, "t.1")
    assert caught.value.code == "not_sent"


def test_a_failed_handshake_sends_nothing():
    with Scripted(answer(200, A_BODY), listens=False) as server, pytest.raises(Unreachable):
        ProviderClient(server.url.replace("http://", "https://"), KEY, post_s=5).post("/", {"a": 1}, "t.1")


def test_a_hanging_handshake_sends_nothing():
    with Scripted(hang, listens=False) as server, pytest.raises(Unreachable):
        ProviderClient(server.url.replace("http://", "https://"), KEY, post_s=0.3).post("/", {"a": 1}, "t.1")


def test_nothing_is_sent_to_an_untrusted_certificate(tmp_path):
    received = []

    def greets(caller, over):
        with self_signed(tmp_path).wrap_socket(caller, server_side=True) as private:
            received.append(private.recv(1000))

    with Scripted(greets, listens=False) as server, pytest.raises(Unreachable):
        ProviderClient(server.url.replace("http://", "https://"), KEY, post_s=5).post("/", {"a": 1}, "t.1")
    assert received == []


def self_signed(folder) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(7).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    kept = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / "self-signed.pem"
    file.write_bytes(kept + builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


AFTER_SENDING = {
    "reset": reset,
    "closed": send(b""),
    "half_headers": send(b"HTTP/1.1 200 OK\r\nContent-"),
    "no_http": send(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
    "hangs": hang,
    "drips_headers": drip(b"HTTP/1.1 200 OK\r\nX-Slow: "),
    "endless_continue": drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "huge_header": send(b"HTTP/1.1 200 OK\r\nX-Filler: " + b"f" * 2_000_000 + b"\r\n\r\n"),
}


@pytest.mark.parametrize("fault", AFTER_SENDING)
def test_a_create_without_an_answer_is_unsure_and_sent_once(fault):
    with Scripted(AFTER_SENDING[fault]) as server:
        with pytest.raises(Unsure):
            create_client(server, post_s=0.5).post("/", {"prompt": "koi"}, "t.1")
        assert len(server.requests) == 1


@pytest.mark.parametrize("fault", AFTER_SENDING)
def test_a_get_without_an_answer_is_unreachable(fault):
    with Scripted(AFTER_SENDING[fault]) as server, pytest.raises(Unreachable):
        create_client(server, get_s=0.5).get("/")


WITH_ID = {"x-inference-id": "a1"}
BROKEN_BODIES = {
    "cut": (send(head(200, 1000, **WITH_ID) + b'{"id":'), "cut"),
    "reset": (send_then_reset(head(200, 1000, **WITH_ID) + b'{"id":'), "cut"),
    "drip": (drip(head(200, 10_000_000, **WITH_ID)), "timeout"),
    "hangs": (send_then_hang(head(200, 9, **WITH_ID)), "timeout"),
    "html": (answer(200, b"<html>Welcome</html>", **WITH_ID), "not_json"),
    "empty": (answer(200, b"", **WITH_ID), "not_json"),
    "deep": (answer(200, b"[" * 200_000, **WITH_ID), "not_json"),
    "large": (answer(200, b" " * 1_100_000 + A_BODY, **WITH_ID), "large"),
    "bomb": (answer(200, gzip.compress(b" " * 50_000_000), Content_Encoding="gzip", **WITH_ID), "large"),
    "brotli": (answer(200, b"\x0b\x02\x80", Content_Encoding="br", **WITH_ID), "encoded"),
    "no_gzip": (answer(200, b"plain", Content_Encoding="gzip", **WITH_ID), "encoded"),
}


@pytest.mark.parametrize("fault", BROKEN_BODIES)
def test_a_broken_body_still_yields_the_status_and_the_id_from_the_header(fault):
    act, flaw = BROKEN_BODIES[fault]
    with Scripted(act) as server:
        answer = create_client(server, post_s=0.6).post("/", {}, "t.1")
    assert (answer.status, answer.json, answer.flaw, answer.inference_id) == (200, None, flaw, "a1")


@pytest.mark.parametrize("fault", BROKEN_BODIES)
def test_a_get_with_a_broken_body_may_be_repeated(fault):
    with Scripted(BROKEN_BODIES[fault][0]) as server, pytest.raises(Unreachable):
        create_client(server, get_s=0.6).get("/")


def test_a_body_compressed_by_a_proxy_is_read():
    with Scripted(answer(200, gzip.compress(A_BODY), Content_Encoding="gzip")) as server:
        assert create_client(server).get("/").json == {"id": "a1"}


def test_a_create_sends_the_key_and_the_client_id_and_requests_no_compression():
    with Scripted(answer(200, A_BODY)) as server:
        create_client(server).post("/v2/video/generations", {"prompt": "koi"}, "sv1.home.7")
        sent = server.requests[0].lower()
    assert b"x-client-request-id: sv1.home.7" in sent
    assert b"authorization: bearer " + KEY.encode() in sent
    assert b"accept-encoding: identity" in sent


@pytest.mark.parametrize("client_id", ["", "koi pond", "x" * 129, "a\r\nb", "é"])
def test_an_invalid_client_id_is_never_sent(client_id):
    with Scripted(answer(200, A_BODY)) as server:
        with pytest.raises(ValueError):
            create_client(server).post("/", {}, client_id)
        assert server.requests == []


def test_creates_never_share_a_connection():
    alive = b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n" + A_BODY
    with Scripted(lambda caller, over: (caller.sendall(alive), over.wait(10))) as server:
        client = create_client(server, post_s=2)
        for n in range(3):  # a request on an old connection would get no answer
            assert client.post("/", {}, f"t.{n}").json == {"id": "a1"}
        assert len(server.requests) == 3


@pytest.mark.parametrize(
    "location", ["javascript:alert(1)", "http://[", "gopher://x/", "//", "http://:99999/"]
)
def test_an_invalid_location_after_a_create_is_unsure(location):
    with Scripted(answer(307, Location=location)) as server:
        with contextlib.suppress(Unsure):
            assert create_client(server).post("/", {}, "t.1").status == 307
        assert len(server.requests) == 1


def test_redirects_are_not_followed():
    with Scripted(answer(200, A_BODY)) as other, Scripted(answer(307, Location=other.url)) as server:
        assert create_client(server).post("/", {}, "t.1").status == 307
        assert other.requests == []


def test_a_proxy_from_the_environment_is_ignored(monkeypatch):
    with Scripted(answer(200, A_BODY)) as proxy, Scripted(answer(200, A_BODY)) as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        create_client(server).get("/")
        assert (len(server.requests), proxy.requests) == (1, [])


def test_cookies_are_not_kept():
    with Scripted(answer(200, A_BODY, Set_Cookie="track=1; Path=/")) as server:
        client = create_client(server)
        client.get("/"), client.get("/")
        assert not any(b"cookie" in request.lower() for request in server.requests)


@pytest.mark.parametrize("key", ["", "   ", "sk-\ncanary", "sk canary", "sk-schlüssel", None])
def test_an_unusable_key_is_busy_before_anything_is_sent(key):
    with Scripted(answer(200, A_BODY)) as server:
        with pytest.raises(Busy) as caught:
            ProviderClient(server.url, key).post("/", {}, "t.1")
        assert (caught.value.hold, server.requests) == ("key", [])


@pytest.mark.parametrize("act", [reset, hang, answer(500)], ids=["reset", "hang", "500"])
def test_the_key_appears_in_no_error_repr_or_log(act, caplog):
    caplog.set_level(logging.DEBUG)
    texts = []
    with Scripted(act) as server:
        client = create_client(server, post_s=0.4, get_s=0.4)
        for call in (lambda: client.post("/", {}, "t.1"), lambda: client.get("/")):
            try:
                texts.append(repr(call()))
            except (Unsure, Unreachable) as error:
                assert error.__cause__ is None and error.__context__ is None
                texts.append("".join(traceback.format_exception(error)))
        texts += [repr(client), repr(vars(client)), client.account, caplog.text]
    assert len(texts) == 6
    assert not [text for text in texts if KEY in text]


def test_a_forked_worker_neither_shares_a_connection_nor_waits_for_a_lock():
    alive = b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n" + A_BODY
    with Scripted(lambda caller, over: (caller.sendall(alive), over.wait(5))) as server:
        client = create_client(server)
        client.get("/")
        with client.turn:
            child = os.fork()
            if child == 0:
                fine = client.turn.acquire(blocking=False) and client.get("/").json == {"id": "a1"}
                os._exit(0 if fine else 1)
            assert os.waitpid(child, 0)[1] == 0
        assert len(server.requests) == 2


def test_one_key_has_one_account_and_another_key_another():
    assert (
        ProviderClient("http://a", KEY).account
        == ProviderClient("http://b", f" {KEY}\n").account
        != ProviderClient("http://a", "k2").account
    )
    assert ProviderClient("http://a", "").account == ""
