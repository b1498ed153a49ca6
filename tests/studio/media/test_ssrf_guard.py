"""Check that no typed, looked-up or redirected address leads into a private network."""

import random
import socket

import httpcore
import pytest

from studio.media import fetch
from studio.media.ssrf_guard import NOT_PUBLIC_4, Blocked, Guard, is_public
from tests.studio.scripted import Scripted, answer

LISTED = """
http://127.0.0.1/
http://127.0.0.1:80/
https://127.0.0.1/
http://127.0.0.2/
http://127.255.255.254/
http://2130706433/
http://0x7f000001/
http://0x7f.1/
http://0x7f.0.0.1/
http://127.1/
http://127.0.1/
http://0177.0.0.1/
http://0177.1/
http://017700000001/
http://0/
http://0.0.0.0/
http://00000000/
http://localhost/
http://LOCALHOST/
http://localhost./
http://[::1]/
http://[::]/
http://[0:0:0:0:0:0:0:1]/
http://[0000::1]/
http://[::ffff:127.0.0.1]/
http://[::ffff:7f00:1]/
http://[::ffff:169.254.169.254]/
http://[::ffff:10.0.0.1]/
http://[::ffff:8.8.8.8]/
http://[::127.0.0.1]/
http://[64:ff9b::a9fe:a9fe]/
http://[64:ff9b::7f00:1]/
http://[64:ff9b:1::a9fe:a9fe]/
http://[2002:7f00:1::]/
http://[2002:a9fe:a9fe::1]/
http://[2001::1]/
http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/
http://[2001:db8::1]/
http://[3fff::1]/
http://[fec0::1]/
http://[fc00::1]/
http://[fd00:ec2::254]/
http://[fe80::1]/
http://[fe80::1%25lo]/
http://[ff02::1]/
http://[100::1]/
http://[5f00::1]/
http://10.0.0.1/
http://10.255.255.255/
http://012.0.0.1/
http://100.64.0.1/
http://100.100.100.200/
http://169.254.169.254/latest/meta-data/
http://169.254.170.2/v2/credentials
http://2852039166/
http://0xa9fea9fe/
http://0xA9.0xFE.0xA9.0xFE/
http://0251.0376.0251.0376/
http://168.63.129.16/
http://172.16.0.1/
http://172.31.255.255/
http://192.0.0.192/
http://192.0.2.1/
http://192.88.99.1/
http://192.168.0.1/
http://192.168.1.1:443/
http://3232235777/
http://198.18.0.1/
http://198.51.100.1/
http://203.0.113.1/
http://224.0.0.1/
http://239.255.255.250/
http://240.0.0.1/
http://255.255.255.255/
http://8.8.8.8:22/
http://8.8.8.8:6379/
http://8.8.8.8:8080/
https://8.8.8.8:11211/
http://user:pw@127.0.0.1/
http://user:pw@8.8.8.8/
http://8.8.8.8@127.0.0.1/
http://127.0.0.1%2f@8.8.8.8/
http://①②⑦.⓪.⓪.①/
http://127。0。0。1/
file:///etc/passwd
ftp://8.8.8.8/
gopher://8.8.8.8/
data:image/png;base64,AAAA
unix:///var/run/docker.sock
http+unix://%2Fvar%2Frun%2Fdocker.sock/
//127.0.0.1/
http:///etc/passwd
http://
http://[/
http://8.8.8.8:99999/
javascript:alert(1)
not an address
"""
HOSTILE = [*LISTED.strip().split("\n"), "", "http://127.0.0.1\r\nX: y/", "http://" + "a" * 70_000]


@pytest.fixture
def knocks(monkeypatch):
    """Provide the addresses that connections were started to, and let none through."""
    connections = []

    def knock(address, *rest, **more):
        connections.append(address)
        raise OSError("No connection leaves a test of the guard.")

    monkeypatch.setattr(socket, "create_connection", knock)
    return connections


def test_the_list_of_hostile_addresses_is_complete():
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize("url", HOSTILE)
def test_a_hostile_address_is_never_connected_to(url, knocks):
    with pytest.raises(fetch.NoPicture) as caught:
        fetch.read_image(url)
    assert (knocks, str(caught.value)) == ([], fetch.NO_PICTURE)


SPELLINGS = {
    "dotted": str,
    "decimal": lambda ip: str(int(ip)),
    "hex": lambda ip: hex(int(ip)),
    "octal": lambda ip: f"0{int(ip):o}",
    "hex_parts": lambda ip: ".".join(map(hex, ip.packed)),
    "octal_parts": lambda ip: ".".join(f"0{part:o}" for part in ip.packed),
    "two_parts": lambda ip: f"{ip.packed[0]}.{int(ip) & 0xFFFFFF}",
    "three_parts": lambda ip: f"{ip.packed[0]}.{ip.packed[1]}.{int(ip) & 0xFFFF}",
    "mapped": lambda ip: f"[::ffff:{ip}]",
    "compatible": lambda ip: f"[::{ip}]",
    "nat64": lambda ip: f"[64:ff9b::{ip}]",
    "6to4": lambda ip: f"[2002:{ip.packed[0]:02x}{ip.packed[1]:02x}:{ip.packed[2]:02x}{ip.packed[3]:02x}::1]",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_of_a_private_address_is_connected_to(spelling, knocks):
    chance = random.Random(f"guard {spelling}")
    for net in NOT_PUBLIC_4:
        ip = net[chance.randrange(net.num_addresses)]
        with pytest.raises(fetch.NoPicture):
            fetch.read_image(f"http://{SPELLINGS[spelling](ip)}/a.png")
    assert knocks == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "url", [u for u in HOSTILE if "\r" not in u and len(u) < 1000 and "//127.0.0.1" not in u]
)
def test_a_redirect_to_a_hostile_address_is_not_followed(url, status, monkeypatch):
    connections, connect = [], socket.create_connection
    monkeypatch.setattr(
        socket,
        "create_connection",
        lambda to, *rest, **more: connections.append(to) or connect(to, *rest, **more),
    )
    elsewhere = answer(status, b"", Location=url.encode("unicode_escape").decode())
    with Scripted(elsewhere, answer(404)) as server:
        with pytest.raises(fetch.NoPicture):
            fetch.read_image(server.url, allow_hosts=["127.0.0.1"])
        assert set(connections) == {("127.0.0.1", server.port)}


@pytest.mark.parametrize(
    "ip", ["8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450::1", "192.0.1.1"]
)
def test_public_addresses_are_public(ip):
    assert is_public(ip)


@pytest.mark.parametrize(
    "ip", ["", "localhost", "127.1", "2130706433", "::ffff:8.8.8.8", "fe80::1%eth0", "1.2.3.4.5"]
)
def test_special_addresses_are_not_public(ip):
    assert not is_public(ip)


def test_a_name_is_looked_up_once_and_its_address_checked_when_connecting(knocks):
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    guard = Guard(resolve=lambda host, port: next(answers))
    with pytest.raises(httpcore.ConnectError):
        guard.connect_tcp("rebind.test", 80)
    assert knocks == [("93.184.216.34", 80)]
    with pytest.raises(Blocked):
        guard.connect_tcp("rebind.test", 80)
    assert knocks == [("93.184.216.34", 80)]


@pytest.mark.parametrize(
    "mixed", [["8.8.8.8", "10.0.0.1"], ["::1", "8.8.8.8"], ["2606:4700::1", "fd00::1"], []]
)
def test_one_private_address_among_public_ones_blocks_the_name(mixed, knocks):
    with pytest.raises(Blocked):
        Guard(resolve=lambda host, port: mixed).connect_tcp("mixed.test", 443)
    assert knocks == []


def test_all_public_addresses_are_tried_in_turn(knocks):
    with pytest.raises(httpcore.ConnectError):
        Guard(resolve=lambda host, port: ["8.8.8.8", "8.8.4.4"]).connect_tcp("two.test", 443)
    assert knocks == [("8.8.8.8", 443), ("8.8.4.4", 443)]


def test_unix_sockets_are_blocked():
    with pytest.raises(Blocked):
        Guard().connect_unix_socket("/var/run/docker.sock")


def test_hosts_allowed_by_an_admin_are_open_at_any_port():
    with Scripted(answer(200, b"a picture")) as server:
        assert fetch.read_image(server.url, allow_hosts=["127.0.0.1"]) == b"a picture"
        with pytest.raises(fetch.NoPicture):
            fetch.read_image(server.url, allow_hosts=["localhost"])
        assert len(server.requests) == 1


def test_another_host_cannot_redirect_to_an_allowed_one(monkeypatch):
    with Scripted(answer(200, b"secret")) as inner, Scripted(answer(302, Location=inner.url)) as outer:
        monkeypatch.setattr("studio.media.ssrf_guard.is_public", lambda ip: True)
        monkeypatch.setattr("studio.media.ssrf_guard.PORTS", (outer.port,))
        with pytest.raises(fetch.NoPicture):
            fetch.read_image(outer.url.replace("127.0.0.1", "localhost"), allow_hosts=["127.0.0.1"])
        assert (len(outer.requests), inner.requests) == (1, [])
