"""Join several videos into one, exact to the frame."""

from collections.abc import Callable, Sequence
from pathlib import Path

from studio.media import MediaError, label, probe, smart_cut, sound
from studio.media.encode import Film
from studio.media.pieces import Piece, Shape, Stopped, Work, count_frames, iter_frames

__all__ = ["Piece", "Shape", "Stopped", "stitch"]
QUALITY, PRESET = 17, "veryfast"  # makes a second encoding invisible
PICTURE_SHARE = 0.7  # of the progress, if there is sound


def stitch(
    pieces: Sequence[Piece],
    target: Path,
    *,
    shape: Shape | None = None,
    labelled: bool = False,
    progress: Callable[[float], None] = lambda part: None,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Join the pieces in order into one MP4 at `target` and return its number of frames.

    shape: by default the first piece's. Copy what can be copied; encode around cuts and pieces of another
    kind. Another size gets black borders; another rate drops or repeats frames, so that the duration stays.
    There is one sound track if any piece has sound. labelled: draw "Made with AI" into the picture. Raise
    MediaError or Stopped; `target` is then untouched.
    """
    if not pieces:
        raise MediaError("There is nothing to join.")
    facts = [_check_piece(piece) for piece in pieces]
    wanted = shape or Shape(facts[0].width_px, facts[0].height_px, facts[0].fps)
    counts = [count_frames(piece, one.fps, wanted) for piece, one in zip(pieces, facts, strict=True)]
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
            _encode(pieces, picture, wanted, work, labelled=labelled)
        if sounds:
            sound.add_sound(
                picture, list(zip(pieces, counts, strict=True)), target, fps=wanted.fps, going_on=going_on
            )
    finally:
        if sounds:
            picture.unlink(missing_ok=True)
    return work.done


def _check_piece(piece: Piece) -> probe.Facts:
    known = probe.read_facts(piece.path)
    if not 0 <= piece.start_frame < piece.end_frame <= known.frames:
        raise MediaError("A clip in this cut has changed its length. Trim it again.")
    return known


def _encode(pieces: Sequence[Piece], target: Path, shape: Shape, work: Work, *, labelled: bool) -> None:
    with Film(target, shape.width_px, shape.height_px, shape.fps, quality=QUALITY, preset=PRESET) as film:
        for piece in pieces:
            for yuv in iter_frames(piece, shape):
                if labelled:
                    label.draw_label(yuv, shape.width_px, shape.height_px)
                film.write(yuv)
                work.one()
        work.end()
