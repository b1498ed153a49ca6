"""How animals on paws are built."""

from dataclasses import replace

from studio.preview.rigs.animals.build import Build

DOG = Build(
    length=0.92,
    chest=0.44,
    flank=0.31,
    tops=(0.92, 0.97, 0.95, 1.0),
    neck=(0.40, 52, 0.31, 0.25),
    head=("dog", 0.48, -12),
    legs=(0.29, 0.13, 0.075, 0.10),
    tail=(0.55, 150, 80, (0.045, 0.05, 0.02)),
    foot="paw",
    hock=0.12,
)
WOLF = replace(
    DOG,
    length=0.93,
    chest=0.49,
    flank=0.34,
    head=("wolf", 0.55, -12),
    neck=(0.38, 34, 0.42, 0.36),
    legs=(0.31, 0.135, 0.08, 0.11),
    tail=(0.58, 235, 265, (0.05, 0.085, 0.075, 0.015)),
)
HUSKY = replace(
    WOLF,
    head=("shepherd", 0.50, -10),
    neck=(0.42, 48, 0.38, 0.30),
    tail=(0.75, 110, -30, (0.05, 0.085, 0.08, 0.02)),
)
FOX = replace(
    WOLF,
    length=1.08,
    chest=0.43,
    head=("fox", 0.56, -12),
    neck=(0.36, 40, 0.32, 0.27),
    legs=(0.26, 0.11, 0.065, 0.09),
    tail=(0.98, 205, 190, (0.05, 0.12, 0.14, 0.10, 0.01)),
)
CAT = Build(
    length=1.12,
    chest=0.44,
    flank=0.40,
    tops=(0.92, 0.98, 0.95, 0.98),
    neck=(0.28, 48, 0.33, 0.29),
    head=("cat", 0.46, -10),
    legs=(0.32, 0.15, 0.09, 0.09),
    tail=(1.0, 125, 70, (0.045, 0.045, 0.04, 0.03)),
    foot="paw",
    hock=0.14,
)
LION = replace(
    CAT,
    length=1.04,
    chest=0.52,
    flank=0.44,
    head=("lion", 0.54, -12),
    neck=(0.34, 32, 0.44, 0.38),
    legs=(0.36, 0.19, 0.125, 0.13),
    tail=(0.95, 235, 300, (0.035, 0.03, 0.028, 0.055)),
)
TIGER = replace(LION, length=1.1, head=("lion", 0.52, -14), tail=(1.05, 230, 320, (0.045, 0.045, 0.04, 0.04)))
LEOPARD = replace(
    TIGER,
    head=("lion", 0.44, -12),
    neck=(0.34, 30, 0.36, 0.31),
    chest=0.45,
    flank=0.38,
    legs=(0.30, 0.145, 0.09, 0.11),
)
CHEETAH = replace(
    LEOPARD,
    length=1.1,
    chest=0.42,
    flank=0.28,
    head=("lion", 0.32, -12),
    neck=(0.36, 42, 0.28, 0.22),
    legs=(0.26, 0.115, 0.068, 0.10),
)
BEAR = Build(
    length=1.02,
    chest=0.66,
    flank=0.60,
    tops=(0.72, 0.94, 0.98, 1.04),
    neck=(0.30, 8, 0.58, 0.44),
    head=("bear", 0.50, -18),
    legs=(0.42, 0.27, 0.19, 0.16),
    tail=(0.08, 200, 230, (0.05, 0.04)),
    foot="paw",
    hock=0.05,
    humps=((0.40, 0.09, 0.2), (-0.45, 0.03, 0.2)),
    coat_length=0.035,
)
POLAR = replace(BEAR, length=1.2, neck=(0.50, 22, 0.42, 0.30), head=("bear", 0.46, -16), humps=())
PANDA = replace(BEAR, length=0.9, head=("panda", 0.60, -14), humps=(), neck=(0.26, 30, 0.50, 0.46))
RABBIT = Build(
    length=0.82,
    chest=0.46,
    flank=0.56,
    tops=(0.74, 0.96, 1.02, 0.86),
    neck=(0.30, 42, 0.40, 0.32),
    head=("rabbit", 0.52, -12),
    legs=(0.46, 0.17, 0.10, 0.20),
    tail=(0.10, 130, 130, (0.07, 0.09, 0.07)),
    foot="paw",
    hock=0.6,
)
MOUSE = Build(
    length=1.0,
    chest=0.66,
    flank=0.72,
    tops=(0.76, 0.96, 1.06, 0.88),
    neck=(0.24, 12, 0.56, 0.44),
    head=("mouse", 0.66, -16),
    legs=(0.36, 0.13, 0.08, 0.12),
    tail=(1.5, 200, 165, (0.045, 0.035, 0.025, 0.012)),
    foot="paw",
    hock=0.5,
)
SQUIRREL = replace(
    MOUSE,
    length=0.85,
    chest=0.5,
    flank=0.56,
    neck=(0.3, 42, 0.42, 0.34),
    head=("squirrel", 0.50, -14),
    tail=(1.6, 120, 55, (0.07, 0.16, 0.22, 0.2, 0.06)),
)
RACCOON = Build(
    length=1.05,
    chest=0.56,
    flank=0.58,
    tops=(0.84, 1.02, 1.04, 0.94),
    neck=(0.28, 22, 0.46, 0.38),
    head=("raccoon", 0.54, -16),
    legs=(0.34, 0.15, 0.10, 0.12),
    tail=(0.85, 215, 190, (0.07, 0.12, 0.12, 0.08)),
    foot="paw",
    hock=0.2,
)
BADGER = replace(
    RACCOON,
    length=1.35,
    chest=0.68,
    flank=0.66,
    head=("badger", 0.66, -18),
    tail=(0.35, 215, 220, (0.08, 0.09, 0.03)),
)
SKUNK = replace(
    BADGER, length=1.1, head=("badger", 0.52, -16), tail=(1.15, 120, 50, (0.10, 0.2, 0.26, 0.2, 0.06))
)
OTTER = replace(
    BADGER,
    length=1.7,
    chest=0.66,
    flank=0.68,
    neck=(0.42, 22, 0.52, 0.44),
    head=("raccoon", 0.52, -8),
    tail=(1.1, 195, 185, (0.16, 0.10, 0.03)),
)
BEAVER = replace(
    OTTER,
    length=1.25,
    chest=0.76,
    flank=0.86,
    tops=(0.7, 1.0, 1.1, 0.96),
    head=("beaver", 0.6, -16),
    neck=(0.3, 16, 0.6, 0.5),
    tail=(0.8, 195, 182, (0.10, 0.13, 0.15, 0.08)),
)
CROCODILE = Build(
    length=1.9,
    chest=0.66,
    flank=0.62,
    tops=(0.86, 0.96, 1.0, 0.98),
    neck=(0.40, 2, 0.58, 0.42),
    head=("crocodile", 1.35, -2),
    legs=(0.36, 0.22, 0.15, 0.22),
    tail=(2.3, 182, 178, (0.32, 0.22, 0.14, 0.07, 0.02)),
    foot="paw",
    hock=0.5,
    mane="scutes",
)
LIZARD = replace(
    CROCODILE,
    head=("lizard", 0.8, 4),
    neck=(0.4, 12, 0.46, 0.34),
    tail=(2.8, 185, 172, (0.26, 0.16, 0.1, 0.05, 0.015)),
    mane="",
)
