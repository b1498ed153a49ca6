"""Say what of a prompt is in the picture, and what it names that is not."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TypedDict

from studio.media.letters import lay_out
from studio.preview import casting, lexicon, loose, pattern_words, place_words, prompts, settings
from studio.preview.rooms import ROOMS
from studio.preview.staging import Staging, read_staging
from studio.preview.strangers import find_strangers
from studio.preview.wording import read_words
from studio.wire import Order

MOST_WORDS = 6  # that are said not to be drawn
PLAIN = ("table", "backdrop")  # places that are no news
SHELTERED = (*ROOMS, *PLAIN, "underwater")  # where nothing falls from above
TITLE = "title"
LANDS = frozenset(
    ("forest", "desert", "mountain", "mountains", "sea", "ocean", "beach", "lake", "river", "city", "meadow")
)


class Staged(TypedDict):
    """count: as many as are drawn. action: "" if it does nothing."""

    noun: str
    count: int
    action: str


class Drawn(TypedDict):
    """What an animatic shows. not_staged: words of the prompt for things that it doesn't show."""

    staged: list[Staged]
    not_staged: list[str]


def describe(order: Order, *, has_keyframes: bool) -> Drawn:
    """Return what the animatic of an order shows. Between keyframes, nothing is staged."""
    staging = read_staging(order.prompt)
    sketch = prompts.read_prompt(order.prompt, order.seed)
    if has_keyframes:
        sketch, staging = replace(sketch, scene=""), replace(staging, subjects=(), left_out=(), place="")
    else:
        sketch = settings.find_setting(sketch, staging)
        staging = loose.drop(staging, sketch)
    staged = [_name(one.word or one.noun.name, one.count, one.action) for one in staging.subjects]
    staged += [_name(held.word) for one in staging.subjects for held in one.held if held.word]
    staged += [_name(word) for word in _list_scenery(order.prompt, sketch, staging)]
    missing = [
        *staging.left_out,
        *([sketch.named] if sketch.is_near else []),
        *_list_other_lands(order.prompt, sketch, staging),
    ]
    missing += find_strangers(order.prompt)
    if staging.title:
        has_letters = lay_out(staging.title) is not None
        staged += [_name(TITLE)] * has_letters
        missing += [staging.title] * (not has_letters)
    said = {one["noun"] for one in staged}
    not_staged = [word for word in dict.fromkeys(missing) if word not in said]
    return Drawn(staged=staged, not_staged=not_staged[:MOST_WORDS])


def _name(noun: str, count: int = 1, action: str = "") -> Staged:
    return Staged(noun=noun, count=count, action=action)


def _list_scenery(prompt: str, sketch: prompts.Sketch, staging: Staging) -> list[str]:
    """Return the prompt's first word for the place, and for each weather that is drawn."""
    if sketch.scene == prompts.ABSTRACT:
        return [words] if (words := pattern_words.quote(" ".join(prompt.lower().split()))) else []
    words = read_words(prompt)
    weather = [] if sketch.scene in SHELTERED else list(_list_weather(sketch, words))
    place = _find_word(words, _list_names(sketch.scene))
    if sketch.is_near or (sketch.named and sketch.scene in place_words.ROOMS):
        place = "" if sketch.scene in PLAIN else sketch.scene
    elif sketch.named:
        place = sketch.scene
    subjects = {name for one in staging.subjects for name in (one.word, one.noun.name)}
    return [word for word in dict.fromkeys([place, *weather]) if word and word not in subjects]


def _list_weather(sketch: prompts.Sketch, words: str) -> Iterator[str]:
    yield from (name for name in sketch.weather if _find_word(words, lexicon.WEATHER[name]))
    if sketch.cold and _find_word(words, "snow snowy snowfall"):
        yield "snow"


def _list_other_lands(prompt: str, sketch: prompts.Sketch, staging: Staging) -> list[str]:
    """Return the places that are named beside the one that is drawn."""
    if sketch.scene in ("", staging.place):
        return []
    drawn = {*_list_names(sketch.scene).split(), *sketch.named.split(), *sketch.scene.split()}
    if sketch.scene == "lake":  # they are around it
        drawn |= {*_list_names("mountain").split(), *_list_names("forest").split()}
    words = read_words(prompt)
    return [
        match[0]
        for match in re.finditer(r"[a-z]+", words)
        if match[0] in LANDS - drawn and not casting.is_denied(words[: match.start()])
    ]


def _list_names(scene: str) -> str:
    return lexicon.SCENES.get(scene, "")


def _find_word(words: str, known: str) -> str:
    """Return the first of the words that is known and that is wanted, or ""."""
    for match in re.finditer(r"[a-z]+", words):
        if match[0] in known.split() and not casting.is_denied(words[: match.start()]):
            return match[0]
    return ""
