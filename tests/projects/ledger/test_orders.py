"""Keyframes in orders: by the provider's own ID where it knows the generation, else by our image's URL."""

import hashlib
import json
import socket
import sqlite3
import threading
from contextlib import closing

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from waitress.server import create_server

from projects.ledger.engines import build_engine
from projects.ledger.orders import build_order
from projects.ledger.requests import RequestedKeyframe
from projects.ledger.status import STORED_FRAME
from projects.ledger.status_text import describe_status
from projects.models import Account, End, Generation
from projects.models.keyframe import NATURAL_EDGE
from studio.media import stills
from studio.wire import GenerationFrame, ImageFrame
from tests.projects import cast

IS_SERVER = connections["default"].vendor != "sqlite"  # then our site has connections of its own
OUTSIDE = "studio.dailies-film.org"  # looks public; the test's own resolver leads it here


@pytest.fixture
def first(studio, provider):
    return studio.until(studio.request(), "completed")


def last_body(provider) -> dict:
    return provider.ledger.generations[-1]["body"]


@pytest.mark.django_db
@pytest.mark.parametrize(("end", "edge"), [("frame0", "last"), ("frame1", "first")])
def test_a_continuation_is_sent_by_the_providers_own_id(studio, provider, first, end, edge):
    second = studio.request_and_send("On", keyframes=[RequestedKeyframe(end, first, edge)])
    assert second.state == "submitted"
    assert last_body(provider)["keyframes"] == {end: {"type": "generation", "id": first.provider_id}}


@pytest.mark.django_db
@pytest.mark.parametrize(("end", "edge"), [("frame0", "last"), ("frame1", "first")])
def test_a_refused_long_id_is_sent_once_more_as_its_uuid(studio, provider, end, edge):
    provider.set(ids="model", uuid_keyframes=True)
    first = studio.until(studio.request(), "completed")
    assert first.provider_id.endswith(":luma/ray-2")
    second = studio.until(studio.request("On", keyframes=[RequestedKeyframe(end, first, edge)]), "completed")
    assert last_body(provider)["keyframes"][end]["id"] == first.provider_id.partition(":")[0]
    assert list(second.attempts.values_list("state", "http_status")) == [("refused", 400), ("accepted", None)]
    assert provider.summary()["accepted"] == 2


@pytest.mark.django_db
def test_a_long_id_that_is_accepted_goes_as_it_came(studio, provider):
    provider.set(ids="model")
    first = studio.until(studio.request(), "completed")
    second = studio.request_and_send("On", keyframes=[RequestedKeyframe("frame0", first, "last")])
    assert last_body(provider)["keyframes"]["frame0"]["id"] == first.provider_id
    assert second.attempts.count() == 1


@pytest.mark.django_db
def test_an_id_that_is_no_uuid_offers_our_stored_frame(studio, provider):
    provider.set(ids="nanoid", uuid_keyframes=True)
    first = studio.until(studio.request(), "completed")
    second = studio.request_and_send("On", keyframes=[RequestedKeyframe("frame0", first, "last")])
    assert (second.state, second.error_code) == ("refused", "keyframe_refused")
    assert second.attempts.count() == 1 and "uuid" in second.error_message
    assert STORED_FRAME.url_name in [action.url_name for action in describe_status(second).actions]


@pytest.mark.django_db
def test_a_short_id_that_is_unknown_too_ends_the_tries(studio, provider):
    provider.set(ids="model", uuid_keyframes=True)
    first = studio.until(studio.request(), "completed")
    with closing(sqlite3.connect(provider.ledger.book, isolation_level=None)) as book:
        book.execute("UPDATE generation SET deleted = 1")
    second = studio.request("On", keyframes=[RequestedKeyframe("frame0", first, "last")])
    assert studio.until(second, "refused", "completed").error_code == "keyframe_refused"
    assert list(second.attempts.values_list("state", "http_status")) == [("refused", 400)] * 2


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["other key", "other engine", "ray-3.2", "other edge", "as picture"])
def test_a_keyframe_without_an_id_needs_a_public_address_or_is_refused_unsent(studio, provider, first, how):
    more, edge, as_picture = {}, "last", how == "as picture"
    if how == "other key":
        first.attempts.update(dialect="")
        source = other_keys_generation(studio, first)
    elif how == "other engine":
        source = draw_preview(studio, first)
    else:
        source = first
    if how == "ray-3.2":
        more = {"model": "luma/ray-3.2"}
    if how == "other edge":
        edge = "first"
    generation = studio.request_and_send(
        "On", keyframes=[RequestedKeyframe("frame0", source, edge, as_picture=as_picture)], **more
    )
    assert (generation.state, generation.error_code) == ("refused", "keyframe_unreachable")
    assert "DAILIES_PUBLIC_URL" in generation.error_message
    assert provider.summary()["requests"]["create"] == 1 and not generation.attempts.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "end"), [({"duration_s": 10}, "frame0"), ({"duration_s": 5, "loop": True}, "frame1")]
)
def test_a_new_take_that_ray_3_2_would_refuse_is_not_sent(studio, provider, public, wanted, end):
    """Such clips may stand in the library from earlier; their new takes pass no composer."""
    source = studio.until(studio.request(), "completed")
    before = provider.summary()["requests"]
    keyframes = [RequestedKeyframe(end, source, NATURAL_EDGE[end])]
    given = {"model": "luma/ray-3.2", "resolution": "360p"} | wanted
    generation = studio.request_and_send("On", keyframes=keyframes, **given)
    assert (generation.state, generation.error_code) == ("refused", "bad_request")
    assert "Nothing was sent" in generation.error_message
    assert provider.summary()["requests"] == before


def other_keys_generation(studio, like: Generation) -> Generation:
    """A generation of the same engine, ordered with a key that is no longer ours."""
    generation = cast.clip(studio.project, "completed", prompt=like.prompt, pictures_at=like.pictures_at)
    cast.attempt(
        generation, "accepted", account=Account.objects.create(engine="aimlapi", fingerprint="other")
    )
    return make_stills(generation)


def draw_preview(studio, like: Generation) -> Generation:
    generation = cast.clip(studio.project, "completed", pictures_at=like.pictures_at)
    cast.attempt(generation, "accepted")
    return make_stills(generation)


def make_stills(generation: Generation) -> Generation:
    stills.make_stills(generation.video, generation.folder)
    return generation


@pytest.mark.django_db
def test_a_clip_of_the_local_engine_is_read_from_the_disk(studio, provider, first):
    drawn_on = studio.request(
        "On", engine="preview", model="preview", keyframes=[RequestedKeyframe("frame0", first, "last")]
    )
    from projects.ledger.engines import account_for, engine_for

    engine = engine_for("preview")
    order = build_order(drawn_on, engine, account_for(engine))
    assert isinstance(order.frame0, ImageFrame) and order.frame0.path == first.picture("last.png")
    assert order.frame0.url == "" and not isinstance(order.frame0, GenerationFrame)


@pytest.fixture
def public(db, settings, monkeypatch):
    """Our own site on a port, under a name that only this process resolves. It sees this test's rows."""
    real = socket.getaddrinfo

    def name_service(host, *rest, **named):
        return real("127.0.0.1" if host == OUTSIDE else host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", name_service)
    settings.ALLOWED_HOSTS = [OUTSIDE]
    site, ours = get_wsgi_application(), connections["default"]
    ours.inc_thread_sharing()

    def on_our_database(environ, start_response):
        if not IS_SERVER:  # the database is in memory, and sees this test's rows on one connection only
            connections["default"] = ours
            return site(environ, start_response)
        try:
            return [b"".join(site(environ, start_response))]
        finally:
            connections.close_all()

    server = create_server(on_our_database, host="127.0.0.1", port=0, threads=2)
    settings.PUBLIC_URL = f"http://{OUTSIDE}:{server.effective_port}"
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield settings.PUBLIC_URL
    server.close()
    thread.join(5)
    ours.dec_thread_sharing()


@pytest.mark.django_db(transaction=IS_SERVER)
@pytest.mark.filterwarnings("ignore:No directory")
@pytest.mark.parametrize("end", End.values)
def test_the_provider_really_fetches_our_signed_image(studio, provider, public, end):
    first = studio.until(studio.request(), "completed")
    edge = "first" if end == "frame0" else "last"
    generation = studio.request_and_send("On", keyframes=[RequestedKeyframe(end, first, edge)])
    assert generation.state == "submitted", generation.error_message
    frame = last_body(provider)["keyframes"][end]
    assert frame["type"] == "image" and frame["url"].startswith(public)
    fetched = provider.ledger.images[-1]
    assert fetched["frame"] == end
    assert fetched["sha256"] == hashlib.sha256(first.picture(f"{edge}.png").read_bytes()).hexdigest()
    assert json.dumps(last_body(provider)).count(str(first.pk)) == 1  # nothing of ours but the link


@pytest.fixture(autouse=True)
def fresh_engines():
    yield
    build_engine.cache_clear()
