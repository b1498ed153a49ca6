"""Check what is stored of uploaded images, and what is refused."""

import contextlib
import hashlib
import io
import os
import threading
import time
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from studio.media import pictures, pixels
from studio.media.pictures import PictureError, rebuild

from . import hostile
from .hostile import encoded, scene

pytestmark = pytest.mark.slow
LUGGAGE = (b"script", b"exif", b"xmp", b"ICCP", b"lighthouse", b"html", b"PK\x03\x04")


def stored(source, folder) -> Image.Image:
    rebuild(source, folder)
    return Image.open(folder / "picture.png")


def as_list(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_three_formats_become_a_png_and_a_thumbnail(tmp_path, kind):
    facts = rebuild(encoded(scene(1200, 800), kind), tmp_path / "new" / "image")
    picture = tmp_path / "new" / "image" / "picture.png"
    assert (facts.width_px, facts.height_px, facts.size) == (1200, 800, picture.stat().st_size)
    assert facts.sha256 == hashlib.sha256(picture.read_bytes()).hexdigest()
    assert as_list(picture.parent) == ["picture.png", "thumb.webp"]
    with Image.open(picture) as png, Image.open(picture.parent / "thumb.webp") as thumb:
        assert (png.format, png.mode, png.size) == ("PNG", "RGB", (1200, 800))
        assert (thumb.format, thumb.size) == ("WEBP", (480, 320))


def test_a_file_and_its_bytes_give_the_same_picture(tmp_path):
    (tmp_path / "koi.jpg").write_bytes(encoded(scene(), "JPEG"))
    from_file = rebuild(tmp_path / "koi.jpg", tmp_path / "a")
    assert from_file == rebuild((tmp_path / "koi.jpg").read_bytes(), tmp_path / "b")
    assert (tmp_path / "koi.jpg").exists()


def test_pixels_do_not_change(tmp_path):
    before = scene(300, 200)
    assert stored(encoded(before, "PNG"), tmp_path).tobytes() == before.tobytes()


def test_the_long_side_is_at_most_4096(tmp_path):
    assert stored(encoded(scene(6000, 3000), "JPEG", quality=50), tmp_path).size == (4096, 2048)


@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((20_000, 400), (20_000, 400)),
        ((20_000, 2000), (10_800, 1080)),
        ((9, 5000), (9, 5000)),
        ((45_000, 1000), (27_477, 611)),
    ],
)
def test_a_panorama_keeps_its_short_side(tmp_path, size, kept):
    """It is going to be cropped: 146 x 82 were left of 20,000 x 400 where 711 x 400 are possible."""
    found = stored(encoded(Image.new("L", size), "PNG"), tmp_path).size
    assert found == kept and found[0] * found[1] < 1.001 * 4096**2


CODINGS: dict[str, dict] = {
    "baseline": {},
    "progressive": {"progressive": True},
    "with restarts": {"restart_marker_blocks": 4},
}


@pytest.mark.parametrize("coding", CODINGS)
def test_a_jpeg_without_its_two_end_bytes_is_complete(tmp_path, coding):
    whole = encoded(scene(301, 203), "JPEG", **CODINGS[coding])
    before = stored(whole, tmp_path / "whole").tobytes()
    assert stored(whole[:-2], tmp_path / "without").tobytes() == before
    for missing in (6, 60, 600, len(whole) // 2):
        with pytest.raises(PictureError, match="damaged or incomplete"):
            rebuild(whole[:-missing], tmp_path / "cut")


@pytest.mark.parametrize(
    ("kind", "held"), [*(("JPEG", held) for held in range(1, 9)), ("PNG", 6), ("WEBP", 8)]
)
def test_pictures_are_turned_upright(tmp_path, kind, held):
    upright = Image.new("RGB", (64, 32), "white")
    upright.paste("red", (0, 0, 32, 16))  # the upper left quarter
    back = {5: 5, 6: 8, 7: 7, 8: 6}.get(held, held)
    lying = upright.transpose(pixels.UPRIGHT[back]) if back != 1 else upright
    exif = Image.Exif()
    exif[pixels.ORIENTATION] = held
    seen = stored(encoded(lying, kind, exif=exif, **({"lossless": True} if kind == "WEBP" else {})), tmp_path)
    assert seen.size == (64, 32)
    assert seen.getpixel((10, 6))[1] < 60 and seen.getpixel((50, 6))[1] > 200
    assert seen.getpixel((10, 26))[1] > 200 and seen.getpixel((50, 26))[1] > 200


def test_transparent_areas_become_black(tmp_path):
    image = Image.new("RGBA", (3, 1))
    for x, alpha in enumerate((0, 128, 255)):
        image.putpixel((x, 0), (200, 100, 50, alpha))
    row = stored(encoded(image, "PNG"), tmp_path)
    assert [row.getpixel((x, 0)) for x in range(3)] == [(0, 0, 0), (100, 50, 25), (200, 100, 50)]


def test_16_bit_grays_keep_their_brightness(tmp_path):
    assert stored(encoded(Image.new("I;16", (4, 4), 0x8040), "PNG"), tmp_path).getpixel((0, 0)) == (128,) * 3


def test_other_color_spaces_become_srgb(tmp_path):
    """Use a profile that swaps red and green, to see whether it is applied."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = lab.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    assert swapped != lab
    image = Image.new("RGB", (4, 4), (255, 0, 0))
    red, green, _ = stored(encoded(image, "PNG", icc_profile=swapped), tmp_path).getpixel((1, 1))
    assert green > 200 > red


@pytest.mark.parametrize("name", hostile.taken_in())
def test_only_pixels_are_kept(tmp_path, name):
    raw = hostile.taken_in()[name]
    with Image.open(io.BytesIO(raw)) as before:
        size = before.size
    facts = rebuild(raw, tmp_path)
    assert (facts.width_px, facts.height_px) == size
    for file in ("picture.png", "thumb.webp"):
        content = (tmp_path / file).read_bytes()
        assert not [text for text in LUGGAGE if text.lower() in content.lower()]
        assert raw not in content
        with Image.open(tmp_path / file) as image:
            assert not image.getexif() and getattr(image, "n_frames", 1) == 1
            assert not {"icc_profile", "comment", "xmp", "exif"} & set(image.info)
    assert chunks_of((tmp_path / "picture.png").read_bytes()) == {b"IHDR", b"IDAT", b"IEND"}


def chunks_of(png: bytes) -> set[bytes]:
    """Return the names of a PNG's chunks, and check that nothing follows them."""
    names, at = set(), 8
    while at < len(png):
        names.add(png[at + 4 : at + 8])
        at += 12 + int.from_bytes(png[at : at + 4], "big")
    assert at == len(png)
    return names


@pytest.mark.parametrize("name", hostile.refused())
def test_a_hostile_file_is_refused_with_one_sentence(tmp_path, name):
    folder = tmp_path / "image"
    with pytest.raises(PictureError) as refused:
        rebuild(hostile.refused()[name], folder)
    message = refused.value.message
    assert message.endswith(".") and message[0].isupper() and len(message) < 130
    assert "Error" not in message and "PIL" not in message
    assert not folder.exists()


def test_each_refusal_names_the_problem(tmp_path):
    files = hostile.refused()
    for name, message in {
        "SVG": "This file is not a JPEG, PNG or WebP image.",
        "GIF in motion": "This file is not a JPEG, PNG or WebP image.",
        "nothing": "This file is empty.",
        "PNG of 100 million pixels in 12 KB": "more than 50 million pixels",
        "WebP that says it is 16,383 x 16,383": "more than 50 million pixels",
        f"JPEG cut after {len(encoded(scene(300, 200), 'JPEG')) // 2} bytes": "damaged or incomplete",
    }.items():
        with pytest.raises(PictureError, match=message):
            rebuild(files[name], tmp_path / "image")


def test_the_set_of_hostile_files_is_complete():
    assert len(hostile.taken_in()) + len(hostile.refused()) >= 80
    assert len(hostile.bomb(10_000, 10_000)) < 13_000


def test_a_refusal_leaves_an_earlier_folder_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("keep")
    with pytest.raises(PictureError):
        rebuild(hostile.SVG, tmp_path)
    assert as_list(tmp_path) == ["notes.txt"]


def test_a_full_disk_is_reported_and_leaves_nothing_behind(tmp_path, monkeypatch):
    """Write to a small disk: the image that doesn't fit must not be left incomplete."""
    noise = Image.frombytes("RGB", (900, 900), os.urandom(900 * 900 * 3))
    source = encoded(noise, "PNG")
    monkeypatch.setattr(pictures, "CHILD", "tests.studio.media.small_disk")
    with pytest.raises(PictureError):
        rebuild(source, tmp_path / "image")
    assert as_list(tmp_path) == []


def test_a_hanging_child_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "WALL_S", 0.01)
    with pytest.raises(PictureError, match="too long"):
        rebuild(encoded(scene(), "PNG"), tmp_path / "image")
    assert as_list(tmp_path) == []


@pytest.mark.slow
def test_no_process_takes_more_than_700_mb(tmp_path, monkeypatch):
    """Decode JPEG, PNG and WebP at the size limits at the same time, and watch from outside."""
    monkeypatch.setattr(pictures, "WAIT_FOR_A_TURN_S", 600)
    monkeypatch.setattr(pictures, "WALL_S", 600)
    small = scene(866, 577)
    wide = small.resize((8660, 5773)).convert("RGBA")
    wide.putalpha(128)
    sources = [
        encoded(wide, "PNG", compress_level=1),
        encoded(wide.convert("RGB"), "JPEG", quality=40),
        encoded(wide.resize((6000, 4000)), "WEBP", quality=10, method=0),
    ]
    del wide
    peak = Peak()
    threads = [threading.Thread(target=rebuild, args=(sources[n % 3], tmp_path / str(n))) for n in range(4)]
    with peak:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert peak.children_at_once <= pictures.AT_ONCE
    assert 50 < peak.megabytes < 700
    assert all(as_list(tmp_path / str(n)) == ["picture.png", "thumb.webp"] for n in range(4))


class Peak(threading.Thread):
    """Watch the peak memory of the children and how many run at once."""

    def __init__(self):
        super().__init__(daemon=True)
        self.megabytes, self.children_at_once, self.over = 0, 0, threading.Event()

    def __enter__(self):
        self.start()

    def __exit__(self, *error):
        self.over.set()
        self.join()

    def run(self):
        while not self.over.is_set():
            children = [kb for pid in child_pids() if (kb := high_water_kb(pid)) is not None]
            self.megabytes = max([self.megabytes, *(kb // 1024 for kb in children)])
            self.children_at_once = max(self.children_at_once, len(children))
            time.sleep(0.01)


def child_pids() -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{os.getpid()}/task").iterdir():
        with contextlib.suppress(OSError):  # that thread is over
            found += map(int, (task / "children").read_text().split())
    return found


def high_water_kb(pid: int) -> int | None:
    """Return VmHWM of a child that decodes images, or None for any other process."""
    try:
        if b"studio.media.pixels" not in Path(f"/proc/{pid}/cmdline").read_bytes():
            return None
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), None)


def test_the_child_gets_none_of_our_secrets(tmp_path, monkeypatch):
    monkeypatch.setenv("AIMLAPI_KEY", "canary-key")
    monkeypatch.setattr(pictures, "CHILD", "tests.studio.media.print_environment")
    with pytest.raises(PictureError) as refused:
        rebuild(encoded(scene(), "PNG"), tmp_path / "image")
    assert "PATH" in refused.value.message and "canary" not in refused.value.message
