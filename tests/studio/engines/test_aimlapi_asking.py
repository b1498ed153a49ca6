"""Asking the AI/ML API how far clips are: in few calls, through every fault, about the right ones only."""

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
from tests.studio.engines.test_aimlapi import KOI, engine, ticket, wait
from tests.studio.scripted import Scripted, answer


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
    [({"revoked": ["sk-fake-provider"]}, "key"), ({"rates": {"poll": 1.0}, "only": ["poll_429"]}, "rate")],
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
