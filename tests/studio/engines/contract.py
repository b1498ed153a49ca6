"""What every engine promises: one list, kept by all. A new engine is one class in test_contract.py.

A promise that only paid engines give is marked by what the kit offers (`kit.provider` is None for Preview).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count, product
from typing import Any

import pytest

from studio.engines.base import Engine, EngineError, Model, Refused, ResultGone, Ticket
from studio.media import probe
from studio.wire import GenerationFrame, ImageFrame, Order, Report, Stage

NUMBERS = count(1)


@dataclass
class Kit:
    """An engine ready to keep its promises, a picture for it, and how many orders it was ever sent."""

    engine: Engine
    picture: ImageFrame
    sent: Callable[[], int]
    key: str = ""
    provider: Any = None

    def order(self, model: Model | None = None, **changes) -> Order:
        model = model or next(iter(self.engine.models().values()))
        size = {"resolution": model.resolutions[0] if model.resolutions else None}
        length = {"duration_s": model.durations_s[0] if model.durations_s else None}
        return Order("A koi pond at dusk", model.id, **(size | length | changes))

    def submit(self, order: Order) -> Report:
        return self.engine.submit(order, f"sv1.contract.{next(NUMBERS)}")

    def make(self, order: Order | None = None) -> Report:
        """Order a clip and wait until the maker has ended it."""
        order = order or self.order()
        report = self.submit(order)
        return self.finish(ticket(report, order))

    def finish(self, asked: Ticket) -> Report:
        self.engine.work(asked.provider_id)
        for _ in range(500):
            report = self.engine.ask([asked])[asked.provider_id]
            assert isinstance(report, Report), report
            if report.stage.rank == 2:
                return report
            time.sleep(0.02)
        raise AssertionError(f"{asked} did not end")


def ticket(report: Report, order: Order) -> Ticket:
    return Ticket(report.provider_id, order.model, report.dialect)


class Contract:
    """Every test here is a promise. Subclasses give the fixture `kit`."""

    def test_an_order_becomes_a_whole_film(self, kit, tmp_path):
        report, target = kit.make(), tmp_path / "home" / "film.mp4"
        target.parent.mkdir()
        kit.engine.fetch(report, target)
        assert report.stage is Stage.COMPLETED
        assert probe.verify(target).frames > 0
        assert [path.name for path in target.parent.iterdir()] == ["film.mp4"]

    def test_fetching_tells_how_far_it_is(self, kit, tmp_path):
        told = []
        kit.engine.fetch(kit.make(), tmp_path / "film.mp4", progress=told.append)
        assert told == sorted(told)
        assert told[-1] == 1.0

    def test_a_film_is_never_written_over(self, kit, tmp_path):
        report, target = kit.make(), tmp_path / "film.mp4"
        target.write_bytes(b"somebody's")
        with pytest.raises(FileExistsError):
            kit.engine.fetch(report, target)
        assert target.read_bytes() == b"somebody's"

    def test_an_accepted_order_is_working_or_done_and_has_an_id(self, kit):
        report = kit.submit(kit.order())
        assert report.provider_id
        assert report.stage is not Stage.FAILED

    def test_an_unknown_id_is_left_out(self, kit):
        unknown = "11111111-2222-4333-8444-555555555555"
        order = kit.order()
        known = ticket(kit.submit(order), order)
        assert kit.engine.ask([Ticket(unknown)]) == {}
        assert set(kit.engine.ask([known, Ticket(unknown)])) == {known.provider_id}

    def test_nothing_asked_is_nothing_told(self, kit):
        assert kit.engine.ask([]) == {}

    def test_many_asked_at_once_answer_each_for_itself(self, kit):
        order = kit.order()
        tickets = [ticket(kit.submit(order), order) for _ in range(6)]
        told = kit.engine.ask(iter([*tickets, tickets[0]]))
        assert {t.provider_id for t in tickets} == set(told)
        assert all(told[id_].provider_id == id_ for id_ in told)

    def test_every_setting_that_a_model_offers_is_accepted(self, kit):
        for model in kit.engine.models().values():
            settings = product(
                model.aspect_ratios, model.resolutions or (None,), model.durations_s or (None,)
            )
            for ratio, size, length in settings:
                order = kit.order(model, aspect_ratio=ratio, resolution=size, duration_s=length)
                assert kit.submit(order).provider_id

    def test_every_model_has_defaults_that_it_offers(self, kit):
        for model in kit.engine.models().values():
            assert model.default_resolution in (model.resolutions or ("",))
            assert model.default_duration_s in (model.durations_s or (None,))
            assert "16:9" in model.aspect_ratios

    @pytest.mark.parametrize("loop", [False, True])
    def test_a_loop_is_accepted_by_every_model_that_loops(self, kit, loop):
        for model in kit.engine.models().values():
            assert kit.submit(kit.order(model, loop=loop and model.loop)).provider_id

    @pytest.mark.parametrize("ends", [("frame0",), ("frame1",), ("frame0", "frame1")])
    def test_pictures_are_keyframes_at_either_end_and_both(self, kit, ends):
        for model in kit.engine.models().values():
            frames = dict.fromkeys(ends, kit.picture)
            assert kit.submit(kit.order(model, **frames, loop=True)).provider_id

    @pytest.mark.parametrize("ends", [("frame0",), ("frame1",), ("frame0", "frame1")])
    def test_generations_are_keyframes_where_the_model_takes_them(self, kit, ends):
        made = GenerationFrame(kit.make().provider_id)
        takers = [model for model in kit.engine.models().values() if model.keyframe_generations]
        for model in takers:
            assert kit.submit(kit.order(model, **dict.fromkeys(ends, made))).provider_id
        assert takers

    def test_a_bridge_may_mix_a_generation_with_a_picture(self, kit):
        made = GenerationFrame(kit.make().provider_id)
        assert kit.submit(kit.order(frame0=made, frame1=kit.picture)).provider_id
        assert kit.submit(kit.order(frame0=kit.picture, frame1=made)).provider_id

    def test_a_clip_made_between_keyframes_is_a_whole_film(self, kit, tmp_path):
        made = GenerationFrame(kit.make().provider_id)
        report = kit.make(kit.order(frame0=made, frame1=kit.picture))
        kit.engine.fetch(report, tmp_path / "film.mp4")
        assert probe.verify(tmp_path / "film.mp4").frames > 0

    def test_a_generation_for_a_model_that_takes_none_is_refused_before_it_is_sent(self, kit):
        made, before = GenerationFrame("a1"), kit.sent()
        for model in kit.engine.models().values():
            if not model.keyframe_generations:
                refused(kit, kit.order(model, frame0=made), "keyframe_refused")
                refused(kit, kit.order(model, frame1=made), "keyframe_refused")
        assert kit.sent() == before

    def test_a_generation_that_nobody_knows_is_refused_as_a_keyframe(self, kit):
        unknown = GenerationFrame("11111111-2222-4333-8444-555555555555")
        for end in ("frame0", "frame1"):
            refused(kit, kit.order(**{end: unknown}), "keyframe_refused", "keyframe_unreachable")

    def test_a_picture_that_nobody_can_fetch_is_refused(self, kit, tmp_path):
        gone = ImageFrame(tmp_path / "gone.png", kit.picture.url + ".gone")
        for end in ("frame0", "frame1"):
            refused(kit, kit.order(**{end: gone}), "keyframe_unreachable")

    @pytest.mark.parametrize(
        "outside", [{"resolution": "8k"}, {"aspect_ratio": "2:1"}, {"duration_s": 60}, {"prompt": "a" * 2049}]
    )
    def test_what_a_model_does_not_offer_is_refused_before_it_is_sent(self, kit, outside):
        before = kit.sent()
        refused(kit, replace(kit.order(), **outside), "bad_request")
        assert kit.sent() == before

    def test_a_model_that_nobody_offers_is_refused_before_it_is_sent(self, kit):
        before = kit.sent()
        refused(kit, replace(kit.order(), model="luma/ray-99"), "bad_request")
        assert kit.sent() == before

    def test_a_film_without_an_address_is_asked_for_again(self, kit, tmp_path):
        nowhere = Report("11111111-2222-4333-8444-555555555555", Stage.COMPLETED)
        with pytest.raises(ResultGone):
            kit.engine.fetch(nowhere, tmp_path / "film.mp4")
        assert not (tmp_path / "film.mp4").exists()

    def test_the_log_finds_a_create_by_our_own_id_where_there_is_one(self, kit):
        since = datetime.now(UTC) - timedelta(minutes=1)
        report = kit.engine.submit(kit.order(), "sv1.contract.found")
        rows = kit.engine.find(since, datetime.now(UTC) + timedelta(minutes=1))
        ids = [row.inference_id for row in rows if row.client_request_id == "sv1.contract.found"]
        assert ids == ([report.provider_id] if kit.engine.correlates else [])

    def test_a_price_is_positive_or_unknown(self, kit):
        for model in kit.engine.models().values():
            price = kit.engine.price(model.id)
            usd = price and price.usd(
                resolution=model.default_resolution or None, duration_s=model.default_duration_s
            )
            assert usd is None or usd > 0

    def test_the_key_is_in_nothing_that_is_shown(self, kit):
        shown = f"{kit.engine!r} {kit.engine.account} {vars(kit.engine)}"
        assert not kit.key or kit.key not in shown
        assert bool(kit.engine.account) is bool(kit.key)


def refused(kit: Kit, order: Order, *codes: str) -> None:
    with pytest.raises(EngineError) as caught:
        kit.submit(order)
    assert isinstance(caught.value, Refused)
    assert caught.value.code in codes
