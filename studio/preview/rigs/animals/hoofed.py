"""Hoofed animals, and those on pillars: what each is built like and wears."""

from dataclasses import replace

from studio.preview.rigs.animals.build import Coat, Species
from studio.preview.rigs.animals.hoofed_builds import (
    BOAR,
    CAMEL,
    CATTLE,
    DEER,
    ELEPHANT,
    GIRAFFE,
    GOAT,
    HIPPO,
    HORSE,
    LLAMA,
    MAMMOTH,
    PIG,
    RHINO,
    SHEEP,
)

HOOFED = {
    "horse": Species(HORSE, Coat("#7a4f32", mane="#2e211a", tail="#2e211a", points="#3a2a22")),
    "pony": Species(
        replace(
            HORSE,
            chest=0.52,
            flank=0.46,
            neck=(0.48, 48, 0.46, 0.28),
            head=("horse", 0.48, -44),
            legs=(0.32, 0.15, 0.08, 0.06),
        ),
        Coat("#b58a58", mane="#efe2c6", tail="#efe2c6"),
    ),
    "zebra": Species(
        replace(
            HORSE, neck=(0.50, 48, 0.42, 0.24), mane="stand", tail=(0.6, 250, 272, (0.03, 0.02, 0.02, 0.05))
        ),
        Coat("#ece8de", mane="#26221f", pattern="zebra", marks="#1f1c1b", ear="#d8d2c4"),
    ),
    "donkey": Species(
        replace(
            HORSE,
            chest=0.46,
            neck=(0.46, 44, 0.38, 0.24),
            head=("donkey", 0.52, -42),
            mane="stand",
            tail=(0.6, 250, 272, (0.03, 0.02, 0.02, 0.05)),
        ),
        Coat("#85807a", "#d6d0c4", mane="#3c3733"),
    ),
    "unicorn": Species(
        replace(HORSE, horns="unicorn"), Coat("#fffdfa", mane="#d9c6e2", tail="#d9c6e2"), glow=0.7
    ),
    "deer": Species(replace(DEER, horns="antlers"), Coat("#8f6238", "#d8c4a2")),
    "doe": Species(DEER, Coat("#a8743f", "#e0cda8")),
    "fawn": Species(
        replace(DEER, chest=0.36, flank=0.30, neck=(0.46, 62, 0.28, 0.17)),
        Coat("#b07a44", "#e6d5b4", pattern="fawn", marks="#efe2c8"),
    ),
    "gazelle": Species(
        replace(DEER, horns="gazelle", legs=(0.22, 0.08, 0.04, 0.04)), Coat("#c08a50", "#efe3cb")
    ),
    "elk": Species(
        replace(
            DEER,
            chest=0.46,
            flank=0.38,
            neck=(0.54, 54, 0.40, 0.24),
            horns="elk",
            head=("deer", 0.46, -24),
            legs=(0.28, 0.11, 0.058, 0.05),
        ),
        Coat("#9a7448", "#c8ac80", mane="#4e3826", points="#4e3826"),
    ),
    "reindeer": Species(
        replace(
            DEER,
            chest=0.46,
            flank=0.40,
            neck=(0.50, 36, 0.40, 0.26),
            horns="reindeer",
            head=("deer", 0.46, -22),
            legs=(0.28, 0.11, 0.06, 0.06),
            coat_length=0.03,
        ),
        Coat("#7d6a56", "#e2dacb"),
    ),
    "moose": Species(
        replace(
            DEER,
            length=0.94,
            chest=0.48,
            flank=0.36,
            tops=(0.88, 0.92, 0.94, 1.0),
            neck=(0.40, 30, 0.46, 0.32),
            horns="palms",
            head=("moose", 0.60, -32),
            legs=(0.28, 0.11, 0.06, 0.05),
            humps=((0.4, 0.08, 0.16),),
        ),
        Coat("#4d3828", points="#8a7660"),
    ),
    "cow": Species(CATTLE, Coat("#ece5d8", "#e9d3c4", pattern="cow", marks="#3a2c26", face="#3a2c26")),
    "bull": Species(
        replace(CATTLE, horns="bull", neck=(0.40, 20, 0.56, 0.36), humps=((0.5, 0.09, 0.24),), flank=0.44),
        Coat("#2e2623"),
    ),
    "ox": Species(replace(CATTLE, horns="longhorn", humps=((0.46, 0.06, 0.2),)), Coat("#a5744a", "#cfae86")),
    "buffalo": Species(replace(CATTLE, horns="longhorn", neck=(0.38, 12, 0.5, 0.34)), Coat("#3d3835")),
    "calf": Species(
        replace(
            CATTLE,
            length=0.92,
            chest=0.44,
            flank=0.40,
            horns="",
            head=("cow", 0.46, -30),
            legs=(0.28, 0.13, 0.08, 0.05),
        ),
        Coat("#a8683a", "#dcb892"),
    ),
    "bison": Species(
        replace(
            CATTLE,
            length=1.0,
            chest=0.62,
            flank=0.42,
            tops=(0.74, 0.78, 0.82, 0.98),
            neck=(0.32, -4, 0.62, 0.46),
            head=("bison", 0.52, -56),
            horns="bison",
            mane="shag",
            humps=((0.34, 0.13, 0.22),),
            tail=(0.4, 245, 272, (0.02, 0.018, 0.03)),
            legs=(0.30, 0.13, 0.07, 0.05),
        ),
        Coat("#7a5232", mane="#3c2a20", face="#33241c"),
    ),
    "sheep": Species(replace(SHEEP, mane="wool"), Coat("#e6dfd0", face="#4a423c", points="#4a423c")),
    "lamb": Species(
        replace(
            SHEEP,
            length=0.75,
            chest=0.46,
            flank=0.42,
            mane="wool",
            head=("sheep", 0.44, -20),
            tail=(0.35, 250, 272, (0.05, 0.06, 0.04)),
        ),
        Coat("#f0ebe0", face="#efe8da"),
    ),
    "ram": Species(
        replace(SHEEP, mane="wool", horns="ram"), Coat("#d9cfba", face="#8c7c68", points="#7c6c58")
    ),
    "ibex": Species(replace(GOAT, horns="ibex"), Coat("#8a6e50", "#d8c8ac")),
    "goat": Species(GOAT, Coat("#d9d0c0", mane="#cfc4b0")),
    "pig": Species(PIG, Coat("#d99a8c", "#e6b5a6")),
    "boar": Species(BOAR, Coat("#4f4137", mane="#2c241f")),
    "llama": Species(LLAMA, Coat("#e2d6c0", face="#b89a76")),
    "camel": Species(CAMEL, Coat("#bd9158", "#d4b183")),
    "two-hump camel": Species(
        replace(CAMEL, humps=((-0.28, 0.24, 0.13), (0.2, 0.24, 0.13))), Coat("#9a6c3e", mane="#6a4728")
    ),
    "elephant": Species(ELEPHANT, Coat("#7c7671", ear="#6d6662"), run="walk"),
    "mammoth": Species(MAMMOTH, Coat("#5f4330", ear="#4f3829"), run="walk"),
    "rhino": Species(RHINO, Coat("#85807a")),
    "hippo": Species(HIPPO, Coat("#7a6668", "#a88a86")),
    "giraffe": Species(
        GIRAFFE, Coat("#dcb676", "#ead9b4", pattern="giraffe", marks="#8a5428", mane="#8a5428")
    ),
}
