"""Bats, insects and dragons in the air: what each is built like and wears."""

from dataclasses import replace

from studio.preview.rigs.animals.fliers import Flier
from studio.preview.rigs.animals.wings import Wing

BUTTERFLY = Flier(
    Wing("butterfly", 0.95, 0.62, "#d9772c", "#2a1d18", at=0.12),
    "#2a2320",
    head=0.06,
    neck=((0.24, 0.02), (0.32, 0.04)),
    neck_wide=0.05,
    body=(0.02, 0.035, 0.045, 0.05, 0.045),
    beak=("none", 0.0, ""),
    tail=("fan", 0.0, 0.0),
    rhythm="flutter",
)
BEE = Flier(
    Wing("clear", 0.8, 0.5, "#dfe4e6", at=0.08, opacity=0.6),
    "#d59a2c",
    head=0.12,
    head_color="#2c2420",
    neck=((0.3, 0.02), (0.40, 0.0)),
    neck_wide=0.12,
    body=(0.04, 0.19, 0.22, 0.19, 0.16),
    beak=("none", 0.0, ""),
    tail=("fan", 0.0, 0.0),
    rhythm="whirr",
    stripes="#2a211c",
)
DRAGON = Flier(
    Wing("bat", 1.5, 0.72, "#7a3026", "#5a2320", at=0.08),
    "#4a5a3a",
    "#a89a5c",
    head=0.10,
    neck=((0.34, 0.04), (0.52, 0.20), (0.72, 0.26), (0.86, 0.20)),
    neck_wide=0.12,
    beak=("dragon", 0.30, "#4a5a3a"),
    tail=("dragon", 1.1, 0.3),
    body=(0.09, 0.16, 0.19, 0.17, 0.12),
    legs=0.12,
    leg_color="#3c4a30",
    rhythm="slow",
)
SWARMS = {
    "bat": Flier(
        Wing("bat", 1.05, 0.7, "#4a3f3c", "#332b2a"),
        "#4a3b34",
        head=0.13,
        neck=((0.26, 0.03), (0.34, 0.06)),
        neck_wide=0.12,
        beak=("bat", 0.2, "#3a2e2a"),
        tail=("fan", 0.12, 0.1),
        body=(0.04, 0.1, 0.13, 0.13, 0.11),
        rhythm="quick",
    ),
    "butterfly": BUTTERFLY,
    "moth": replace(
        BUTTERFLY, wing=Wing("butterfly", 0.95, 0.56, "#b5a184", "#7c684e", at=0.12), color="#8a7658"
    ),
    "bee": BEE,
    "wasp": replace(BEE, body=(0.02, 0.14, 0.12, 0.1, 0.14), color="#cf9a24"),
    "fly": replace(
        BEE, stripes="", color="#35373d", head_color="#5a2620", body=(0.06, 0.13, 0.16, 0.15, 0.13)
    ),
    "dragonfly": replace(
        BEE,
        stripes="",
        wing=Wing("clear", 1.05, 0.34, "#d6e2e4", at=0.22, opacity=0.6),
        second=Wing("clear", 1.0, 0.36, "#d6e2e4", at=0.06, opacity=0.6),
        color="#2f7a86",
        head_color="#2a5f70",
        body=(0.03, 0.03, 0.035, 0.07, 0.08),
        head=0.09,
        tail=("dragonfly", 0.7, 0.03),
    ),
    "ladybug": replace(BEE, stripes="", color="#b8321f", head_color="#1f1b1a"),
    "dragon": DRAGON,
    "pterodactyl": Flier(
        Wing("bat", 1.4, 0.5, "#8a6a4c", "#6a4e38"),
        "#7a5a3e",
        "#b89a74",
        head=0.085,
        neck=((0.34, 0.03), (0.5, 0.12), (0.58, 0.16)),
        neck_wide=0.08,
        beak=("pterosaur", 0.5, "#8a6a4c"),
        tail=("fan", 0.14, 0.08),
        legs=0.2,
        leg_color="#6a4e38",
        rhythm="slow",
    ),
}
