"""Signed, expiring URLs of single files: providers fetch keyframes with them, and API clients results.

A URL gives access to one file. Wrong, expired and deleted URLs look alike: 404.
"""

import ipaddress
import uuid
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404
from django.http.request import split_domain_port, validate_host
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.models import ApiKey, Edge, Generation, Image

VALID_S = 24 * 3600  # real time: PACE does not apply to providers
KEYFRAME, RESULT = "projects.links.keyframe", "projects.links.result"  # salts
# Names that resolve only in a local network (RFC 2606, 6761, 6762, 8375, 9476).
LOCAL_NAMES = (
    "localhost",
    "local",
    "localdomain",
    "lan",
    "home",
    "corp",
    "internal",
    "intranet",
    "private",
    "test",
    "example",
    "invalid",
    "alt",
    "home.arpa",
)


def keyframe_url(kind: str, id: uuid.UUID, edge: str = "") -> str:
    """Return the absolute URL of ("clip", id, "first" or "last") or ("image", id), valid for 24 hours.

    Return "" if the studio has no public address.
    """
    if not settings.PUBLIC_URL:
        return ""
    return settings.PUBLIC_URL + reverse("keyframe-file", args=[keyframe_token(kind, id, edge)])


def keyframe_token(kind: str, id: uuid.UUID, edge: str = "") -> str:
    return signer(KEYFRAME).sign(".".join((kind, str(id), edge)))


def open_keyframe(token: str) -> Path:
    """Return the image file that this token was made for. Raise 404."""
    try:
        kind, id, edge = signer(KEYFRAME).unsign(token, max_age=VALID_S).split(".")
    except (BadSignature, ValueError) as error:
        raise Http404 from error
    path = clip_picture(id, edge) if kind == "clip" else image_picture(id)
    if path is None or not path.is_file():
        raise Http404
    return path


def signer(salt: str) -> TimestampSigner:
    return TimestampSigner(sep=".", salt=salt)


# -- results for API clients: valid for a day, and no longer than the key ------------------------------------


def result_path(kind: str, id: uuid.UUID, key: ApiKey, name: str) -> str:
    """Return the path of ("clip", id, key, "film.mp4") or ("image", id, key, "picture.png")."""
    token = signer(RESULT).sign(".".join((kind, str(id), key.pk.hex)))
    return reverse("result-file", args=[token, name])


def open_result(token: str) -> Generation | Image:
    """Return the row that this token was made for, while its key is valid and from a member. Raise 404."""
    try:
        kind, id, key_id = signer(RESULT).unsign(token, max_age=VALID_S).split(".")
    except (BadSignature, ValueError) as error:
        raise Http404 from error
    key = ApiKey.objects.select_related("project", "created_by").filter(pk=key_id).first()
    is_valid = key is not None and not key.ended and key.is_from_member
    rows = Generation.objects.in_api() if kind == "clip" else Image.objects.all()
    row = rows.filter(pk=id, project=key.project_id).first() if key and is_valid else None
    if row is None:
        raise Http404
    return row


def clip_picture(id: str, edge: str) -> Path | None:
    generation = Generation.objects.filter(id=id).first()
    return generation.picture(f"{Edge(edge)}.png") if generation else None


def image_picture(id: str) -> Path | None:
    image = Image.objects.filter(id=id).first()
    return image.path if image else None


def reachable(provider: str = "") -> tuple[bool, str]:
    """Return True if the provider at this host can fetch files from this studio, or False and why not.

    A provider in our own network, such as another studio, can. Only the host names are checked.
    """
    is_near = bool(provider) and not is_public(provider)
    host = host_of(settings.PUBLIC_URL)
    if not settings.PUBLIC_URL:
        why = _(
            "This studio has no public address (Settings, or DAILIES_PUBLIC_URL), so providers can't fetch "
            "its images."
        )
    elif not host:
        why = _("The public address isn't a URL like https://dailies.example.com.")
    elif not (is_public(host) or is_near):
        why = _("The public address is “%(host)s”, which can only be reached from your own network.")
    elif not validate_host(host, settings.ALLOWED_HOSTS):
        why = _("This studio doesn't serve “%(host)s” yet. Add it to DAILIES_ALLOWED_HOSTS.")
    else:
        why = ""
    return not why, why % {"host": host}


def host_of(url: str) -> str:
    """Return the host name in lower case, or "" if this isn't a web URL."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or port == 0:
        return ""
    return split_domain_port((parts.netloc.rpartition("@")[2]).lower())[0]


def is_public(host: str) -> bool:
    """Return True if this name or address is reachable from the internet."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return is_public_name(host)
    # is_global alone calls several tunnels and multicast global; unicast IPv6 lives in 2000::/3.
    tunnel = address.version == 6 and (address not in ipaddress.ip_network("2000::/3") or address.sixtofour)
    return address.is_global and not address.is_multicast and not tunnel


def is_public_name(host: str) -> bool:
    """Return True for a public domain name. "2130706433" and "0x7f.1" are IP addresses in other spellings."""
    labels = host.rstrip(".").split(".")
    is_local = any(host.rstrip(".").endswith("." + name) for name in LOCAL_NAMES)
    return len(labels) > 1 and not is_local and not labels[-1][:1].isdigit()
