"""How two shots are joined: whether one grew on the other, and how alike the two frames are that meet."""

from projects.models import Edge, End, Generation
from projects.timeline.shot import PlacedShot
from studio.media import seams


def is_chained(shot: PlacedShot, following: PlacedShot) -> bool:
    """Whether one was made from the other's frame, here where they meet."""
    a, b = shot.generation, following.generation
    if a.pk == b.pk:
        return shot.end == following.start  # split, and nothing taken away
    if grew_on_a_frame(shot, following):
        return True
    grew_on = any(
        key.end == End.FRAME0 and key.source_id == a.pk and key.edge == Edge.LAST for key in b.keyframes.all()
    )
    led_into = any(
        key.end == End.FRAME1 and key.source_id == b.pk and key.edge == Edge.FIRST
        for key in a.keyframes.all()
    )
    return grew_on or led_into


def grew_on_a_frame(shot: PlacedShot, following: PlacedShot) -> bool:
    """Whether one was made from the very frame, anywhere in the other's film, that is shown before it."""
    return any(
        key.end == End.FRAME0
        and key.image
        and (key.image.clip_id, key.image.frame) == (shot.generation.pk, shot.end - 1)
        for key in following.generation.keyframes.all()
    )


def shows_it_twice(shot: PlacedShot, following: PlacedShot) -> bool:
    """The last frame of one and the first of the next are the same picture."""
    return shares_a_frame(shot, following) or (following.start == 0 and grew_on_a_frame(shot, following))


def shares_a_frame(shot: PlacedShot, following: PlacedShot) -> bool:
    """Whether both are shown to their ends here: trimmed away on either side, the frame is not there."""
    return shot.end == shot.film_frames and following.start == 0


def likeness(shot: PlacedShot, following: PlacedShot) -> float | None:
    """Of the two frames that meet there; nothing is to be said where one clip was only split."""
    if shot.generation.pk == following.generation.pk and shot.end == following.start:
        return None
    a, b = look(shot.generation, shot.end - 1), look(following.generation, following.start)
    return seams.likeness(a, b) if a and b else None


def look(generation: Generation, frame: int) -> bytes | None:
    return seams.kept_look(generation.folder / seams.NAME, frame) if generation.pictures_at else None
