"""Check the rooms that one thing makes known: each is found by its words, and shows that thing."""

from dataclasses import replace

import numpy as np
import pytest

from studio.preview import halls, rooms, scenes
from studio.preview.planes import Layer
from studio.preview.prompts import read_prompt


@pytest.mark.parametrize(
    ("prompt", "room"),
    [
        ("A dark cinema", "cinema"),
        ("A prisoner in a prison cell", "prison"),
        ("A couple dances in a ballroom", "ballroom"),
        ("A singer in a recording studio", "recording studio"),
        ("A subway station at night", "subway station"),
        ("People wait on a train platform", "subway station"),
        ("A sports car in a tunnel", "tunnel"),
        ("The bridge of a spaceship", "spaceship bridge"),
        ("A laundromat", "laundromat"),
        ("An indoor swimming pool", "pool"),
        ("A greenhouse full of plants", "greenhouse"),
    ],
)
def test_a_hall_is_found_by_its_words(prompt, room):
    assert read_prompt(prompt, 1).scene == room


@pytest.mark.parametrize("name", ["cinema", "prison", "ballroom", "subway station"])
def test_a_hall_looks_different_without_its_sign(name, monkeypatch):
    shown = paint(name)
    monkeypatch.setitem(rooms.ROOMS, name, replace(halls.HALLS[name], pieces=()))
    bare = paint(name)
    assert bare.shape != shown.shape or np.abs(shown - bare).mean() > 0.005


def paint(name: str) -> np.ndarray:
    sketch = read_prompt(f"a {name}", 1)
    stage = scenes.build_stage(sketch, (name,), width=160, height=90, count=1, loop=False)
    return np.concatenate(
        [layer.y.astype(float).ravel() / 255 for layer in stage.layers if isinstance(layer, Layer)]
    )
