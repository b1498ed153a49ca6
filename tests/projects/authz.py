"""The authorization table: every route, method, person and object, and what is answered.

`python -m tests.projects.authz` prints the table as it is now; with `--write` it replaces authz.csv, whose
difference is then read by eye before it is committed: it says who may do what.

Objects: own (this film), foreign (a film that nobody here is a member of), crossed (its clip or picture under
this film's address), missing. Answers: a status, or "sign in" for the way to that page.

People: one for each role; outsider (owns another film), runner (runs the studio, is in no film), closed (an
owner whose account was closed), anonymous. Guests: guest (may write and decide), writer, decider, downloader
(each may that one thing), watcher (none of it), locked (a link whose passphrase they did not give), revoked,
expired, stranger (a cookie that no link ever gave out). Keys are of programs: all are the owner's, but the
demoted one, whose maker only views by now, and the other one, of another film.
"""

import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from itertools import groupby
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

REEL = "0" * 32
TABLE = Path(__file__).with_name("authz.csv")
SPEAKING = ("GET", "HEAD", "POST")
METHODS = (*SPEAKING, "PUT", "PATCH", "DELETE", "OPTIONS")
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
COLUMNS = ("route", "methods", "object", *ACTORS, *KEYS)
NOT_ASKED = "-"  # a key at a page: test_a_key_opens_no_page
KINDS = (
    "clip", "image", "place", "export", "note", "share", "invitation", "webhook", "delivery", "portrait",
    "key",
)  # fmt: skip
NOTHING = {"may_comment": False, "may_decide": False, "may_download": False}
GUESTS = {
    "guest": {}, "writer": NOTHING | {"may_comment": True}, "decider": NOTHING | {"may_decide": True},
    "downloader": NOTHING | {"may_download": True}, "watcher": NOTHING, "locked": {"passphrase": "tungsten"},
    "revoked": {}, "expired": {}, "stranger": {},
}  # fmt: skip
NOWHERE = UUID("0" * 31 + "1")
PIXEL = bytes.fromhex("ffd8ffe0")  # begins like a picture: enough to be asked who one is

NOTE = {"words": "Too dark", "frame": "0", "client_token": "a-token-of-the-table"}
# What a page sends with a POST; routes that are not here send nothing.
SENT = {
    "luma-generations": {"prompt": "A lamp", "model": "preview"},
    "aimlapi-generations": {"prompt": "A lamp", "model": "preview"},
    "aimlapi-original": {"prompt": "A lamp", "model": "preview"},
    "api-timeline-clips": {"generation_id": str(NOWHERE)},
    "api-timeline-exports": {"format": "mp4"},
    "keys": {"name": "Script", "scope": "write"},
    "luma-create": {"prompt": "A lamp", "model": "preview"},
    "first-run": {"email": "new@example.test", "password": "a lamp in the tower"},
    "sign-in": {"username": "nobody@example.test", "password": "wrong"},
    "projects": {"name": "Another film", "aspect_ratio": "16:9"},
    "project-settings": {"name": "Renamed", "aspect_ratio": "16:9"},
    "generations": {"words": "A lamp", "maker": "preview:preview", "client_token": "a-token-of-the-table"},
    "images": {"end": "frame0", "url": "not an address"},
    "engine-key": {"key": "a-key-that-is-long-enough"},
    "default-model": {"maker": ""},
    "timeline-clips": {"words": "A lamp", "maker": "preview:preview", "client_token": "a-token-of-the-table"},
    "timeline-name": {"name": "Rough cut"},
    "clip-trim": {"start_frame": 2, "end_frame": 20},
    "people": {"role": "viewer"},
    "webhooks": {"address": "https://example.test/", "happenings": ["note.created"]},
    "member-role": {"role": "reviewer"},
    "invited": {"name": "Gus", "email": "gus@example.test", "password": "a lamp in the tower"},
    "clip-split": {"frame": 12},
    "review-notes": NOTE,
    "guest-notes": NOTE,
    "guest-name": {"name": "Cleo"},
    "review-name": {"name": "Cleo"},
    "review-verdict": {"kind": "approved"},
    "guest-verdict": {"kind": "approved"},
}
SECRETS = {
    "result-file": "result",
    "join": "invited",
    "door": "secret",
    "reset": "reset",
}  # what "token" is at this route
ASKED = {"images": {"end": "frame0"}}
# The same address with a question that not everybody may ask; a row of its own in the table.
FURTHER = {"review-film": {"download": ""}, "guest-film": {"download": ""}}


@dataclass
class Scene:
    """Two films, and somebody of every kind who is signed in."""

    own: dict
    foreign: dict
    clients: dict
    sessions: dict
    links: dict  # of each guest

    def arguments(self, route: URLPattern, which: str) -> dict:
        """What the address is made with, for own, foreign, crossed or missing."""
        crossed = self.own | {kind: self.foreign[kind] for kind in KINDS}
        values = {"own": self.own, "foreign": self.foreign, "crossed": crossed, "missing": MISSING}[which]
        kind = kind_of(route)
        values = values | {"id": values[kind]}
        if which != "missing":
            values["name"] = "picture.png" if kind == "image" else "last.png"
            values["name"] = REEL if route.name == "reel" else values["name"]
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
    "slug": "no-such-film", "clip": NOWHERE, "image": NOWHERE, "place": NOWHERE, "export": NOWHERE,
    "number": 99, "cut": 99, "name": "no-such.file", "end": "no-such-end",
    "webhook": NOWHERE, "delivery": NOWHERE, "portrait": NOWHERE,
    "invitation": NOWHERE, "member": 10**9, "note": NOWHERE, "share": NOWHERE, "link": NOWHERE, "n": 99,
    "engine": "no-such-engine",
    "token": "no.such.token", "uidb64": "MQ", "rest": "nothing-here", "key": NOWHERE,
}  # fmt: skip


def kind_of(route: URLPattern) -> str:
    """What the id in its address is of: a clip, a picture, a place on a timeline, or an export."""
    if route.name.startswith("clip-") and route.name != "clip-file":
        return "place"
    if "-note-" in route.name or route.name == "link-revocation":
        return "note" if "-note-" in route.name else "share"
    name = route.name.removeprefix("api-")
    return next((kind for kind in KINDS if name.startswith(kind)), "clip")


def scene() -> Scene:
    from projects.models import Role
    from tests.projects import cast

    owner, stranger = cast.person("owner"), cast.person("stranger")
    film = cast.project(owner)
    people = {"owner": owner, "outsider": cast.person("eve"), "runner": cast.person("ray", runs_studio=True)}
    people |= {role: cast.member(film, Role(role)) for role in ("editor", "reviewer", "viewer")}
    people["closed"] = cast.member(film, Role.OWNER)
    cast.project(people["outsider"], "Her own")
    clients = {actor: signed_in(people.get(actor)) for actor in ACTORS}
    clients |= programs(film, owner)
    type(owner).objects.filter(pk=people["closed"].pk).update(is_active=False, runs_studio=True)
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
    from projects import api_keys
    from projects.models import Role
    from tests.projects import cast

    demoted = cast.member(film, Role.VIEWER)
    other = cast.person("otto")
    kinds = {
        "write key": (film, owner, {}), "read key": (film, owner, {"scope": "read"}),
        "demoted key": (film, demoted, {}), "revoked key": (film, owner, {}),
        "expired key": (film, owner, {"expires_at": timezone.now()}),
        "other key": (cast.project(other, "Otto's"), other, {}),
    }  # fmt: skip
    clients = {}
    for name, (of, by, more) in kinds.items():
        key, text = api_keys.make(of, by, name=name, **more)
        if name == "revoked key":
            api_keys.revoke(key)
        clients[name] = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {text}"})
        clients[name].force_login(owner)
    return clients


def came_by(review, owner, client: Client, name: str):
    """A guest of this kind, with their cookie; the id of their link."""
    from projects import sharing
    from projects.visitors import COOKIE

    link, secret = sharing.make(review, owner, **GUESTS[name])
    if name == "locked":
        client.get(reverse("door", args=[secret]))
        return link.pk
    guest, key = sharing.welcome(link)
    guest.name = name
    guest.save()
    client.cookies[COOKIE] = f"x{key}" if name == "stranger" else key
    if name == "revoked":
        sharing.revoke(link)
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

    from projects import api_keys, links, people, portraits, reels
    from projects.links import keyframe_token
    from projects.models import Image
    from tests.projects import cast

    clip = cast.clip(film, "completed", by=by, pictures_at=timezone.now())
    picture = Image.objects.create(
        project=film, name="lamp", width_px=4, height_px=4, size=4, sha256=film.slug, by=by
    )
    for folder in (clip.folder, picture.folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("film.mp4", "last.png", "picture.png"):
            (folder / name).write_bytes(PIXEL)
    timeline = film.timelines.create(number=1, name="Timeline 1")
    place = timeline.clips.create(generation=clip, place="i")
    timeline.cuts.create(number=1, name="Cut 1", shots=[], by=by)
    export = timeline.exports.create(
        name="A cut", format="mp4", shots=[], client_token="a-token", state="ready", bytes=4, by=by
    )
    export.folder.mkdir(parents=True, exist_ok=True)
    export.file.write_bytes(PIXEL)
    reel = reels.path_of(timeline, REEL)
    reel.parent.mkdir(parents=True, exist_ok=True)
    reel.write_bytes(PIXEL)
    webhook = film.webhooks.create(address="https://example.test/", sealed="", by=by)
    delivery = webhook.deliveries.create(key="a-key", happening="note.created", body="{}", at=timezone.now())
    invitation, invited = people.invite(film, by, role="editor")
    member = film.memberships.create(person=cast.person(f"gus-{film.slug}"), role="viewer")
    review, note, link, secret = talked_about(timeline, clip, by)
    by.portrait = uuid4()
    by.save()
    portrait = portraits.folder_of(by.portrait) / portraits.NAME
    portrait.parent.mkdir(parents=True)
    portrait.write_bytes(PIXEL)
    key, _ = api_keys.make(film, by, name="A program")
    return {
        "result": links.result_path("clip", clip.pk, key, "last.png").split("/")[2], "rest": "nothing-here",
        "key": key.pk, "portrait": by.portrait, "webhook": webhook.pk, "delivery": delivery.pk,
        "invitation": invitation.pk, "invited": invited, "member": member.pk,
        "review": review, "note": note, "share": link, "link": link, "secret": secret, "n": 0,
        "slug": film.slug, "clip": clip.pk, "image": picture.pk, "place": place.pk, "export": export.pk,
        "number": 1, "cut": 1, "end": "frame0", "engine": "aimlapi",
        "token": keyframe_token("clip", clip.pk, "last"), "reset": default_token_generator.make_token(by),
        "uidb64": urlsafe_base64_encode(str(by.pk).encode()),
    }  # fmt: skip


def talked_about(timeline, clip, by):
    """A version with a note and a link that nobody has used; and the link's secret."""
    from projects import sharing
    from projects.models import Cut

    cut = Cut.objects.get(timeline=timeline)
    shots = [{"generation": str(clip.pk), "start": 0, "end": 120, "at": 0, "frames": 120}]
    review = timeline.project.reviews.create(
        number=1, name="A cut", cut=cut, shots=shots, by=by, frames=120, fps_num=24, fps_den=1, width_px=1280,
        height_px=720,
    )  # fmt: skip
    picture = review.film.with_name("frames") / "0.webp"
    for path in (review.film, picture):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PIXEL)
    note = review.notes.create(person=by, frame=0, words="Too dark", client_token="a-token")
    link, secret = sharing.make(review, by)
    return review, note.pk, link.pk, secret


# -- routes ----------------------------------------------------------------------------------------------


def routes(resolver=None, parents: dict | None = None) -> Iterator[URLPattern]:
    """Every route of the site, each with `parents`: the converters of what it is included under."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            one.parents = parents or {}
            yield one
        else:
            yield from routes(one, (parents or {}) | one.pattern.converters)


def parts_of(route: URLPattern) -> dict:
    """The changing parts of its address."""
    return route.parents | route.pattern.converters


def is_machine(route: URLPattern) -> bool:
    """Whether programs come in here, with a key."""
    from projects import http

    return http.is_machine("/" + str(route.pattern))


def objects_of(route: URLPattern) -> list[str]:
    parts = set(parts_of(route))
    foreign = "slug" in parts or (is_machine(route) and "id" in parts)
    kinds = {"own": True, "foreign": foreign, "crossed": {"slug", "id"} <= parts}
    return [kind for kind, there in (kinds | {"missing": bool(parts)}).items() if there]


# -- asking ----------------------------------------------------------------------------------------------


def ask(
    stage: Scene, route: URLPattern, method: str, actor: str, which: str, further: dict | None = None
) -> HttpResponse:
    """One request, of which nothing remains: neither in the database nor in the cookies."""
    said = stage.arguments(route, which)
    if which == "own" and "link" in said:
        said["link"] = stage.links.get(actor, said["link"])
    address = reverse(route.name, kwargs=said)
    said = SENT.get(route.name) if method == "POST" else (further or ASKED.get(route.name))
    kind = {"content_type": "application/json"} if is_machine(route) and method == "POST" else {}
    client = stage.clients[actor]
    client.cookies = SimpleCookie(stage.sessions[actor])
    with transaction.atomic():
        answer = getattr(client, method.lower())(
            address, **({"data": said} if said and method in SPEAKING else {}), **kind
        )
        transaction.set_rollback(True)
    return answer


def told(answer: HttpResponse) -> str:
    leads_to = answer.headers.get("Location", "")
    if answer.status_code == 302 and leads_to.startswith(reverse(settings.LOGIN_URL)):
        return "sign in"
    return str(answer.status_code)


# -- the table -------------------------------------------------------------------------------------------


def table(stage: Scene) -> list[dict]:
    """Everything, in as few lines as say it: what is answered alike stands in one line."""
    rows = []
    for route in routes():
        rows += rows_of(stage, route)
        if further := FURTHER.get(route.name):
            rows += rows_of(stage, route, further)
    return rows


def rows_of(stage: Scene, route: URLPattern, further: dict | None = None) -> list[dict]:
    name = f"{route.name}?{'&'.join(further)}" if further else route.name
    asked = (*ACTORS, *KEYS) if is_machine(route) else ACTORS
    rest = () if is_machine(route) else (NOT_ASKED,) * len(KEYS)
    found = [
        (which, method, (*(told(ask(stage, route, method, actor, which, further)) for actor in asked), *rest))
        for which in objects_of(route)
        for method in (("GET", "HEAD") if further else METHODS)
    ]
    found = joined(found, same=lambda one: (one[0], one[2]), into=1)
    found = joined(found, same=lambda one: (one[1], one[2]), into=0)
    return [dict(zip(COLUMNS, (name, method, which, *said), strict=True)) for which, method, said in found]


def joined(found: list[tuple], same, into: int) -> list[tuple]:
    """Lines that are the `same` become one, with the words of column `into` side by side."""
    firsts = {same(one): number for number, one in reversed(list(enumerate(found)))}
    ordered = sorted(found, key=lambda one: firsts[same(one)])
    groups = [list(group) for _, group in groupby(ordered, key=same)]
    return [(*g[0][:into], " ".join(one[into] for one in g), *g[0][into + 1 :]) for g in groups]


def committed() -> list[dict]:
    with TABLE.open(newline="") as file:
        return list(csv.DictReader(file))


def as_text(rows: list[dict]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def main() -> None:
    import tests.plugin_data  # noqa: F401  a data folder of its own

    text = as_text(table_of_an_empty_studio())
    if "--write" in sys.argv:
        TABLE.write_text(text)
    print(text)


def table_of_an_empty_studio() -> list[dict]:
    import logging
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    django.setup()
    from django.test.utils import setup_databases, setup_test_environment

    setup_test_environment()
    logging.disable(logging.CRITICAL)
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    setup_databases(verbosity=0, interactive=False)
    with transaction.atomic():
        return table(scene())


if __name__ == "__main__":
    main()
