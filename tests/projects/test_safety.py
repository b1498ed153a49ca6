"""What a hostile visitor, site or sentence may try, and what then does not happen."""

import json
import logging
import os
import re
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.conf import settings as current
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import include, path, reverse
from django.utils import timezone

from projects.models import Account, Event, Image, Person, Project
from projects.timeline.saved_shots import as_json
from projects.timeline.shots import shots_of
from tests.projects import authz, cast
from tests.projects import scene as films
from tests.projects.hostile_words import HARMLESS, WORDS, Bones
from tests.projects.routes import objects_of, parts_of, routes
from tests.studio.media.hostile import encoded, scene

pytestmark = pytest.mark.django_db
ELSEWHERE = "https://evil.test"


@login_not_required
def broken(request):
    raise RuntimeError("on purpose")


urlpatterns = [path("broken/", broken), path("", include("studio.urls"))]


@pytest.fixture(autouse=True)
def quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


# -- headers ---------------------------------------------------------------------------------------------


def test_every_answer_of_every_route_is_dressed(settings):
    settings.AIMLAPI_KEY = settings.LUMAAI_API_KEY = ""
    stage, seen = films.scene(), set()
    for route in routes():
        for which in objects_of(route):
            for method in ("GET", "POST", "DELETE"):
                for actor in ("owner", "runner", "anonymous"):
                    answer = authz.ask(stage, route, method, actor, which)
                    seen.add(answer.status_code)
                    assert undressed(answer) == [], f"{method} {route.name} {which} {actor}"
    assert seen >= {200, 204, 302, 404, 405, 422}


def test_refusals_and_breakdowns_are_dressed_too(settings):
    settings.ROOT_URLCONF = __name__
    owner = cast.person()
    project = cast.project(owner)
    client = visitor(owner)
    pictures = reverse("images", args=[project.slug])
    much = SimpleUploadedFile("much.png", b"x" * (current.UPLOAD_MB + 1) * 1_100_000)
    answers = {
        404: client.get("/no-such-page/"),
        413: client.post(pictures, {"end": "frame0", "file": much}),
        500: client.get("/broken/"),
        403: visitor(owner, enforce_csrf_checks=True).post(pictures),
        400: client.get("/", headers={"host": "evil.test"}),
    }
    assert {status: answer.status_code for status, answer in answers.items()} == {one: one for one in answers}
    for status, answer in answers.items():
        assert undressed(answer) == [], status
        assert Bones(answer.content.decode()).inline == [], status
        assert b"on purpose" not in answer.content


def test_before_the_first_account_answers_are_dressed(client):
    for page in ("/", reverse("first-run"), "/healthz"):
        assert undressed(client.get(page)) == []


def undressed(answer) -> list[str]:
    """The protections that this answer lacks."""
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
    }
    wanted["Cross-Origin-Opener-Policy"] = "same-origin"
    lacks = [name for name, value in wanted.items() if answer.get(name) != value]
    policy = answer.get("Content-Security-Policy", "")
    if answer.streaming or answer.get("Content-Type", "").startswith(("image/", "video/")):
        right = policy == "sandbox; default-src 'none'"
    else:
        right = {
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        } <= set(policy.split("; "))
        right = right and "unsafe" not in policy and "*" not in policy
    kept = answer.get("Content-Type", "").startswith("text/html") and "no-store" not in answer.get(
        "Cache-Control", ""
    )
    return lacks + ["Content-Security-Policy"] * (not right) + ["Cache-Control"] * kept


# -- words that would be more than words -----------------------------------------------------------------


@pytest.mark.slow
def test_hostile_words_change_nothing_but_words_on_any_page():
    """The pages of a film full of such words are built, element by element, like those of a harmless one."""
    owner = cast.person("ada", is_admin=True)
    client = visitor(owner)
    harmless, looked = pages_of_a_film_of(HARMLESS, client, owner), 0
    for words in map(" ".join, zip(WORDS[::2], WORDS[1::2], strict=True)):  # two at a time: half the waiting
        hostile = pages_of_a_film_of(words, client, owner)
        for name in harmless:
            assert hostile[name].inline == [], f"{name}: {words}"
            assert hostile[name].shape == harmless[name].shape, f"{name}: {words}"
            looked += len(hostile[name].elements)
    assert looked > 20 * 500


def pages_of_a_film_of(words: str, client, owner) -> dict[str, Bones]:
    with undone():
        return pages(client, cast.project(owner, words), words)


def pages(client, project: Project, words: str) -> dict[str, Bones]:
    """Every page on which something of this film stands, all of it saying `words`."""
    owner = project.memberships.get().person
    Person.objects.update(name=words[:80])
    said = words.replace("\0", "")
    clip = cast.clip(
        project, "completed", by=owner, said=cast.prompt(owner, said), pictures_at=timezone.now()
    )
    failed = cast.clip(project, "failed", by=owner, said=cast.prompt(owner, said), error_message=said)
    asked = cast.clip(project, "unconfirmed", by=owner, said=cast.prompt(owner, said, engine="aimlapi"))
    cast.attempt(asked, message=said)
    for one in (clip, failed, asked):
        Event.objects.create(generation=one, message=said, at=timezone.now(), actor=owner)
    Account.objects.update(hold="credits", hold_message=said[:300], hold_since=timezone.now())
    Image.objects.create(
        project=project,
        name=said,
        source_url=said,
        width_px=4,
        height_px=4,
        size=4,
        sha256="ab",
        created_by=owner,
    )
    Project.objects.update(revision=9)
    project.generations.update(revision=9)
    found = {
        name: client.get(reverse(name, args=[project.slug]))
        for name in ("library", "activity", "project-settings")
    }
    found |= {name: client.get(reverse(name)) for name in ("projects", "settings")}
    for one in (clip, failed, asked):
        found[f"a {one.state} clip"] = client.get(reverse("generation", args=[project.slug, one.pk]))
    found |= pages_of_a_timeline(client, project, said, (clip, failed, asked))
    found["picker"] = client.get(reverse("images", args=[project.slug]), {"end": "frame0"})
    found["search"] = client.get(reverse("library-clips", args=[project.slug]), {"q": f"{words} xyzzy"})
    found["composer"] = client.get(reverse("library", args=[project.slug]), {"prompt": words, "model": words})
    found |= {
        name: client.get(reverse(name, args=[project.slug])) for name in ("changes", "activity-changes")
    }
    picture = SimpleUploadedFile(f"{said.replace('/', '-')}.png", encoded(scene(8, 8), "PNG"), "image/png")
    found["brought"] = client.post(reverse("images", args=[project.slug]), {"end": "frame0", "file": picture})
    found["address"] = client.post(reverse("images", args=[project.slug]), {"end": "frame0", "url": words})
    film_form = {"name": (said * 99)[:99], "aspect_ratio": said}
    found["a refused name"] = client.post(reverse("project-settings", args=[project.slug]), film_form)
    found["sign-in"] = Client().post(reverse("sign-in"), {"username": said, "next": words})
    assert {
        name: one.status_code for name, one in found.items() if one.status_code not in (200, 201, 422)
    } == {}
    return {name: Bones(answer.content.decode()) for name, answer in found.items()}


def pages_of_a_timeline(client, project: Project, said: str, clips) -> dict:
    line = project.timelines.create(number=1, name=said[:80])
    places = [
        line.shots.create(generation=clip, position=place) for clip, place in zip(clips, "amz", strict=True)
    ]
    line.cuts.create(number=1, name=said[:80], shots=as_json(shots_of(line)))
    project.timelines.create(number=2, name=said[:80])
    found = {"timeline": client.get(reverse("timeline", args=[project.slug, 1]))}
    found["cut"] = client.get(reverse("cut", args=[project.slug, 1, 1]))
    found["timeline-changes"] = client.get(reverse("timeline-changes", args=[project.slug, 1]))
    for place in places:
        address = reverse("shot-panel", args=[project.slug, 1, place.pk])
        found[f"panel of a {place.generation.state} clip"] = client.get(address)
    anew = reverse("timeline-panel", args=[project.slug, 1])
    found["anew"] = client.get(anew, {"instead": places[1].pk})
    found["shelf"] = client.get(reverse("timeline-clip-search", args=[project.slug, 1]), {"after": said})
    return found


# -- fields that nobody asked for ------------------------------------------------------------------------

FORMS = {
    "projects": {"name": "New film", "aspect_ratio": "4:3"},
    "project-settings": {"name": "Renamed", "aspect_ratio": "4:3", "budget_usd": "12"},
    "generations": {
        "prompt": "A lamp",
        "model": "preview:preview",
        "takes": "1",
        "aspect_ratio": "16:9",
        "resolution": "720p",
        "duration_s": "5",
        "loop": "",
        "slate": "on",
        "camera": "",
        "client_token": "a-token-of-the-form",
        "frame0": "",
        "frame1": "",
    },
    "generation-repeat": {"client_token": "another-token"},
    "generation-star": {},
}
GREEDY = {
    "is_active": "",
    "is_admin": "1",
    "role": "owner",
    "by": "1",
    "by_id": "1",
    "owner": "1",
    "project": "1",
    "slug": "mine",
    "state": "completed",
    "hold": "",
    "cost_usd": "0",
    "quote_usd": "0",
    "provider_id": "x",
    "budget_usd": "999999",
    "revision": "999",
    "fps": "1",
    "email": "eve@example.test",
    "password": "x",
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_takes_its_own_fields_only(name):
    """Every field of every model as a further input: the database is afterwards as without them."""
    owner = cast.person(can_create_projects=True)
    project = cast.project(owner)
    clip = cast.clip(project, "completed", by=owner)
    values = {"slug": project.slug, "id": clip.pk}
    [route] = [one for one in routes() if one.name == name]
    address = reverse(name, kwargs={part: values[part] for part in parts_of(route)})
    client = visitor(owner)
    every = {
        field.name: "1"
        for model in apps.get_app_config("projects").get_models()
        for field in model._meta.fields
    }
    further = {field: value for field, value in (every | GREEDY).items() if field not in FORMS[name]}
    assert len(further) > 60
    rows = []
    for given in (FORMS[name], FORMS[name] | further):
        with undone():
            before = everything()
            assert client.post(address, given).status_code == 302
            rows.append(everything())
            assert rows[-1] != before
    assert rows[0] == rows[1]


def test_the_first_run_takes_its_own_fields_only(client):
    greedy = GREEDY | {"email": "ada@example.test", "password": cast.PASSWORD, "name": "Eve", "id": "77"}
    client.post(reverse("first-run"), greedy | {"is_active": ""})
    owner = Person.objects.get()
    assert (owner.name, owner.is_active, owner.pk == 77) == ("", True, False)
    assert Project.objects.get().budget_usd is None


def everything() -> list:
    """All rows, without what is another each time: ids and moments."""
    changing = re.compile(r"_at$|^at$|^id$|_id$|^client_request_id$|^last_login$|^password$")
    return sorted(
        (
            model.__name__,
            sorted((name, str(value)) for name, value in row.items() if not changing.search(name)),
        )
        for model in apps.get_app_config("projects").get_models()
        for row in model._default_manager.values()
    )


# -- sessions, other sites, other hosts ------------------------------------------------------------------


def test_signing_in_gives_another_session_than_before(client):
    person = cast.person()
    client.session.save()  # a session that somebody else knows, and planted
    planted = client.cookies["dailies"].value
    client.post(reverse("sign-in"), {"username": person.email, "password": cast.PASSWORD})
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.cookies["dailies"].value != planted
    other = Client()
    other.cookies["dailies"] = planted
    assert other.get(reverse("projects")).status_code == 302


def test_signing_out_ends_the_session_for_who_kept_its_cookie():
    client = visitor(cast.person())
    kept = client.cookies["dailies"].value
    client.post(reverse("sign-out"))
    thief = Client()
    thief.cookies["dailies"] = kept
    assert thief.get(reverse("projects")).status_code == 302


def test_another_password_ends_all_sessions():
    person = cast.person()
    phone, laptop = visitor(person), visitor(person)
    person.set_password("another lamp entirely")
    person.save()
    assert [one.get(reverse("projects")).status_code for one in (phone, laptop)] == [302, 302]


@pytest.mark.parametrize(
    "host", ["evil.test", "localhost.evil.test", "localhost:80@evil.test", "", "evil.test#localhost"]
)
def test_another_host_name_is_not_answered(host):
    answer = Client(raise_request_exception=False).get(reverse("sign-in"), headers={"host": host})
    assert answer.status_code == 400
    assert b"evil" not in answer.content


def test_a_forwarded_host_counts_for_nothing(client):
    cast.person()
    answer = client.get(
        "/projects/", headers={"x-forwarded-host": "evil.test", "forwarded": "host=evil.test"}
    )
    assert "evil" not in str(answer.headers)


@pytest.mark.parametrize(
    "from_where",
    [
        {"sec-fetch-site": "cross-site"},
        {"origin": ELSEWHERE},
        {"origin": "null"},
        {"referer": f"{ELSEWHERE}/x"},
    ],
)
@pytest.mark.parametrize("route", ["projects", "sign-in", "sign-out", "appearance"])
def test_no_other_site_makes_this_one_act(route, from_where):
    """Neither a stolen visit nor (at sign-in) a visit as somebody else; the token alone may be right."""
    owner = cast.person()
    client = visitor(None if route == "sign-in" else owner, enforce_csrf_checks=True)
    client.cookies["csrftoken"] = token = "c" * 32
    given = authz.SENT.get(route, {"theme": "dark"}) | {"csrfmiddlewaretoken": token}
    secure = "referer" in from_where  # over https the Referer counts where there is no Origin
    assert client.post(reverse(route), given, headers=from_where, secure=secure).status_code == 403
    assert not Project.objects.exists()


def test_without_a_token_nothing_is_done():
    owner = cast.person()
    project = cast.project(owner)
    client = visitor(owner, enforce_csrf_checks=True)
    assert client.post(reverse("generations", args=[project.slug]), FORMS["generations"]).status_code == 403
    assert client.post(reverse("project-archive", args=[project.slug])).status_code == 403


def test_a_link_from_elsewhere_still_opens_a_page():
    owner = cast.person()
    assert visitor(owner).get("/projects/", headers={"sec-fetch-site": "cross-site"}).status_code == 200


AWAY = (
    ELSEWHERE,
    "//evil.test",
    r"/\evil.test",
    "///evil.test",
    "javascript:alert(1)",
    "https:evil.test",
    "\thttps://evil.test",
    "http://testserver@evil.test",
)


@pytest.mark.parametrize("then", AWAY)
def test_nobody_is_led_to_another_site(then):
    person = cast.person()
    login = {"username": person.email, "password": cast.PASSWORD}
    for client, how in ((Client(), "post"), (visitor(person), "get")):
        answer = getattr(client, how)(
            reverse("sign-in"), login | {"next": then} if how == "post" else {"next": then}
        )
        assert answer.headers["Location"] == "/"
    out = visitor(person).post(reverse("sign-out"), {"next": then})
    assert "evil" not in out.headers["Location"]


def test_over_https_cookies_cannot_come_from_elsewhere():
    """Browsers refuse names with __Host- unless they are Secure, for all paths and for one host."""
    ask = "from django.conf import settings as s; import json; print(json.dumps([s.SESSION_COOKIE_NAME,"
    ask += "s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY,"
    ask += "s.CSRF_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SECURE_HSTS_SECONDS >= 31536000]))"
    env = os.environ | {
        "DAILIES_PUBLIC_URL": "https://dailies.example.com",
        "DJANGO_SETTINGS_MODULE": "studio.settings",
    }
    told = subprocess.run(
        [sys.executable, "-c", ask], env=env, capture_output=True, text=True, check=True
    ).stdout
    assert json.loads(told) == ["__Host-dailies", "__Host-csrftoken", True, True, True, True, "Lax", True]


# -- private ---------------------------------------------------------------------------------------------


def visitor(person, **how) -> Client:
    client = Client(raise_request_exception=False, **how)
    if person:
        client.force_login(person)
    return client


@contextmanager
def undone():
    """What happens inside leaves no row."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
