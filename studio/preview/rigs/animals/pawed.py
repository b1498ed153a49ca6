"""Animals on paws: what each is built like and wears."""

from dataclasses import replace

from studio.preview.rigs.animals.build import Coat, Species
from studio.preview.rigs.animals.pawed_builds import (
    BADGER,
    BEAR,
    BEAVER,
    CAT,
    CHEETAH,
    CROCODILE,
    DOG,
    FOX,
    HUSKY,
    LEOPARD,
    LION,
    LIZARD,
    MOUSE,
    OTTER,
    PANDA,
    POLAR,
    RABBIT,
    RACCOON,
    SKUNK,
    SQUIRREL,
    TIGER,
    WOLF,
)

PAWED = {
    "dog": Species(DOG, Coat("#a9763f", "#d9bd92", ear="#6a4424")),
    "puppy": Species(
        replace(
            DOG,
            length=0.8,
            chest=0.5,
            flank=0.42,
            neck=(0.34, 52, 0.38, 0.34),
            head=("dog", 0.56, -12),
            legs=(0.32, 0.17, 0.12, 0.12),
            tail=(0.42, 140, 80, (0.05, 0.05, 0.02)),
        ),
        Coat("#c99a5a", "#eedcb8", ear="#a67840"),
    ),
    "shepherd": Species(
        replace(WOLF, head=("shepherd", 0.5, -12), neck=(0.42, 46, 0.36, 0.28)),
        Coat("#a87a44", "#cfa878", pattern="saddle", marks="#2e2724", tail="#4a3b2e"),
    ),
    "husky": Species(HUSKY, Coat("#e6e4de", "#f2f0ea", pattern="saddle", marks="#565b63", tail="#6a6f77")),
    "dachshund": Species(
        replace(
            DOG,
            length=2.0,
            chest=0.66,
            flank=0.52,
            neck=(0.52, 46, 0.50, 0.38),
            head=("dog", 0.80, -10),
            legs=(0.42, 0.22, 0.15, 0.17),
            tail=(0.9, 160, 130, (0.07, 0.06, 0.02)),
        ),
        Coat("#6e4127", "#a8703f"),
    ),
    "poodle": Species(replace(DOG, mane="wool", tail=(0.4, 110, 80, (0.03, 0.03, 0.1))), Coat("#d8d0c8")),
    "wolf": Species(WOLF, Coat("#6f7278", "#c9c6bd", tip="#2c2c2e")),
    "hyena": Species(
        replace(
            WOLF,
            tops=(0.78, 0.84, 0.92, 1.02),
            neck=(0.46, 40, 0.40, 0.30),
            head=("bear", 0.46, -12),
            mane="stand",
            tail=(0.4, 240, 265, (0.04, 0.06, 0.02)),
        ),
        Coat("#a08860", mane="#4c3e30", pattern="leopard", marks="#4a3b2e", face="#6a5440"),
    ),
    "fox": Species(FOX, Coat("#cf6a2a", "#efe4d2", points="#2b211d", tip="#f2ece0", ear="#7a3f1e")),
    "arctic fox": Species(FOX, Coat("#e8e6e2", "#f6f4f0")),
    "cat": Species(CAT, Coat("#8f7a62", "#d8c8b0", pattern="tabby", marks="#4a3d32")),
    "black cat": Species(CAT, Coat("#26242a")),
    "kitten": Species(
        replace(
            CAT,
            length=0.88,
            chest=0.5,
            flank=0.46,
            head=("cat", 0.58, -8),
            neck=(0.26, 50, 0.40, 0.36),
            legs=(0.32, 0.17, 0.12, 0.11),
            tail=(0.7, 120, 80, (0.055, 0.05, 0.02)),
        ),
        Coat("#c99258", "#f0e0c6", pattern="tabby", marks="#9a6430"),
    ),
    "lion": Species(replace(LION, mane="ruff"), Coat("#c2935a", "#e2c79a", mane="#6b4020", tip="#4a2f1c")),
    "lioness": Species(LION, Coat("#c59a62", "#e6d0a8", tip="#4a2f1c")),
    "cub": Species(
        replace(
            LION, length=0.92, chest=0.5, flank=0.46, head=("lion", 0.58, -8), legs=(0.36, 0.20, 0.14, 0.13)
        ),
        Coat("#c9a06c", "#e8d4b0", tip="#4a2f1c"),
    ),
    "tiger": Species(TIGER, Coat("#d0792c", "#efe2cc", pattern="tiger", ear="#5a3a22")),
    "white tiger": Species(TIGER, Coat("#e4e0d8", "#f4f1ea", pattern="tiger")),
    "leopard": Species(LEOPARD, Coat("#cb9a52", "#ecdcb8", pattern="leopard", marks="#3c2a1e")),
    "snow leopard": Species(
        replace(LEOPARD, tail=(1.25, 225, 325, (0.06, 0.075, 0.07, 0.05))),
        Coat("#b9b5ac", "#e6e3da", pattern="leopard", marks="#4c4a48"),
    ),
    "cheetah": Species(CHEETAH, Coat("#d1a45c", "#efe0be", pattern="cheetah", marks="#32261c")),
    "lynx": Species(
        replace(
            LEOPARD,
            length=0.95,
            tail=(0.25, 200, 240, (0.05, 0.05, 0.05)),
            head=("lynx", 0.42, -8),
            legs=(0.32, 0.15, 0.1, 0.12),
        ),
        Coat("#a98e6c", "#e2d6c0", pattern="fawn", marks="#5c4836"),
    ),
    "panther": Species(LEOPARD, Coat("#232228")),
    "bear": Species(BEAR, Coat("#6a4527", face="#7a5433")),
    "black bear": Species(replace(BEAR, humps=()), Coat("#29262a", face="#4a3a30")),
    "polar bear": Species(POLAR, Coat("#eae6da")),
    "panda": Species(
        PANDA,
        Coat("#eeeae2", points="#242225", pattern="panda", marks="#242225", ear="#242225", face="#efece6"),
        rest="sit",
    ),
    "rabbit": Species(RABBIT, Coat("#a18a70", "#e2d8c8", tail="#efe9de"), run="bound"),
    "squirrel": Species(SQUIRREL, Coat("#a3562c", "#e6d2b4"), run="bound", rest="sit"),
    "mouse": Species(MOUSE, Coat("#8f8680", "#cfc7be", tail="#c49a8e", ear="#b58a80"), run="bound"),
    "rat": Species(
        replace(MOUSE, length=1.3, tail=(1.7, 195, 175, (0.06, 0.045, 0.03, 0.012))),
        Coat("#5c544e", "#8c837a", tail="#a8847a"),
        run="bound",
    ),
    "hedgehog": Species(
        replace(
            MOUSE, tail=(0, 0, 0, (0.0,)), head=("mouse", 0.46, -14), neck=(0.2, 16, 0.5, 0.4), mane="spines"
        ),
        Coat("#bba282", mane="#54422f"),
        run="walk",
    ),
    "raccoon": Species(
        RACCOON,
        Coat(
            "#7b7672",
            "#cfc9be",
            pattern="mask",
            marks="#2a2624",
            rings="#2f2b29",
            tail="#8f8983",
            points="#3a3635",
            face="#8f8983",
        ),
    ),
    "red panda": Species(
        RACCOON,
        Coat(
            "#a8492a",
            "#2e1a14",
            pattern="mask",
            marks="#7a2f1c",
            rings="#d8a070",
            tail="#a8492a",
            points="#2a1813",
            face="#efe0cc",
        ),
    ),
    "skunk": Species(SKUNK, Coat("#242226", pattern="stripe", marks="#efece4")),
    "badger": Species(
        BADGER, Coat("#8a8680", points="#2b2827", face="#efebe2", pattern="badger", marks="#2b2827")
    ),
    "otter": Species(OTTER, Coat("#5e4634", "#a88c6c")),
    "beaver": Species(BEAVER, Coat("#6e4a2e", tail="#3c322c")),
    "crocodile": Species(CROCODILE, Coat("#5c6a40", "#a3a878", mane="#3f4a2e"), run="walk"),
    "lizard": Species(LIZARD, Coat("#6f8f45", "#b9c48a"), run="walk"),
}
