"""List the rooms that can be painted."""

from studio.preview.halls import HALLS
from studio.preview.rooming import Block, Piece, Room

ROOMS = HALLS | {
    "living room": Room(
        "#b9a58c",
        "#8a5a36",
        (
            Piece("noto:couch-and-lamp", 1.75, 0.85, 0.7, color="#b86a50"),
            Piece("noto:potted-plant", 1.0, -2.5, 0.4, color="#6f8f58"),
            Piece("noto:framed-picture", 0.62, 0.75, 0.02, 1.6, color="#c9a05c"),
        ),
        (Block(1.3, 1.9, 2.75, 0.4, front="books"),),
    ),
    "kitchen": Room(
        "#d6cdb4",
        "#a3978a",
        (
            Piece("game:fridge", 1.85, 2.45, 0.65, color="#c4ccd0"),
            Piece("noto:potted-plant", 0.4, -2.1, 0.3, 0.9, color="#6f8f58"),
            Piece("noto:pot-of-food", 0.34, 1.35, 0.4, 0.92, color="#b0643c"),
        ),
        (
            Block(3.9, 0.9, -0.35, 0.6, color="#7f8f86", front="doors"),
            Block(1.6, 0.7, 1.15, 0.35, 1.75, 0.35, color="#8f9f96", front="doors"),
        ),
        pattern="tiles",
        panels="tiles",
    ),
    "bedroom": Room(
        "#a9aebd",
        "#8f7355",
        (
            Piece("noto:bed", 1.25, 1.0, 0.9, color="#a88f84"),
            Piece("game:bed-lamp", 0.55, 2.35, 0.35, 0.55, color="#e0b878"),
            Piece("noto:framed-picture", 0.55, 1.0, 0.02, 1.75, color="#b8a070"),
        ),
        (Block(0.6, 0.55, 2.35, 0.5, front="drawers"), Block(1.4, 2.1, -2.8, 0.6, color="#b59c7c")),
        pattern="carpet",
    ),
    "library": Room(
        "#8a6a4a",
        "#7a4e2e",
        (
            Piece("game:armchair", 1.05, 1.7, 1.6, color="#7e3f34"),
            Piece("game:bed-lamp", 0.5, -1.75, 1.1, 0.76, color="#e6c07a"),
        ),
        (
            Block(1.5, 2.7, -2.35, 0.4, front="books"),
            Block(1.5, 2.7, 1.05, 0.4, front="books"),
            Block(1.3, 2.7, 2.5, 0.4, front="books"),
            Block(1.5, 0.76, -1.9, 1.4, deep=0.7, front="plain"),
        ),
        panels="wood",
        tall=3.3,
    ),
    "office": Room(
        "#c3c8cc",
        "#6d7379",
        (
            Piece("noto:desktop-computer", 0.52, 1.3, 0.9, 0.74, color="#7f8b96"),
            Piece("game:office-chair", 1.1, 1.35, 1.9, color="#4a5560"),
            Piece("noto:potted-plant", 0.95, -2.6, 0.5, color="#6f8f58"),
        ),
        (
            Block(1.9, 0.74, 1.3, 1.2, deep=0.7, color="#b59a78", front="plain"),
            Block(1.1, 1.3, 2.6, 0.4, color="#9aa2a8", front="drawers"),
        ),
        pattern="carpet",
        window="wide",
        view="roofs",
        lamps="rows",
        cold=True,
        bright=0.7,
    ),
    "cafe": Room(
        "#9c7b5e",
        "#70482c",
        (
            Piece("game:round-table", 0.75, 0.1, 1.6, color="#8d5f3b"),
            Piece("noto:chair", 0.95, 0.85, 1.5, color="#9c6b42"),
            Piece("noto:hot-beverage", 0.17, 0.1, 1.6, 0.74, color="#efe2cc"),
            Piece("noto:potted-plant", 0.8, -2.7, 0.5, color="#6f8f58"),
        ),
        (Block(1.9, 1.1, 2.1, 0.9, deep=0.6, color="#5f4534"),),
        panels="bricks",
        window="wide",
        view="roofs",
    ),
    "bar": Room(
        "#8a5a46",
        "#5a3a28",
        (
            Piece("game:bar-stool", 0.85, -1.2, 2.0, color="#7a5238"),
            Piece("game:bar-stool", 0.85, 0.3, 2.0, color="#7a5238"),
            Piece("game:bar-stool", 0.85, 1.8, 2.0, color="#7a5238"),
            Piece("game:wine-bottle", 0.34, -0.4, 1.2, 1.1, color="#547a58"),
        ),
        (
            Block(5.4, 1.1, 0.0, 1.3, deep=0.6, color="#7c4c30"),
            Block(4.6, 1.1, 0.0, 0.3, 1.35, 0.3, front="bottles"),
        ),
        panels="wood",
        window="",
        lamps="spots",
    ),
    "classroom": Room(
        "#bcb894",
        "#8d6f4c",
        (
            Piece("noto:chair", 0.9, -2.0, 2.2, color="#9a7248"),
            Piece("noto:chair", 0.9, 2.0, 2.2, color="#9a7248"),
            Piece("game:globe", 0.45, 2.4, 0.35, 1.0, color="#5f8fa8"),
        ),
        (
            Block(2.5, 1.25, 1.35, 0.05, 1.0, 0.05, color="#2c5545", front="plain"),
            Block(1.5, 0.75, 0.5, 1.0, deep=0.5, color="#93693f"),
            Block(1.3, 0.72, -1.9, 2.6, deep=0.5, color="#a97c4d", front="plain"),
            Block(1.3, 0.72, 1.9, 2.6, deep=0.5, color="#a97c4d", front="plain"),
            Block(0.8, 1.0, 2.4, 0.4),
        ),
        wide=7.0,
    ),
    "hospital": Room(
        "#c5d6d4",
        "#a9b8b6",
        (
            Piece("noto:bed", 1.15, 0.9, 0.9, color="#b7c6cc"),
            Piece("noto:manual-wheelchair", 1.0, -2.2, 1.0, color="#5f7a86"),
        ),
        (Block(0.5, 0.8, 2.3, 0.5, color="#d0d8d8", front="drawers"),),
        pattern="tiles",
        lamps="rows",
        cold=True,
        bright=0.9,
    ),
    "church": Room(
        "#a79a86",
        "#8a7d6c",
        (
            Piece("noto:candle", 0.5, -0.85, 1.0, 1.0, color="#f0d9a0"),
            Piece("noto:candle", 0.5, 0.85, 1.0, 1.0, color="#f0d9a0"),
        ),
        (
            Block(2.4, 1.0, 0.0, 1.2, deep=0.6, color="#b7a68c", front="doors"),
            *(
                Block(2.5, 0.85, side * 2.4, ahead, deep=0.3, color="#6b4629", front="plain")
                for ahead in (2.8, 3.9, 5.0)
                for side in (-1, 1)
            ),
        ),
        pattern="stone",
        panels="columns",
        window="arched",
        lamps="spots",
        tall=7.0,
        wide=8.0,
        deep=9.0,
        meter=0.105,
        ceiling=0.6,
    ),
    "corridor": Room(
        "#a6aba3",
        "#7f857f",
        (),
        pattern="tiles",
        panels="doors",
        window="",
        lamps="rows",
        cold=True,
        wide=2.8,
        deep=14.0,
        tall=2.7,
        meter=0.075,
    ),
    "train": Room(
        "#a98f6c",
        "#5a5148",
        (
            Piece("draw:train seat", 1.5, -1.45, 1.3),
            Piece("draw:train seat left", 1.5, 1.45, 1.3),
        ),
        (Block(0.8, 0.66, 0.0, 0.9, deep=0.5, color="#6e4f36", front="plain"),),
        pattern="carpet",
        panels="wood",
        window="wide",
        lamps="rows",
        view="fields",
        wide=5.0,
        tall=2.5,
        deep=4.0,
        meter=0.20,
    ),
    "theater": Room(
        "#7d2420",
        "#6a4528",
        panels="curtain",
        window="",
        lamps="spots",
        tall=6.0,
        wide=9.0,
        meter=0.13,
        ceiling=0.12,
        closed=False,
    ),
    "garage": Room(
        "#8c8a86",
        "#6b6965",
        (
            Piece("noto:toolbox", 0.45, 2.1, 0.5, 0.9, color="#a84a36"),
            Piece("noto:wheel", 0.7, -2.6, 0.5, color="#4f5a60"),
        ),
        (
            Block(1.9, 0.9, 2.0, 0.6, color="#6a5640", front="drawers"),
            Block(0.9, 1.8, 0.65, 0.4, color="#5d6a72", front="drawers"),
        ),
        pattern="stone",
        panels="bricks",
        lamps="rows",
        bright=0.8,
    ),
}
