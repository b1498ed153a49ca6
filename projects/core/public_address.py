"""The address under which people outside reach this studio: saved, checked, and who can open its links."""

import ipaddress

import httpx
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.core.http import Request
from projects.core.signed_urls import host_of, is_public
from studio.media import write_durably
from studio.media.deadline import create_transport, within

CHECK_S = 5
LINK_REACH = {
    "machine": gettext_lazy("This link opens only on this machine."),
    "network": gettext_lazy("This link opens only in your own network."),
}
ADDRESS_REACH = {
    "machine": gettext_lazy("Only this machine can reach it."),
    "network": gettext_lazy("Only your own network can reach it."),
}


def save(url: str) -> None:
    """Keep the address for the next start of the studio's processes; `up` restarts them at once."""
    if url:
        write_durably(settings.PUBLIC_URL_FILE, lambda part: part.write_text(url))
    else:
        settings.PUBLIC_URL_FILE.unlink(missing_ok=True)


def find_problem(url: str) -> str:
    """Ask the address whether it leads back to this studio. Return "" if it does, or why not."""
    try:
        with within(CHECK_S), httpx.Client(transport=create_transport()) as client:
            mark = client.get(f"{url}/healthz").headers.get("X-Dailies")
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        return _("Nothing answers at this address, at least not from this machine.")
    return "" if mark == settings.ADDRESS_MARK else _("Something else answers at this address.")


def base_url(request: Request) -> str:
    """Return the studio's public URL, or the address that this person is using."""
    return settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}"


def who_can_open(url: str) -> str:
    """Return a sentence about who can open a link to this URL, or "" if everybody can."""
    if not (reach := reach_of(url)):
        return ""
    hint = _("Set the public address under Settings, and create a new link.")
    return f"{LINK_REACH[reach]} {hint}"


def who_can_reach(url: str) -> str:
    """Return a sentence about who can reach the studio at this URL, or "" if everybody can."""
    reach = reach_of(url)
    return str(ADDRESS_REACH[reach]) if reach else ""


def reach_of(url: str) -> str:
    """Return "" for a public address, else "machine" or "network"."""
    host = host_of(url)
    if is_public(host):
        return ""
    return "machine" if is_this_machine(host) else "network"


def is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
