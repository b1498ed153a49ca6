"""Several films joined to one, to the frame."""

from collections.abc import Callable, Sequence
from pathlib import Path

from studio.media import MediaError, label, probe, smart_cut, sound
from studio.media.encode import Film
from studio.media.pieces import Piece, Shape, Stopped, Work, count, shown

__all__ = ["Piece", "Shape", "Stopped", "stitch"]
QUALITY, PRESET = 17, "veryfast"  # a second encoding that nobody sees
PICTURE_SHARE = 0.7  # of the progress, where there is sound too


def stitch(
    pieces: Sequence[Piece],
    target: Path,
    *,
    shape: Shape | None = None,
    labelled: bool = False,
    progress: Callable[[float], None] = lambda part: None,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Join the pieces in order into one mp4 at `target`; the number of its frames.

    shape: None is the first piece's. What can be copied is copied; what a cut goes through, and what is of
    another kind, is encoded anew: other shapes with black beside them, never squeezed; other
    rates by leaving frames out or showing them twice, so that time stays time. There is one track of sound
    where a piece has any. labelled: "Made with AI" is written into the picture. Raises MediaError, Stopped;
    then `target` is untouched.
    """
    if not pieces:
        raise MediaError("There is nothing to join.")
    facts = [_checked(piece) for piece in pieces]
    wanted = shape or Shape(facts[0].width_px, facts[0].height_px, facts[0].fps)
    counts = [count(piece, one.fps, wanted) for piece, one in zip(pieces, facts, strict=True)]
    sounds = any(one.has_audio for one in facts)
    share = PICTURE_SHARE if sounds else 1
    work = Work(sum(counts), lambda part: progress(part * share), stop)

    def going_on(done: int) -> None:
        progress(share + (1 - share) * done / work.total)
        if stop():
            raise Stopped

    picture = target.with_name(f"{target.name}.silent.mp4") if sounds else target
    try:
        if labelled or not smart_cut.join(pieces, picture, wanted, work):
            _encode(pieces, picture, wanted, work, labelled)
        if sounds:
            sound.add(picture, list(zip(pieces, counts, strict=True)), target, wanted.fps, going_on)
    finally:
        if sounds:
            picture.unlink(missing_ok=True)
    return work.done


def _checked(piece: Piece) -> probe.Facts:
    known = probe.facts(piece.path)
    if not 0 <= piece.start_frame < piece.end_frame <= known.frames:
        raise MediaError("A clip of the cut has other frames than it had. Trim it again.")
    return known


def _encode(pieces: Sequence[Piece], target: Path, shape: Shape, work: Work, labelled: bool) -> None:
    with Film(target, shape.width_px, shape.height_px, shape.fps, quality=QUALITY, preset=PRESET) as film:
        for piece in pieces:
            for yuv in shown(piece, shape):
                if labelled:
                    label.put_on(yuv, shape.width_px, shape.height_px)
                film.write(yuv)
                work.one()
        work.end()
