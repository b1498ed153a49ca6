"""The stage of the authorization table: two projects, and everybody who may ask for something.

People: one for each role; unfunded (an editor who may not spend anything), outsider (owns another project),
runner (an admin in no project), closed (an owner whose account is closed), anonymous. Guests: guest (can
write and decide), writer, decider, downloader (can do only that), watcher (can do none of it), locked (did
not enter the link's passphrase), revoked, expired, stranger (a cookie that no link gave out). Keys: all are
the owner's, except the demoted key, whose creator is only a viewer by now, and the other key, of another
project.
"""

from dataclasses import dataclass
from uuid import UUID

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.api import keys
from projects.models import Membership, Role
from projects.review import share_links
from projects.review.visitors import COOKIE
from tests.projects import cast
from tests.projects.routes import Route, parts_of
from tests.projects.stage_rows import PLAYBACK, fill_project

ACTORS = (
    "owner",
    "editor",
    "unfunded",
    "reviewer",
    "viewer",
    "outsider",
    "runner",
    "closed",
    "anonymous",
    "guest",
    "writer",
    "decider",
    "downloader",
    "watcher",
    "locked",
    "revoked",
    "expired",
    "stranger",
)
KEYS = ("write key", "read key", "demoted key", "revoked key", "expired key", "other key")
KINDS = (
    "clip",
    "collection",
    "upload",
    "image",
    "shot",
    "export",
    "note",
    "share",
    "invitation",
    "webhook",
    "delivery",
    "avatar",
    "key",
)
NOTHING = {"may_comment": False, "may_decide": False, "may_download": False}
GUESTS: dict[str, dict] = {
    "guest": {},
    "writer": NOTHING | {"may_comment": True},
    "decider": NOTHING | {"may_decide": True},
    "downloader": NOTHING | {"may_download": True},
    "watcher": NOTHING,
    "locked": {"passphrase": "tungsten"},
    "revoked": {},
    "expired": {},
    "stranger": {},
}
NOWHERE = UUID("0" * 31 + "1")
SECRETS = {
    "result-file": "result",
    "join": "invited",
    "share-link": "secret",
    "new-password": "reset",
}  # what "token" means at this route


@dataclass
class Stage:
    """Two projects, and a client of every kind of person and program."""

    own: dict
    foreign: dict
    clients: dict
    sessions: dict
    links: dict  # of each guest

    def arguments(self, route: Route, which: str) -> dict:
        """Return the parts of the URL for an own, foreign, crossed or missing object."""
        crossed = self.own | {kind: self.foreign[kind] for kind in KINDS}
        values = {"own": self.own, "foreign": self.foreign, "crossed": crossed, "missing": MISSING}[which]
        kind = kind_of(route)
        values = values | {"id": values[kind]}
        if which != "missing":
            values["name"] = "picture.png" if kind == "image" else "last.png"
            values["name"] = PLAYBACK if route.name == "playback-file" else values["name"]
            values["token"] = values[SECRETS.get(route.name, "token")]
        unknown = set(parts_of(route)) - set(values)
        assert not unknown, f"{route.name}: say in fill_project() and MISSING what {unknown} are"
        return {name: values[name] for name in parts_of(route)}

    def memberships(self, actor: str):
        """Return the query of this person's memberships."""
        return Membership.objects.filter(person=self.clients[actor].session["_auth_user_id"])


MISSING = {
    "slug": "no-such-project",
    "clip": NOWHERE,
    "image": NOWHERE,
    "upload": NOWHERE,
    "shot": NOWHERE,
    "export": NOWHERE,
    "number": 99,
    "cut": 99,
    "name": "no-such.file",
    "end": "no-such-end",
    "webhook": NOWHERE,
    "delivery": NOWHERE,
    "avatar": NOWHERE,
    "invitation": NOWHERE,
    "member": 10**9,
    "note": NOWHERE,
    "share": NOWHERE,
    "link": NOWHERE,
    "n": 99,
    "engine": "no-such-engine",
    "hold": "no-such-hold",
    "filter": 10**9,
    "collection": 10**9,
    "token": "no.such.token",
    "uidb64": "MQ",
    "rest": "nothing-here",
    "key": NOWHERE,
}


def kind_of(route: Route) -> str:
    """Return the kind of object that the ID in its URL belongs to."""
    if route.name.startswith(("shot-", "api-timeline-shot")):
        return "shot"
    if "-note-" in route.name or route.name == "share-link-revocation":
        return "note" if "-note-" in route.name else "share"
    name = route.name.removeprefix("api-")
    return next((kind for kind in KINDS if name.startswith(kind)), "clip")


def build_stage() -> Stage:
    owner, stranger = cast.person("owner"), cast.person("stranger")
    project = cast.project(owner)
    people = {"owner": owner, "outsider": cast.person("eve"), "runner": cast.person("ray", is_admin=True)}
    people |= {role: cast.member(project, Role(role)) for role in ("editor", "reviewer", "viewer")}
    people["unfunded"] = cast.member(project, Role.EDITOR)
    project.memberships.filter(person=people["unfunded"]).update(may_spend=False, cap_usd=0)
    people["closed"] = cast.member(project, Role.OWNER)
    cast.project(people["outsider"], "Her own")
    clients = {actor: sign_in(people.get(actor)) for actor in ACTORS}
    clients |= create_programs(project, owner)
    type(owner).objects.filter(pk=people["closed"].pk).update(is_active=False, is_admin=True)
    own = fill_project(project, owner)
    for client in clients.values():
        client.get(reverse("join", args=[own["invited"]]))
    links = {name: visit_link(own["review"], owner, clients[name], name) for name in GUESTS}
    return Stage(
        own,
        fill_project(cast.project(stranger, "Elsewhere"), stranger),
        clients,
        {
            actor: {name: one.value for name, one in client.cookies.items()}
            for actor, client in clients.items()
        },
        links,
    )


def create_programs(project, owner) -> dict[str, Client]:
    """Return clients with a key of each kind. Each also sends the owner's cookie, which must be ignored."""
    demoted = cast.member(project, Role.VIEWER)
    other = cast.person("otto")
    kinds: dict[str, tuple] = {
        "write key": (project, owner, {}),
        "read key": (project, owner, {"scope": "read"}),
        "demoted key": (project, demoted, {}),
        "revoked key": (project, owner, {}),
        "expired key": (project, owner, {"expires_at": timezone.now()}),
        "other key": (cast.project(other, "Otto's"), other, {}),
    }
    clients = {}
    for name, (of, by, more) in kinds.items():
        key, text = keys.create(of, by, name=name, **more)
        if name == "revoked key":
            keys.revoke(key)
        clients[name] = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {text}"})
        clients[name].force_login(owner)
    return clients


def visit_link(review, owner, client: Client, name: str) -> UUID:
    """Make the client a guest of this kind, and return the ID of their link."""
    link, secret = share_links.create(review, owner, **GUESTS[name])
    if name == "locked":
        client.get(reverse("share-link", args=[secret]))
        return link.pk
    guest, key = share_links.admit(link)
    guest.name = name
    guest.save()
    client.cookies[COOKIE] = f"x{key}" if name == "stranger" else key
    if name == "revoked":
        share_links.revoke(link)
    if name == "expired":
        type(link).objects.filter(pk=link.pk).update(expires_at=timezone.now())
    return link.pk


def sign_in(person) -> Client:
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person)
    return client
