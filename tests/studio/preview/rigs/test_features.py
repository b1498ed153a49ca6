"""Check that portraits are of those who are described: their skin, hair, glasses, tears and age."""

import numpy as np
import pytest

from studio.preview import forms
from studio.preview.palettes import parse_hex
from studio.preview.rigs.people.roles import find_look
from studio.preview.rigs.people.wearing import wear
from studio.preview.staging import read_staging


def read(prompt):
    return read_staging(prompt).subjects[0]


def find_look_of(prompt):
    subject = read(prompt)
    return wear(find_look(subject.word), subject.held)


def draw(prompt):
    return forms.find_form(read(prompt), "close-up").draw(160, 1)


@pytest.mark.parametrize(
    ("prompt", "hair"),
    [
        ("a woman with curly hair", "curly"),
        ("portrait of a bald man", "bald"),
        ("a girl in pigtails", "pigtails"),
        ("a man with a shaved head", "bald"),
        ("a woman with long red hair", "long"),
        ("a short-haired woman", "buzz"),
    ],
)
def test_hair_is_as_it_is_said(prompt, hair):
    assert find_look_of(prompt).hair == hair


def test_hair_and_skin_have_their_color():
    red, black = find_look_of("a red-haired woman"), find_look_of("a young Black woman")
    assert parse_hex(red.colors["hair"])[0] > 2 * parse_hex(red.colors["hair"])[2]
    assert parse_hex(black.colors["skin"]).mean() < 0.4 < parse_hex(red.colors["skin"]).mean()
    assert read("a young Black woman").hue == ""
    assert read("a woman in a black dress").hue != ""


def test_somebody_of_age_is_old():
    assert read("portrait of an elderly Korean woman").noun.name == "old woman"
    assert read("an old Mexican man").noun.name == "old man"
    assert read("a man beside an old house").noun.name == "man"


@pytest.mark.parametrize(
    "mark", ["glasses", "sunglasses", "a mustache", "a beard", "freckles", "tears", "earrings", "a turban"]
)
def test_a_mark_of_the_face_is_seen_in_a_close_shot(mark):
    plain, marked = draw("close-up of a woman"), draw(f"close-up of a woman with {mark}")
    rows, columns = (min(*sizes) for sizes in zip(plain.alpha.shape, marked.alpha.shape, strict=True))
    before, after = (mask.colors[-rows:, :columns] for mask in (plain, marked))
    assert (np.abs(before - after).max(-1) > 0.12).sum() > 20


def test_who_smiles_shows_it():
    assert "smile" in find_look_of("close-up of a girl who smiles").things
    assert "smile" not in find_look_of("close-up of a girl").things


def test_a_silhouette_or_a_blonde_is_nobody_else():
    assert len(read_staging("profile of a man in a hat, silhouette").subjects) == 1
    assert len(read_staging("a woman with blonde hair in the wind").subjects) == 1
