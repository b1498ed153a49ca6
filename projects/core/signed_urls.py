"""Signed, expiring addresses of single pictures: providers fetch keyframes from us without an account.

Such an address opens one picture and nothing else. What is wrong, expired or gone looks alike: 404.
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

from projects.models import ApiKey, Edge, Generation, Image

OPEN_S = 24 * 3600  # real hours: the provider's clock knows nothing of our PACE
KEYFRAME, RESULT = "projects.links.keyframe", "projects.links.result"  # salts
# Names that mean something only inside one house, office or cluster (RFC 2606, 6761, 6762, 8375, 9476).
INDOORS = (
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
    """The absolute address of ("clip", id, "first" or "last") or ("image", id), good for 24 hours.

    "" where this studio has no public address.
    """
    if not settings.PUBLIC_URL:
        return ""
    return settings.PUBLIC_URL + reverse("keyframe-file", args=[keyframe_token(kind, id, edge)])


def keyframe_token(kind: str, id: uuid.UUID, edge: str = "") -> str:
    return signer(KEYFRAME).sign(".".join((kind, str(id), edge)))


def open_link(token: str) -> Path:
    """The picture that this token was made for; 404 for every other token."""
    try:
        kind, id, edge = signer(KEYFRAME).unsign(token, max_age=OPEN_S).split(".")
    except (BadSignature, ValueError) as wrong:
        raise Http404 from wrong
    path = clip_picture(id, edge) if kind == "clip" else image_picture(id)
    if path is None or not path.is_file():
        raise Http404
    return path


def signer(salt: str) -> TimestampSigner:
    return TimestampSigner(sep=".", salt=salt)


# -- what a key's holder is told of: films and pictures, open for a day and no longer than the key -----------


def result_path(kind: str, id: uuid.UUID, key: ApiKey, name: str) -> str:
    """The path of ("clip", id, key, "film.mp4") or ("image", id, key, "picture.png")."""
    token = signer(RESULT).sign(".".join((kind, str(id), key.pk.hex)))
    return reverse("result-file", args=[token, name])


def open_result(token: str) -> Generation | Image:
    """What this token was made for, while its key is in use; 404 for every other token."""
    try:
        kind, id, key_id = signer(RESULT).unsign(token, max_age=OPEN_S).split(".")
    except (BadSignature, ValueError) as wrong:
        raise Http404 from wrong
    key = ApiKey.objects.filter(pk=key_id).first()
    rows = Generation.objects.filter(api_deleted_at=None) if kind == "clip" else Image.objects.all()
    found = rows.filter(pk=id, project=key.project_id).first() if key and not key.ended else None
    if found is None:
        raise Http404
    return found


def clip_picture(id: str, edge: str) -> Path | None:
    clip = Generation.objects.filter(id=id).first()
    return clip.picture(f"{Edge(edge)}.png") if clip else None


def image_picture(id: str) -> Path | None:
    image = Image.objects.filter(id=id).first()
    return image.path if image else None


def reachable(provider: str = "") -> tuple[bool, str]:
    """Whether the provider at this host can be expected to fetch from us; if not, a sentence that says why.
    One in our own network, such as another studio, reaches what is there.

    Looks at the addresses alone. Nobody is asked.
    """
    is_near = bool(provider) and not is_public(provider)
    host = host_of(settings.PUBLIC_URL)
    if not settings.PUBLIC_URL:
        why = "This studio has no public address (DAILIES_PUBLIC_URL), so no provider can fetch its pictures."
    elif not host:
        why = "The public address (DAILIES_PUBLIC_URL) is no web address like https://dailies.example.com."
    elif not (is_public(host) or is_near):
        why = f"The public address leads to “{host}”, which only computers nearby can reach."
    elif not validate_host(host, settings.ALLOWED_HOSTS):
        why = f"This studio does not answer to “{host}” yet; add it to DAILIES_ALLOWED_HOSTS."
    else:
        why = ""
    return not why, why


def host_of(url: str) -> str:
    """The host name in lower case, or "" where the address is none of the web's."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or port == 0:
        return ""
    return split_domain_port((parts.netloc.rpartition("@")[2]).lower())[0]


def is_public(host: str) -> bool:
    """Whether this name or address can mean the same computer everywhere."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return is_public_name(host)
    # is_global alone calls several tunnels and multicast global; unicast IPv6 lives in 2000::/3.
    tunnel = address.version == 6 and (address not in ipaddress.ip_network("2000::/3") or address.sixtofour)
    return address.is_global and not address.is_multicast and not tunnel


def is_public_name(host: str) -> bool:
    """Several words, the last of them letters: "2130706433" and "0x7f.1" are addresses in disguise."""
    words = host.rstrip(".").split(".")
    indoors = any(host.rstrip(".").endswith("." + name) for name in INDOORS)
    return len(words) > 1 and not indoors and not words[-1][:1].isdigit()
