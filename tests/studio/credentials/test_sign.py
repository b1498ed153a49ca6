"""A film that is signed here is read, and checked, by the library's own reader."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import pytest
from cryptography import x509

from studio.credentials import certificate, xmp
from studio.credentials.sign import DELIVERED, Claim, Ingredient, read, sign
from studio.media import MediaError
from tests.studio.media.numbered import numbered, numbers


@pytest.fixture
def own(tmp_path):
    return certificate.load(tmp_path)


def claim(title, ingredients=(), **parameters):
    return Claim(
        title,
        "Luma Ray through the AI/ML API",
        "luma/ray-2",
        datetime(2026, 11, 24, 9, tzinfo=UTC),
        xmp.AI,
        parameters,
        ingredients,
    )


def signed(tmp_path, own, title, ingredients=(), **parameters) -> Path:
    film = numbered(tmp_path / f"{title}.raw.mp4", 0, 12)
    return sign(film, tmp_path / f"{title}.mp4", claim(title, ingredients, **parameters), own, version="1")


def test_the_reader_trusts_our_root_and_knows_what_made_it(tmp_path, own):
    film = signed(tmp_path, own, "Clip 1")
    told = read(film, root=own.root)
    assert told.state == "Trusted"
    assert told.source_type.endswith("/trainedAlgorithmicMedia")
    assert told.agent == "Luma Ray through the AI/ML API luma/ray-2"
    assert read(film).state == "Valid"  # unchanged, but by somebody the reader does not know


def test_the_picture_is_not_touched(tmp_path, own):
    film = signed(tmp_path, own, "Clip 1")
    assert numbers(film) == list(range(12))
    with av.open(str(film)) as opened:
        assert opened.streams.video[0].frames == 12


def test_the_plain_mark_is_there_too(tmp_path, own):
    film = signed(tmp_path, own, "Clip 1")
    assert xmp.source_type(film) == xmp.AI
    assert xmp.source_type(tmp_path / "Clip 1.raw.mp4") == ""


def test_one_changed_byte_is_noticed(tmp_path, own):
    film = signed(tmp_path, own, "Clip 1")
    data = bytearray(film.read_bytes())
    data[data.index(b"mdat") + 200] ^= 1
    film.write_bytes(data)
    assert read(film, root=own.root).state == "Invalid"


def test_the_chain_is_told_as_it_is(tmp_path, own):
    first = signed(tmp_path, own, "Clip 1")
    second = signed(tmp_path, own, "Clip 2", [Ingredient("Clip 1", first)])
    parts = [Ingredient("Clip 1", first, "componentOf"), Ingredient("Clip 2", second, "componentOf")]
    film = signed(tmp_path, own, "Film", parts)
    assert read(second, root=own.root).chain == ("Clip 1",)
    assert read(film, root=own.root) is not None and read(film, root=own.root).chain == ("Clip 1", "Clip 2")
    assert read(film, root=own.root).state == "Trusted"


def test_an_unsigned_film_says_nothing(tmp_path):
    assert read(numbered(tmp_path / "raw.mp4", 0, 3)) is None


def test_what_cannot_be_signed_leaves_nothing(tmp_path, own):
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no film")
    with pytest.raises(MediaError, match="could not be signed"):
        sign(broken, tmp_path / "out.mp4", claim("Clip"), own, version="1")
    assert not list(tmp_path.glob("out*"))


def test_the_certificate_is_made_once_and_only_its_owner_reads_the_key(tmp_path):
    first = certificate.load(tmp_path)
    assert certificate.load(tmp_path) == first
    assert (tmp_path / "credentials/key.pem").stat().st_mode & 0o777 == 0o600
    assert "PRIVATE" not in repr(first)
    assert [path.name for path in tmp_path.iterdir()] == ["credentials"]


def test_it_is_renewed_before_it_ends_and_the_old_one_is_kept(tmp_path, monkeypatch):
    first = certificate.load(tmp_path)
    monkeypatch.setattr(certificate, "RENEW_BEFORE", certificate.LIFE * 2)
    certificate.renew(tmp_path / "credentials")
    monkeypatch.undo()
    assert certificate.load(tmp_path) != first
    assert len(list(tmp_path.glob("credentials-until-*"))) == 1


def test_what_was_signed_can_be_checked_for_years(tmp_path, monkeypatch):
    """Nobody stamps the time, so a film is only good as long as its signer's certificate."""
    monkeypatch.setattr(certificate, "LIFE", timedelta(seconds=1))
    monkeypatch.setattr(certificate, "RENEW_BEFORE", timedelta(days=-1))
    ended = signed(tmp_path, certificate.load(tmp_path), "Clip 1")
    root = certificate.load(tmp_path).root
    time.sleep(2)
    assert read(ended, root=root).state == "Invalid"
    monkeypatch.undo()
    chain = x509.load_pem_x509_certificates(certificate.load(tmp_path).chain.encode())
    assert all(one.not_valid_after_utc > datetime.now(UTC) + timedelta(days=5 * 365) for one in chain)
    assert timedelta(days=5 * 365) <= certificate.RENEW_BEFORE


def test_what_the_provider_said_before_us_stays_as_its_parent(tmp_path, own):
    """A provider signs its films too: its words are kept and checked, ours are put on top of them."""
    (tmp_path / "provider").mkdir()
    other = certificate.load(tmp_path / "provider")
    assert other.root != own.root
    raw = numbered(tmp_path / "raw.mp4", 0, 12)
    delivered = sign(raw, tmp_path / "delivered.mp4", claim("Ray 2 film"), other, version="9")
    film = sign(delivered, tmp_path / "ours.mp4", claim("Clip 1"), own, version="1")
    told = read(film, root=own.root)
    assert (told.state, told.title, told.chain) == ("Trusted", "Clip 1", (DELIVERED,))
    assert numbers(film) == list(range(12))
