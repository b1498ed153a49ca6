"""How hoofed animals, and those on pillars, are built."""

from dataclasses import replace

from studio.preview.rigs.animals.build import Build

HORSE = Build(
    length=0.94,
    chest=0.45,
    flank=0.37,
    tops=(0.93, 1.0, 0.95, 1.0),
    neck=(0.56, 50, 0.42, 0.22),
    head=("horse", 0.50, -48),
    legs=(0.30, 0.12, 0.06, 0.06),
    tail=(0.72, 215, 275, (0.03, 0.075, 0.06, 0.015)),
    mane="hang",
)
DEER = Build(
    length=0.90,
    chest=0.40,
    flank=0.33,
    tops=(0.94, 1.0, 0.96, 1.0),
    neck=(0.56, 62, 0.32, 0.17),
    head=("deer", 0.42, -28),
    legs=(0.26, 0.09, 0.045, 0.04),
    tail=(0.16, 215, 260, (0.04, 0.045, 0.01)),
)
CATTLE = Build(
    length=1.06,
    chest=0.62,
    flank=0.58,
    tops=(0.96, 0.99, 0.97, 1.0),
    neck=(0.38, 30, 0.48, 0.33),
    head=("cow", 0.52, -46),
    legs=(0.34, 0.17, 0.10, 0.06),
    tail=(0.72, 250, 272, (0.025, 0.02, 0.02, 0.05)),
    horns="cow",
)
SHEEP = Build(
    length=0.95,
    chest=0.55,
    flank=0.52,
    tops=(0.92, 0.98, 0.98, 1.0),
    neck=(0.36, 42, 0.40, 0.26),
    head=("sheep", 0.42, -32),
    legs=(0.24, 0.10, 0.065, 0.04),
    tail=(0.2, 240, 265, (0.06, 0.06, 0.03)),
)
GOAT = replace(
    SHEEP,
    chest=0.48,
    flank=0.44,
    neck=(0.44, 58, 0.34, 0.20),
    head=("deer", 0.42, -30),
    tail=(0.16, 130, 100, (0.04, 0.04, 0.01)),
    horns="goat",
    mane="beard",
)
PIG = Build(
    length=1.3,
    chest=0.72,
    flank=0.66,
    tops=(0.90, 1.0, 1.0, 0.98),
    neck=(0.28, 8, 0.60, 0.44),
    head=("pig", 0.58, -22),
    legs=(0.36, 0.19, 0.12, 0.05),
    tail=(0.3, 130, -160, (0.025, 0.02, 0.015)),
)
BOAR = replace(
    PIG,
    length=1.08,
    chest=0.62,
    flank=0.52,
    tops=(0.84, 0.92, 0.98, 1.02),
    head=("pig", 0.70, -26),
    legs=(0.34, 0.15, 0.08, 0.05),
    tail=(0.3, 260, 275, (0.02, 0.015, 0.03)),
    horns="boar",
    mane="stand",
)
ELEPHANT = Build(
    length=0.95,
    chest=0.53,
    flank=0.5,
    tops=(0.84, 0.94, 1.0, 0.98),
    neck=(0.26, 24, 0.46, 0.40),
    head=("elephant", 0.48, -14),
    legs=(0.32, 0.22, 0.18, 0.0),
    tail=(0.5, 255, 272, (0.03, 0.02, 0.015, 0.03)),
    foot="pillar",
    hock=-0.02,
    horns="tusks",
)
MAMMOTH = replace(
    ELEPHANT, tops=(0.72, 0.86, 0.98, 1.0), horns="mammoth", coat_length=0.16, humps=((0.42, 0.08, 0.14),)
)
RHINO = Build(
    length=1.25,
    chest=0.68,
    flank=0.62,
    tops=(0.90, 0.98, 0.93, 1.0),
    neck=(0.36, 6, 0.58, 0.42),
    head=("rhino", 0.66, -24),
    legs=(0.40, 0.25, 0.19, 0.0),
    tail=(0.45, 255, 272, (0.03, 0.02, 0.015, 0.03)),
    foot="pillar",
    hock=0.06,
    horns="rhino",
)
HIPPO = replace(
    RHINO,
    length=1.5,
    chest=0.80,
    flank=0.78,
    tops=(0.88, 0.98, 1.0, 0.98),
    neck=(0.30, 8, 0.70, 0.54),
    head=("hippo", 0.68, -16),
    horns="",
    tail=(0.2, 250, 272, (0.03, 0.02)),
)
GIRAFFE = Build(
    length=0.72,
    chest=0.36,
    flank=0.28,
    tops=(0.72, 0.78, 0.86, 1.0),
    neck=(1.05, 64, 0.40, 0.13),
    head=("giraffe", 0.34, -26),
    legs=(0.23, 0.10, 0.055, 0.04),
    tail=(0.48, 250, 275, (0.02, 0.015, 0.012, 0.035)),
    horns="giraffe",
    mane="stand",
)
CAMEL = Build(
    length=0.88,
    chest=0.44,
    flank=0.30,
    tops=(0.84, 0.92, 0.93, 0.95),
    neck=(0.72, 40, 0.30, 0.17),
    head=("camel", 0.36, -8),
    legs=(0.26, 0.11, 0.06, 0.07),
    tail=(0.4, 250, 272, (0.02, 0.018, 0.03)),
    humps=((-0.03, 0.27, 0.19),),
    foot="paw",
)
LLAMA = replace(
    CAMEL,
    tops=(0.94, 0.98, 0.96, 1.0),
    chest=0.46,
    flank=0.42,
    neck=(0.72, 72, 0.32, 0.20),
    humps=(),
    tail=(0.22, 200, 250, (0.06, 0.07, 0.03)),
    head=("camel", 0.34, -10),
    coat_length=0.04,
)
