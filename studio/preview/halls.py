"""List the larger rooms, and those that one thing makes known: bars, a screen, tracks, a chandelier."""

from studio.preview.rooming import Block, Piece, Room


def _list_rails(middle: float) -> tuple[Block, ...]:
    """Return the bed of a track beside a platform, its rails and the line that warns of it."""
    return (
        Block(2.3, 0.005, middle, 11.5, deep=11.5, color="#1c1b1a", front="plain"),
        Block(0.22, 0.012, middle - 1.3, 11.5, deep=11.5, color="#e8c63c", front="plain"),
        *(
            Block(0.10, 0.02, middle + x, 11.5, deep=11.5, color="#c9ced4", front="plain")
            for x in (-0.6, 0.6)
        ),
    )


HALLS = {
    "cinema": Room(
        "#4a2a2e",
        "#33201f",
        (
            Piece("draw:movie screen", 2.7, 0.0, 0.05, 1.0),
            *(Piece("draw:row of seats", 0.95, 0.0, ahead) for ahead in (2.0, 3.2, 4.3)),
        ),
        window="",
        lamps="none",
        wide=8.0,
        tall=4.4,
        deep=7.0,
        meter=0.15,
        ceiling=0.4,
    ),
    "prison": Room(
        "#8a8d86",
        "#63655f",
        (Piece("draw:prison bars", 2.7, 0.0, 2.2),),
        (
            Block(1.9, 0.45, -1.0, 0.8, deep=0.8, color="#7c8076", front="plain"),
            Block(1.9, 0.14, -1.0, 0.8, 0.45, 0.8, color="#b0aa98", front="plain"),
            Block(0.5, 0.75, 1.4, 0.4, color="#c0c4c4", front="plain"),
        ),
        pattern="stone",
        panels="bricks",
        window="small",
        lamps="none",
        wide=4.4,
        tall=2.8,
        deep=4.6,
        meter=0.19,
        cold=True,
    ),
    "ballroom": Room(
        "#d2bd94",
        "#b08a58",
        (
            Piece("draw:chandelier", 1.3, -2.4, 1.4, 3.7),
            Piece("draw:chandelier", 1.3, 2.4, 1.4, 3.7),
            Piece("draw:chandelier", 1.4, 0.0, 3.0, 2.9),
        ),
        pattern="tiles",
        panels="columns",
        window="arched",
        lamps="spots",
        tall=5.6,
        wide=9.0,
        deep=8.0,
        meter=0.12,
        ceiling=0.9,
    ),
    "recording studio": Room(
        "#6a4f3e",
        "#4c3a2e",
        (
            Piece("draw:mixing desk", 1.15, 0.4, 1.5),
            Piece("draw:studio stand", 1.5, -2.3, 1.4),
        ),
        pattern="carpet",
        panels="wood",
        window="",
        lamps="spots",
        bright=0.8,
    ),
    "subway station": Room(
        "#c6cbc6",
        "#8f938f",
        (Piece("draw:tunnel train", 3.0, 1.5, 0.05),),
        _list_rails(1.6),
        pattern="tiles",
        panels="tiles",
        window="",
        lamps="rows",
        cold=True,
        wide=6.4,
        deep=12.0,
        tall=3.3,
        meter=0.11,
    ),
    "tunnel": Room(
        "#8a8478",
        "#4c4b4a",
        (),
        tuple(
            Block(0.16, 0.006, 0.0, ahead, deep=1.3, color="#e6e2d6", front="plain")
            for ahead in (4.0, 8.0, 11.5, 14.5, 17.0)
        ),
        pattern="carpet",
        panels="tiles",
        window="",
        lamps="rows",
        wide=9.0,
        tall=4.6,
        deep=18.5,
        meter=0.05,
    ),
    "spaceship bridge": Room(
        "#5f6a78",
        "#3c434e",
        (Piece("draw:control desk", 0.95, 0.0, 1.5),),
        (Block(1.0, 1.5, -2.6, 0.6, color="#4a5462"), Block(1.0, 1.5, 2.6, 0.6, color="#4a5462")),
        pattern="tiles",
        window="wide",
        view="",
        lamps="none",
        cold=True,
    ),
    "laundromat": Room(
        "#c9d6d8",
        "#9aa4a6",
        (
            *(Piece("draw:washing machine", 0.95, x, 0.5) for x in (-2.5, -1.5, -0.5, 0.5, 1.5, 2.5)),
            *(Piece("draw:washing machine", 0.95, x, 0.5, 1.0) for x in (-2.5, -1.5, -0.5, 0.5, 1.5, 2.5)),
        ),
        (Block(1.8, 0.45, -0.4, 2.6, deep=0.5, color="#b58a58", front="plain"),),
        pattern="tiles",
        panels="tiles",
        window="",
        lamps="rows",
        cold=True,
    ),
    "pool": Room(
        "#cfdcdc",
        "#c2cccb",
        (Piece("draw:diver block", 0.7, -1.6, 0.5), Piece("draw:diver block", 0.7, 1.6, 0.5)),
        (
            Block(6.2, 0.006, 0.0, 7.6, deep=6.9, color="#2aa0c8", front="plain"),
            *(Block(0.14, 0.02, x, 7.6, deep=6.9, color="#d8503c", front="plain") for x in (-1.6, 0.0, 1.6)),
        ),
        pattern="tiles",
        panels="tiles",
        window="wide",
        lamps="rows",
        wide=8.0,
        tall=4.0,
        deep=8.5,
        meter=0.12,
        cold=True,
    ),
    "greenhouse": Room(
        "#b9c8b4",
        "#8f8468",
        (
            *(Piece("noto:potted-plant", 0.8, x, 0.8, 0.8, color="#6f9f50") for x in (-2.5, -1.6, 1.6, 2.5)),
            *(Piece("noto:potted-plant", 1.2, x, 2.4, color="#5f8f48") for x in (-2.2, 2.2)),
            *(Piece("noto:palm-tree", 2.1, x, 0.5, color="#4f8a48") for x in (-0.9, 0.9)),
        ),
        (
            Block(2.2, 0.8, -2.1, 0.9, color="#8a6a48", front="plain"),
            Block(2.2, 0.8, 2.1, 0.9, color="#8a6a48", front="plain"),
        ),
        pattern="stone",
        window="wide",
        lamps="none",
        ceiling=1.2,
    ),
}
