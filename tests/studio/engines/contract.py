"""Define what every engine must do. To test a new engine, add a class to test_contract.py.

Tests for paid engines only check the kit: `kit.provider` is None for the Preview.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count, product
from typing import Any

import pytest

from studio.engines.base import Engine, EngineError, Model, Refused, ResultGone, Ticket
from studio.engines.model_options import find_conflicts
from studio.media import probe
from studio.wire import GenerationFrame, ImageFrame, Order, Report, Stage

NUMBERS = count(1)


@dataclass
class Kit:
    """An engine, an image for it, and a count of the orders that it sent."""

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

    def finish_clip(self, order: Order | None = None) -> Report:
        """Order a clip and wait until it is finished."""
        order = order or self.order()
        report = self.submit(order)
        return self.wait(ticket(report, order))

    def wait(self, ticket: Ticket) -> Report:
        self.engine.work(ticket.provider_id)
        for _ in range(500):
            report = self.engine.ask([ticket])[ticket.provider_id]
            assert isinstance(report, Report), report
            if report.stage.rank == 2:
                return report
            time.sleep(0.02)
        raise AssertionError(f"{ticket} did not end")


def ticket(report: Report, order: Order) -> Ticket:
    return Ticket(report.provider_id, order.model, report.dialect)


class Contract:
    """The tests that every engine must pass. Subclasses provide the fixture `kit`."""

    def test_an_order_becomes_a_complete_video(self, kit, tmp_path):
        report, target = kit.finish_clip(), tmp_path / "new" / "video.mp4"
        target.parent.mkdir()
        kit.engine.fetch(report, target)
        assert report.stage is Stage.COMPLETED
        assert probe.verify(target).frames > 0
        assert [path.name for path in target.parent.iterdir()] == ["video.mp4"]

    def test_fetching_reports_its_progress(self, kit, tmp_path):
        reported = []
        kit.engine.fetch(kit.finish_clip(), tmp_path / "video.mp4", progress=reported.append)
        assert reported == sorted(reported)
        assert reported[-1] == 1.0

    def test_fetching_never_overwrites_a_file(self, kit, tmp_path):
        report, target = kit.finish_clip(), tmp_path / "video.mp4"
        target.write_bytes(b"mine")
        with pytest.raises(FileExistsError):
            kit.engine.fetch(report, target)
        assert target.read_bytes() == b"mine"

    def test_an_accepted_order_has_an_id_and_has_not_failed(self, kit):
        report = kit.submit(kit.order())
        assert report.provider_id
        assert report.stage is not Stage.FAILED

    def test_an_unknown_id_is_left_out(self, kit):
        unknown = "11111111-2222-4333-8444-555555555555"
        order = kit.order()
        known = ticket(kit.submit(order), order)
        assert kit.engine.ask([Ticket(unknown)]) == {}
        assert set(kit.engine.ask([known, Ticket(unknown)])) == {known.provider_id}

    def test_polling_nothing_returns_nothing(self, kit):
        assert kit.engine.ask([]) == {}

    def test_many_clips_can_be_polled_at_once(self, kit):
        order = kit.order()
        tickets = [ticket(kit.submit(order), order) for _ in range(6)]
        reports = kit.engine.ask(iter([*tickets, tickets[0]]))
        assert {t.provider_id for t in tickets} == set(reports)
        assert all(reports[id_].provider_id == id_ for id_ in reports)

    def test_every_setting_that_a_model_offers_is_accepted(self, kit):
        for model in kit.engine.models().values():
            settings = product(
                model.aspect_ratios, model.resolutions or (None,), model.durations_s or (None,)
            )
            for ratio, size, length in settings:
                order = kit.order(model, aspect_ratio=ratio, resolution=size, duration_s=length)
                assert kit.submit(order).provider_id

    def test_the_defaults_of_every_model_are_among_its_options(self, kit):
        for model in kit.engine.models().values():
            assert model.default_resolution in (model.resolutions or ("",))
            assert model.default_duration_s in (model.durations_s or (None,))
            assert "16:9" in model.aspect_ratios

    @pytest.mark.parametrize("loop", [False, True])
    def test_every_model_that_loops_accepts_a_loop(self, kit, loop):
        for model in kit.engine.models().values():
            assert kit.submit(kit.order(model, loop=loop and model.loop)).provider_id

    @pytest.mark.parametrize("ends", [("frame0",), ("frame1",), ("frame0", "frame1")])
    def test_images_are_keyframes_at_either_end_and_both(self, kit, ends):
        for model in kit.engine.models().values():
            frames = dict.fromkeys(ends, kit.picture)
            loop = not find_conflicts(model, duration_s=None, loop=True, ends=ends)
            assert kit.submit(kit.order(model, **frames, loop=loop)).provider_id

    def test_settings_that_a_model_refuses_together_are_refused_before_sending(self, kit):
        before = kit.sent()
        for model in kit.engine.models().values():
            for order in mix_settings(kit, model):
                check_refused(kit, order, "bad_request")
        assert kit.sent() == before

    @pytest.mark.parametrize("ends", [("frame0",), ("frame1",), ("frame0", "frame1")])
    def test_generations_are_keyframes_of_the_models_that_accept_them(self, kit, ends):
        generation = GenerationFrame(kit.finish_clip().provider_id)
        models = [model for model in kit.engine.models().values() if model.keyframe_generations]
        for model in models:
            assert kit.submit(kit.order(model, **dict.fromkeys(ends, generation))).provider_id
        assert models

    def test_a_generation_and_an_image_can_be_keyframes_of_one_clip(self, kit):
        generation = GenerationFrame(kit.finish_clip().provider_id)
        assert kit.submit(kit.order(frame0=generation, frame1=kit.picture)).provider_id
        assert kit.submit(kit.order(frame0=kit.picture, frame1=generation)).provider_id

    def test_a_clip_between_keyframes_is_a_complete_video(self, kit, tmp_path):
        generation = GenerationFrame(kit.finish_clip().provider_id)
        report = kit.finish_clip(kit.order(frame0=generation, frame1=kit.picture))
        kit.engine.fetch(report, tmp_path / "video.mp4")
        assert probe.verify(tmp_path / "video.mp4").frames > 0

    def test_a_keyframe_is_enough_for_the_models_that_need_no_prompt(self, kit):
        for model in kit.engine.models().values():
            order = replace(kit.order(model, frame0=kit.picture), prompt="")
            if model.needs_prompt:
                check_refused(kit, order, "bad_request")
            else:
                assert kit.finish_clip(order).stage is Stage.COMPLETED
            check_refused(kit, replace(kit.order(model), prompt=" "), "bad_request")

    def test_a_generation_for_a_model_without_them_is_refused_before_sending(self, kit):
        generation, before = GenerationFrame("a1"), kit.sent()
        for model in kit.engine.models().values():
            if not model.keyframe_generations:
                check_refused(kit, kit.order(model, frame0=generation), "keyframe_refused")
                check_refused(kit, kit.order(model, frame1=generation), "keyframe_refused")
        assert kit.sent() == before

    def test_an_unknown_generation_is_refused_as_a_keyframe(self, kit):
        unknown = GenerationFrame("11111111-2222-4333-8444-555555555555")
        for end in ("frame0", "frame1"):
            check_refused(kit, kit.order(**{end: unknown}), "keyframe_refused", "keyframe_unreachable")

    def test_an_unreachable_image_is_refused(self, kit, tmp_path):
        gone = ImageFrame(tmp_path / "gone.png", kit.picture.url + ".gone")
        for end in ("frame0", "frame1"):
            check_refused(kit, kit.order(**{end: gone}), "keyframe_unreachable")

    @pytest.mark.parametrize(
        "unsupported",
        [{"resolution": "8k"}, {"aspect_ratio": "2:1"}, {"duration_s": 60}, {"prompt": "a" * 6001}],
    )
    def test_unsupported_settings_are_refused_before_sending(self, kit, unsupported):
        before = kit.sent()
        check_refused(kit, replace(kit.order(), **unsupported), "bad_request")
        assert kit.sent() == before

    def test_an_unknown_model_is_refused_before_sending(self, kit):
        before = kit.sent()
        check_refused(kit, replace(kit.order(), model="luma/ray-99"), "bad_request")
        assert kit.sent() == before

    def test_a_report_without_a_url_raises_result_gone(self, kit, tmp_path):
        nowhere = Report("11111111-2222-4333-8444-555555555555", Stage.COMPLETED)
        with pytest.raises(ResultGone):
            kit.engine.fetch(nowhere, tmp_path / "video.mp4")
        assert not (tmp_path / "video.mp4").exists()

    def test_the_log_finds_a_create_by_our_request_id(self, kit):
        since = datetime.now(UTC) - timedelta(minutes=1)
        report = kit.engine.submit(kit.order(), "sv1.contract.found")
        rows = kit.engine.find(since, datetime.now(UTC) + timedelta(minutes=1))
        ids = [row.inference_id for row in rows if row.client_request_id == "sv1.contract.found"]
        assert ids == ([report.provider_id] if kit.engine.correlates else [])

    def test_a_price_is_positive_or_unknown(self, kit):
        models = kit.engine.models()
        for id, price in kit.engine.prices(models).items():
            usd = price.usd(
                resolution=models[id].default_resolution or None, duration_s=models[id].default_duration_s
            )
            assert usd is None or usd > 0

    def test_the_key_appears_in_nothing_that_is_shown(self, kit):
        shown = f"{kit.engine!r} {kit.engine.account} {vars(kit.engine)}"
        assert not kit.key or kit.key not in shown
        assert bool(kit.engine.account) is bool(kit.key)


def mix_settings(kit: Kit, model: Model) -> Iterator[Order]:
    """Yield an order for each combination of settings that the model doesn't take."""
    flags = (False, True)
    for length, loop, first, last in product(model.durations_s, flags, flags, flags):
        frames = {end: kit.picture for end, is_set in (("frame0", first), ("frame1", last)) if is_set}
        if find_conflicts(model, duration_s=length, loop=loop, ends=frames):
            yield kit.order(model, duration_s=length, loop=loop, **frames)


def check_refused(kit: Kit, order: Order, *codes: str) -> None:
    with pytest.raises(EngineError) as caught:
        kit.submit(order)
    assert isinstance(caught.value, Refused)
    assert caught.value.code in codes
