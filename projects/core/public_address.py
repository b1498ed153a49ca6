"""The address under which people outside reach this studio, and who can open a link to it."""

import ipaddress

from django.conf import settings
from django.utils.translation import gettext as _

from projects.core.http import Request
from projects.core.signed_urls import host_of, is_public


def base_url(request: Request) -> str:
    """Return the studio's public URL, or the address that this person is using."""
    return settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}"


def who_can_open(url: str) -> str:
    """Return a sentence about who can't open a link to this URL, or "" if everybody can."""
    host = host_of(url)
    if is_public(host):
        return ""
    if is_this_machine(host):
        who = _("This link opens only on this machine.")
    else:
        who = _("This link opens only in your own network.")
    hint = _("Set DAILIES_PUBLIC_URL to the address that others reach, and create a new link.")
    return f"{who} {hint}"


def is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
