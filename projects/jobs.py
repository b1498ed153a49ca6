"""What a worker may be asked to do. Names and ids only; the truth is in the rows."""

from projects import ledger  # noqa: F401


def submit(generation_id: str) -> None:
    """Send a queued wish to its engine."""
    from projects.ledger.send import send

    send(generation_id)


def draw(generation_id: str) -> None:
    """Make the clip on this machine (Preview), and take it in."""
    from projects.ledger.send import draw

    draw(generation_id)


def keep(generation_id: str) -> None:
    """Store a finished clip's film and its pictures."""
    from projects.ledger.keep import keep

    keep(generation_id)
