"""Apes, kangaroos, dinosaurs and creatures of tales: what each is built like and wears."""

from dataclasses import replace

from studio.preview.rigs.animals.build import Build, Coat, Species
from studio.preview.rigs.animals.hoofed_builds import HORSE
from studio.preview.rigs.animals.pawed_builds import LION
from studio.preview.rigs.animals.wings import Wing

APE = Build(
    length=0.62,
    chest=0.56,
    flank=0.46,
    tops=(0.56, 0.66, 0.88, 1.0),
    neck=(0.18, 48, 0.44, 0.36),
    head=("monkey", 0.42, -6),
    legs=(0.34, 0.20, 0.13, 0.14),
    tail=(0, 0, 0, (0.0,)),
    foot="paw",
    hock=0.1,
    humps=((0.26, 0.05, 0.16),),
)
MONKEY = Build(
    length=0.85,
    chest=0.40,
    flank=0.36,
    tops=(0.90, 0.96, 0.98, 0.98),
    neck=(0.22, 48, 0.28, 0.24),
    head=("monkey", 0.38, -4),
    legs=(0.24, 0.12, 0.08, 0.12),
    tail=(1.5, 130, -20, (0.045, 0.04, 0.035, 0.03)),
    foot="paw",
    hock=0.2,
)
KANGAROO = Build(
    length=0.40,
    chest=0.42,
    flank=0.40,
    tops=(0.34, 0.52, 0.80, 1.02),
    neck=(0.26, 70, 0.30, 0.19),
    head=("roo", 0.34, -14),
    legs=(0.44, 0.16, 0.085, 0.34),
    tail=(1.05, 215, 172, (0.14, 0.09, 0.06, 0.03)),
    foot="paw",
    hock=0.75,
    arms=0.36,
)
REX = Build(
    length=0.66,
    chest=0.52,
    flank=0.48,
    tops=(0.94, 1.0, 1.02, 1.04),
    neck=(0.44, 48, 0.42, 0.30),
    head=("dinosaur", 0.58, -6),
    legs=(0.48, 0.22, 0.13, 0.2),
    tail=(1.5, 188, 168, (0.24, 0.17, 0.10, 0.05, 0.015)),
    foot="paw",
    hock=0.55,
    arms=0.26,
)
SAUROPOD = Build(
    length=0.9,
    chest=0.56,
    flank=0.52,
    tops=(0.90, 1.0, 1.06, 0.96),
    neck=(1.5, 50, 0.46, 0.13),
    head=("sauropod", 0.26, -14),
    legs=(0.34, 0.22, 0.18, 0.0),
    tail=(1.9, 195, 165, (0.24, 0.15, 0.09, 0.04, 0.012)),
    foot="pillar",
    hock=0.0,
)
TRICERATOPS = Build(
    length=1.15,
    chest=0.66,
    flank=0.62,
    tops=(0.88, 1.02, 1.06, 0.94),
    neck=(0.34, 4, 0.54, 0.42),
    head=("triceratops", 0.62, -16),
    legs=(0.40, 0.24, 0.17, 0.0),
    tail=(1.0, 205, 185, (0.22, 0.14, 0.06, 0.015)),
    foot="pillar",
    hock=0.05,
    horns="triceratops",
)
DRAGON = Build(
    length=1.05,
    chest=0.52,
    flank=0.44,
    tops=(0.92, 1.0, 0.98, 1.02),
    neck=(0.85, 62, 0.38, 0.18),
    head=("dragon", 0.42, -18),
    legs=(0.36, 0.17, 0.10, 0.17),
    tail=(1.7, 200, 165, (0.20, 0.13, 0.08, 0.04, 0.012)),
    foot="paw",
    hock=0.4,
    mane="scutes",
    horns="dragon",
)
WILD = {
    "gorilla": Species(APE, Coat("#2e2b2c", "", face="#3a3433"), run="walk"),
    "chimpanzee": Species(
        replace(APE, chest=0.48, legs=(0.28, 0.15, 0.1, 0.13), humps=()),
        Coat("#352b26", "#b5927a", ear="#a5836c"),
        run="walk",
    ),
    "orangutan": Species(
        replace(APE, coat_length=0.05), Coat("#9c4f24", "#b58a6c", face="#8a4522"), run="walk"
    ),
    "monkey": Species(MONKEY, Coat("#7a5a3c", "#d8b894", ear="#c9a582"), rest="sit"),
    "kangaroo": Species(KANGAROO, Coat("#a87a50", "#dcc4a0"), run="hop"),
    "t-rex": Species(REX, Coat("#5f6a42", "#b5ad7c", pattern="tabby", marks="#46502f"), run="walk"),
    "velociraptor": Species(
        replace(
            REX,
            length=0.7,
            chest=0.36,
            flank=0.32,
            neck=(0.46, 56, 0.30, 0.18),
            head=("dinosaur", 0.42, -8),
            legs=(0.32, 0.13, 0.075, 0.16),
            arms=0.4,
            tail=(1.6, 186, 172, (0.15, 0.09, 0.05, 0.03, 0.01)),
        ),
        Coat("#8a6a42", "#d0b98a", pattern="tiger", marks="#5a4028"),
        run="walk",
    ),
    "sauropod": Species(SAUROPOD, Coat("#6f7a5a", "#a8ab84"), run="walk"),
    "triceratops": Species(TRICERATOPS, Coat("#7a6f52", "#a89c78"), run="walk"),
    "pegasus": Species(
        HORSE,
        Coat("#ece9e6", mane="#d8d2cc", tail="#d8d2cc"),
        wing=Wing("broad", 1.15, 0.62, "#f2f0ec", "#d9d6d2", at=0.0),
    ),
    "griffin": Species(
        replace(LION, head=("griffin", 0.5, -14), neck=(0.42, 48, 0.42, 0.34)),
        Coat("#b98a4e", "#e2c79a", face="#efe6d2", tip="#4a2f1c", points="#c9a050"),
        wing=Wing("broad", 1.25, 0.7, "#a87a44", "#6b4a2c", at=0.0),
    ),
    "dragon": Species(
        DRAGON,
        Coat("#4a5a3a", "#a89a5c", mane="#33402a"),
        run="walk",
        wing=Wing("bat", 1.5, 0.9, "#7a3026", "#5a2320", at=0.0),
    ),
}
