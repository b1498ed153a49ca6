"""The AI/ML API's engine against the stand-in: what it proves about money, and how few calls it needs."""

import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from studio.engines import aimlapi, luma
from studio.engines.aimlapi import AimlApi
from studio.engines.base import (
    Busy,
    EngineError,
    Refused,
    ResultBroken,
    ResultGone,
    Ticket,
    Unreachable,
    Unsure,
)
from studio.engines.luma import Luma
from studio.media import probe
from studio.wire import GenerationFrame, ImageFrame, Order, Report, Stage
from tests.standin import names
from tests.studio.engines.contract import Kit
from tests.studio.scripted import Scripted, answer

KOI = Order("A koi pond at dusk", "luma/ray-2", resolution="540p", duration_s=5)
PLAIN_KOI = Order("A koi pond at dusk", "ray-2", resolution="540p", duration_s=5)


def engine(provider, **options):
    return AimlApi(provider.key, provider.base_url, pace=0.02, **options)


SPEAKERS = {
    "current": lambda provider: (engine(provider, deadline_s=1), KOI),
    "original": lambda provider: (engine(provider, deadline_s=1, dialect="original"), KOI),
    "luma": lambda provider: (Luma(provider.key, provider.luma_url, deadline_s=1), PLAIN_KOI),
}

WITH_HEADER = ("broken_json", "no_id", "wrong_type", "html_200", "empty_200")


def expected(fault: str) -> type:
    if fault.startswith(("429", "401", "403")):
        return Busy
    if fault.startswith("400") or fault.endswith("_gone"):
        return Refused
    fine = ("client_id_not_echoed", "client_id_lost", "generation_fails", "generation_stuck")
    return Report if fault in fine else Unsure


@pytest.mark.parametrize("speaker", SPEAKERS)
@pytest.mark.parametrize("fault", names("create"))
def test_each_fault_of_a_create_is_named_by_what_it_proves(provider, speaker, fault):
    provider.plan([fault])
    speaking, order = SPEAKERS[speaker](provider)
    told = submitted(speaking, order)
    posts, accepted = provider.summary()["posts_by_client_request_id"], provider.ledger.generations
    assert isinstance(told, expected(fault)), repr(told)
    assert posts.get("t.1", 1) == 1, "a create goes out once"
    if not isinstance(told, Unsure):
        assert len(accepted) == isinstance(told, Report), "nothing accepted that we call free"
    if fault in WITH_HEADER and speaker != "luma":
        assert told.inference_id == accepted[0]["id"]


def submitted(speaking, order) -> Report | EngineError:
    try:
        return speaking.submit(order, "t.1")
    except EngineError as error:
        return error


@pytest.mark.parametrize("dialect", ["current", "original"])
def test_who_is_unsure_knows_in_which_dialect_to_ask(provider, dialect):
    provider.plan(["broken_json"])
    with pytest.raises(Unsure) as caught:
        engine(provider, dialect=dialect).submit(KOI, "t.1")
    assert caught.value.dialect == dialect
    asked = Ticket(caught.value.inference_id, KOI.model, caught.value.dialect)
    assert caught.value.inference_id in engine(provider).ask([asked])


@pytest.mark.parametrize(
    "fault, wait_s", [("429_seconds", 1), ("429_negative", None), ("429_huge", 900), ("429_absent", None)]
)
def test_a_pause_is_as_long_as_they_say_within_reason(provider, fault, wait_s):
    provider.plan([fault])
    with pytest.raises(Busy) as caught:
        engine(provider).submit(KOI, "t.1")
    assert (caught.value.hold, caught.value.wait_s) == ("rate", wait_s)


def test_a_pause_until_a_date_is_counted(provider):
    provider.plan(["429_date"])
    with pytest.raises(Busy) as caught:
        engine(provider).submit(KOI, "t.1")
    assert 1 <= caught.value.wait_s <= 2


@pytest.mark.parametrize("fault, hold", [("401_flip", "key"), ("403_credits", "credits")])
def test_a_key_that_may_not_waits_for_the_right_thing(provider, fault, hold):
    provider.plan([fault])
    with pytest.raises(Busy) as caught:
        engine(provider).submit(KOI, "t.1")
    assert caught.value.hold == hold


def test_moderation_is_told_in_their_words_and_nothing_is_charged(provider):
    provider.plan(["400_moderation"])
    with pytest.raises(Refused) as caught:
        engine(provider).submit(KOI, "t.1")
    assert caught.value.code == "moderation"
    assert "<script>" in caught.value.words, "kept as text; the page escapes it"


def test_nobody_at_home_is_unreachable_for_orders_and_questions(provider):
    speaking = engine(provider)
    provider.outage(30)
    for call in (lambda: speaking.submit(KOI, "t.1"), lambda: speaking.ask([Ticket("a1"), Ticket("a2")])):
        with pytest.raises(Unreachable):
            call()
    with pytest.raises(Unreachable):
        speaking.balance_usd()
    assert speaking.price(KOI.model) is None


def test_the_create_tells_its_cost_and_the_finished_clip_does_too(provider):
    kit = Kit(engine(provider), None, lambda: 0)
    order = kit.order()
    accepted = kit.submit(order)
    done = kit.finish(Ticket(accepted.provider_id, order.model, accepted.dialect))
    assert accepted.cost_usd == done.cost_usd == Decimal(provider.ledger.charges[0]["usd"])


def test_the_cost_of_many_finished_clips_is_told_to_the_cent(provider):
    speaking = engine(provider)
    tickets = [ticket(speaking.submit(KOI, f"t.{n}")) for n in range(5)]
    told = wait(speaking, tickets)
    assert sum(report.cost_usd for report in told.values()) == Decimal(provider.summary()["total_usd"])


def ticket(report: Report, model: str = KOI.model) -> Ticket:
    return Ticket(report.provider_id, model, report.dialect)


def wait(speaking, tickets, rounds=300):
    for _ in range(rounds):
        told = speaking.ask(tickets)
        if all(isinstance(r, Report) and r.stage.rank == 2 for r in told.values()) and len(told) == len(
            tickets
        ):
            return told
        threading.Event().wait(0.02)
    raise AssertionError(told)


# Asking


def polls(provider) -> list[str]:
    return [row["target"] for row in provider.ledger.requests if row["place"] in ("poll", "list")]


@pytest.mark.parametrize("dialect", ["current", "original"])
@pytest.mark.parametrize("shape", ["list", "generations", "data"])
def test_many_generations_are_asked_for_in_one_call(provider, dialect, shape):
    provider.set(many=shape, make_s=30)
    speaking = engine(provider, dialect=dialect)
    tickets = [ticket(speaking.submit(KOI, f"t.{n}")) for n in range(9)]
    told = speaking.ask(tickets)
    assert set(told) == {t.provider_id for t in tickets}
    assert len(polls(provider)) == 1
    assert {report.dialect for report in told.values()} == {dialect}


def test_more_than_fifty_go_in_chunks(provider):
    provider.set(make_s=30)
    speaking = engine(provider)
    tickets = [ticket(speaking.submit(KOI, f"t.{n}")) for n in range(60)]
    assert len(speaking.ask(tickets)) == 60
    assert len(polls(provider)) == 2


def test_an_id_that_the_many_answer_lacks_is_asked_for_singly(provider):
    provider.set(make_s=30)
    speaking = engine(provider)
    tickets = [ticket(speaking.submit(KOI, f"t.{n}")) for n in range(3)]
    assert len(speaking.ask([*tickets, Ticket("unknown", KOI.model, "current")])) == 3
    assert [target.split("?")[1] for target in polls(provider)[1:]] == ["generation_id=unknown"]


def test_a_provider_without_the_many_call_is_not_asked_for_it_again(provider):
    provider.set(many="off", make_s=30)
    tickets = [ticket(engine(provider).submit(KOI, f"t.{n}")) for n in range(3)]
    for _ in range(2):
        assert len(engine(provider).ask(tickets)) == 3
    assert sum("generation_ids" in target for target in polls(provider)) == 1


def test_one_generation_needs_no_many_call(provider):
    speaking = engine(provider)
    known = ticket(speaking.submit(KOI, "t.1"))
    speaking.ask([known, known])
    assert len(polls(provider)) == 1


def test_what_the_original_paths_have_lost_the_current_one_is_asked(provider):
    speaking = engine(provider, dialect="original")
    known = ticket(speaking.submit(KOI, "t.1"))
    provider.set(original=False, many="off")
    assert set(speaking.ask([known])) == {known.provider_id}


@pytest.mark.parametrize("ordered, asked", [("original", "current"), ("current", "original")])
def test_who_does_not_know_the_dialect_finds_the_generation_in_either(ordered, asked):
    paths = {"current": b"GET /v2/video", "original": b"GET /v2/generate"}

    def knows_one(caller, over):
        here = server.mine.request.startswith(paths[ordered])
        (answer(200, b'{"id": "a1", "status": "queued"}') if here else answer(404))(caller, over)

    with Scripted(knows_one) as server:
        told = AimlApi("sk-x", server.url, dialect=asked).ask([Ticket("a1", KOI.model)])
    assert told["a1"].stage is Stage.QUEUED


@pytest.mark.parametrize("second", [500, 401, 429])
def test_an_id_counts_as_unknown_only_when_every_dialect_said_so(second):
    def half_knows(caller, over):
        (answer(404) if server.mine.request.startswith(b"GET /v2/video") else answer(second))(caller, over)

    with Scripted(half_knows) as server:
        try:
            assert isinstance(AimlApi("sk-x", server.url).ask([Ticket("a1", KOI.model)])["a1"], EngineError)
        except Busy as busy:
            assert busy.status == second


def test_there_are_never_two_questions_about_one_generation_at_once():
    open_now, seen, lock = set(), [], threading.Lock()

    def slow(caller, over):
        id_ = server.mine.request.split(b"generation_id=")[1].split(b" ")[0]
        with lock:
            seen.append(id_ in open_now)
            open_now.add(id_)
        over.wait(0.05)
        with lock:
            open_now.discard(id_)
        answer(404)(caller, over)

    with Scripted(slow) as server:
        speaking = AimlApi("sk-x", server.url, pace=0.02)
        asking = [threading.Thread(target=speaking.ask, args=([Ticket("a1")],)) for _ in range(4)]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
    assert len(seen) >= 4 and not any(seen)


@pytest.mark.parametrize("fault", names("poll"))
def test_each_fault_of_a_poll_passes_and_the_next_question_is_answered(provider, fault):
    speaking = engine(provider, question_s=0.7)
    known = ticket(speaking.submit(KOI, "t.1"))
    wait(speaking, [known])
    provider.plan([fault], at="poll")
    try:
        told = speaking.ask([known])
        assert set(told) <= {known.provider_id}
        assert all(isinstance(value, Report | EngineError) for value in told.values())
    except EngineError as error:
        assert isinstance(error, Busy | Unreachable)
    assert wait(speaking, [known])[known.provider_id].result_url


@pytest.mark.parametrize("fault", ["poll_500", "poll_503", "poll_hang", "poll_gzip_bomb", "poll_html_200"])
def test_what_fails_for_one_generation_stands_as_its_value(provider, fault):
    provider.set(many="off", make_s=30)
    speaking = engine(provider, question_s=0.7)
    tickets = [ticket(speaking.submit(KOI, f"t.{n}")) for n in range(4)]
    speaking.ask(tickets)
    provider.plan([fault], at="poll")
    told = speaking.ask(tickets)
    assert sorted(isinstance(value, Report) for value in told.values()) == [False, True, True, True]


@pytest.mark.parametrize(
    "knobs, hold",
    [({"revoked": ["sk-stand-in"]}, "key"), ({"rates": {"poll": 1.0}, "only": ["poll_429"]}, "rate")],
)
@pytest.mark.parametrize("many", [1, 6])
def test_a_provider_that_answers_nobody_is_busy_as_a_whole(provider, knobs, hold, many):
    speaking = engine(provider)
    tickets = [ticket(speaking.submit(KOI, f"t.{n}")) for n in range(many)]
    provider.set(**knobs)
    with pytest.raises(Busy) as caught:
        speaking.ask(tickets)
    assert caught.value.hold == hold


def test_a_rate_limit_halfway_keeps_what_was_learnt():
    def only_a1(caller, over):
        ours = b"generation_id=a1 " in server.mine.request
        fine = answer(200, b'{"id": "a1", "status": "queued"}')
        (fine if ours else answer(404 if b"a1%2C" in server.mine.request else 429))(caller, over)

    with Scripted(only_a1) as server:
        told = AimlApi("sk-x", server.url).ask([Ticket("a1"), *(Ticket(f"b{n}") for n in range(20))])
        assert len(server.heard) < 12, "after a 429 the key is left alone"
    assert told.pop("a1").stage is Stage.QUEUED
    assert len(told) == 20 and all(value.hold == "rate" for value in told.values())


def test_an_outage_is_noticed_after_a_few_questions_and_the_others_are_spared():
    with Scripted(answer(503, b"{}")) as server:
        told = AimlApi("sk-x", server.url).ask([Ticket(f"b{n}") for n in range(40)])
        assert len(server.heard) < 12
    assert len(told) == 40 and all(value.hold == "outage" for value in told.values())


@pytest.mark.parametrize(
    "body", [b'{"id": "other", "status": "completed"}', b"[]", b'"text"', b"{", b"{}", b'{"id": 7}']
)
def test_an_answer_about_something_else_is_not_taken_for_ours(body):
    with Scripted(answer(200, body)) as server:
        told = AimlApi("sk-x", server.url).ask([Ticket("a1")])
    assert isinstance(told["a1"], Unreachable) or told["a1"].stage is Stage.GENERATING
    assert not getattr(told["a1"], "result_url", "")


def test_an_old_id_with_the_model_behind_it_is_ours():
    with Scripted(answer(200, b'{"id": "a1:luma/ray-2", "status": "queued"}')) as server:
        told = AimlApi("sk-x", server.url).ask([Ticket("a1")])
    assert told["a1"].provider_id == "a1"


# The film


@pytest.fixture
def finished(provider):
    speaking = engine(provider, download_s=1)
    (report,) = wait(speaking, [ticket(speaking.submit(KOI, "t.1"))]).values()
    return speaking, report


CDN = {
    "cdn_403": ResultGone,
    "cdn_404": ResultGone,
    "cdn_410": ResultGone,
    "cdn_500": Unreachable,
    "cdn_cut": ResultBroken,
    "cdn_cut_unsized": ResultBroken,
    "cdn_html_200": ResultBroken,
    "cdn_m3u8": ResultBroken,
    "cdn_redirect_loopback": Unreachable,
    "cdn_redirect_metadata": ResultGone,
    "cdn_reset": ResultBroken,
    "cdn_drip": Unreachable,
}


def test_every_fault_of_the_stand_in_has_its_row():
    assert set(CDN) | {"cdn_wrong_type"} == set(names("cdn"))


@pytest.mark.parametrize("fault", CDN)
def test_a_film_that_cannot_be_had_whole_leaves_nothing_and_is_fetched_again(
    provider, finished, tmp_path, fault
):
    speaking, report = finished
    home = tmp_path / "home"
    home.mkdir()
    provider.set(rates={"cdn": 1.0}, only=[fault])
    with pytest.raises(CDN[fault]):
        speaking.fetch(report, home / "film.mp4")
    assert list(home.iterdir()) == []
    provider.set(rates={"cdn": 0})
    speaking.fetch(report, home / "film.mp4")
    assert probe.verify(home / "film.mp4").frames > 0


@pytest.mark.parametrize("fault", ["cdn_cut", "cdn_reset", "cdn_500"])
def test_a_fault_that_passes_is_mended_without_asking_anybody(provider, finished, tmp_path, fault):
    speaking, report = finished
    provider.plan([fault], at="cdn")
    speaking.fetch(report, tmp_path / "film.mp4")
    assert probe.verify(tmp_path / "film.mp4").frames > 0


def test_the_type_that_they_state_is_not_what_decides(provider, finished, tmp_path):
    speaking, report = finished
    provider.plan(["cdn_wrong_type"], at="cdn")
    speaking.fetch(report, tmp_path / "film.mp4")
    assert probe.verify(tmp_path / "film.mp4").frames > 0


def test_an_expired_address_is_gone_and_a_fresh_one_is_to_be_had(provider, tmp_path):
    provider.set(url_life=-1)
    speaking = engine(provider)
    known = ticket(speaking.submit(KOI, "t.1"))
    (report,) = wait(speaking, [known]).values()
    with pytest.raises(ResultGone):
        speaking.fetch(report, tmp_path / "film.mp4")
    provider.set(url_life=60)
    speaking.fetch(wait(speaking, [known])[known.provider_id], tmp_path / "film.mp4")
    assert probe.verify(tmp_path / "film.mp4").frames > 0


def test_the_key_never_goes_to_where_the_film_lies(provider, finished, tmp_path):
    speaking, report = finished
    speaking.fetch(report, tmp_path / "film.mp4")
    (row,) = [row for row in provider.ledger.requests if row["place"] == "cdn"]
    assert not row["key"]


# The account


def test_the_log_is_read_to_its_end(provider):
    speaking, since = engine(provider), datetime.now(UTC) - timedelta(minutes=5)
    provider.set(make_s=30, balance_usd=10_000)
    for n in range(230):
        speaking.submit(KOI, f"t.{n}")
    rows = speaking.find(since, datetime.now(UTC) + timedelta(minutes=5))
    assert sorted(row.client_request_id for row in rows) == sorted(f"t.{n}" for n in range(230))
    assert rows[0].created >= rows[-1].created
    assert rows[0].cost_usd == Decimal("0.41") and rows[0].succeeded


def test_the_log_of_one_model_and_one_window_is_that(provider):
    speaking, since = engine(provider), datetime.now(UTC) - timedelta(minutes=5)
    speaking.submit(KOI, "t.1")
    speaking.submit(Order("koi", "luma/ray-1-6"), "t.2")
    now = datetime.now(UTC) + timedelta(seconds=1)
    assert [row.client_request_id for row in speaking.find(since, now, model="luma/ray-1-6")] == ["t.2"]
    assert speaking.find(since - timedelta(days=1), since) == []


def test_a_refused_create_is_found_as_one_that_failed(provider):
    provider.plan(["500_refused"])
    speaking = engine(provider)
    with pytest.raises(Unsure):
        speaking.submit(KOI, "t.1")
    (row,) = speaking.find(datetime.now(UTC) - timedelta(minutes=5), datetime.now(UTC) + timedelta(minutes=5))
    assert (row.client_request_id, row.succeeded, row.cost_usd) == ("t.1", False, 0)
    assert speaking.ask([Ticket(row.inference_id, KOI.model)]) == {}


@pytest.mark.parametrize("fault, error", [("logs_500", Busy), ("logs_429", Busy)])
def test_a_log_that_does_not_answer_is_no_empty_log(provider, fault, error):
    provider.plan([fault], at="logs")
    with pytest.raises(error):
        engine(provider).find(datetime.now(UTC) - timedelta(minutes=5), datetime.now(UTC))


@pytest.mark.parametrize("body", [b"{}", b"[]", b"null", b'{"data": 7}', b'{"rows": []}'])
def test_a_log_of_another_shape_is_no_empty_log(body):
    with Scripted(answer(200, body)) as server, pytest.raises(Unreachable):
        AimlApi("sk-x", server.url).find(datetime.now(UTC) - timedelta(minutes=5), datetime.now(UTC))


def test_the_balance_is_told_and_a_bad_key_is_named(provider):
    provider.set(balance_usd=12.34)
    assert engine(provider).balance_usd() == Decimal("12.34")
    for bad in ("sk-wrong", "", "with space"):
        with pytest.raises(Busy) as caught:
            AimlApi(bad, provider.base_url).balance_usd()
        assert caught.value.hold == "key"


def test_prices_are_those_that_are_charged(provider):
    speaking = engine(provider)
    for model in speaking.models().values():
        order = Kit(speaking, None, lambda: 0).order(model)
        report = speaking.submit(order, f"t.{model.id.replace('/', '.')}")
        price = speaking.price(model.id).usd(resolution=order.resolution, duration_s=order.duration_s)
        assert price == report.cost_usd


def test_a_model_without_a_price_has_none(provider):
    assert engine(provider).price("luma/ray-99") is None


def test_only_models_with_keyframes_take_a_generation():
    takers = {model for model in aimlapi.MODELS if aimlapi.takes_generation(model)}
    assert takers == {"luma/ray-2", "luma/ray-flash-2", "luma/ray-1-6"}
    assert not aimlapi.takes_generation("luma/ray-99")


def test_ray_2_is_the_default_and_ray_1_6_is_marked_as_retired():
    assert next(iter(aimlapi.MODELS)) == "luma/ray-2"
    assert aimlapi.MODELS["luma/ray-1-6"].retired and aimlapi.MODELS["luma/ray-1-6"].note
    assert set(luma.MODELS) == {"ray-2", "ray-flash-2", "ray-1-6"}


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "koi.png"])
def test_a_picture_without_an_address_from_outside_is_refused_before_it_is_sent(provider, url):
    for end in ("frame0", "frame1"):
        with pytest.raises(Refused) as caught:
            engine(provider).submit(
                Order("koi", "luma/ray-2", **{end: ImageFrame(Path("koi.png"), url)}), "t.1"
            )
        assert caught.value.code == "keyframe_unreachable"
    assert provider.summary()["requests"] == {}


def test_a_keyframe_of_another_key_is_refused_as_such(provider):
    provider.set(keys=["sk-stand-in", "sk-other"])
    theirs = AimlApi("sk-other", provider.base_url).submit(KOI, "t.0")
    with pytest.raises(Refused) as caught:
        engine(provider).submit(Order("koi", "luma/ray-2", frame0=GenerationFrame(theirs.provider_id)), "t.1")
    assert caught.value.code == "keyframe_refused"


def test_an_unknown_dialect_is_an_error_of_ours():
    with pytest.raises(ValueError):
        AimlApi("sk-x", dialect="klingon")
