"""Check that the Preview says what it drew, and what it didn't."""

import pytest

from studio.preview.reporting import describe
from studio.wire import ImageFrame, Order


def report(prompt, *, has_keyframes=False):
    drawn = describe(Order(prompt, "preview"), has_keyframes=has_keyframes)
    return {one["noun"]: (one["count"], one["action"]) for one in drawn["staged"]}, drawn["not_staged"]


@pytest.mark.parametrize(
    ("prompt", "staged", "not_staged"),
    [
        (
            "Two foxes run through the snowy forest",
            {"fox": (2, "run"), "forest": (1, ""), "snow": (1, "")},
            [],
        ),
        ("A fox beside a trampoline", {"fox": (1, "")}, ["trampoline"]),
        ("A fox in a tuxedo, cinematic lighting, 35mm film", {"fox": (1, "")}, ["tuxedo"]),
        ("A violinist by the sea", {"violinist": (1, ""), "sea": (1, "")}, []),
        ("No people, no trampoline, an empty meadow", {"meadow": (1, "")}, []),
        ('Title "FIN" over the sea', {"sea": (1, ""), "title": (1, "")}, []),
        ('Title "ᚠᚢᚦ" over the sea', {"sea": (1, "")}, ["ᚠᚢᚦ"]),
        ("A Pikachu dances in the meadow", {"meadow": (1, "")}, ["Pikachu"]),
        ("a dog beside the old Lancia Stratos", {"dog": (1, "")}, ["Lancia Stratos"]),
        ("A VJ in the desert", {"desert": (1, "")}, ["VJ"]),
        ("The Sahara, shot on an Arri Alexa", {"sahara": (1, "")}, []),
        ("A FOX AND A DOG", {"fox": (1, ""), "dog": (1, "")}, []),
        ("a kaleidoscope of colors", {"kaleidoscope": (1, "")}, []),
        ("A galaxy slowly rotating", {"galaxy": (1, "")}, []),
        ("A countdown from 5", {"countdown": (1, "")}, []),
        ("liquid gold and blue ink", {}, []),
        ("A butterfly lands on a child's hand", {"butterfly": (1, "sit")}, ["child", "hand"]),
        ("A protest march with banners", {"person": (9, "")}, ["banners"]),
        ("A hamster runs in its wheel", {"hamster": (1, "run")}, ["wheel"]),
        ("A bus full of tourists", {"bus": (1, "")}, ["tourists"]),
        ("A church with stained glass windows", {"church": (1, "")}, ["stained glass"]),
        ("", {}, []),
    ],
)
def test_what_is_named_is_either_staged_or_said_to_be_missing(prompt, staged, not_staged):
    assert report(prompt) == (staged, not_staged)


def test_what_is_beyond_six_kinds_is_missing():
    staged, missing = report("a fox, a wolf, a bear, a cat, a dog, a horse, a cow")
    assert len(staged) == 6 and missing == ["cow"]


def test_between_keyframes_nothing_is_staged_but_weather_and_a_title():
    prompt = 'Title "FIN", two foxes in the rain beside a trampoline'
    assert report(prompt, has_keyframes=True) == ({"rain": (1, ""), "title": (1, "")}, [])


def test_the_engine_keeps_what_it_drew_even_without_the_video(preview, order, photo):
    report = preview.submit(order, "one")
    assert not report.drawn
    preview.work(report.provider_id)
    job = preview._store.find(report.provider_id)
    drawn = job.make_report().drawn
    assert drawn == describe(order, has_keyframes=False)
    preview.forget(report.provider_id)
    assert job.make_report().drawn == drawn
    (job.folder / "drawn.json").unlink()
    assert job.make_report().drawn == {}


def test_a_clip_on_a_keyframe_stages_nothing(preview, order, photo):
    report = preview.submit(Order("a fox", "preview", resolution="360p", frame0=ImageFrame(photo)), "two")
    preview.work(report.provider_id)
    assert preview._store.find(report.provider_id).make_report().drawn == {"staged": [], "not_staged": []}
