"""Joins of two shots: whether they are chained, and how well the frames at the join match."""

from projects.models import Edge, End, Generation
from projects.timeline.shot import PlacedShot
from studio.media import join_score


def is_chained(shot: PlacedShot, following: PlacedShot) -> bool:
    """Return True if one was made from the other's frame at the join."""
    if shot.generation.pk == following.generation.pk:
        return is_split(shot, following)
    return continues_from_frame(shot, following) or share_an_end(shot.generation, following.generation)


def is_split(shot: PlacedShot, following: PlacedShot) -> bool:
    """Return True if both show one generation, with no frame missing between them."""
    return shot.generation.pk == following.generation.pk and shot.end == following.start


def share_an_end(first: Generation, second: Generation) -> bool:
    """Return True if `second` starts on the last frame of `first`, or `first` ends on its first frame."""
    continues = any(
        key.end == End.FRAME0 and key.source_id == first.pk and key.edge == Edge.LAST
        for key in second.keyframes.all()
    )
    leads = any(
        key.end == End.FRAME1 and key.source_id == second.pk and key.edge == Edge.FIRST
        for key in first.keyframes.all()
    )
    return continues or leads


def continues_from_frame(shot: PlacedShot, following: PlacedShot) -> bool:
    """Return True if `following` was made from the last frame shown of the other, even inside its video."""
    return any(
        key.end == End.FRAME0
        and key.image
        and (key.image.generation_id, key.image.frame) == (shot.generation.pk, shot.end - 1)
        for key in following.generation.keyframes.all()
    )


def shows_frame_twice(shot: PlacedShot, following: PlacedShot) -> bool:
    """Return True if, of two chained shots, the last frame of one is the first frame of the next."""
    if following.start != 0:
        return False
    return shot.end == shot.video_frames or continues_from_frame(shot, following)


def match(shot: PlacedShot, following: PlacedShot) -> float | None:
    """Return how well the frames at the join match, 0 to 1; None if unknown, or if a shot was only split."""
    if is_split(shot, following):
        return None
    a = read_thumbnail(shot.generation, shot.end - 1)
    b = read_thumbnail(following.generation, following.start)
    return join_score.score_likeness(a, b) if a and b else None


def read_thumbnail(generation: Generation, frame: int) -> bytes | None:
    if not generation.pictures_at:
        return None
    return join_score.read_thumbnail(generation.folder / join_score.NAME, frame)
