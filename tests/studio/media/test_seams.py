"""A true continuation is told from a cut by the two frames that meet."""

from PIL import Image, ImageDraw

from studio.media import seams


def scene(shift=0, colours=((20, 40, 60), (200, 160, 90))):
    picture = Image.new("RGB", (640, 360), colours[0])
    ImageDraw.Draw(picture).ellipse((100 + shift, 80, 360 + shift, 300), fill=colours[1])
    return seams.look(picture)


def test_the_same_frame_is_wholly_alike():
    assert seams.difference(scene(), scene()) == 0
    assert seams.likeness(scene(), scene()) == 1


def test_a_frame_later_is_still_a_continuation():
    assert seams.likeness(scene(), scene(shift=4)) > 0.8


def test_another_picture_is_a_cut():
    assert seams.likeness(scene(), scene(colours=((210, 220, 230), (20, 20, 20)))) == 0


def test_a_look_is_small():
    assert len(scene()) == 32 * 18 * 3
