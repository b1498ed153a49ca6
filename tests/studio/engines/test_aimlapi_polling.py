"""Poll the AI/ML API: in few calls, through every fault, and only about the right clips."""

import threading

import pytest

from studio.engines.aimlapi import AimlApi
from studio.engines.base import (
    Busy,
    EngineError,
    Ticket,
    Unreachable,
)
from studio.wire import Report, Stage
from tests.fake_provider import names
from tests.studio.engines.test_aimlapi import KOI, create_engine, ticket, wait
from tests.studio.scripted import Scripted, answer


def polls(provider) -> list[str]:
    return [row["target"] for row in provider.ledger.requests if row["place"] in ("poll", "list")]


@pytest.mark.parametrize("dialect", ["current", "original"])
@pytest.mark.parametrize("shape", ["list", "generations", "data"])
def test_many_generations_are_polled_in_one_call(provider, dialect, shape):
    provider.set(many=shape, make_s=30)
    engine = create_engine(provider, dialect=dialect)
    tickets = [ticket(engine.submit(KOI, f"t.{n}")) for n in range(9)]
    reports = engine.ask(tickets)
    assert set(reports) == {t.provider_id for t in tickets}
    assert len(polls(provider)) == 1
    assert {report.dialect for report in reports.values()} == {dialect}


def test_more_than_fifty_are_polled_in_chunks(provider):
    provider.set(make_s=30)
    engine = create_engine(provider)
    tickets = [ticket(engine.submit(KOI, f"t.{n}")) for n in range(60)]
    assert len(engine.ask(tickets)) == 60
    assert len(polls(provider)) == 2


def test_an_id_missing_from_the_batch_is_polled_alone(provider):
    provider.set(make_s=30)
    engine = create_engine(provider)
    tickets = [ticket(engine.submit(KOI, f"t.{n}")) for n in range(3)]
    assert len(engine.ask([*tickets, Ticket("unknown", KOI.model, "current")])) == 3
    assert [target.split("?")[1] for target in polls(provider)[1:]] == ["generation_id=unknown"]


def test_a_provider_without_the_batch_call_is_not_asked_for_it_again(provider):
    provider.set(many="off", make_s=30)
    tickets = [ticket(create_engine(provider).submit(KOI, f"t.{n}")) for n in range(3)]
    for _ in range(2):
        assert len(create_engine(provider).ask(tickets)) == 3
    assert sum("generation_ids" in target for target in polls(provider)) == 1


def test_one_generation_needs_no_batch_call(provider):
    engine = create_engine(provider)
    known = ticket(engine.submit(KOI, "t.1"))
    engine.ask([known, known])
    assert len(polls(provider)) == 1


def test_ids_unknown_to_the_original_paths_are_polled_at_the_current_one(provider):
    engine = create_engine(provider, dialect="original")
    known = ticket(engine.submit(KOI, "t.1"))
    provider.set(original=False, many="off")
    assert set(engine.ask([known])) == {known.provider_id}


@pytest.mark.parametrize("ordered, polled", [("original", "current"), ("current", "original")])
def test_without_a_dialect_a_generation_is_found_in_either(ordered, polled):
    paths = {"current": b"GET /v2/video", "original": b"GET /v2/generate"}

    def knows_one(caller, over):
        here = server.mine.request.startswith(paths[ordered])
        (answer(200, b'{"id": "a1", "status": "queued"}') if here else answer(404))(caller, over)

    with Scripted(knows_one) as server:
        reports = AimlApi("sk-x", server.url, dialect=polled).ask([Ticket("a1", KOI.model)])
    assert reports["a1"].stage is Stage.QUEUED


@pytest.mark.parametrize("second", [500, 401, 429])
def test_an_id_is_unknown_only_if_every_dialect_says_so(second):
    def half_knows(caller, over):
        (answer(404) if server.mine.request.startswith(b"GET /v2/video") else answer(second))(caller, over)

    with Scripted(half_knows) as server:
        try:
            assert isinstance(AimlApi("sk-x", server.url).ask([Ticket("a1", KOI.model)])["a1"], EngineError)
        except Busy as busy:
            assert busy.status == second


def test_a_generation_is_never_polled_twice_at_once():
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
        engine = AimlApi("sk-x", server.url, pace=0.02)
        asking = [threading.Thread(target=engine.ask, args=([Ticket("a1")],)) for _ in range(4)]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
    assert len(seen) >= 4 and not any(seen)


@pytest.mark.parametrize("fault", names("poll"))
def test_after_each_fault_of_a_poll_the_next_poll_succeeds(provider, fault):
    engine = create_engine(provider, question_s=0.7)
    known = ticket(engine.submit(KOI, "t.1"))
    wait(engine, [known])
    provider.plan([fault], at="poll")
    try:
        reports = engine.ask([known])
        assert set(reports) <= {known.provider_id}
        assert all(isinstance(value, Report | EngineError) for value in reports.values())
    except EngineError as error:
        assert isinstance(error, Busy | Unreachable)
    assert wait(engine, [known])[known.provider_id].result_url


@pytest.mark.parametrize("fault", ["poll_500", "poll_503", "poll_hang", "poll_gzip_bomb", "poll_html_200"])
def test_an_error_for_one_generation_becomes_its_value(provider, fault):
    provider.set(many="off", make_s=30)
    engine = create_engine(provider, question_s=0.7)
    tickets = [ticket(engine.submit(KOI, f"t.{n}")) for n in range(4)]
    engine.ask(tickets)
    provider.plan([fault], at="poll")
    reports = engine.ask(tickets)
    assert sorted(isinstance(value, Report) for value in reports.values()) == [False, True, True, True]


@pytest.mark.parametrize(
    "knobs, hold",
    [({"revoked": ["sk-fake-provider"]}, "key"), ({"rates": {"poll": 1.0}, "only": ["poll_429"]}, "rate")],
)
@pytest.mark.parametrize("many", [1, 6])
def test_a_provider_that_rejects_all_polls_raises_busy(provider, knobs, hold, many):
    engine = create_engine(provider)
    tickets = [ticket(engine.submit(KOI, f"t.{n}")) for n in range(many)]
    provider.set(**knobs)
    with pytest.raises(Busy) as caught:
        engine.ask(tickets)
    assert caught.value.hold == hold


def test_a_rate_limit_keeps_earlier_reports():
    def only_a1(caller, over):
        ours = b"generation_id=a1 " in server.mine.request
        fine = answer(200, b'{"id": "a1", "status": "queued"}')
        (fine if ours else answer(404 if b"a1%2C" in server.mine.request else 429))(caller, over)

    with Scripted(only_a1) as server:
        reports = AimlApi("sk-x", server.url).ask([Ticket("a1"), *(Ticket(f"b{n}") for n in range(20))])
        assert len(server.requests) < 12, "after a 429 the key is left alone"
    assert reports.pop("a1").stage is Stage.QUEUED
    assert len(reports) == 20 and all(value.hold == "rate" for value in reports.values())


def test_an_outage_stops_polling_after_a_few_calls():
    with Scripted(answer(503, b"{}")) as server:
        reports = AimlApi("sk-x", server.url).ask([Ticket(f"b{n}") for n in range(40)])
        assert len(server.requests) < 12
    assert len(reports) == 40 and all(value.hold == "outage" for value in reports.values())


@pytest.mark.parametrize(
    "body", [b'{"id": "other", "status": "completed"}', b"[]", b'"text"', b"{", b"{}", b'{"id": 7}']
)
def test_a_report_about_another_id_is_ignored(body):
    with Scripted(answer(200, body)) as server:
        reports = AimlApi("sk-x", server.url).ask([Ticket("a1")])
    assert isinstance(reports["a1"], Unreachable) or reports["a1"].stage is Stage.GENERATING
    assert not getattr(reports["a1"], "result_url", "")


def test_an_id_with_the_model_appended_is_recognized():
    with Scripted(answer(200, b'{"id": "a1:luma/ray-2", "status": "queued"}')) as server:
        reports = AimlApi("sk-x", server.url).ask([Ticket("a1")])
    assert reports["a1"].provider_id == "a1"
