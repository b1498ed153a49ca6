"""Allow connections only to public addresses, checked when connecting.

A name is resolved once, all its addresses must be public, and the connection goes to exactly the checked
address, so a name that changes its answer (DNS rebinding) gains nothing. Certificates and the Host header
keep the name. Hosts chosen by the admin are allowed anywhere: what matters is who picks the destination.
"""

from collections.abc import Callable, Iterable
from ipaddress import ip_address, ip_network

import httpcore

from studio.media.deadline import TimedBackend, look_up

PORTS = (80, 443)

# Written out, because `ipaddress.is_global` of Python 3.11 calls NAT64, 6to4, ::127.0.0.1, site-local,
# multicast and Azure's 168.63.129.16 global. From IANA's special-purpose registries.
NOT_PUBLIC_4 = [
    ip_network(net)
    for net in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
PUBLIC_6 = ip_network("2000::/3")  # mapped, NAT64, link-local, site-local, unique-local are outside of it
NOT_PUBLIC_6 = [
    ip_network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
]


class Blocked(httpcore.ConnectError):
    """This address may not be opened from here."""


def is_public(ip: str) -> bool:
    """Return True if a resolved address belongs to the public internet."""
    try:
        address = ip_address(ip.split("%")[0])
    except ValueError:
        return False
    if address.version == 4:
        return not any(address in net for net in NOT_PUBLIC_4)
    return address in PUBLIC_6 and not any(address in net for net in NOT_PUBLIC_6)


class Guard(TimedBackend):
    """Connect only to public addresses on ports 80 and 443, and to `allow_hosts` anywhere."""

    def __init__(self, allow_hosts: Iterable[str] = (), resolve: Callable[[str, int], list[str]] = look_up):
        self._allowed = {host.lower().strip("[]") for host in allow_hosts}
        self._resolve = resolve

    def list_addresses(self, host: str, port: int) -> list[str]:
        is_allowed = host.lower() in self._allowed
        if not is_allowed and port not in PORTS:
            raise Blocked("This port is not allowed.")
        found = self._resolve(host, port)
        if not is_allowed and not (found and all(map(is_public, found))):
            raise Blocked("This address is not public.")
        return found

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        raise Blocked("Local sockets are not allowed.")
