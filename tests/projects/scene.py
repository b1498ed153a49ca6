"""Two films, and somebody of every kind who may knock: whom the authorization table asks for, and about what.

People: one for each role; outsider (owns another film), runner (runs the studio, is in no film), closed (an
owner whose account was closed), anonymous. Guests: guest (may write and decide), writer, decider, downloader
(each may that one thing), watcher (none of it), locked (a link whose passphrase they did not give), revoked,
expired, stranger (a cookie that no link ever gave out). Keys are of programs: all are the owner's, but the
demoted one, whose maker only views by now, and the other one, of another film.
"""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.projects.films import facts_of
from tests.projects.routes import Route, parts_of
from tests.studio.media.hostile import encoded
from tests.studio.media.hostile import scene as gradient

REEL = "0" * 32
ACTORS = (
    "owner",
    "editor",
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
}  # what "token" is at this route


@dataclass
class Scene:
    """Two films, and somebody of every kind who is signed in."""

    own: dict
    foreign: dict
    clients: dict
    sessions: dict
    links: dict  # of each guest

    def arguments(self, route: Route, which: str) -> dict:
        """What the address is made with, for own, foreign, crossed or missing."""
        crossed = self.own | {kind: self.foreign[kind] for kind in KINDS}
        values = {"own": self.own, "foreign": self.foreign, "crossed": crossed, "missing": MISSING}[which]
        kind = kind_of(route)
        values = values | {"id": values[kind]}
        if which != "missing":
            values["name"] = "picture.png" if kind == "image" else "last.png"
            values["name"] = REEL if route.name == "playback-file" else values["name"]
            values["token"] = values[SECRETS.get(route.name, "token")]
        unknown = set(parts_of(route)) - set(values)
        assert not unknown, (
            f"{route.name}: say in tests/projects/authz.py (filmed, MISSING) what {unknown} are"
        )
        return {name: values[name] for name in parts_of(route)}

    def memberships(self, actor: str):
        """This person's memberships, as a query."""
        from projects.models import Membership

        return Membership.objects.filter(person=self.clients[actor].session["_auth_user_id"])


MISSING = {
    "slug": "no-such-film",
    "clip": NOWHERE,
    "image": NOWHERE,
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
    "token": "no.such.token",
    "uidb64": "MQ",
    "rest": "nothing-here",
    "key": NOWHERE,
}


def kind_of(route: Route) -> str:
    """What the id in its address is of: a clip, a picture, a place on a timeline, or an export."""
    if route.name.startswith("shot-"):
        return "shot"
    if "-note-" in route.name or route.name == "share-link-revocation":
        return "note" if "-note-" in route.name else "share"
    name = route.name.removeprefix("api-")
    return next((kind for kind in KINDS if name.startswith(kind)), "clip")


def scene() -> Scene:
    from projects.models import Role
    from tests.projects import cast

    owner, stranger = cast.person("owner"), cast.person("stranger")
    film = cast.project(owner)
    people = {"owner": owner, "outsider": cast.person("eve"), "runner": cast.person("ray", is_admin=True)}
    people |= {role: cast.member(film, Role(role)) for role in ("editor", "reviewer", "viewer")}
    people["closed"] = cast.member(film, Role.OWNER)
    cast.project(people["outsider"], "Her own")
    clients = {actor: signed_in(people.get(actor)) for actor in ACTORS}
    clients |= programs(film, owner)
    type(owner).objects.filter(pk=people["closed"].pk).update(is_active=False, is_admin=True)
    own = filmed(film, owner)
    for client in clients.values():
        client.get(reverse("join", args=[own["invited"]]))
    links = {name: came_by(own["review"], owner, clients[name], name) for name in GUESTS}
    return Scene(
        own,
        filmed(cast.project(stranger, "Elsewhere"), stranger),
        clients,
        {
            actor: {name: one.value for name, one in client.cookies.items()}
            for actor, client in clients.items()
        },
        links,
    )


def programs(film, owner) -> dict[str, Client]:
    """Clients with a key of each kind; each sends the owner's cookie too, which must count for nothing."""
    from projects.api import keys
    from projects.models import Role
    from tests.projects import cast

    demoted = cast.member(film, Role.VIEWER)
    other = cast.person("otto")
    kinds: dict[str, tuple] = {
        "write key": (film, owner, {}),
        "read key": (film, owner, {"scope": "read"}),
        "demoted key": (film, demoted, {}),
        "revoked key": (film, owner, {}),
        "expired key": (film, owner, {"expires_at": timezone.now()}),
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


def came_by(review, owner, client: Client, name: str):
    """A guest of this kind, with their cookie; the id of their link."""
    from projects.review import share_links
    from projects.review.visitors import COOKIE

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


def signed_in(person) -> Client:
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person)
    return client


def filmed(film, by) -> dict:
    """A film with a clip and a picture, and what its addresses are made with."""
    from django.contrib.auth.tokens import default_token_generator
    from django.utils.http import urlsafe_base64_encode

    from projects.accounts import avatars, members
    from projects.api import keys
    from projects.core import signed_urls
    from projects.core.signed_urls import keyframe_token
    from projects.models import Image, Render
    from projects.timeline import playback
    from tests.projects import cast

    clip = cast.clip(film, "completed", by=by, pictures_at=timezone.now())
    video, png = clip.film.read_bytes(), encoded(gradient(4, 4), "PNG")
    picture = Image.objects.create(
        project=film, name="lamp", width_px=4, height_px=4, created_by=by, **facts_of(png)
    )
    write(png, clip.picture("last.png"), picture.path)
    timeline = film.timelines.create(number=1, name="Timeline 1")
    place = timeline.shots.create(generation=clip, position="i")
    timeline.cuts.create(number=1, name="Cut 1", shots=[], created_by=by)
    export = timeline.exports.create(
        name="A cut", format="mp4", shots=[], client_token="a-token", bytes=len(video), created_by=by
    )
    Render.objects.create(export=export, state="ready")
    write(video, export.file, playback.path_of(timeline, REEL))
    webhook = film.webhooks.create(address="https://example.test/", sealed="", created_by=by)
    delivery = webhook.deliveries.create(key="a-key", event_type="note.created", body="{}", at=timezone.now())
    invitation, invited = members.invite(film, by, role="editor")
    member = film.memberships.create(person=cast.person(f"gus-{film.slug}"), role="viewer")
    review, note, link, secret = talked_about(timeline, clip, by)
    by.avatar = uuid4()
    by.save()
    write(encoded(gradient(4, 4), "WEBP"), avatars.folder_of(by.avatar) / avatars.NAME)
    key, _ = keys.create(film, by, name="A program")
    return {
        "result": signed_urls.result_path("clip", clip.pk, key, "last.png").split("/")[2],
        "rest": "nothing-here",
        "key": key.pk,
        "avatar": by.avatar,
        "webhook": webhook.pk,
        "delivery": delivery.pk,
        "invitation": invitation.pk,
        "invited": invited,
        "member": member.pk,
        "review": review,
        "note": note,
        "share": link,
        "link": link,
        "secret": secret,
        "n": 0,
        "slug": film.slug,
        "clip": clip.pk,
        "image": picture.pk,
        "shot": place.pk,
        "export": export.pk,
        "number": 1,
        "cut": 1,
        "end": "frame0",
        "engine": "aimlapi",
        "token": keyframe_token("clip", clip.pk, "last"),
        "reset": default_token_generator.make_token(by),
        "uidb64": urlsafe_base64_encode(str(by.pk).encode()),
    }


def talked_about(timeline, clip, by):
    """A version with a note and a link that nobody has used; and the link's secret."""
    from projects.models import Cut, Render
    from projects.review import share_links

    cut = Cut.objects.get(timeline=timeline)
    shots = [{"generation": str(clip.pk), "start": 0, "end": 120, "at": 0, "frames": 120}]
    review = timeline.project.reviews.create(
        number=1,
        name="A cut",
        cut=cut,
        shots=shots,
        created_by=by,
        frames=120,
        fps_num=24,
        fps_den=1,
        width_px=1280,
        height_px=720,
    )
    Render.objects.create(review=review, state="ready")
    write(clip.film.read_bytes(), review.film)
    write(encoded(gradient(4, 4), "WEBP"), review.film.with_name("frames") / "0.webp")
    note = review.notes.create(person=by, frame=0, text="Too dark", client_token="a-token")
    link, secret = share_links.create(review, by)
    return review, note.pk, link.pk, secret


def write(content: bytes, *paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
