"""The roles of people: what somebody looks like by the noun, and how copies differ."""

import re
import zlib
from dataclasses import replace
from functools import cache
from pathlib import Path

from studio.preview.rigs.people.looks import BUILDS, DEFAULTS, FEMALE, LEGS, TOPS, Look
from studio.preview.rigs.people.outlines import load
from studio.preview.rigs.people.poses import POSES
from studio.preview.rigs.people.riders import MOUNTS
from studio.preview.rigs.people.rides import RIDES
from studio.preview.rigs.people.things import THINGS

TABLE = Path(__file__).with_name("roles.tsv")
WORN = ("beard", "longbeard", "mustache", "stubble", "apron", "tie", "barefoot", "cape", "cloak", *MOUNTS)
GROUPS = ("pair", "family", "crowd")  # looks of more than one
SKINS = ("#c79a78", "#d8ae8c", "#a5744f", "#7a5238", "#e0bb9a", "#8c6142")
HAIRS = ("#3a2a20", "#6b4a2c", "#1f1a19", "#17130f", "#a87a44", "#241a16")
COATS = ("#4c5664", "#7a4a3c", "#5c6a4c", "#8a7048", "#3f5674", "#6a4a64", "#3a3d44", "#94584a")
MALE_HAIR, FEMALE_HAIR = (
    ("short", "buzz", "short", "curly", "balding"),
    ("long", "bun", "bob", "ponytail", "curly", "lowbun"),
)
MALE_TOPS, FEMALE_TOPS = (
    ("jacket", "coat", "sweater", "shirt", "hoodie"),
    ("coat", "dress", "sweater", "trench", "jacket"),
)
# Roles whose copies wear other clothes, too.
ANYBODY = frozenset(["man", "woman", "person", "boy", "girl", "child", "teenager"])
MIXED = {"person": ("man", "woman"), "child": ("boy", "girl"), "teenager": ("teenager", "teenage girl")}


def find_look(name: str, n: int = 0) -> Look | None:
    """Return the look of copy n of a role, or None if there is no such role."""
    woman = re.match(r"(?:woman|female|lady) (?=\w)", name)
    base = name[woman.end() :] if woman else re.sub(r"^(?:man|male) (?=\w)", "", name)
    key = name if name in load_roles() else base
    if key not in load_roles():
        return None
    look, role = load_roles()[key]
    if role in MIXED:
        other = MIXED[role][(n + zlib.crc32(key.encode())) % 2 if n else 0]
        look, role = load_roles()[other]
    if woman and key == base and look.build not in FEMALE:
        look = replace(look, build="woman", hair="bun" if look.hat else "long", things=_shave(look.things))
    return _vary(look, zlib.crc32(role.encode()) + 7 * n, with_clothes=role in ANYBODY and n > 0)


def _shave(things: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(thing for thing in things if thing not in WORN[:4])


def _vary(look: Look, seed: int, *, with_clothes: bool) -> Look:
    """Return the look with another skin and hair, and with other clothes if they may differ."""
    colors = {"skin": SKINS[seed % len(SKINS)], "hair": HAIRS[seed % len(HAIRS)], **look.colors}
    if not with_clothes or look.build not in ("man", "woman", "boy", "girl"):
        return replace(look, colors=colors)
    is_female, is_adult = look.build in FEMALE, look.build in ("man", "woman")
    hairs, tops = (FEMALE_HAIR, FEMALE_TOPS) if is_female else (MALE_HAIR, MALE_TOPS)
    top = tops[seed // 3 % len(tops)] if is_adult else look.top
    colors[top] = COATS[seed // 2 % len(COATS)]
    hair = hairs[seed // 5 % len(hairs)] if is_adult else look.hair
    return replace(look, top=top, hair=hair, colors=colors)


@cache
def load_roles() -> dict[str, tuple[Look, str]]:
    """Return each role's look, and the first of its names, by all its names."""
    found: dict[str, tuple[Look, str]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            names, words = line.split("\t")
            first, *others = names.split("|")
            for name in (first, *others):
                found.setdefault(name, (_read_look(words, found), first))
    return found


def _read_look(words: str, known: dict[str, tuple[Look, str]]) -> Look:
    look = Look()
    base = re.match(r"@(\w+)", words)
    if base:
        look, words = known[base[1]][0], words[base.end() :]
    for word in words.split():
        look = _add(look, *word.partition("#")[::2])
    return look


def _add(look: Look, name: str, color: str) -> Look:
    """Return the look with one more word. The tables say what it is."""
    if color:
        look = replace(look, colors={**look.colors, name: f"#{color}"})
    if name in BUILDS:
        return replace(look, build=name)
    if name in TOPS:
        return replace(look, top=name)
    if name in LEGS:
        return replace(look, legs=name)
    if name in POSES:
        return replace(look, pose=name)
    if ("hair", name) in load() or name == "bald":
        return replace(look, hair=name)
    if ("hat", name) in load():
        return replace(look, hat=name)
    if name in THINGS or name in WORN or name in RIDES or name.partition(":")[0] in GROUPS:
        return replace(look, things=(*look.things, name))
    if name not in DEFAULTS:
        raise ValueError(f"No such part of a look: {name}")
    return look
